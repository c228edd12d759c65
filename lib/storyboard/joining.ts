/** Clauses that follow each other in one sentence. */
import type { About } from './telling.ts'
import { listed } from './wording.ts'

export interface Said {
  readonly said: string
  /** What it says something of, to begin with and in the end. */
  readonly opens?: About | undefined
  readonly closes?: About | undefined
}

/** `move the circle up` and `turn the circle green` at once: `move the circle up and turn it green`. */
export function together(clauses: readonly Said[]): Said {
  return { ...linked(clauses), said: listed(pronounced(clauses)) }
}

/** `move the square up, then rotate it`. */
export function inTurn(clauses: readonly Said[]): Said {
  const parts = pronounced(clauses)
  const last = parts.length > 1 ? `, then ${parts.at(-1)}` : ''
  return { ...linked(clauses), said: `${parts.slice(0, parts.length > 1 ? -1 : 1).join(', ')}${last}` }
}

function linked(clauses: readonly Said[]): Omit<Said, 'said'> {
  return { opens: clauses[0]?.opens, closes: clauses.at(-1)?.closes }
}

function pronounced(clauses: readonly Said[]): string[] {
  return clauses.map((clause, i) => withPronoun(clause, clauses[i - 1]?.closes))
}

/** What the clause before it was about is not named again. */
export function withPronoun({ said, opens }: Said, before: About | undefined): string {
  if (before === undefined || opens?.key !== before.key) return said
  const { phrase, pronoun } = opens
  const at = said.indexOf(phrase)
  if (at < 0) return said
  return idiomatic(`${said.slice(0, at)}${pronoun}${said.slice(at + phrase.length)}`)
}

function idiomatic(said: string): string {
  return said
    .replace(/\bfade out (it|them)\b/, 'fade $1 out')
    .replace(/\bthe (outline|color) of it\b/, 'its $1')
    .replace(/\bthe (outline|color) of them\b/, 'their $1s')
}
