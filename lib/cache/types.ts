/** What the rest of the program knows of the cache. LMDB stands behind it today; a shared store may tomorrow. */

/** Tokens as billed. `input` counts what was neither read from nor written to the provider's prompt cache. */
export interface Usage {
  input: number
  output: number
  cache_read?: number
  cache_write?: number
  /** Part of `output` that was spent on thinking. */
  reasoning?: number
}

/** One answer. Everything in it is a property of the answer, never of the run that found it. */
export interface Entry {
  /** The model's text as it came, before it is parsed or checked. */
  text: string
  backend: string
  /** The model that was asked for. */
  model: string
  /** The model that says it answered, where the wire tells. */
  model_answered?: string
  /** `name@version` of the prompt and the first 12 hex digits of its hash. */
  prompt: string
  prompt_hash: string
  usage?: Usage
  /** USD; absent where no price is known. */
  cost?: number
  finish_reason: string
  /** When the answer was stored: ISO 8601, UTC. */
  time: string
  /** The sample's source, for the statistics. */
  source?: string
  /** The sample's id: finds what was asked about it before its code or context changed. */
  sample?: string
  /** True where the answer came through a batch API at the batch price. */
  batch?: boolean
  /** Hashes of the parts of the request (code, context, prompt, parameters, transcript): says what differs between two. */
  parts?: Readonly<Record<string, string>>
  /** Set where the answer was checked and found wanting: kept because it was paid for, never served as a description. */
  rejected?: readonly string[]
  /** Set where nobody has checked it yet: it came through a batch, or the check failed. Checked when it is next asked for. */
  unchecked?: boolean
}

export interface Keys {
  /** Which animation: 64 hex digits. */
  content: string
  /** Which answer: 64 hex digits. */
  variant: string
}

export interface FoundEntry extends Keys {
  entry: Entry
}

/** The right to send one request, held by one process at a time. */
export interface Claim {
  /** Stores the answer durably and gives the claim up, in one transaction. */
  settle(entry: Entry): Promise<void>
  /** Gives the claim up without an answer. */
  release(): Promise<void>
}

/** A durable map for one kind of side record: transcripts by video id, batches by name. */
export interface Shelf<T> {
  get(key: string): T | undefined
  put(key: string, value: T): Promise<void>
  remove(key: string): Promise<void>
  list(): Iterable<readonly [key: string, value: T]>
}

/** What of an answer the statistics of hits are made of. */
export interface Served extends Pick<Entry, 'backend' | 'model' | 'prompt'> {
  source?: string | undefined
  cost?: number | undefined
}

/**
 * What came of whole records, under hashes of all that they depended on: a record that was seen before need not be asked
 * about in its own words. Made of the answers and kept beside them; whatever is lost of it is made again.
 */
export interface Shortcuts {
  /** `key`: 32 bytes. What it gives is good until anything else is read from the cache. */
  get(key: Buffer): Buffer | undefined
  /** Written some time later, at the latest when the cache is closed, as long as all of `answers` are there. */
  put(key: Buffer, value: Buffer, answers: readonly Keys[]): void
}

export interface Cache {
  readonly path: string
  readonly readOnly: boolean
  get(keys: Keys): Entry | undefined
  /** All answers for one animation, newest first. */
  answers(content: string): { variant: string; entry: Entry }[]
  /** All answers that name this sample, whatever its code and context were, newest first. */
  answersOf(sample: string, source: string | undefined): FoundEntry[]
  /**
   * Durable against `kill -9` once the promise resolves. The first answer of a variant stays. `company`: there is no
   * hurry, and until so many are there they wait a little for one another.
   */
  put(keys: Keys, entry: Entry, company?: number): Promise<void>
  /** Puts `entry` in the place of the answer that is there, if one is. */
  amend(keys: Keys, entry: Entry): Promise<void>
  /**
   * Takes the right to send the request of `keys`. Where another living process holds it, waits until that one settles
   * (gives the entry it stored) or is gone (gives the claim). Rejects with the signal's reason when aborted.
   */
  claim(keys: Keys, signal: AbortSignal): Promise<Claim | Entry>
  /** Counts a hit, for the statistics of money saved. Buffered; written with the next commit or at close. */
  hit(answer: Served): void
  /** Those of one program: where another one made them, they are dropped. */
  shortcuts(program: string): Shortcuts
  readonly transcripts: Shelf<unknown>
  readonly batches: Shelf<unknown>
  /** Waits for everything queued, then closes. */
  close(): Promise<void>
}
