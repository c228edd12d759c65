/** Entries and keys for the cache's tests. */
import { createHash } from 'node:crypto'
import type { Entry, Keys } from '../lib/cache/types.ts'

/** Two answers for each animation. */
export function keysOf(index: number): Keys {
  return { content: hash(`content ${index >> 1}`), variant: hash(`variant ${index}`) }
}

export function entryOf(index: number, text = `answer ${index} \u{1f600} \u2028 "\\`): Entry {
  return {
    text,
    backend: 'claude',
    model: `model-${index % 3}`,
    prompt: `describe@${(index % 2) + 1}`,
    prompt_hash: '0123456789ab',
    usage: { input: 100 + index, output: 10 },
    cost: 0.001 * (index + 1),
    finish_reason: 'end_turn',
    time: `2026-11-${String((index % 28) + 1).padStart(2, '0')}T00:00:00.000Z`,
    source: `source-${index % 2}`,
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
