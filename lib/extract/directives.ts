/** The examples of Manim's own documentation: `.. manim:: Name` in docstrings and reStructuredText. */
import { type DocLines, docstrings, plainLines } from './docstrings.ts'
import { importFromModule } from './own-names.ts'
import type { EmbeddedProgram } from './source.ts'

/**
 * Every `.. manim::` of a file, as the directive renders it: the star import and the body. Examples inside literal blocks
 * (which show how to write one) are programs too. A name that only the docstring's own module has is imported from there.
 */
export function* directives(path: string, text: string): Generator<EmbeddedProgram> {
  const importFor = (name: string) => importFromModule(path, text, name)
  for (const lines of path.endsWith('.py') ? docstrings(text) : [plainLines(text)]) {
    for (const program of directivesIn(lines)) yield { ...program, importFor }
  }
}

function* directivesIn({ lines, lineOf }: DocLines): Generator<EmbeddedProgram> {
  for (let at = 0; at < lines.length; at++) {
    const found = /^(\s*)\.\. manim::\s+([A-Za-z_]\w*)\s*$/.exec(lines[at]!)
    if (!found) continue
    const end = blockEnd(lines, at + 1, found[1]!.length)
    // The block's first paragraph holds the options, everything after it is content.
    let body = at + 1
    while (body < end && lines[body]!.trim()) body++
    const code = bodyOf(lines.slice(body, end))
    if (code === undefined) continue
    yield {
      scene: found[2]!,
      code: `from manim import *\n\n${code}\n`,
      lines: [lineOf(at), lineOf(end - 1)],
      metadata: { docs_options: optionsOf(lines.slice(at + 1, body)) },
    }
  }
}

/** The line behind the last that is indented more than the directive. */
function blockEnd(lines: readonly string[], start: number, indent: number): number {
  let end = start
  for (let at = start; at < lines.length; at++) {
    if (!lines[at]!.trim()) continue
    if (indentOf(lines[at]!) <= indent) break
    end = at + 1
  }
  return end
}

function bodyOf(block: readonly string[]): string | undefined {
  const filled = block.filter(line => line.trim())
  if (filled.length === 0) return undefined
  const indent = Math.min(...filled.map(indentOf))
  const lines = block.map(line => line.slice(indent).trimEnd())
  while (!lines[0]) lines.shift()
  while (!lines.at(-1)) lines.pop()
  // A doctest: the directive takes the lines that are typed, not those that are printed.
  if (!lines[0]!.startsWith('>>> ')) return lines.join('\n')
  return lines
    .filter(line => /^(?:>>>|\.\.\.) /.test(line))
    .map(line => line.slice(4))
    .join('\n')
}

/** Flags are true; `ref_…` are lists of names; a value may go on in the next line. */
function optionsOf(block: readonly string[]): Record<string, true | string | string[]> {
  const options: Record<string, true | string | string[]> = {}
  const text = block.map(line => line.trim()).join('\n')
  for (const [, name, value] of text.matchAll(/^:(\w+):((?:.*\n(?!:\w+:))*.*)$/gm)) {
    const words = value!.split(/\s+/).filter(Boolean)
    options[name!] = name!.startsWith('ref_') ? words : words.length > 0 ? words.join(' ') : true
  }
  return options
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
