/** What is known of batches on their way, durably: the intent before a batch is submitted, its id right after. */
import { createHash, randomBytes } from 'node:crypto'
import type { Cache, Claim, Keys, Shelf } from '../cache/types.ts'
import type { About } from '../engine/entry.ts'

/** One request of a batch. */
export interface BatchJob {
  /** 64 hex digits: `custom_id` on the wire. */
  id: string
  parts: readonly BatchPart[]
  /** Of several samples in one request: where each answer has its text. */
  member?: string
}

/** One answer that it is to bring, with all that its entry will say. */
export interface BatchPart {
  keys: Keys
  /** Its keys where it is asked alone. */
  alone?: Keys
  about: About
}

export interface BatchRecord {
  backend: string
  model: string
  /** Before the submission. ISO 8601, UTC. */
  since: string
  /** Absent: it was about to be submitted. */
  id?: string
  jobs: readonly BatchJob[]
}

export interface BatchLedger {
  /** Those of this backend and model, by name. */
  pending(): [name: string, record: BatchRecord][]
  intend(jobs: readonly BatchJob[]): Promise<[name: string, record: BatchRecord]>
  submitted(name: string, record: BatchRecord, id: string): Promise<void>
  forget(name: string): Promise<void>
  /** Runs `work` while no other process does: two of them must not submit the same. */
  alone<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>
}

export function createLedger(cache: Cache, backend: { name: string; model: string }): BatchLedger {
  const shelf = cache.batches as Shelf<BatchRecord>
  const lock = {
    content: hash('batches are submitted by one process at a time'),
    variant: hash(`${backend.name}:${backend.model}`),
  }
  return {
    pending: () =>
      [...shelf.list()]
        .map(([name, record]) => [name, asToday(record)] as [string, BatchRecord])
        .filter(([, record]) => record.backend === backend.name && record.model === backend.model),
    async intend(jobs) {
      const name = `manim-filters-${randomBytes(8).toString('hex')}`
      const record = { backend: backend.name, model: backend.model, since: new Date().toISOString(), jobs }
      await shelf.put(name, record)
      return [name, record]
    },
    submitted: (name, record, id) => shelf.put(name, { ...record, id }),
    forget: name => shelf.remove(name),
    async alone(work, signal) {
      const claim = (await cache.claim(lock, signal)) as Claim
      try {
        return await work()
      } finally {
        await claim.release()
      }
    },
  }
}

/** Before a request could be for several samples its job was its one part. Such batches may be on their way still. */
function asToday(record: BatchRecord): BatchRecord {
  const jobs = record.jobs as readonly (BatchJob | (BatchPart & { id: string }))[]
  return {
    ...record,
    jobs: jobs.map(job =>
      'parts' in job ? job : { id: job.id, parts: [{ keys: job.keys, about: job.about }] },
    ),
  }
}

/** What it is called on the way, whether it is asked alone or among others. */
export function partId({ keys, alone }: Pick<BatchPart, 'keys' | 'alone'>): string {
  const { content, variant } = alone ?? keys
  return hash(`${content} ${variant}`)
}

/** What a request of those is called. */
export function jobId(parts: readonly string[]): string {
  return parts.length === 1 ? parts[0]! : hash(parts.join(' '))
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
