/** What a program's text offers as evidence, found without parsing it: for checks that must never fail. */
import { readable } from '../features/stage/tex.ts'
import { shownStrings } from '../prompts/facts.ts'
import { letters } from './text.ts'

export interface Program {
  lines: number
  /** Names, outside literals and comments. */
  names: ReadonlySet<string>
  literals: readonly string[]
  /** The whole in small letters. */
  small: string
  /** Letters and digits of the whole. */
  letters: string
  /** Those of texts that may come to be on screen; of formulas as they are written and as they look. */
  shown: string
  /** Something moves, as far as can be seen: it plays, waits, updates or turns the camera. */
  moves: boolean
}

const tokens =
  /("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*')|#[^\n]*|([\p{L}_][\p{L}\p{N}_]*)/gu

export function readProgram(code: string, features: unknown): Program {
  const names = new Set<string>()
  const literals: string[] = []
  for (const [, literal, name] of code.matchAll(tokens)) {
    if (name) names.add(name)
    else if (literal) literals.push(literal.replace(/^(?:"""|'''|["'])|(?:"""|'''|["'])$/g, ''))
  }
  const strings = shownStrings(features)
  return {
    lines: code.split('\n').length,
    names,
    literals,
    small: code.toLowerCase(),
    letters: letters(code),
    shown: letters([...literals, ...strings, ...strings.map(readable)].join(' ')),
    moves: /\.play\(|\.wait\(|add_updater|always_redraw|UpdateFrom|camera(?!\.background)|\.play_/.test(code),
  }
}
