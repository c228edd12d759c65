/** Rules against the program showing through: names, calls, talk of code. */
import { kindOf } from '../facts/manim.ts'
import type { Program } from './program.ts'
import { listed, type Parsed } from './text.ts'
import { type Evidence, type Finding, hard } from './types.ts'

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

/**
 * Uses of a word that only code has, and what a program shows that has them too. "Class", "parameter", "method" and
 * "function" are words of schools and mathematics: what stands beside them decides.
 */
const talk: readonly (readonly [RegExp, RegExp])[] = [
  [/\bthe\s+(?:code|script|program)(?:'s)?\b(?!-|\s+words?\b)/i, /code|script|program/i],
  [/\b(?:sub|super)class(?:es)?\b|\b(?:base|parent|child|scene|custom)\s+class(?:es)?\b/i, /class/i],
  [/\bclass(?:es)?\s+(?:named|called|definitions?|(?:that|which)\s+(?:inherit|extend|draw)s?)\b/i, /class/i],
  [/\b(?:instances?|methods?|attributes?)\s+of\s+(?:the|a|this)\s+class\b/i, /class/i],
  [/\b(?:method|function)\s+calls?\b|\bhelper\s+(?:method|function)s?\b/i, /function|method/i],
  [/\bmethods?\s+of\s+(?:the|a|this)\s+(?:object|scene)\b|\bconstructors?\b/i, /method|constructor/i],
  [/\bparameters?\s+(?:of|to|for)\s+(?:the|its|a|this)\s+(?:function|method|class)\b/i, /param/i],
  [/\b(?:function|method|class)(?:'s)?\s+parameters?\b|\b(?:keyword|optional)\s+arguments?\b/i, /param|arg/i],
  [/\bmanim(?:\s*ce|\s*gl|\s*community)?\b|\b[a-z]*mobjects?\b/i, /manim|mobject/i],
  [/\bpython\b/i, /python/i],
]
/** What the code calls so. */
const namedClass = /(?<!\p{L})(\p{Lu}\p{L}*)\s+class\b/gu

/** Of what a description says, not of what it quotes. */
export function checkCodeWords(text: Parsed, program: Program, { title }: Evidence): Finding[] {
  const findings: Finding[] = []
  const shown = program.literals.join('\n')
  const named = title?.toLowerCase() ?? ''
  const names = text.saidWords.filter(
    word => isFromCode(word, program) && !shown.includes(word) && !named.includes(word.toLowerCase()),
  )
  if (names.length > 0) {
    findings.push(
      hard('identifier', `it uses names from the code: ${listed(names)}; say what is seen instead`),
    )
  }
  const calls = [...text.plain.matchAll(/(?<![\p{L}\p{N}_$\\])([A-Za-z_]{3,})\((?!s\))/gu)]
    .map(([, name]) => name!)
    .filter(
      name =>
        !mathematics.has(name.toLowerCase()) &&
        (program.names.has(name) || kindOf(name) !== undefined) &&
        !shown.includes(`${name}(`),
    )
  if (calls.length > 0) findings.push(hard('call', `it writes calls like code: ${listed(calls)}`))
  const leaked = (text.plain.match(constants) ?? []).filter(word => !shown.includes(word))
  if (leaked.length > 0)
    findings.push(hard('constant', `it uses the code's own constants: ${listed(leaked)}`))
  if (program.names.has('ManimBanner') || program.names.has('Code')) return findings
  const spoken = talk.flatMap(([pattern, exempt]) =>
    exempt.test(shown) ? [] : (pattern.exec(text.plain)?.[0] ?? []),
  )
  const classes = [...text.plain.matchAll(namedClass)].filter(([, name]) => program.names.has(name!))
  for (const found of [...spoken, ...classes.map(([found]) => found)]) {
    findings.push(hard('code_talk', `it speaks of "${found}"; speak of the picture only`))
  }
  return findings
}

/** Members of the scene and of libraries, directions, and what a keyword is set to. */
const constants =
  /\b(?:self|animate|np)\.\w+|\b(?:UP|DOWN|LEFT|RIGHT|ORIGIN|UR|UL|DR|DL)\b|\b[a-z_]{3,}=(?:[A-Z]{3,}\w*|True|False|None)\b/g

/** A name of this program or of Manim; or one that no person writes by chance, whatever it is of: `run_time`. */
function isFromCode(word: string, program: Program): boolean {
  if (word.length < 4) return false
  if (/\p{Ll}{2}_\p{Ll}{2}/u.test(word)) return true
  return isCodeShaped(word) && (program.names.has(word) || kindOf(word) !== undefined)
}

/** `my_dot`, `numberPlane`, `VGroup`, `dot1`. */
function isCodeShaped(word: string): boolean {
  return (
    /[\p{L}\p{N}]_[\p{L}\p{N}]|\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}/u.test(word) || /^\p{L}+\d+\p{L}*$/u.test(word)
  )
}
