/** From a sample and a prompt to the question that a backend is asked. Pure. */
import type { Question, Schema } from '../backends/types.ts'
import type { SampleFields } from '../describe/sample.ts'
import { promptFeatures, storyboardText, stringsText } from './facts.ts'
import type { Prompt, Section } from './file.ts'
import { type Lookup, render, type Template, uses } from './template.ts'
import type { Variation } from './variation.ts'

export interface Asked {
  sample: SampleFields
  /** The program as it goes into the prompt: whole, unless the model cannot take it. */
  code: string
  /** The features as they go into the prompt, where it has no room for all that they tell. */
  told?: unknown
  transcript: string | undefined
  variation: Variation
  /** From 1. */
  variant: number
}

export function buildQuestion(prompt: Prompt, asked: Asked, language: string): Question {
  const lookup = lookupFor(asked, language)
  const part = (section: Section) => render(prompt.sections[section], lookup).trim()
  let user: string | undefined
  return {
    system: systemText(prompt, lookup),
    // Made when it is read: not every backend does.
    get user() {
      user ??= [part('video'), part('program'), part('closing'), wording(prompt, asked)]
        .filter(Boolean)
        .join('\n\n')
      return user
    },
    ...(prompt.schema && { schema: prompt.schema }),
    maxOutputTokens: prompt.maxOutputTokens,
    ...(prompt.effort && { effort: prompt.effort }),
    sample: sampleOf(asked),
  }
}

/** Its features are read when they are asked for: not every backend does. */
function sampleOf({ sample }: Asked): Question['sample'] {
  return {
    code: sample.code,
    get features() {
      return sample.features
    },
    feature: sample.feature,
  }
}

/** A prompt that knows of no variants would ask the same each time. */
function wording({ sections }: Prompt, { variant }: Asked): string {
  if (variant === 1) return ''
  const knows = ['level', 'form', 'voice', 'variant'].some(name =>
    Object.values(sections).some(section => uses(section, name)),
  )
  return knows ? '' : `This is wording number ${variant}: put it differently from what comes to mind first.`
}

/** One and the same string for all samples, where it names nothing of theirs. */
const constants = new WeakMap<Template, string>()

function systemText({ sections }: Prompt, lookup: Lookup): string {
  const known = constants.get(sections.system)
  if (known !== undefined) return known
  const text = render(sections.system, lookup).trim()
  if (sections.system.every(node => typeof node === 'string')) constants.set(sections.system, text)
  return text
}

/** Several programs in one request: each under an id of this request, asked for and given back. */
export function buildGroupQuestion(
  prompt: Prompt & { schema: Schema },
  group: readonly Asked[],
  language: string,
): Question {
  const first = group[0]!
  const blocks = group.map((asked, index) => {
    const lookup = lookupFor(asked, language)
    const part = (section: Section) => render(prompt.sections[section], lookup).trim()
    const parts = [part('video'), part('program'), part('closing'), wording(prompt, asked)]
      .filter(Boolean)
      .join('\n\n')
    return `## Item ${groupId(index)}\n\n${parts}`
  })
  const item = {
    ...prompt.schema,
    properties: { id: { type: 'string' }, ...(prompt.schema.properties as object) },
    required: ['id', ...((prompt.schema.required as string[] | undefined) ?? [])],
  }
  return {
    system: systemText(prompt, lookupFor(first, language)),
    user: `Here are ${group.length} items, each on its own. Answer every one under its id.\n\n${blocks.join('\n\n')}`,
    schema: {
      type: 'object',
      properties: { items: { type: 'array', items: item } },
      required: ['items'],
      additionalProperties: false,
    },
    // Above some 20,000 tokens an answer would have to be streamed.
    maxOutputTokens: Math.min(prompt.maxOutputTokens * group.length, 16_000),
    ...(prompt.effort && { effort: prompt.effort }),
    sample: sampleOf(first),
  }
}

export function groupId(index: number): string {
  return `p${index + 1}`
}

/** A section asks whether there is a value before it asks for the value: what takes work is made once. */
function lookupFor(asked: Asked, language: string): Lookup {
  const made = new Map<string, string | undefined>()
  return name => {
    if (!costly.has(name)) return textOf(name, asked, language)
    if (!made.has(name)) made.set(name, textOf(name, asked, language))
    return made.get(name)
  }
}

const costly: ReadonlySet<string> = new Set(['features', 'storyboard', 'strings'])

function textOf(name: string, asked: Asked, language: string): string | undefined {
  const { sample, code, transcript, variation, variant } = asked
  switch (name) {
    case 'code':
      return code
    case 'features':
      return promptFeatures(asked.told ?? sample.features)
    case 'storyboard':
      return storyboardText(asked.told ?? sample.features)
    case 'strings':
      return stringsText(asked.told ?? sample.features)
    case 'context':
      return sample.context
    case 'title':
      return sample.title
    case 'transcript':
      return transcript
    case 'video':
      return (sample.title ?? sample.context ?? transcript) && 'video'
    case 'source':
      return sample.source
    case 'level':
    case 'words':
    case 'form':
    case 'voice':
      return variation[name]
    case 'variant':
      return String(variant)
    case 'language':
      return language
    default:
      return plain(sample.metadata(name.split('.').slice(1)))
  }
}

function plain(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
