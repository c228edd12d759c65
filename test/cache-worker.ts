/** A process of the cache's tests. Reads what to do from its arguments, says what it did on standard output. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openCache } from '../lib/cache/open.ts'
import type { Entry, Keys } from '../lib/cache/types.ts'
import { entryOf, keysOf } from './cache-samples.ts'

const [path, task, count = '1', pause = '0', lease = '60000'] = process.argv.slice(2) as [string, string]
const log = { error: say, note: say }
const cache = await openCache({ path, log, leaseMs: Number(lease) })
const never = new AbortController().signal

function say(text: string) {
  process.stdout.write(`${text}\n`)
}

const tasks: Record<string, () => Promise<unknown>> = {
  /** Takes claims and waits: to be killed, stopped, or aborted. */
  async hold() {
    for (let index = 0; index < Number(count); index++) await cache.claim(keysOf(index), never)
    // Hangs as a program does that computes for ever, but not inside a commit, whose steps run in this thread while
    // another holds LMDB's lock: right behind one of its own there is none.
    process.on('SIGUSR2', async () => {
      await cache.put(keysOf(99), entryOf(99))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })
    say('holding')
    await sleep(Number(pause))
  },
  /** As many claims at once; each answer takes a while. */
  async ask() {
    let sent = 0
    const one = async (index: number) => {
      const claim = await cache.claim(keysOf(index), never)
      if (!('settle' in claim)) return
      sent++
      await sleep(Number(pause))
      await claim.settle(entryOf(index, `${process.pid}`))
    }
    await Promise.all(Array.from({ length: Number(count) }, (_, index) => one(index)))
    say(`sent ${sent}`)
  },
  /** Says each answer once it is durable. */
  async put() {
    for (let index = 0; index < Number(count); index++) {
      await cache.put(keysOf(index), entryOf(index))
      say(`${index}`)
    }
  },
  /** Fills until it can't. */
  async fill() {
    for (let index = 0; ; index++) await putBig(keysOf(index), entryOf(index, 'x'.repeat(20_000)))
  },
}

async function putBig(keys: Keys, entry: Entry) {
  await cache.put(keys, entry)
  say(keys.content)
}

try {
  await tasks[task]!()
} catch (error) {
  say(`${(error as Error).name}: ${(error as Error).message}`)
  process.exitCode = 2
}
await cache.close()
