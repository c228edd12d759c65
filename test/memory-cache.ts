/** A cache that forgets: for tests of what stands above it. */
import type { Cache, Claim, Entry, Keys, Shelf } from '../lib/cache/types.ts'

export interface MemoryCache extends Cache {
  entries: Map<string, Entry>
  hits: number
}

export function memoryCache(): MemoryCache {
  const entries = new Map<string, Entry>()
  const shortcuts = new Map<string, Buffer>()
  const name = ({ content, variant }: Keys) => `${content} ${variant}`
  const cache: MemoryCache = {
    path: 'memory',
    readOnly: false,
    entries,
    hits: 0,
    get: keys => entries.get(name(keys)),
    answers: content =>
      [...entries]
        .filter(([key]) => key.startsWith(`${content} `))
        .map(([key, entry]) => ({ variant: key.split(' ')[1]!, entry })),
    answersOf: (sample, source) =>
      [...entries]
        .filter(([, entry]) => entry.sample === sample && entry.source === source)
        .map(([key, entry]) => ({ content: key.split(' ')[0]!, variant: key.split(' ')[1]!, entry })),
    async put(keys, entry) {
      entries.set(name(keys), entry)
    },
    async amend(keys, entry) {
      if (entries.has(name(keys))) entries.set(name(keys), entry)
    },
    async claim(keys): Promise<Claim | Entry> {
      return (
        entries.get(name(keys)) ?? {
          settle: entry => cache.put(keys, entry),
          release: async () => {},
        }
      )
    },
    hit() {
      cache.hits += 1
    },
    shortcuts() {
      return {
        get: key => shortcuts.get(key.toString('hex')),
        put: (key, value) => void shortcuts.set(key.toString('hex'), value),
      }
    },
    transcripts: memoryShelf(),
    batches: memoryShelf(),
    close: async () => {},
  }
  return cache
}

export function memoryShelf<T>(): Shelf<T> {
  const values = new Map<string, T>()
  return {
    get: key => values.get(key),
    async put(key, value) {
      values.set(key, value)
    },
    async remove(key) {
      values.delete(key)
    },
    list: () => [...values],
  }
}
