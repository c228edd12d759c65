/** A store as lines: what cache-export writes and cache-import reads. */
import { InputError } from '../errors.ts'
import { isSelected, type Selection, selectsAll } from './select.ts'
import type { Store } from './store.ts'
import type { Entry, Keys } from './types.ts'

export type Line = (Keys & { entry: Entry }) | { transcript: string; value: unknown }

/** In the order of keys: two stores with the same answers give the same lines. What is damaged goes to `onDamage`. */
export function* exportLines(
  store: Store,
  selection: Selection,
  onDamage: (what: string) => void,
): Iterable<Line> {
  for (const { keys, entry } of store.scan()) {
    if (entry === undefined) onDamage(`the entry ${keys.content} ${keys.variant}`)
    else if (isSelected(entry, selection)) yield { ...keys, entry }
  }
  // Requests are made of transcripts: without them, the other machine would ask again.
  if (!selectsAll(selection)) return
  for (const { name, value } of store.transcripts.scan()) {
    if (value === undefined) onDamage(`the transcript ${name}`)
    else yield { transcript: name, value }
  }
}

/** Throws InputError where the line is not one that cache-export writes. */
export function parseLine(text: string): Line {
  const value = parseJson(text)
  if (typeof value.transcript === 'string' && value.transcript !== '' && 'value' in value) {
    return { transcript: value.transcript, value: value.value }
  }
  const { content, variant, entry } = value
  if (!isHexKey(content) || !isHexKey(variant)) throw new InputError('no content and variant key')
  if (!isEntry(entry)) throw new InputError('no whole entry')
  return { content, variant, entry }
}

function parseJson(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new InputError('not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError('not an object')
  return value as Record<string, unknown>
}

function isHexKey(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Record<string, unknown>
  const texts = ['text', 'backend', 'model', 'prompt', 'prompt_hash', 'finish_reason', 'time']
  if (!texts.every(name => typeof entry[name] === 'string')) return false
  if (Number.isNaN(Date.parse(entry.time as string))) return false
  return (
    ['number', 'undefined'].includes(typeof entry.cost) &&
    ['string', 'undefined'].includes(typeof entry.source) &&
    ['string', 'undefined'].includes(typeof entry.sample)
  )
}
