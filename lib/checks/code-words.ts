/** Rules against the program showing through: names, calls, talk of code. */
import type { Program } from './program.ts'
import { listed, type Parsed } from './text.ts'
import { type Finding, hard } from './types.ts'

const mathematics = new Set([
  ...['sin', 'cos', 'tan', 'cot', 'sec', 'csc', 'sinh', 'cosh', 'tanh', 'arcsin', 'arccos', 'arctan'],
  ...[
    'log',
    'exp',
    'min',
    'max',
    'gcd',
    'lcm',
    'mod',
    'det',
    'dim',
    'deg',
    'lim',
    'sup',
    'inf',
    'arg',
    'sgn',
  ],
  ...[
    'sign',
    'abs',
    'sqrt',
    'floor',
    'ceil',
    'var',
    'cov',
    'softmax',
    'relu',
    'sigmoid',
    'rank',
    'span',
    'ker',
  ],
])

const talk: readonly (readonly [RegExp, RegExp])[] = [
  [/\bthe\s+(?:code|script|program)(?:'s|’s)?\b(?!-)/i, /code|script|program/i],
  [/\b(?:sub)?class(?:es)?\b(?!\s*(?:room|ic|ification|ify|ified))/i, /class/i],
  [/\b(?:method|function)\s+calls?\b|\bmethods?\s+(?:of|named)\b/i, /function|method/i],
  [/\bparameters?\b/i, /param/i],
  [/\bmanim(?:\s*ce|\s*gl|\s*community)?\b/i, /manim/i],
  [/\bpython\b/i, /python/i],
]

/** Of what a description says, not of what it quotes. */
export function checkCodeWords(text: Parsed, program: Program): Finding[] {
  const findings: Finding[] = []
  const shown = program.literals.join('\n')
  const names = text.plainWords.filter(
    word => word.length >= 4 && isCodeShaped(word) && program.names.has(word) && !shown.includes(word),
  )
  if (names.length > 0) {
    findings.push(
      hard('identifier', `it uses names from the code: ${listed(names)}; say what is seen instead`),
    )
  }
  const calls = [...text.plain.matchAll(/(?<![\p{L}\p{N}_$\\])([A-Za-z_]{3,})\((?!s\))/gu)]
    .map(([, name]) => name!)
    .filter(
      name => !mathematics.has(name.toLowerCase()) && program.names.has(name) && !shown.includes(`${name}(`),
    )
  if (calls.length > 0) findings.push(hard('call', `it writes calls like code: ${listed(calls)}`))
  const constants = text.plain.match(/\bself\.\w+|\b(?:UP|DOWN|LEFT|RIGHT|ORIGIN|UR|UL|DR|DL)\b/g) ?? []
  const leaked = constants.filter(word => !shown.includes(word))
  if (leaked.length > 0)
    findings.push(hard('constant', `it uses the code's own constants: ${listed(leaked)}`))
  const banner = program.names.has('ManimBanner') || program.names.has('Code')
  for (const [pattern, exempt] of talk) {
    const found = pattern.exec(text.plain)?.[0]
    if (!found || banner || exempt.test(shown)) continue
    findings.push(hard('code_talk', `it speaks of "${found}"; speak of the picture only`))
  }
  return findings
}

/** A name no person writes by chance: `my_dot`, `numberPlane`, `dot1`. */
function isCodeShaped(word: string): boolean {
  return /[\p{L}\p{N}]_[\p{L}\p{N}]|\p{Ll}\p{Lu}/u.test(word) || /^\p{L}+\d+\p{L}*$/u.test(word)
}
