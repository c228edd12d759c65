/** The cache of the Python system before ours: a folder with index.json and one file per answer, named by its key. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputError, messageOf, systemCode, UsageError } from '../errors.ts'
import { variantKey } from './keys.ts'
import type { Entry, Keys } from './types.ts'

export type LegacyAnswer = { keys: Keys; entry: Entry }

/** The keys that the folder holds, in order: those of the index, and files that a lost update of it left out. */
export function legacyKeys(folder: string): string[] {
  try {
    const files = readdirSync(folder).flatMap(name => /^([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? [])
    const index = readJson(join(folder, 'index.json'))
    return [...new Set([...files, ...Object.keys(index)])].filter(key => /^[0-9a-f]{64}$/.test(key)).sort()
  } catch (error) {
    if (error instanceof InputError) throw new UsageError(`${join(folder, 'index.json')}: ${error.message}`)
    const why = systemCode(error) === 'ENOENT' ? 'no such folder, or no index.json in it' : messageOf(error)
    throw new UsageError(`${folder} is no cache of the old system: ${why}`, { cause: error })
  }
}

/** Throws InputError where the file is missing or not whole. */
export function readLegacy(folder: string, content: string): LegacyAnswer {
  const file = `${content}.json`
  let value: Record<string, unknown>
  try {
    value = readJson(join(folder, file))
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${file}: ${error.message}`)
    throw new InputError(
      `${file}: ${systemCode(error) === 'ENOENT' ? 'in the index but not there' : messageOf(error)}`,
    )
  }
  const { description, llm_model, timestamp, metadata } = value
  if (typeof description !== 'string') throw new InputError(`${file}: no description`)
  const model = typeof llm_model === 'string' ? llm_model : 'unknown'
  const source = (metadata as { source?: unknown } | undefined)?.source
  const entry: Entry = {
    text: description,
    backend: 'legacy',
    model,
    prompt: 'legacy',
    prompt_hash: '',
    finish_reason: 'unknown',
    time: timeOf(timestamp),
    ...(typeof source === 'string' && { source }),
  }
  return { keys: { content, variant: variantKey({ backend: 'legacy', content, model }) }, entry }
}

/** Python's `datetime.now().isoformat()` names no zone: taken as UTC, so that every machine imports the same. */
function timeOf(timestamp: unknown): string {
  const time = Date.parse(`${String(timestamp).slice(0, 23)}Z`)
  return new Date(Number.isNaN(time) ? 0 : time).toISOString()
}

/** Python's json.dump writes NaN and Infinity, which JSON does not know; only metadata can hold them. */
function readJson(path: string): Record<string, unknown> {
  const text = readFileSync(path, 'utf8')
  const plain = text.replace(/("(?:[^"\\]|\\.)*")|-?\b(?:NaN|Infinity)\b/g, (_, string) => string ?? 'null')
  let value: unknown
  try {
    value = JSON.parse(plain)
  } catch {
    throw new InputError('not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError('not an object')
  return value as Record<string, unknown>
}
