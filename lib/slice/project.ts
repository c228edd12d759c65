/** A repository as the slicer sees it: its scenes, and each as a program that stands alone. */

import type { PythonParser } from '../python/parser.ts'
import { BIND, SOFT } from '../python/scopes.ts'
import { selectStatements } from './closure.ts'
import { emitProgram } from './emit.ts'
import type { ModuleFacts, Problem, Statement } from './facts.ts'
import { isBuiltin } from './libraries.ts'
import { lineOf, lineStarts } from './lines.ts'
import { linkProgram, type Program, type Step } from './link.ts'
import { indexFiles } from './locate.ts'
import { readModule } from './module.ts'
import { nameEntities, starOrder } from './names.ts'
import { readNotebook } from './notebook.ts'
import {
  type Asset,
  assets,
  importedModules,
  plugins,
  requirements,
  type UnresolvedName,
  unresolvedNames,
  withRelease,
} from './report.ts'
import { openResolver, type Resolver } from './resolve.ts'
import { type Flavor, findScenes, flavorOf } from './scenes.ts'
import { copiesOfManim } from './vendored.ts'

/** Files of one repository checkout; the caller guards links, sizes and encodings. */
export interface RepositoryFiles {
  /** All paths, POSIX and relative to the root: assets too. */
  list(): readonly string[]
  /** The text, or nothing if there is none to be had. */
  read(path: string): string | undefined
}

export interface SceneRef {
  path: string
  name: string
  /** 1, or 2 and so on for a later class of that name in the file. */
  ordinal: number
  /** First and last line, 1-based, decorators included. For notebooks: lines of all code cells, one after another. */
  lines: [number, number]
  /** As written. */
  bases: string[]
  flavor: Flavor
  /** Neither it nor a base in the repository has a `construct` that does anything. */
  playsNothing: boolean
  /** Another scene of the repository is built on it. */
  isBase: boolean
  /** The 0-based code cell of a notebook. */
  cell?: number
}

export interface Slice {
  code: string
  self_contained: boolean
  unresolved_names: UnresolvedName[]
  opaque_star_imports: string[]
  requirements: string[]
  plugins: string[]
  voiceover: boolean
  assets: Asset[]
  inlined_files: string[]
  renamed: { from: string; to: string; path?: string }[]
  /** Why the program does not parse. */
  problem?: string
}

export interface SliceOptions {
  /** Leave out methods of helper and base classes that nothing kept can reach. */
  pruneMethods?: boolean
  /** The class text alone. */
  raw?: boolean
  /** All of the file as it stands: it is one program already, and only what it needs from outside is asked for. */
  whole?: boolean
}

export interface Project {
  scenes(): readonly SceneRef[]
  slice(scene: SceneRef, options?: SliceOptions): Slice
  /** Files that do not parse and the like; grows as files are read. */
  readonly problems: readonly Problem[]
  /** Forgets everything. */
  close(): void
}

/** `scenesIn`: only these files are searched for scenes; all of them can be drawn on. */
export function openProject(
  files: RepositoryFiles,
  parser: PythonParser,
  { scenesIn = () => true }: { scenesIn?: (path: string) => boolean } = {},
): Project {
  const paths = [...files.list()].sort()
  const index = indexFiles(paths)
  const known = new Map<string, ModuleFacts | undefined>()
  const problems: Problem[] = []
  let current: { program: Program; resolver: Resolver } | undefined
  let found: SceneRef[] | undefined

  function facts(path: string): ModuleFacts | undefined {
    if (known.has(path)) return known.get(path)
    let module: ModuleFacts | undefined
    try {
      const text = files.read(path)
      if (text !== undefined)
        module = path.endsWith('.ipynb') ? readNotebook(path, text, parser) : readModule(path, text, parser)
    } catch (error) {
      problems.push({ path, message: error instanceof Error ? error.message : String(error) })
    }
    known.set(path, module)
    if (module) problems.push(...module.problems)
    return module
  }

  /** A file is linked once for its scenes and again for each slice: the same is told once. */
  function report(problem: Problem): void {
    if (!problems.some(known => known.path === problem.path && known.message === problem.message))
      problems.push(problem)
  }

  /** Scenes come file by file, so one linked program at a time is enough, and bounds memory. */
  function linked(path: string): { program: Program; resolver: Resolver } | undefined {
    if (current?.program.entry.path === path) return current
    const entry = facts(path)
    if (!entry) return undefined
    const program = linkProgram(entry, index, facts, { report })
    current = { program, resolver: openResolver(program, { horizon: Number.POSITIVE_INFINITY }) }
    return current
  }

  function scenes(): readonly SceneRef[] {
    if (found) return found
    found = []
    const bases = new Set<string>()
    const isCopy = copiesOfManim(paths, report)
    for (const path of paths) {
      if (!/\.(py|ipynb)$/.test(path) || !scenesIn(path) || isCopy(path)) continue
      if (!facts(path)?.classes.length) continue
      const { program, resolver } = linked(path)!
      const flavor = flavorOf(program)
      const ordinals = new Map<string, number>()
      for (const scene of findScenes(program, resolver)) {
        const { name, lines, statement } = scene.facts
        const ordinal = (ordinals.get(name) ?? 0) + 1
        ordinals.set(name, ordinal)
        for (const { module, facts } of scene.above)
          bases.add(`${module.path}\n${facts.statement}\n${facts.name}`)
        const cell = cellOf(program.entry, statement)
        found.push({
          path,
          name,
          ordinal,
          lines,
          bases: scene.facts.bases.map(base => base.text),
          flavor,
          playsNothing: scene.playsNothing,
          isBase: false,
          ...(cell === undefined ? {} : { cell }),
        })
      }
    }
    for (const scene of found) {
      const { statement } = sceneClass(known.get(scene.path)!, scene)!
      scene.isBase = bases.has(`${scene.path}\n${statement}\n${scene.name}`)
    }
    return found
  }

  function sceneClass(module: ModuleFacts, scene: SceneRef) {
    const named = module.classes.filter(item => item.name === scene.name)
    return named.find(item => item.lines[0] === scene.lines[0])
  }

  function slice(scene: SceneRef, options: SliceOptions = {}): Slice {
    const { program, resolver: shared } = linked(scene.path)!
    const module = program.entry
    const statement = module.statements[sceneClass(module, scene)!.statement]!
    if (options.raw) return rawSlice(module, statement, scene)
    const horizon = horizonOf(module, statement)
    const isLast = module.bindings.get(scene.name)?.at(-1) === statement.index
    const resolver =
      isLast && horizon === Number.POSITIVE_INFINITY
        ? shared
        : openResolver(program, { horizon, pinned: { name: scene.name, statement: statement.index } })
    const selection = selectStatements(
      program,
      resolver,
      { module, statement, name: scene.name },
      {
        horizon,
        pruneMethods: options.pruneMethods ?? false,
        whole: options.whole ?? false,
      },
    )
    const steps = program.trace.filter(step => selection.has(step.module, step.statement))
    const naming = nameEntities(program, resolver, selection, steps, { module, name: scene.name })
    const stars = starOrder(program, naming.entities)
    const modules = importedModules(program, steps, naming, stars)
    const lookUps: string[] = []
    let voiceover = modules.some(name => name.startsWith('manim_voiceover'))
    for (const parts of selection.parts.values()) {
      for (const { mentions } of parts) {
        voiceover ||= mentions.names.has('voiceover')
        // All of the file is there to be looked up.
        if (mentions.lookUps.length && !options.whole) lookUps.push(...mentions.lookUps)
      }
    }
    const unresolved = unresolvedNames(naming, stars, lookUps)
    const opaque = [
      ...new Set(naming.entities.flatMap(({ binding }) => (binding.kind === 'opaque' ? binding.stars : []))),
    ]
    const problem = problemOf(options.whole ? program.trace : steps)
    const slice: Slice = {
      code: options.whole ? module.text : emitProgram(program, selection, steps, naming, stars),
      self_contained: !unresolved.length && !opaque.length && problem === undefined,
      unresolved_names: unresolved,
      opaque_star_imports: opaque,
      requirements: requirements(program, modules),
      plugins: plugins(modules),
      voiceover,
      assets: assets(program, steps, selection),
      inlined_files: [...new Set(steps.map(step => step.module.path))].filter(path => path !== scene.path),
      renamed: naming.renamed,
    }
    if (problem !== undefined) slice.problem = problem
    return slice
  }

  return {
    scenes,
    slice,
    problems,
    close() {
      known.clear()
      current = undefined
    },
  }
}

function rawSlice(module: ModuleFacts, statement: Statement, scene: SceneRef): Slice {
  const uses = statement.parts.flatMap(part => part.uses)
  const names = new Set(
    uses
      .filter(use => !(use.flags & (BIND | SOFT)) && !isBuiltin(use.name) && use.name !== scene.name)
      .map(use => use.name),
  )
  const bound = new Set(uses.filter(use => use.flags & BIND).map(use => use.name))
  const unresolved = [...names]
    .filter(name => !bound.has(name))
    .sort()
    .map(withRelease)
  return {
    code: `${module.text.slice(statement.start, statement.end)}\n`,
    self_contained: unresolved.length === 0,
    unresolved_names: unresolved,
    opaque_star_imports: [],
    requirements: [],
    plugins: [],
    voiceover: statement.parts.some(part => part.mentions.names.has('voiceover')),
    assets: [],
    inlined_files: [],
    renamed: [],
  }
}

function problemOf(steps: Step[]): string | undefined {
  for (const { module, statement } of steps) {
    const { error } = module.statements[statement]!
    if (error === undefined) continue
    const line = lineOf(lineStarts(module.text), error)
    return `${module.path}:${line}: ${module.problems.find(problem => problem.line === line)?.message ?? 'invalid syntax'}`
  }
  return undefined
}

/** A notebook's scene is rendered when its cell runs: what later cells bind is not there yet. */
function horizonOf(module: ModuleFacts, statement: Statement): number {
  const end = module.cellEnds?.find(offset => offset >= statement.end)
  if (end === undefined) return Number.POSITIVE_INFINITY
  const next = module.statements.findIndex(other => other.start >= end)
  return next < 0 ? Number.POSITIVE_INFINITY : next
}

function cellOf(module: ModuleFacts, statement: number): number | undefined {
  if (!module.cellEnds) return undefined
  const { end } = module.statements[statement]!
  return module.cellEnds.findIndex(offset => offset >= end)
}
