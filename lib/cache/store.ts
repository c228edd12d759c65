/** The cache on this machine. `Cache` is what the engine knows of it; the rest serves the commands that look after it. */
import { join } from 'node:path'
import { UsageError } from '../errors.ts'
import { Claims } from './claims.ts'
import type { Tally } from './counters.ts'
import { inspectFile } from './file.ts'
import { DATA } from './folder.ts'
import { canonicalJson } from './json.ts'
import { Ledger } from './ledger.ts'
import { type Environment, emptyTable, type Table } from './lmdb.ts'
import { decodeEntry, encodeEntry, entryKey, hexKey, keysOf } from './record.ts'
import { PAIR_BYTES, SampleList } from './samples.ts'
import { type KeptShelf, makeShelf } from './shelf.ts'
import { type KeptShortcuts, makeShortcuts } from './shortcuts.ts'
import type { Cache, Claim, Entry, FoundEntry, Keys, Served } from './types.ts'
import { Writer } from './writer.ts'

const LOWEST = Buffer.alloc(32, 0)
/** Longer than a variant key: above them all. */
const ABOVE = Buffer.alloc(33, 0xff)
const SCAN_STEP = 500
/** A run of nothing but hits writes them down so often. */
const MOST_PENDING_HITS = 5000
/** Kept whatever the number of answers. */
const FEW_SHORTCUTS = 10_000

export interface StoreOptions {
  path: string
  readOnly: boolean
  log: { error(message: string): void; note(message: string): void }
  /** Absent: an empty store that stays so. */
  environment?: Environment
  leaseMs?: number
  /** Gives back what was opened for the store. */
  onClose(): void | Promise<void>
}

export interface Found {
  keys: Keys
  /** Undefined where the stored bytes are not those that were written. */
  entry: Entry | undefined
  bytes: number
}

export type Adopted = 'new' | 'same' | 'kept' | 'replaced'

export class Store implements Cache {
  readonly path: string
  readonly readOnly: boolean
  readonly transcripts: KeptShelf
  readonly batches: KeptShelf
  readonly #options: StoreOptions
  readonly #entries: Table<string>
  readonly #samples: SampleList
  readonly #shortcuts: Table<Buffer>
  readonly #transcripts: Table<Buffer>
  readonly #ledger: Ledger | undefined
  readonly #writer: Writer | undefined
  readonly #claims: Claims | undefined
  readonly #made: KeptShortcuts[] = []
  #closing: Promise<void> | undefined

  constructor(options: StoreOptions) {
    const { path, readOnly, environment, leaseMs } = options
    const disk = environment?.disk
    this.#options = options
    this.path = path
    this.readOnly = readOnly
    this.#entries = environment?.texts('entries') ?? emptyTable()
    this.#samples = new SampleList(environment?.bytes('samples') ?? emptyTable())
    this.#shortcuts = environment?.bytes('shortcuts') ?? emptyTable()
    if (environment) this.#ledger = new Ledger(environment, () => disk?.usedBytes ?? 0)
    if (environment && disk) {
      const ledger = this.#ledger as Ledger
      this.#writer = new Writer({
        path,
        environment,
        disk,
        beforeCommit: () => {
          this.#samples.write()
          ledger.write()
        },
        commitFailed: () => {
          this.#samples.failed()
          ledger.failed()
        },
        expected: () => this.#claims?.expected ?? 0,
      })
      this.#claims = new Claims(environment, this.#writer, this.#forClaims(), leaseMs)
    }
    const refuse = () => this.#refuse()
    this.#transcripts = environment?.bytes('transcripts') ?? emptyTable()
    this.transcripts = makeShelf(this.#transcripts, this.#writer, refuse)
    this.batches = makeShelf(environment?.bytes('batches') ?? emptyTable(), this.#writer, refuse)
  }

  get(keys: Keys): Entry | undefined {
    return this.#read(entryKey(keys))
  }

  answers(content: string): { variant: string; entry: Entry }[] {
    const found: { variant: string; entry: Entry }[] = []
    for (const { key, value } of this.#entries.range(allFor(content))) {
      const entry = decodeEntry(key, value)
      if (entry) found.push({ variant: keysOf(key).variant, entry })
    }
    return found.sort(newestFirst)
  }

  answersOf(sample: string, source: string | undefined): FoundEntry[] {
    return this.#samples
      .contentsOf(sample, source)
      .flatMap(content => this.answers(content).map(found => ({ content, ...found })))
      .filter(({ entry }) => entry.sample === sample && entry.source === source)
      .sort(newestFirst)
  }

  async put(keys: Keys, entry: Entry, company = 0): Promise<void> {
    const { step, bytes } = this.#storing(entryKey(keys), entry)
    await this.#writing().run(step, { bytes, company })
  }

  async amend(keys: Keys, entry: Entry): Promise<void> {
    const key = entryKey(keys)
    const value = encodeEntry(key, entry)
    await this.#writing().run(
      () => {
        const before = this.#entries.get(key)
        const known = before === undefined ? undefined : decodeEntry(key, before)
        if (before === undefined || !known) return
        this.#ledger?.forget(known, Buffer.byteLength(before))
        this.#entries.put(key, value)
        this.#ledger?.answer(entry, value.length)
      },
      { bytes: value.length },
    )
  }

  /** In a read-only store every claim is granted, and an answer is not kept. */
  claim(keys: Keys, signal: AbortSignal): Promise<Claim | Entry> {
    return this.#claims?.claim(keys, signal) ?? this.#claimNothing(keys, signal)
  }

  async #claimNothing(keys: Keys, signal: AbortSignal): Promise<Claim | Entry> {
    signal.throwIfAborted()
    return this.get(keys) ?? { settle: async () => {}, release: async () => {} }
  }

  hit(answer: Served): void {
    if (this.#ledger === undefined || this.#writer === undefined) return
    this.#ledger.hit(answer)
    if (this.#ledger.pendingHits % MOST_PENDING_HITS === 0) this.#writer.run(() => {}).catch(() => {})
  }

  shortcuts(program: string): KeptShortcuts {
    const shortcuts = makeShortcuts(program, {
      table: this.#shortcuts,
      writer: this.#writer,
      isKept: keys => this.#entries.has(entryKey(keys)),
      most: () => 2 * this.#entries.count() + FEW_SHORTCUTS,
    })
    this.#made.push(shortcuts)
    return shortcuts
  }

  /** Stores an answer from elsewhere; of two answers the older stays. */
  async adopt(keys: Keys, entry: Entry): Promise<Adopted> {
    const key = entryKey(keys)
    const { step, bytes } = this.#storing(key, entry)
    return this.#writing().run(
      () => {
        const known = this.#read(key)
        if (known === undefined) {
          step()
          return 'new'
        }
        if (canonicalJson(known) === canonicalJson(entry)) return 'same'
        if (known.time <= entry.time) return 'kept'
        this.#removeWithin(key)
        step()
        return 'replaced'
      },
      { bytes },
    )
  }

  /** Removes entries, and what they add to the statistics. Gives those that were there. */
  async remove<K extends Keys>(keys: readonly K[]): Promise<K[]> {
    const writer = this.#writing()
    const removed = await Promise.all(keys.map(each => writer.run(() => this.#removeWithin(entryKey(each)))))
    return keys.filter((_, index) => removed[index])
  }

  /** After `remove`: the list of samples forgets the animations that have no answer any more. */
  async tidySamples(): Promise<void> {
    const hasAnswers = (content: string) => {
      for (const _ of this.#entries.range({ ...allFor(content), limit: 1 })) return true
      return false
    }
    for (const row of this.#samples.rows()) {
      await this.#writing().run(() => this.#samples.keep(row, hasAnswers))
    }
  }

  /** Every entry in the order of keys. Sees what is written meanwhile, or not; never holds a snapshot for long. */
  *scan(): Iterable<Found> {
    let start = Buffer.alloc(1)
    for (;;) {
      const some = [...this.#entries.range({ start, limit: SCAN_STEP })].map(({ key, value }) => ({
        key: Buffer.from(key),
        value,
      }))
      for (const { key, value } of some) {
        yield { keys: keysOf(key), entry: decodeEntry(key, value), bytes: Buffer.byteLength(value) }
      }
      const last = some.at(-1)
      if (last === undefined) return
      start = Buffer.concat([last.key, Buffer.alloc(1)])
    }
  }

  /** Names of transcripts and batches that can't be read. */
  *damagedSides(): Iterable<string> {
    for (const shelf of [this.transcripts, this.batches]) {
      for (const { name, value } of shelf.scan()) if (value === undefined) yield name
    }
  }

  /** Gives the number. */
  async removeDamagedSides(): Promise<number> {
    return (await this.transcripts.removeDamaged()) + (await this.batches.removeDamaged())
  }

  get transcriptCount(): number {
    return this.#transcripts.count()
  }

  get statistics(): Pick<Ledger, 'rows' | 'runs'> {
    return this.#ledger ?? { rows: () => [], runs: () => [] }
  }

  /** Replaces the sums by those of `count`, which runs under the write lock: nothing is added meanwhile. */
  async recount(count: (scan: Iterable<Found>) => Tally): Promise<void> {
    await this.#writing().run(() => this.#ledger?.replace(count(this.scan())))
  }

  /** Bytes in use; the file may be longer. */
  get usedBytes(): number {
    if (this.#options.environment === undefined) return 0
    const found = inspectFile(join(this.path, DATA))
    return found.state === 'good' ? found.usedBytes : 0
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close() {
    const { log, onClose } = this.#options
    try {
      for (const shortcuts of this.#made) shortcuts.flush()
      await this.#claims?.close()
      if (this.#ledger?.pendingHits) await this.#writer?.run(() => {})
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      log.note(`${error.message}; the statistics lack the hits of this run`)
    } finally {
      await this.#writer?.idle()
      await onClose()
    }
  }

  #forClaims() {
    return {
      get: (key: Buffer) => this.#read(key),
      storing: (key: Buffer, entry: Entry) => this.#storing(key, entry),
    }
  }

  #read(key: Buffer): Entry | undefined {
    const value = this.#entries.get(key)
    return value === undefined ? undefined : decodeEntry(key, value)
  }

  #storing(key: Buffer, entry: Entry) {
    const value = encodeEntry(key, entry)
    const { sample, source } = entry
    const step = () => {
      if (!this.#entries.add(key, value)) {
        if (this.#read(key)) return
        // A damaged entry reads as none, and makes way.
        this.#dropShortcuts()
        this.#entries.put(key, value)
      }
      if (sample !== undefined) this.#samples.add(sample, source, key)
      this.#ledger?.answer(entry, value.length)
    }
    return { step, bytes: value.length + PAIR_BYTES }
  }

  /** Within a transaction. */
  #removeWithin(key: Buffer): boolean {
    const value = this.#entries.get(key)
    if (value === undefined) return false
    this.#dropShortcuts()
    const entry = decodeEntry(key, value)
    if (entry) this.#ledger?.forget(entry, Buffer.byteLength(value))
    this.#entries.remove(key)
    return true
  }

  /** Within a transaction. What was made of an answer that goes is found by other keys: all goes, and is made again. */
  #dropShortcuts() {
    if (this.#shortcuts.count() > 0) this.#shortcuts.clear()
  }

  #writing(): Writer {
    return this.#writer ?? this.#refuse()
  }

  #refuse(): never {
    throw new UsageError(`the cache ${this.path} is read-only`)
  }
}

function allFor(content: string) {
  const first = hexKey(content)
  return { start: Buffer.concat([first, LOWEST]), end: Buffer.concat([first, ABOVE]) }
}

function newestFirst(a: { entry: Entry }, b: { entry: Entry }): number {
  return a.entry.time === b.entry.time ? 0 : a.entry.time < b.entry.time ? 1 : -1
}
