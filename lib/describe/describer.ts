/** Describes one sample: question, answer, check, one correction. */
import { hash } from 'node:crypto'
import type { Backend, Question } from '../backends/types.ts'
import { contentKey, variantKey } from '../cache/keys.ts'
import type { Cache, Entry, Keys } from '../cache/types.ts'
import type { Check, Finding } from '../checks/types.ts'
import { AskError } from '../engine/ask-error.ts'
import { NotCached } from '../engine/cached-only.ts'
import { type Engine, type Job, OverBudget, Postponed } from '../engine/engine.ts'
import { membersOf, shownStrings, storyboardSteps } from '../prompts/facts.ts'
import type { Prompt } from '../prompts/file.ts'
import { type Asked, buildQuestion } from '../prompts/question.ts'
import { chooseVariation } from '../prompts/variation.ts'
import { choosePart } from '../transcripts/choose.ts'
import type { Transcripts } from '../transcripts/transcripts.ts'
import type { Transcript } from '../transcripts/types.ts'
import type { Analyze } from './analyze.ts'
import { type Answer, readAnswer, readForeignAnswer } from './answer.ts'
import { complaint } from './complaint.ts'
import { fitFeatures, fitProgram } from './fit.ts'
import { createGroups, type Groups } from './groups.ts'
import type { Described, Outcome } from './outcome.ts'
import { partsOf } from './parts.ts'
import { findReusable, type Reuse } from './reuse.ts'
import { animationOf, type SampleFields } from './sample.ts'
import { similarity } from './similarity.ts'

export interface DescriberOptions {
  backend: Backend
  engine: Engine
  cache: Cache
  prompt: Prompt
  check: Check
  analyze: Analyze
  transcripts: Transcripts
  transcriptChars: number
  reuse: Reuse
  variants: number
  samplesPerRequest: number
  language: string
  /** Overrides what is known of the model. */
  contextTokens?: number
}

export interface Prepared {
  asked: Asked
  input: 'full' | 'pruned'
  question: Question
  request: unknown
  keys: Keys
  /** Which transcript it was made with. */
  heard: string | undefined
  /** The last answer that was weighed: before it is stored and once more when it is served it is the same. */
  weighed: Weighed | undefined
  /** The answer was not known: the engine wanted to know what its entry is to say, which it does of what is sent alone. */
  isNew: boolean
}

export interface Weighed {
  text: string
  answer: Answer | undefined
  findings: readonly Finding[]
  hard: readonly Finding[]
}

export interface Describer {
  prepare(sample: SampleFields, variant: number): Promise<Prepared>
  /** Never rejects for what is wrong with this sample alone. */
  describe(sample: SampleFields): Promise<Outcome>
  /** Asks once more, `finding` being what is wrong with `described`; a correction that was made already is final. */
  correct(sample: SampleFields, described: Described, finding: Finding): Promise<Outcome>
  /** What was last heard in that video; undefined before the first time. */
  heard(video: string): string | undefined
  /** Hears it. */
  listen(video: string): Promise<void>
}

/** Pairwise, by words in threes: what is more alike is the same description twice. */
const mostAlike = 0.5
/** Less of a program than that says nothing. */
const leastChars = 1000
/** A cautious figure for programs: the model's limit is in tokens. */
const charsPerToken = 2.5

export function createDescriber(options: DescriberOptions): Describer {
  const { backend, engine, cache, prompt, check, language } = options
  const member = backend.isLocal ? undefined : prompt.schema && prompt.answer
  const promptName = backend.isLocal ? `${backend.name}@${backend.model}` : `${prompt.name}@${prompt.version}`

  const { schema } = prompt
  const groups =
    options.samplesPerRequest > 1 && schema && !backend.isLocal
      ? createGroups({
          size: options.samplesPerRequest,
          backend,
          engine,
          cache,
          prompt: { ...prompt, schema },
          language,
        })
      : undefined

  const prepare = async (given: SampleFields, variant: number): Promise<Prepared> => {
    const sample = given.featuresJson === undefined ? await withFeatures(given) : given
    const content = contentKey(animationOf(sample))
    const transcript = await transcriptFor(sample)
    const { asked, input, question } = fitted({
      sample,
      code: sample.code,
      transcript: transcript && choosePart(transcript.segments, shownIn(sample), options.transcriptChars),
      variation: chooseVariation(content, variant, prompt.levels, sample.code),
      variant,
    })
    const heard = sample.youtubeUrl && heardIn.get(sample.youtubeUrl)
    const { request, keys } = requestOf(question, content)
    return { asked, input, question, request, keys, heard, weighed: undefined, isNew: false }
  }

  /** What the model has no room for is left out: of what is told of the program first, for the program decides. */
  const fitted = (asked: Asked): { asked: Asked; input: Described['input']; question: Question } => {
    const whole = buildQuestion(prompt, asked, language)
    const context = options.contextTokens ?? backend.contextTokens
    const room = context && (context - prompt.maxOutputTokens) * charsPerToken
    if (room === undefined || lengthOf(whole) <= room) return { asked, input: 'full', question: whole }
    const { sample } = asked
    const forProgram = (question: Question) =>
      Math.max(room - lengthOf(question) + sample.code.length, leastChars)
    const told = fitFeatures(
      sample.features,
      Math.max(room - sample.code.length, room / 4) - whole.system.length,
    )
    const { code, input } = fitProgram(
      sample.code,
      forProgram(buildQuestion(prompt, { ...asked, told }, language)),
      sceneOf(sample),
    )
    const less = { ...asked, told, code }
    return { asked: less, input, question: buildQuestion(prompt, less, language) }
  }

  /** By the address of a video. */
  const heardIn = new Map<string, string>()

  const withFeatures = async (sample: SampleFields): Promise<SampleFields> => {
    const features = await options.analyze(sample.code, sceneOf(sample))
    const feature = (name: string) => membersOf(features)[name]
    return { ...sample, features, feature, featuresJson: JSON.stringify(features) }
  }

  const transcriptFor = async (sample: SampleFields) => {
    if (backend.isLocal) return undefined
    const { youtubeUrl } = sample
    if (youtubeUrl === undefined) return undefined
    const found = await listen(youtubeUrl)
    return !found || 'absent' in found ? undefined : found
  }

  const listen = async (video: string) => {
    const found = await options.transcripts.get(video)
    heardIn.set(video, markOf(found))
    return found
  }

  /** For choosing the part of a transcript that fits. */
  const shownIn = ({ features, code }: SampleFields) =>
    [...shownStrings(features), ...storyboardSteps(features)].join('\n') || code

  const requestOf = (question: Question, content: string) => {
    const request = backend.request(question)
    const variant = variantKey({ backend: backend.name, model: backend.model, request })
    return { request, keys: { content, variant } }
  }

  const judge = (answer: Answer | undefined, { asked }: Prepared): readonly Finding[] => {
    if (!answer) {
      return [
        { rule: 'unreadable', hard: true, message: 'the answer was not in the form that was asked for' },
      ]
    }
    if (backend.isLocal) return []
    return check(answer.description, {
      code: asked.sample.code,
      get features() {
        return asked.sample.features
      },
      transcript: asked.transcript,
      title: asked.sample.title,
      level: prompt.levels.length > 1 ? asked.variation.level : undefined,
      language,
      asksRequest: prompt.form === 'request',
    })
  }

  const weighText = (prepared: Prepared, text: string): Weighed => {
    if (prepared.weighed?.text === text) return prepared.weighed
    const answer = readAnswer(text, member)
    const findings = judge(answer, prepared)
    prepared.weighed = { text, answer, findings, hard: findings.filter(({ hard }) => hard) }
    return prepared.weighed
  }

  const judgeFor =
    (prepared: Prepared): Required<Job>['judge'] =>
    text =>
      weighText(prepared, text).hard.map(({ rule }) => rule)

  const aboutOf =
    (prepared: Prepared, question: Question): Job['about'] =>
    () => {
      prepared.isNew = true
      const { source, id } = prepared.asked.sample
      return {
        prompt: promptName,
        prompt_hash: promptHash,
        ...(source !== undefined && { source }),
        ...(id !== undefined && { sample: id }),
        parts: partsOf(prepared.asked, question, prompt, language),
      }
    }
  const promptHash = prompt.hash.slice(0, 12)

  const ask = async (
    prepared: Prepared,
    question: Question,
    { request, keys }: { request: unknown; keys: Keys },
  ) => {
    const judge = judgeFor(prepared)
    const about = aboutOf(prepared, question)
    return weigh(prepared, keys, await engine.ask({ keys, request, question, judge, about }))
  }

  const weigh = (prepared: Prepared, keys: Keys, entry: Entry) => {
    const { answer, findings, hard } = weighText(prepared, entry.text)
    return { entry, keys, answer, findings, hard }
  }

  const askFirst = (prepared: Prepared) =>
    groups ? askInGroup(groups, prepared) : ask(prepared, prepared.question, prepared)

  const askInGroup = async (groups: Groups, prepared: Prepared) => {
    const about = aboutOf(prepared, prepared.question)
    const shared = await groups.answer(prepared, { about, judge: judgeFor(prepared) })
    return shared ? weigh(prepared, shared.keys, shared.entry) : ask(prepared, prepared.question, prepared)
  }

  const finish = (
    prepared: Prepared,
    entries: readonly Entry[],
    { answer, keys, findings }: { answer: Answer | undefined; keys: Keys; findings: readonly Finding[] },
    earlier: readonly Keys[] = [],
  ): Described => ({
    text: answer!.description,
    variant: prepared.asked.variant,
    entries,
    keys: [...earlier, keys],
    isNew: prepared.isNew,
    heard: prepared.heard,
    level: prompt.levels.length > 1 && !backend.isLocal ? prepared.asked.variation.level : undefined,
    input: prepared.input,
    warnings: findings.filter(({ hard }) => !hard).map(({ rule }) => rule),
  })

  const askAgain = async (
    prepared: Prepared,
    before: { entry: Entry; keys: Keys },
    wrong: readonly Finding[],
  ): Promise<Described> => {
    const question = {
      ...prepared.question,
      correction: { answer: before.entry.text, complaint: complaint(wrong) },
    }
    const second = await ask(prepared, question, requestOf(question, prepared.keys.content))
    if (second.hard.length === 0) return finish(prepared, [before.entry, second.entry], second, [before.keys])
    const rules = second.hard.map(({ rule, message }) => `${rule}: ${message}`).join('; ')
    throw new RejectedAnswer(`two answers would not do: ${rules}`, second.answer?.description)
  }

  const describeVariant = async (sample: SampleFields, variant: number): Promise<Described> => {
    const prepared = await prepare(sample, variant)
    if (options.reuse !== 'exact' && !cache.get(prepared.keys)) {
      const reused = findReusable(cache, animationOf(sample), options.reuse, backend)[variant - 1]
      const answer = reused && readForeignAnswer(reused.entry.text, member)
      if (reused && answer) {
        engine.reuse(reused.entry)
        return finish(prepared, [reused.entry], { answer, keys: reused.keys, findings: [] })
      }
    }
    const first = await askFirst(prepared)
    if (first.hard.length === 0) return finish(prepared, [first.entry], first)
    return askAgain(prepared, first, first.findings)
  }

  const failureOf = (error: unknown): Outcome => {
    if (error instanceof Postponed) return { kind: 'postponed', isOverBudget: error instanceof OverBudget }
    if (error instanceof NotCached) return { kind: 'uncached', job: error.job }
    if (error instanceof RejectedAnswer) {
      const answer = error.answer
      return { kind: 'failed', code: 'check_failed', message: error.message, ...(answer && { answer }) }
    }
    if (!(error instanceof AskError)) throw error
    return { kind: 'failed', code: error.code, message: error.message }
  }

  const describeOnce = async (sample: SampleFields): Promise<Outcome> => ({
    kind: 'described',
    variants: [await describeVariant(sample, 1)],
    missing: 0,
  })

  const correct = async (sample: SampleFields, described: Described, finding: Finding): Promise<Outcome> => {
    if (described.entries.length > 1) throw new RejectedAnswer(finding.message, described.text)
    const again = await askAgain(await prepare(sample, described.variant), firstOf(described), [finding])
    return { kind: 'described', variants: [again], missing: 0 }
  }

  const describeVariants = async (sample: SampleFields): Promise<Outcome> => {
    const numbers = Array.from({ length: options.variants }, (_, index) => index + 1)
    const results = await Promise.allSettled(numbers.map(number => describeVariant(sample, number)))
    const kept: Described[] = []
    const missing: string[] = []
    for (const result of results) {
      if (result.status === 'rejected') {
        if (!isOfSample(result.reason)) throw result.reason
        missing.push(result.reason.message)
        continue
      }
      const distinct = await distinctFrom(kept, result.value, sample)
      if (distinct) kept.push(distinct)
      else missing.push('it says the same as another of them')
    }
    // What is there is served: it is paid for.
    if (kept.length === 0) throw (results[0] as PromiseRejectedResult).reason
    // What is made without a model has no other words to offer.
    if (backend.isLocal || missing.length === 0) return { kind: 'described', variants: kept, missing: 0 }
    return { kind: 'described', variants: kept, missing: missing.length, whyMissing: missing[0]! }
  }

  const distinctFrom = async (
    others: readonly Described[],
    described: Described,
    sample: SampleFields,
  ): Promise<Described | undefined> => {
    const isTwin = (text: string) => others.some(other => similarity(other.text, text) >= mostAlike)
    if (!isTwin(described.text)) return described
    if (backend.isLocal || described.entries.length > 1) return undefined
    const finding = {
      rule: 'twin',
      hard: true,
      message: 'it says the same as another request for this animation; word it differently throughout',
    }
    const prepared = await prepare(sample, described.variant)
    const again = await askAgain(prepared, firstOf(described), [finding]).catch(error => {
      if (isOfSample(error)) return undefined
      throw error
    })
    return again && !isTwin(again.text) ? again : undefined
  }

  return {
    prepare,
    heard: video => heardIn.get(video),
    async listen(video) {
      await listen(video)
    },
    describe: sample =>
      (options.variants > 1 ? describeVariants(sample) : describeOnce(sample)).catch(failureOf),
    correct: (sample, described, finding) => correct(sample, described, finding).catch(failureOf),
  }
}

/** Wrong is this sample alone, or one wording of it. */
const isOfSample = (error: unknown): error is Error =>
  error instanceof AskError || error instanceof RejectedAnswer

function firstOf({ entries, keys }: Described): { entry: Entry; keys: Keys } {
  return { entry: entries[0]!, keys: keys[0]! }
}

const lengthOf = ({ system, user }: Question) => system.length + user.length

function sceneOf(sample: SampleFields): string | undefined {
  const scene = sample.metadata(['scene'])
  return typeof scene === 'string' ? scene : undefined
}

/** Short, and another for every transcript. */
function markOf(transcript: Transcript | undefined): string {
  if (transcript === undefined) return ''
  const before = marks.get(transcript)
  if (before !== undefined) return before
  const mark = hash('sha256', JSON.stringify(transcript), 'hex').slice(0, 16)
  marks.set(transcript, mark)
  return mark
}

const marks = new WeakMap<Transcript, string>()

/** The correction was not better: kept out of the dataset, and kept for whoever looks. */
class RejectedAnswer extends Error {
  override name = 'RejectedAnswer'
  readonly answer: string | undefined
  constructor(message: string, answer: string | undefined) {
    super(message)
    this.answer = answer
  }
}
