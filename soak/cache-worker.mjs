// One process of the soak test: writes, or reads, until everything is there. Started and killed by cache.mjs.
import { createHash } from 'node:crypto'
import { openSync, writeSync } from 'node:fs'
import { openCache } from '../build/lib/cache/open.js'

const [path, role, number, total, acknowledged] = process.argv.slice(2)
const count = Number(total)
const AT_ONCE = 64

const log = { error: say, note: say }
function say(message) {
  process.stderr.write(`${role} ${number}: ${message}\n`)
}

const hash = text => createHash('sha256').update(text).digest('hex')
export const keysOf = index => ({ content: hash(`c${index >> 2}`), variant: hash(`v${index}`) })
export const textOf = index => `${index} `.repeat(1 + (index % 120))

const cache = await openCache({ path, log, leaseMs: 20_000 })
const never = new AbortController().signal
if (role === 'writer') await write()
else read()
await cache.close()

async function write() {
  const fd = openSync(acknowledged, 'a')
  // Pairs of writers want the same entries at the same time.
  const offset = Math.floor(((Number(number) >> 1) * count) / 4)
  let at = 0
  const one = async () => {
    while (at < count) {
      const index = (offset + at++) % count
      const keys = keysOf(index)
      if (cache.get(keys)) continue
      const claim = await cache.claim(keys, never)
      if (!('settle' in claim)) continue
      if (index % 97 === 0) {
        await claim.release()
        await cache.put(keys, entryOf(index))
      } else await claim.settle(entryOf(index))
      writeSync(fd, `${index}\n`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

function read() {
  const deadline = Date.now() + 2000
  while (Date.now() < deadline) {
    for (let turn = 0; turn < 500; turn++) {
      const index = Math.floor(Math.random() * count)
      const entry = cache.get(keysOf(index))
      if (entry && entry.text !== textOf(index))
        throw new Error(`entry ${index} is torn: ${entry.text.slice(0, 80)}`)
    }
    cache.answers(keysOf(Math.floor(Math.random() * count)).content)
  }
}

function entryOf(index) {
  return {
    text: textOf(index),
    backend: 'soak',
    model: `model-${index % 3}`,
    prompt: 'describe@1',
    prompt_hash: '0123456789ab',
    usage: { input: index, output: 2 },
    cost: index / 1e6,
    finish_reason: 'end_turn',
    time: '2026-11-24T00:00:00.000Z',
    source: `source-${index % 5}`,
  }
}
