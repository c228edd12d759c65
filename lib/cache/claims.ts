/** One request, one sender: claims within this process and across processes. */
import { abortable, sleep } from '../sleep.ts'
import type { Environment, Table } from './lmdb.ts'
import { isAlive, newToken, type Owner, thisProcess } from './owner.ts'
import { entryKey, KEY_BYTES } from './record.ts'
import type { Claim, Entry, Keys } from './types.ts'
import type { Writer } from './writer.ts'

/** An owner that gives no sign for so long has lost its claims, though its process may still be there. */
export const LEASE_MS = 60_000
/** Of an entry's key, what its intent is named by: the end of the one hash and the beginning of the other. */
const INTENT = [KEY_BYTES - 8, KEY_BYTES + 8] as const
/** Requests in flight from which on their answers are stored several at a time. */
const MANY = 16
const FIRST_POLL_MS = 15
const SLOWEST_POLL_MS = 250

export interface Entries {
  get(key: Buffer): Entry | undefined
  /** The change that stores an answer, unless there is one already. */
  storing(key: Buffer, entry: Entry): { bytes: number; step(): void }
}

interface OwnerRow extends Owner {
  /** Raised by the heartbeat: others watch it change, so that no two clocks are ever compared. */
  beat: number
}

type Outcome = { taken: true } | { entry: Entry } | { heldBy: string }
const TAKEN: Outcome = { taken: true }

interface Busy {
  intent: Buffer
  /** To be told when the key is free again. */
  waiting: (() => void)[]
}

export class Claims {
  readonly token = newToken()
  readonly #ownKey = Buffer.from(this.token)
  readonly #intents: Table<string>
  readonly #owners: Table<string>
  readonly #writer: Writer
  readonly #entries: Entries
  readonly #lease: number
  readonly #self: OwnerRow = { ...thisProcess(), beat: 0 }
  /** Keys that this process holds or is after. */
  readonly #busy = new Map<string, Busy>()
  readonly #watched = new Map<string, { beat: number; since: number }>()
  /** Our row among the owners is committed; the heartbeat renews it, should another process have thought us gone. */
  #announced = false
  #heart: NodeJS.Timeout | undefined

  constructor(environment: Environment, writer: Writer, entries: Entries, lease = LEASE_MS) {
    this.#intents = environment.texts('intents')
    this.#owners = environment.texts('owners')
    this.#writer = writer
    this.#entries = entries
    this.#lease = lease
  }

  async claim(keys: Keys, signal: AbortSignal): Promise<Claim | Entry> {
    const key = entryKey(keys)
    const name = key.toString('latin1')
    for (;;) {
      signal.throwIfAborted()
      const other = this.#busy.get(name)
      if (other === undefined) break
      await abortable(new Promise<void>(resolve => other.waiting.push(resolve)), signal)
    }
    const intent = key.subarray(...INTENT)
    const busy: Busy = { intent, waiting: [] }
    this.#busy.set(name, busy)
    const free = () => {
      this.#busy.delete(name)
      for (const go of busy.waiting) go()
    }
    try {
      for (;;) {
        const outcome = await abortable(
          this.#writer.run(() => this.#take(key, intent)),
          signal,
        )
        if ('entry' in outcome) {
          free()
          return outcome.entry
        }
        if ('taken' in outcome) break
        await this.#untilChanged(intent, outcome.heldBy, signal)
      }
    } catch (error) {
      // An abort may come while the claim is being written: it is given back before another may have the key.
      void this.#drop(intent).finally(free)
      throw error
    }
    this.#announced = true
    this.#startHeart()
    return this.#claimOf(key, intent, free)
  }

  /** Answers that may come any moment; none where there are so few that each is awaited by itself. */
  get expected(): number {
    return this.#busy.size < MANY ? 0 : this.#busy.size
  }

  /** Gives up what is still held. */
  async close() {
    clearInterval(this.#heart)
    if (!this.#owners.has(this.#ownKey)) return
    await this.#writer.run(() => {
      for (const { intent } of this.#busy.values()) this.#removeOwn(intent)
      this.#owners.remove(this.#ownKey)
    })
  }

  #claimOf(key: Buffer, intent: Buffer, free: () => void): Claim {
    let isOver = false
    return {
      settle: async entry => {
        if (isOver) return
        isOver = true
        try {
          const { step, bytes } = this.#entries.storing(key, entry)
          await this.#writer.run(
            () => {
              step()
              // Whosever it is after a lapse: with the answer there it stands for nothing.
              this.#intents.remove(intent)
            },
            { bytes },
          )
        } catch (error) {
          void this.#drop(intent)
          throw error
        } finally {
          free()
        }
      },
      release: async () => {
        if (isOver) return
        isOver = true
        await this.#drop(intent)
        free()
      },
    }
  }

  /** Within a transaction. */
  #take(key: Buffer, intent: Buffer): Outcome {
    const entry = this.#entries.get(key)
    if (entry) return { entry }
    if (!this.#intents.add(intent, this.#ownKey)) {
      const holder = this.#intents.get(intent)!
      if (holder !== this.token) {
        if (!this.#isGone(holder)) return { heldBy: holder }
        this.#owners.remove(Buffer.from(holder))
        this.#intents.put(intent, this.#ownKey)
      }
    }
    if (!this.#announced) this.#announce()
    return TAKEN
  }

  async #untilChanged(intent: Buffer, holder: string, signal: AbortSignal) {
    for (let wait = FIRST_POLL_MS; ; wait = Math.min(2 * wait, SLOWEST_POLL_MS)) {
      await sleep(wait, signal)
      if (this.#intents.get(intent) !== holder || this.#isGone(holder)) return
    }
  }

  #isGone(token: string): boolean {
    const text = this.#owners.get(Buffer.from(token))
    if (text === undefined) return true
    const owner: OwnerRow = JSON.parse(text)
    if (isAlive(owner) === false) return true
    const now = performance.now()
    const seen = this.#watched.get(token)
    if (seen === undefined || seen.beat !== owner.beat) {
      this.#watched.set(token, { beat: owner.beat, since: now })
      return false
    }
    return now - seen.since > this.#lease
  }

  #announce() {
    this.#owners.put(this.#ownKey, JSON.stringify(this.#self))
  }

  #startHeart() {
    this.#heart ??= setInterval(() => {
      if (this.#busy.size === 0) return
      this.#self.beat += 1
      // A full disk fails the settling of the claims too, and that is where it is told.
      this.#writer.run(() => this.#announce()).catch(() => {})
    }, this.#lease / 4).unref()
  }

  /** Within a transaction. After a lapse, another process may hold the key: its claim is left alone. */
  #removeOwn(intent: Buffer) {
    if (this.#intents.get(intent) === this.token) this.#intents.remove(intent)
  }

  async #drop(intent: Buffer) {
    // Where even this cannot be written, the claim ends with this process.
    await this.#writer.run(() => this.#removeOwn(intent)).catch(() => {})
  }
}
