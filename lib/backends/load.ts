/** `--llm NAME[:MODEL]` or `--llm ./file.mjs[:MODEL]`: from the word to a backend. */
import { messageOf, UsageError } from '../errors.ts'
import { importPlugin } from '../plugin.ts'
import { claude } from './claude.ts'
import { claudeCli } from './claude-cli.ts'
import { type FunctionBackend, functionBackend } from './custom.ts'
import { gemini } from './gemini.ts'
import { geminiCli } from './gemini-cli.ts'
import { guarded } from './guard.ts'
import { object } from './http-answer.ts'
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

/** Ends in the extension of a module, or says by a slash where it lies; the names of models have dots as well. */
const modulePath = /^(.*?\.[cm]?[jt]s)(?::(.+))?$/

/** The model may hold colons itself (`llama3.2:3b`): the first one divides, in a path the one behind the extension. */
export function parseChoice(llm: string): Choice {
  const file = modulePath.exec(llm)
  if (file) return { name: file[1]!, model: file[2] }
  const at = llm.indexOf(':')
  return at < 0 ? { name: llm, model: undefined } : { name: llm.slice(0, at), model: llm.slice(at + 1) }
}

export async function loadBackend(llm: string, settings: BackendSettings): Promise<Backend> {
  const choice = parseChoice(llm)
  const model = modelOf(choice, settings)
  const module = backendModules.find(({ name }) => name === choice.name)
  if (module) return module.create({ ...settings, model })
  if (!modulePath.test(choice.name) && !/[/\\]/.test(choice.name)) throw unknownBackend(llm, choice)
  return loadOwn(choice.name, { ...settings, model })
}

/** Neither of two that differ is what was meant for sure, and each costs money. */
function modelOf({ model }: Choice, settings: BackendSettings): string | undefined {
  if (model !== undefined && settings.model !== undefined && model !== settings.model) {
    throw new UsageError(
      `--llm says the model ${model}, and --model says ${settings.model}: give one of them`,
    )
  }
  return model ?? settings.model
}

/** What models are called, and who has them; the last are those that people run at home. */
const families: readonly (readonly [RegExp, string, string])[] = [
  [/^(?:gpt|chatgpt|o\d)/i, 'openai', ''],
  [/^claude-.*\d/i, 'claude', ''],
  [/^gemini-.*\d/i, 'gemini', ''],
  [/^[a-z][\w.-]*\d/i, 'openai', ' --base-url URL'],
]

function unknownBackend(llm: string, { name }: Choice): UsageError {
  const names = backendModules.map(({ name }) => name).join(', ')
  const family = families.find(([pattern]) => pattern.test(llm))
  return new UsageError(`--llm: no backend "${name}"; there are ${names}, or the path of your own`, {
    ...(family && { hint: `A model is named behind its backend: --llm ${family[1]}:${llm}${family[2]}` }),
  })
}

async function loadOwn(path: string, settings: BackendSettings): Promise<Backend> {
  let loaded: unknown
  try {
    loaded = await importPlugin(path)
  } catch (error) {
    throw new UsageError(`--llm: cannot load ${path}: ${messageOf(error)}`, { cause: error })
  }
  const module = object(loaded) as Partial<BackendModule & FunctionBackend>
  if (typeof module.name === 'string' && module.name !== '') {
    if (typeof module.create === 'function') return guarded(await create(module, path, settings), path)
    if (typeof module.answer === 'function') {
      return guarded(functionBackend(module as FunctionBackend, settings), path)
    }
  }
  throw new UsageError(
    `--llm: ${path} has no backend as its default export: export default { name, answer: async question => text }, ` +
      'or what defineBackend({ name, summary, create }) of manim-filters/backend gives',
  )
}

async function create(
  module: Partial<BackendModule>,
  path: string,
  settings: BackendSettings,
): Promise<unknown> {
  try {
    return await module.create!(settings)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`--llm: ${path}: create failed: ${messageOf(error)}`, { cause: error })
  }
}
