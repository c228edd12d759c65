/** The sample: the one type in which the filters meet. Reads and writes its fields in whatever shape a record has. */
import { hashString } from './ndjson/load-fast.ts'
import type { JsonRecord } from './ndjson/record.ts'
import type { Edit, Path } from './ndjson/splice.ts'

/** What `extract` writes and the other filters add to. Fields that nobody here knows are kept as they are. */
export interface Sample {
  id: string
  description: string
  code: string
  source: string
  metadata: Record<string, unknown>
}

export const placeholderDescription = '[PENDING_DESCRIPTION]'

/** Where a person said the fields are, as dotted paths; undefined: where the record's shape says. */
export interface FieldOptions {
  readonly 'code-field': string | undefined
  readonly 'description-field': string | undefined
}

/** The program, or undefined where the record has none. */
export function readCode(record: JsonRecord, options: FieldOptions): string | undefined {
  const path = dotted(options['code-field'])
  if (path) return record.text(path)
  if (record.has(['code'])) return record.text(['code'])
  return readConversation(record)?.code
}

export interface Description {
  /** Undefined where there is none. */
  text: string | undefined
  /** Where one is to be written. */
  path: Path
}

export function readDescription(record: JsonRecord, options: FieldOptions): Description {
  const path = dotted(options['description-field'])
  if (path) return { text: record.text(path), path }
  const conversation = record.has(['code']) ? undefined : readConversation(record)
  return conversation?.description ?? { text: record.text(['description']), path: ['description'] }
}

/** A change below `metadata`. */
export function metadataEdit(name: string, value: unknown): Edit {
  return { path: ['metadata', name], value }
}

interface Turn {
  role: string
  text: string
  path: Path
}

/** ShareGPT's `conversations` and OpenAI's `messages`: code in the last answer, description in the request before it. */
function readConversation(
  record: JsonRecord,
): { code: string | undefined; description: Description } | undefined {
  const turns =
    readTurns(record, 'conversations', 'from', 'value') ?? readTurns(record, 'messages', 'role', 'content')
  if (!turns) return undefined
  const answer = turns.findLastIndex(({ role }) => role === 'assistant' || role === 'gpt')
  const request = turns
    .slice(0, answer < 0 ? undefined : answer)
    .findLast(({ role }) => role === 'user' || role === 'human')
  return {
    code: answer < 0 ? undefined : fencedPython(turns[answer]!.text),
    description: { text: request?.text, path: request?.path ?? ['description'] },
  }
}

function readTurns(record: JsonRecord, list: string, role: string, content: string): Turn[] | undefined {
  const values = record.value([list])
  if (!Array.isArray(values)) return undefined
  return values.flatMap((value: unknown, index) => {
    const turn = (value ?? {}) as Record<string, unknown>
    const found = readContent(turn[content])
    if (!found) return []
    const path = [list, index, content, ...found.path]
    return [{ role: String(turn[role]), text: found.text, path }]
  })
}

/**
 * What a turn says: a text, or a list of parts as chat servers take it, of which some are texts. `path` leads to the text
 * from there, or to the list where it is in several parts.
 */
export function readContent(content: unknown): { text: string; path: Path } | undefined {
  if (typeof content === 'string') return { text: content, path: [] }
  if (!Array.isArray(content)) return undefined
  const texts = content.flatMap((part: { text?: unknown } | null, index) =>
    typeof part?.text === 'string' ? [{ text: part.text, index }] : [],
  )
  const [first, ...others] = texts
  if (!first) return undefined
  return {
    text: texts.map(({ text }) => text).join('\n'),
    path: others.length === 0 ? [first.index, 'text'] : [],
  }
}

/**
 * The first fenced block of a text that says that it is Python, else the first that says nothing. One that is not closed
 * ends with the text.
 */
export function fencedPython(text: string): string | undefined {
  let plain: string | undefined
  for (const { language, code } of fencedBlocks(text)) {
    if (/^(?:python3?|py)$/i.test(language)) return code
    if (language === '') plain ||= code
  }
  return plain
}

const opening = /^((?:[ \t]*(?:[-*+]|\d+[.)]))?[ \t]*)(`{3,}|~{3,})[ \t]*\{?[ \t]*\.?([^\s`,}]*)[^`]*$/

function* fencedBlocks(text: string): Iterable<{ language: string; code: string }> {
  const lines = text.split(/(?<=\n)/)
  for (let at = 0; at < lines.length; at++) {
    const [, before, fence, language] = opening.exec(lines[at]!) ?? []
    if (fence === undefined) continue
    const begin = at + 1
    const isEnd = (line: string) => {
      const rest = line.trim()
      return rest.length >= fence.length && rest === fence[0]!.repeat(rest.length)
    }
    while (++at < lines.length && !isEnd(lines[at]!));
    // What stands in a list is indented with it.
    const margin = new RegExp(`^[ \\t]{0,${before!.length}}`)
    const code = lines.slice(begin, at).map(line => line.replace(margin, ''))
    yield { language: language!, code: code.join('') }
  }
}

function dotted(path: string | undefined): Path | undefined {
  return path?.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part))
}

/** A hash of the program that is equal for equal programs, however their JSON is spelled. */
export function programHash(record: JsonRecord, options: FieldOptions): number {
  const known = options['code-field'] === undefined ? record.hash(['code']) : undefined
  return known ?? hashString(Buffer.from(JSON.stringify(readCode(record, options) ?? '')), false)
}
