/** Modules of users' own: sources, backends, checks. They lie anywhere, and know this package by its name. */
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

let isKnown = false

/** The default export of a module. Rejects where it cannot be loaded. */
export async function importPlugin(path: string): Promise<unknown> {
  const file = resolve(path)
  if (!existsSync(file)) throw new Error('there is no such file')
  if (!isKnown) answerToOurName()
  isKnown = true
  const module: { default?: unknown } = await import(pathToFileURL(file).href)
  return module.default
}

interface Context {
  parentURL?: string | undefined
}
type Resolve = (
  specifier: string,
  context: Context,
  next: (name: string, context: Context) => unknown,
) => unknown

/** Of Node 22.15 and later; the other way is a thread more. */
const { registerHooks } = nodeModule as { registerHooks?: (hooks: { resolve: Resolve }) => unknown }

/**
 * `manim-filters/source` is looked up from here, for whoever asks: Node finds no package that is installed globally, nor
 * one from a folder that has nothing to do with it.
 */
function answerToOurName(): void {
  const home = import.meta.url
  if (registerHooks) registerHooks({ resolve: resolveFrom(home) })
  else {
    const hooks = `export const resolve = (${resolveFrom})(${JSON.stringify(home)})`
    nodeModule.register(`data:text/javascript,${encodeURIComponent(hooks)}`)
  }
}

/** It is also run from its text: it may use nothing but what it is given. */
function resolveFrom(home: string): Resolve {
  return (specifier, context, next) =>
    next(specifier, specifier.startsWith('manim-filters/') ? { ...context, parentURL: home } : context)
}
