/** Which entries a command is about: the same options for export and prune. */
import { UsageError } from '../errors.ts'
import type { Entry } from './types.ts'

/** A model that is set for `describe` must not be the one whose answers are removed. */
const commandLineOnly = true

export const selectionOptions = {
  model: {
    type: 'list',
    separator: ',',
    value: 'NAME',
    describe: 'only answers of this model',
    commandLineOnly,
  },
  prompt: {
    type: 'list',
    separator: ',',
    value: 'NAME',
    describe: 'only answers to this prompt, as name or name@version',
    commandLineOnly,
  },
  source: {
    type: 'list',
    separator: ',',
    value: 'ID',
    describe: 'only answers about this source',
    commandLineOnly,
  },
} as const

export interface Selection {
  model?: readonly string[] | undefined
  prompt?: readonly string[] | undefined
  source?: readonly string[] | undefined
  /** ISO 8601; this time and later. */
  since?: string | undefined
  /** ISO 8601; earlier than this. */
  before?: string | undefined
  failed?: boolean | undefined
}

export function isSelected(
  entry: Entry,
  { model, prompt, source, since, before, failed }: Selection,
): boolean {
  if (model?.length && !model.includes(entry.model)) return false
  if (prompt?.length && !prompt.includes(entry.prompt) && !prompt.includes(entry.prompt.split('@')[0]!))
    return false
  if (source?.length && !source.includes(entry.source ?? '')) return false
  if (since !== undefined && entry.time < since) return false
  if (before !== undefined && entry.time >= before) return false
  if (failed && entry.rejected === undefined && entry.text !== '') return false
  return true
}

export function selectsAll({ model, prompt, source, since, before, failed }: Selection): boolean {
  return !model?.length && !prompt?.length && !source?.length && !since && !before && !failed
}

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** `30d` before `now`, or a day or time in ISO 8601, as the latter. */
export function timeAgo(option: string, text: string, now = Date.now()): string {
  const age = /^(\d+)\s*([mhdw])$/.exec(text)
  const time = age ? now - Number(age[1]) * UNITS[age[2]!]! : dateIn(text)
  if (Number.isNaN(time) || Math.abs(time) > 8.64e15) {
    throw new UsageError(
      `--${option} wants an age like 30d (m, h, d, w) or a date like 2026-11-24, not '${text}'`,
    )
  }
  return new Date(time).toISOString()
}

function dateIn(text: string): number {
  return /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text) ? Date.parse(text) : Number.NaN
}
