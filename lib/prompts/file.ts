/** A prompt is a file: front matter between two lines of `---`, then a template in sections. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Schema } from '../backends/types.ts'
import { systemCode, UsageError } from '../errors.ts'
import { parseTemplate, type Template } from './template.ts'

export interface Level {
  name: string
  /** Shares of the descriptions. */
  weight: number
}

export interface Prompt {
  name: string
  version: string
  /** SHA-256 of the file, 64 hex digits. */
  hash: string
  /** The member of the answer that is the description. */
  answer: string
  /** The form of the answer; absent: plain text. */
  schema: Schema | undefined
  maxOutputTokens: number
  effort: 'low' | 'medium' | 'high' | undefined
  levels: readonly Level[]
  /** `request`: it asks for the animation; `description`: it may report. */
  form: 'request' | 'description'
  /** In this order, each optional: the same for all, for one video, for one program, at the end. */
  sections: Readonly<Record<Section, Template>>
}

export const sectionNames = ['system', 'video', 'program', 'closing'] as const
export type Section = (typeof sectionNames)[number]

const shipped = ['scene', 'seed']
const known = ['name', 'version', 'answer', 'schema', 'max_output', 'effort', 'levels', 'form']

/** `--prompt NAME|FILE`. */
export function loadPrompt(nameOrFile: string): Prompt {
  const path = shipped.includes(nameOrFile) ? new URL(`${nameOrFile}.prompt`, import.meta.url) : nameOrFile
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const missing = systemCode(error) === 'ENOENT' && !/[./\\]/.test(nameOrFile)
    throw new UsageError(
      missing
        ? `--prompt: no prompt "${nameOrFile}"; there are ${shipped.join(', ')}, or the path of your own`
        : `--prompt: cannot read ${nameOrFile}: ${systemCode(error)}`,
      { cause: error },
    )
  }
  try {
    return parsePrompt(text)
  } catch (error) {
    throw new UsageError(`--prompt: ${nameOrFile}: ${(error as Error).message}`, { cause: error })
  }
}

/** Throws Error with a message for the person. */
export function parsePrompt(text: string): Prompt {
  const parts = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*\r?\n([\s\S]*)$/.exec(text)
  if (!parts) throw new Error('it does not begin with front matter between two lines of ---')
  const matter = parseMatter(parts[1]!)
  for (const name of matter.keys()) {
    if (!known.includes(name)) throw new Error(`"${name}" in the front matter means nothing here`)
  }
  const name = matter.get('name')
  if (!name || !/^[\w.-]+$/.test(name))
    throw new Error('the front matter wants a name of letters, digits, - and _')
  const schema = matter.has('schema') ? parseSchema(matter.get('schema')!) : undefined
  const answer = matter.get('answer') ?? 'description'
  if (schema && !(answer in ((schema.properties ?? {}) as object))) {
    throw new Error(`the schema has no member "${answer}", which is to be the answer`)
  }
  const effort = matter.get('effort')
  if (effort !== undefined && effort !== 'low' && effort !== 'medium' && effort !== 'high') {
    throw new Error('effort is low, medium or high')
  }
  const form = matter.get('form') ?? 'request'
  if (form !== 'request' && form !== 'description') throw new Error('form is request or description')
  const maxOutputTokens = Number(matter.get('max_output') ?? 4096)
  if (!Number.isInteger(maxOutputTokens) || maxOutputTokens < 1)
    throw new Error('max_output wants a whole number')
  return {
    name,
    version: matter.get('version') ?? '1',
    hash: createHash('sha256').update(text).digest('hex'),
    answer,
    schema,
    maxOutputTokens,
    effort,
    levels: parseLevels(matter.get('levels') ?? 'normal 1'),
    form,
    sections: parseSections(parts[2]!),
  }
}

/** `name: value` lines; indented lines go on with the value above. */
function parseMatter(text: string): Map<string, string> {
  const matter = new Map<string, string>()
  let last: string | undefined
  for (const line of text.split(/\r?\n/)) {
    const member = /^([a-z_]+):[ \t]*(.*)$/.exec(line)
    if (member) {
      last = member[1]!
      matter.set(last, member[2]!.trim())
    } else if (/^[ \t]/.test(line) && last) matter.set(last, `${matter.get(last)}\n${line}`.trim())
    else if (line.trim() !== '') throw new Error(`cannot read the front matter's line "${line}"`)
  }
  return matter
}

function parseSchema(text: string): Schema {
  const value: unknown = JSON.parse(text, (_, member) => Object.freeze(member))
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Schema
  throw new Error('the schema is no JSON object')
}

function parseLevels(text: string): Level[] {
  return text.split(',').map(part => {
    const match = /^\s*(brief|normal|detailed)(?:\s+(\d+))?\s*$/.exec(part)
    if (!match)
      throw new Error(`levels: expected brief, normal or detailed with a share, got "${part.trim()}"`)
    return { name: match[1]!, weight: Number(match[2] ?? 1) }
  })
}

/** Before the first mark: the system part, or the whole where there is no mark at all. */
function parseSections(body: string): Record<Section, Template> {
  const texts: Record<Section, string> = { system: '', video: '', program: '', closing: '' }
  const [first, ...rest] = body.split(/^=== *([A-Za-z]+)[ \t]*(?:\r?\n|(?![\s\S]))/m)
  texts[rest.length > 0 ? 'system' : 'program'] = first!
  for (let at = 0; at < rest.length; at += 2) {
    const name = rest[at] as Section
    if (!sectionNames.includes(name)) throw new Error(`no section is called "${name}"`)
    texts[name] += rest[at + 1]
  }
  const sections = Object.fromEntries(
    sectionNames.map(name => [name, parseTemplate(texts[name])]),
  ) as unknown as Record<Section, Template>
  return sections
}
