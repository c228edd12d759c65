/** Candidates from programs inside other files, for sources that have such. */
import type { PythonParser } from '../python/parser.ts'
import type { CheckoutFiles } from './files.ts'
import type { Tree } from './resolve.ts'
import { isWanted, type Known, type Slicing, sampleOf } from './samples.ts'
import type { Candidate } from './select.ts'
import type { Embedded, EmbeddedProgram } from './source.ts'
import { readWhole } from './whole.ts'

export function* embeddedCandidates(
  tree: Tree,
  embedded: Embedded,
  files: CheckoutFiles,
  parser: PythonParser,
  known: Known,
  slicing: Slicing,
): Generator<Candidate> {
  for (const { path, programs } of embeddedPrograms(tree, embedded, files)) {
    const ordinals = new Map<string, number>()
    for (const program of programs) {
      const { whole, added } = readEmbedded(program, parser, slicing)
      if (!whole) {
        yield { leftOut: { reason: 'no scene class' } }
        continue
      }
      const { scene, slice } = whole
      const ordinal = (ordinals.get(scene.name) ?? 0) + 1
      ordinals.set(scene.name, ordinal)
      const place = { ...scene, path, ordinal, lines: program.lines }
      const sample = sampleOf(tree, place, slice, known)
      const metadata = { ...sample.metadata, ...program.metadata, ...(added && { added_imports: added }) }
      yield { sample: { ...sample, metadata } }
    }
  }
}

function readEmbedded(program: EmbeddedProgram, parser: PythonParser, slicing: Slicing) {
  const whole = readWhole(program.code, parser, slicing, program.scene)
  const lacking = whole?.slice.unresolved_names.map(({ name }) => program.importFor?.(name)) ?? []
  const added = lacking.filter(line => line !== undefined)
  if (slicing.raw || added.length === 0) return { whole }
  const code = program.code.replace('\n', `\n${added.join('\n')}\n`)
  return { whole: readWhole(code, parser, slicing, program.scene), added }
}

/** Every file that may hold programs, with them. */
export function* embeddedPrograms(
  tree: Tree,
  { extensions, programs }: Embedded,
  files: CheckoutFiles,
): Generator<{ path: string; programs: Iterable<EmbeddedProgram> }> {
  for (const path of files.list()) {
    if (!extensions.some(extension => path.endsWith(extension)) || !isWanted(tree, files, path)) continue
    const text = files.read(path)
    if (text !== undefined) yield { path, programs: programs(path, text) }
  }
}
