// Proof by hand: kill -9 at random moments of 500-record runs. What the server answered beyond the distinct requests is
// at most what was in flight at each kill, that is received by the server and not in the store: counted after each kill
// at the server and in the store, and never more than there are places. The output in the end is that of an undisturbed
// run, byte for byte.
//   node soak/describe-kill.mjs [KILLS] [ROWS]       after npm run build
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openCache } from '../build/lib/cache/open.js'
import { startFake } from '../build/test/fake-provider.js'
import { writeRows } from './describe-rows.mjs'
import { ended, startDescribe } from './describe-run.mjs'

const kills = Number(process.argv[2] ?? 50)
const rows = Number(process.argv[3] ?? 500)
const concurrency = 16
const { folder, input } = writeRows('describe-kill', rows)

const fake = await startFake({ latencyMs: 60 })
const answered = () => fake.seen.filter(({ answered }) => answered).length

/** Answers that the store holds. */
async function stored(path) {
  const store = await openCache({ path, readOnly: true, log: console })
  const count = [...store.scan()].filter(({ entry }) => entry).length
  await store.close()
  return count
}

const out = join(folder, 'out.jsonl')
const start = cache =>
  startDescribe({ llm: 'claude', url: fake.url, cache: join(folder, cache), out, input }, [
    '--concurrency',
    String(concurrency),
  ])

let killed = 0
let rounds = 0
let expected
await ended(start('undisturbed'))
expected = readFileSync(out, 'utf8')
while (killed < kills) {
  rounds += 1
  const before = answered()
  let [inFlight, most, open] = [0, 0, 0]
  let kept = 0
  for (;;) {
    const seen = fake.seen.length
    const child = start(`cache${rounds}`)
    const end = ended(child)
    const ms = 400 + Math.random() * 2200
    const timer = setTimeout(
      () => {
        open += fake.load.now
        killed += 1
        child.kill('SIGKILL')
      },
      killed < kills ? ms : 1e9,
    )
    const how = await end
    clearTimeout(timer)
    if (how === 0) break
    if (how !== 'SIGKILL') throw new Error(`ended with ${how}`)
    await new Promise(resolve => setTimeout(resolve, 100))
    const now = await stored(join(folder, `cache${rounds}`))
    const lost = fake.seen.length - seen - (now - kept)
    kept = now
    inFlight += lost
    most = Math.max(most, lost)
  }
  const extra = answered() - before - rows
  const same = readFileSync(out, 'utf8') === expected
  console.log(
    `round ${rounds}: ${killed} kills so far, ${extra} answered twice; in flight when killed: ${inFlight}, at most ${most} at once of ${concurrency} places (${open} open at the server); output ${same ? 'equal' : 'DIFFERS'}`,
  )
  if (extra > inFlight || most > concurrency || !same) process.exitCode = 1
}
await fake.close()
rmSync(folder, { recursive: true, force: true })
