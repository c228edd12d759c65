/** `--llm NAME[:MODEL]` or `--llm ./file.mjs[:MODEL]`: from the word to a backend. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf, UsageError } from '../errors.ts'
import { claude } from './claude.ts'
import { claudeCli } from './claude-cli.ts'
import { type FunctionBackend, functionBackend } from './custom.ts'
import { gemini } from './gemini.ts'
import { geminiCli } from './gemini-cli.ts'
import { openai } from './openai.ts'
import { storyboard } from './storyboard.ts'
import type { Backend, BackendModule, BackendSettings } from './types.ts'

export const backendModules: readonly BackendModule[] = [
  claude,
  gemini,
  openai,
  claudeCli,
  geminiCli,
  storyboard,
]

export interface Choice {
  /** A backend's name, or the path of a module. */
  name: string
  model: string | undefined
}

/** The model may hold colons itself (`llama3.2:3b`): the first one divides, in a path the one behind the extension. */
export function parseChoice(llm: string): Choice {
  const file = /^(.*?\.(?:m?js|ts))(?::(.+))?$/.exec(llm)
  if (file) return { name: file[1]!, model: file[2] }
  const at = llm.indexOf(':')
  return at < 0 ? { name: llm, model: undefined } : { name: llm.slice(0, at), model: llm.slice(at + 1) }
}

export async function loadBackend(llm: string, settings: BackendSettings): Promise<Backend> {
  const choice = parseChoice(llm)
  const module =
    backendModules.find(({ name }) => name === choice.name) ??
    (/[./\\]/.test(choice.name) ? await importBackend(choice.name) : undefined)
  if (!module) {
    const names = backendModules.map(({ name }) => name).join(', ')
    throw new UsageError(`--llm: no backend "${choice.name}"; there are ${names}, or the path of your own`)
  }
  return module.create({ ...settings, model: settings.model ?? choice.model })
}

async function importBackend(path: string): Promise<BackendModule> {
  let loaded: { default?: unknown }
  try {
    loaded = await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    throw new UsageError(`--llm: cannot load ${path}: ${messageOf(error)}`, { cause: error })
  }
  const module = loaded.default as Partial<BackendModule & FunctionBackend> | undefined
  if (typeof module?.name === 'string' && typeof module.create === 'function') return module as BackendModule
  if (typeof module?.name === 'string' && typeof module.answer === 'function') {
    const short = module as FunctionBackend
    return { name: short.name, summary: '', create: settings => functionBackend(short, settings) }
  }
  throw new UsageError(
    `--llm: ${path} has no default export made by defineBackend({ name, summary, create })`,
  )
}
