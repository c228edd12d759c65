/** Where each option's value comes from: the command line, the environment, the project's file, the user's, a default. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { systemCode, UsageError } from '../errors.ts'
import type { Arguments } from './args.ts'
import type { Option, Options } from './command.ts'

export interface Setting {
  value: unknown
  /** For --verbose: `command line`, a variable, a file, or `default`. */
  origin: string
}

/** `MANIM_FILTERS_ON_ERROR` for `on-error`. */
export function variableOf(name: string): string {
  return `MANIM_FILTERS_${name.toUpperCase().replaceAll('-', '_')}`
}

/** The value of every option that has one. Throws UsageError naming the place of a bad value. */
export function resolveSettings(
  program: string,
  options: Options,
  { given }: Arguments,
  env: NodeJS.ProcessEnv,
): Map<string, Setting> {
  const files = configFiles(env).map(path => ({ path, values: readConfig(path, program) }))
  const settings = new Map<string, Setting>()
  for (const [name, option] of Object.entries(options)) {
    const setting = findSetting(name, option, given, env, files)
    if (setting) settings.set(name, setting)
  }
  return settings
}

function findSetting(
  name: string,
  option: Option,
  given: Arguments['given'],
  env: NodeJS.ProcessEnv,
  files: readonly { path: string; values: Record<string, unknown> }[],
): Setting | undefined {
  if (given.has(name)) {
    requireItems(name, option, given.get(name))
    return { value: convert(given.get(name), option, `--${name}`), origin: 'command line' }
  }
  const set = option.commandLineOnly ? undefined : findSet(name, option, env, files)
  if (set) return set
  if (option.type === 'flag') return { value: false, origin: 'default' }
  if (option.type === 'list') return { value: [], origin: 'default' }
  return option.default === undefined ? undefined : { value: option.default, origin: 'default' }
}

/** By a variable or in a file. */
function findSet(
  name: string,
  option: Option,
  env: NodeJS.ProcessEnv,
  files: readonly { path: string; values: Record<string, unknown> }[],
): Setting | undefined {
  const variable = variableOf(name)
  // An empty variable is an unset one, as everywhere in the shell.
  if (env[variable]) return { value: convert(env[variable], option, variable), origin: variable }
  for (const { path, values } of files) {
    if (values[name] !== undefined) {
      return { value: convert(values[name], option, `${path}: ${name}`), origin: path }
    }
  }
  return undefined
}

function configFiles(env: NodeJS.ProcessEnv): readonly string[] {
  const user = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config')
  return ['manim-filters.json', join(user, 'manim-filters', 'config.json')]
}

/** Options by name; those below the program's own name come before the common ones. */
function readConfig(path: string, program: string): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return {}
    throw new UsageError(`cannot read ${path}: ${systemCode(error)}`, { cause: error })
  }
  const config = parseObject(text, path)
  const own = config[program]
  return { ...config, ...(typeof own === 'object' && own !== null ? own : {}) }
}

function parseObject(text: string, path: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${(error as Error).message}`, { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${path} holds no JSON object`)
  }
  return value as Record<string, unknown>
}

const units: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }

/** `value`, from text or JSON, as the option's type. `place` names it in an error. */
function convert(value: unknown, option: Option, place: string): unknown {
  switch (option.type) {
    case 'flag':
      return convertFlag(value, place)
    case 'list': {
      const items = (Array.isArray(value) ? value : [value]).map(String)
      return option.separator ? items.flatMap(item => splitList(item, option.separator!)) : items
    }
    case 'number':
      return convertNumber(value, option, place)
    case 'size': {
      const match = /^(\d+)([KMG]?)(?:i?B)?$/i.exec(String(value))
      if (!match) throw new UsageError(`${place}: expected a number of bytes such as 64M, got "${value}"`)
      return Number(match[1]) * units[match[2]!.toUpperCase()]!
    }
    case 'text': {
      const text = String(value)
      if (option.choices && !option.choices.includes(text)) {
        throw new UsageError(`${place}: expected one of ${option.choices.join(', ')}, got "${text}"`)
      }
      return text
    }
  }
}

/** `--model "$M"` with M empty: dropped, it would select all. */
function requireItems(name: string, option: Option, given: unknown) {
  if (option.type !== 'list' || option.separator === undefined) return
  for (const text of Array.isArray(given) ? given : [given]) {
    if (splitList(text, option.separator).length === 0)
      throw new UsageError(`--${name}: expected ${option.value ?? 'a value'}, got "${text}"`)
  }
}

function splitList(text: string, separator: string): string[] {
  return text.split(separator).filter(Boolean)
}

function convertFlag(value: unknown, place: string): boolean {
  if (typeof value === 'boolean') return value
  if (value === '1' || value === 'true') return true
  if (value === '0' || value === 'false') return false
  throw new UsageError(`${place}: expected true or false, got "${value}"`)
}

function convertNumber(value: unknown, option: Option & { type: 'number' }, place: string): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = option
  const number = typeof value === 'number' ? value : Number(String(value).trim() || 'nothing')
  const fits = number >= min && number <= max && (!option.integer || Number.isInteger(number))
  if (fits) return number
  const kind = option.integer ? 'a whole number' : 'a number'
  const least = option.min === undefined ? '' : ` of at least ${option.min}`
  const most = option.max === undefined ? '' : `${least ? ' and' : ''} of at most ${option.max}`
  throw new UsageError(`${place}: expected ${kind}${least}${most}, got "${value}"`)
}
