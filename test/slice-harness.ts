/** A repository in memory, and its scenes as programs. */
import { openParser } from '../lib/python/parser.ts'
import {
  openProject,
  type Project,
  type SceneRef,
  type Slice,
  type SliceOptions,
} from '../lib/slice/project.ts'

const parser = await openParser()

export type Files = Record<string, string>

export function project(files: Files): Project {
  return openProject({ list: () => Object.keys(files), read: path => files[path] }, parser)
}

/** The slice of `name`, or of the scene at `path#name`, `path#name~2`. */
export function sliceOf(files: Files, name: string, options: SliceOptions = {}): Slice {
  const opened = project(files)
  const scene = opened.scenes().find(found => name === found.name || name === idOf(found))
  if (!scene) throw new Error(`no scene ${name} among ${opened.scenes().map(idOf).join(', ')}`)
  return opened.slice(scene, options)
}

export function codeOf(files: Files, name: string, options: SliceOptions = {}): string {
  return sliceOf(files, name, options).code
}

export function idOf(scene: SceneRef): string {
  return `${scene.path}#${scene.name}${scene.ordinal > 1 ? `~${scene.ordinal}` : ''}`
}

/** A scene whose construct is the given lines. */
export function scene(name: string, body: string, base = 'Scene'): string {
  const lines = body.split('\n').map(line => `        ${line}`)
  return `class ${name}(${base}):\n    def construct(self):\n${lines.join('\n')}\n`
}
