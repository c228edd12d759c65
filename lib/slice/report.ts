/** What a sample tells of its program: names, packages, files it still needs from outside. */
import { SOFT } from '../python/scopes.ts'
import type { Selection } from './closure.ts'
import type { AssetKind, AssetMention, ModuleFacts } from './facts.ts'
import { distribution, isLibrary, isPlugin, MANIM_LINES, removedSince, root, starNames } from './libraries.ts'
import type { Program, Step } from './link.ts'
import { inside, parent } from './locate.ts'
import type { Naming } from './names.ts'

export interface UnresolvedName {
  name: string
  /** The last Manim release that exported it, if one did. */
  last_release?: string
}

export interface Asset {
  call: string
  /** The literal, or the source of the expression that makes the path. */
  path: string
  kind: AssetKind
  in_repo: boolean
  /** Needed to load the program, not only to render the scene. */
  import_time: boolean
}

/**
 * Names the program reads and nothing known gives; those that an opaque star may give are not among them. What looks
 * names up by texts made at run time may want any that was left out.
 */
export function unresolvedNames(
  naming: Naming,
  stars: string[],
  lookUps: Iterable<string>,
): UnresolvedName[] {
  const names = new Set<string>()
  const imported = new Set(naming.entities.filter(item => item.kind === 'external').map(item => item.name))
  for (const list of naming.occurrences.values()) {
    for (const { use, entity } of list) {
      if (entity.kind !== 'free' || entity.binding.kind === 'opaque' || use.flags & SOFT) continue
      // What Manim has by that name is not what the repository had.
      const isOther = entity.binding.kind === 'module'
      if (!isOther && (imported.has(entity.name) || stars.some(star => starNames(star)?.has(entity.name))))
        continue
      names.add(entity.name)
    }
  }
  return [...names, ...new Set(lookUps)].sort().map(withRelease)
}

export function withRelease(name: string): UnresolvedName {
  const release = removedSince.get(name)
  return release === undefined ? { name } : { name, last_release: release }
}

/** Every module the program imports from outside the repository. */
export function importedModules(program: Program, steps: Step[], naming: Naming, stars: string[]): string[] {
  const modules = new Set(stars)
  for (const { kind, binding } of naming.entities) {
    if (kind === 'external' && binding.kind === 'external') modules.add(binding.module)
  }
  for (const { module, statement } of steps) {
    for (const line of module.statements[statement]!.imports) {
      if (line.level) continue
      const names = line.plain ? line.clauses.map(clause => clause.name) : [line.module]
      for (const name of names) if (!program.target(module, line, name)) modules.add(name)
    }
  }
  return [...modules].sort()
}

export function requirements(program: Program, modules: string[]): string[] {
  // A folder of that name says: a module of the repository, one that was never checked in.
  const missing = (module: string) => {
    for (let at = parent(program.entry.path); ; at = parent(at)) {
      if (program.index.hasFolder(at ? `${at}/${root(module)}` : root(module))) return true
      if (!at) return false
    }
  }
  const names = modules
    .map(module => (isLibrary(module) || !missing(module) ? distribution(module) : undefined))
    .filter(name => name !== undefined)
  return [...new Set(names)].sort()
}

export function plugins(modules: string[]): string[] {
  const names = modules
    .map(root)
    .filter(name => isPlugin(name) || (name.startsWith('manim_') && !MANIM_LINES.has(name)))
  return [...new Set(names)].sort()
}

const EXTENSIONS: Partial<Record<AssetKind, string[]>> = {
  image: ['.png', '.jpg', '.jpeg', '.gif', '.ico'],
  svg: ['.svg'],
  audio: ['.wav', '.mp3'],
}
const ASSET_FOLDERS = [
  '',
  'assets',
  'assets/images',
  'assets/svg_images',
  'assets/sounds',
  'images',
  'img',
  'sounds',
  'media',
]

export function assets(program: Program, steps: Step[], selection: Selection): Asset[] {
  const found = new Map<string, Asset>()
  for (const { module, statement: index } of steps) {
    const statement = module.statements[index]!
    for (const part of statement.parts) {
      if (!selection.parts.get(statement)!.has(part)) continue
      for (const asset of part.mentions.assets) {
        const key = `${asset.call}\n${asset.path}`
        const known = found.get(key)
        if (known) known.import_time ||= !asset.deferred
        else found.set(key, assetOf(program, module, asset))
      }
    }
  }
  return [...found.values()]
}

function assetOf(program: Program, module: ModuleFacts, asset: AssetMention): Asset {
  return {
    call: asset.call,
    path: asset.path,
    kind: asset.kind,
    in_repo: asset.literal && isInRepository(program, module, asset),
    import_time: !asset.deferred,
  }
}

function isInRepository(program: Program, module: ModuleFacts, asset: AssetMention): boolean {
  if (!asset.path) return false
  const path = asset.path.replace(/^\.\//, '')
  const isPlain = !/(^|\/)\.\.?\//.test(path)
  const endings = ['', ...(EXTENSIONS[asset.kind] ?? [])]
  const folders = new Set<string>()
  for (const start of [module.path, program.entry.path]) {
    for (let at = parent(start); ; at = parent(at)) {
      folders.add(at)
      if (!at) break
    }
  }
  for (const folder of folders) {
    for (const assetFolder of ASSET_FOLDERS) {
      const joined = [folder, assetFolder, path].filter(Boolean).join('/')
      const full = isPlain ? joined : inside('', joined)
      if (endings.some(ending => program.index.has(full + ending))) return true
    }
  }
  return false
}
