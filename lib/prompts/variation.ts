/** Level, form and voice of a description: by hash of the animation and the number of the variant, so that reruns agree. */
import { hash as digest } from 'node:crypto'
import type { Level } from './file.ts'

export interface Variation {
  level: string
  words: string
  form: string
  voice: string
}

const words: Readonly<Record<string, string>> = {
  brief: '12 to 35',
  normal: '40 to 110',
  detailed: '100 to 250',
}

const forms = [
  'an instruction, beginning with a verb',
  'an instruction that begins with the objects, not with a verb of making',
  'a polite question that asks for it to be made',
  'the goal first, then what is to be seen',
]
const voices = ['a teacher', 'a student', 'somebody who makes videos', 'an engineer who plans the picture']

/** Longer programs get no brief request: too much would be left out. */
const mostLinesForBrief = 150

export function chooseVariation(
  content: string,
  variant: number,
  levels: readonly Level[],
  code: string,
): Variation {
  const hash = (text: string) => digest('sha256', text, 'buffer')
  const level = chooseLevel(levels, hash(`${content} ${variant}`).readUInt32BE(0), lineCount(code))
  // From a place of its own each animation goes through all pairs of form and voice before one comes back: two variants
  // with the same words round them would be the same request.
  const place = hash(content).readUInt32BE(0) + variant
  return {
    level,
    words: words[level] ?? words.normal!,
    form: forms[place % forms.length]!,
    voice: voices[(Math.floor(place / forms.length) + place) % voices.length]!,
  }
}

function chooseLevel(levels: readonly Level[], random: number, lines: number): string {
  const fitting = levels.filter(({ name }) => name !== 'brief' || lines <= mostLinesForBrief)
  const from = fitting.length > 0 ? fitting : levels
  const total = from.reduce((sum, { weight }) => sum + weight, 0)
  let left = total === 0 ? 0 : random % total
  for (const { name, weight } of from) {
    if (left < weight) return name
    left -= weight
  }
  return from[0]!.name
}

function lineCount(code: string): number {
  let lines = 1
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) lines += 1
  return lines
}
