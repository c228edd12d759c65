// Is what is told of scenes what a real Manim shows? Durations, and texts with their places and colours.
//   node test/oracle/played.mjs SEEN.jsonl SAMPLES.jsonl...
// SEEN is what Manim did with each sample: what is not there yet is run and added, which takes a while. Needs
// `npm run build`, and a Python with Manim (PYTHON names it); for formulas LaTeX, too. Ends with 1 where a duration is wrong.
// Not all that it prints is a mistake: a label has the place and colour of what it stands on, and lines are told as one text.
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { stringWord } from '../../build/lib/facts/colors.js'
import { analyze } from '../../build/lib/features/analyze.js'
import { readable } from '../../build/lib/features/stage/tex.js'

const [seenFile, ...sampleFiles] = process.argv.slice(2)
const rows = file =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
const seen = new Map(existsSync(seenFile) ? rows(seenFile).map(one => [one.id, one]) : [])
const counts = {}

async function run(fresh) {
  if (fresh.length === 0) return
  const script = fileURLToPath(new URL('played.py', import.meta.url))
  const python = spawn(process.env.PYTHON ?? 'python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  python.stdin.end(fresh.map(one => `${JSON.stringify(one)}\n`).join(''))
  for await (const line of createInterface({ input: python.stdout })) {
    appendFileSync(seenFile, `${line}\n`)
    const one = JSON.parse(line)
    seen.set(one.id, one)
  }
}

function count(what) {
  counts[what] = (counts[what] ?? 0) + 1
}

function wrong(what, id, ...details) {
  count(`${what} wrong`)
  process.stdout.write(`${id}: ${what}: ${details.join(', ')}\n`)
}

function compare({ id, code, metadata }, real) {
  if (!real || real.error !== undefined) return count('did not run')
  count('ran')
  const { duration, storyboard } = analyze(code, { scene: metadata?.scene })
  compareDurations(id, duration, real.seconds)
  const texts = real.texts.map(one => ({ ...one, says: wordsOf(one) }))
  const told = [...thingsOf(storyboard)].filter(({ text }) => text !== undefined)
  for (const thing of told) compareText(id, thing, texts, told)
}

/** A frame at a time: what lasts 0.29 seconds may be told as 0.3. */
const FRAME = 0.06

function compareDurations(id, { seconds, exact }, real) {
  count(exact ? 'exact durations' : 'lower bounds')
  const isRight = exact ? Math.abs(seconds - real) <= FRAME + real / 1000 : seconds <= real + FRAME
  if (!isRight) wrong('durations', id, exact ? 'exact' : 'at least', seconds, `really ${real.toFixed(2)}`)
}

function compareText(id, { kind, text, place, color, parts, part }, texts, told) {
  // What is told of a part is the words of the whole.
  if (part) return
  count('texts')
  const words = squeezed(text)
  const found = texts.filter(({ says }) => says.includes(words))
  if (found.length === 0) {
    const isPart = texts.some(({ says }) => says.some(one => one.includes(words)))
    return isPart || text.includes('…')
      ? count('texts in part')
      : wrong('texts', id, kind, JSON.stringify(text))
  }
  // Of several that say the same nobody knows which is meant.
  if (found.length > 1 || told.filter(one => one.text === text).length > 1) return
  const [{ x, y, colors }] = found
  if (place in BOUNDS) {
    count('places')
    if (!BOUNDS[place](x, y))
      wrong('places', id, JSON.stringify(text), place, `(${x.toFixed(1)}, ${y.toFixed(1)})`)
  }
  if (color !== undefined && !parts) {
    count('colors')
    if (!colors.map(stringWord).includes(color))
      wrong('colors', id, kind, JSON.stringify(text), color, ...colors)
  }
}

const squeezed = text => text.replace(/\s+/g, '')

/** A text may be markup, and a formula text: what it says in either case. */
function wordsOf({ kind, text }) {
  if (kind === 'latex') return [text, `$${text}$`].map(readable).map(squeezed)
  const plain = text
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  return [text, plain].map(squeezed)
}

/** A little wider than they are told. */
const left = x => x <= -1
const right = x => x >= 1
const upper = y => y >= 0.9
const lower = y => y <= -0.9
const BOUNDS = {
  'in the upper left': (x, y) => left(x) && upper(y),
  'in the upper right': (x, y) => right(x) && upper(y),
  'in the lower left': (x, y) => left(x) && lower(y),
  'in the lower right': (x, y) => right(x) && lower(y),
  'on the left': (x, y) => left(x) && Math.abs(y) < 1.7,
  'on the right': (x, y) => right(x) && Math.abs(y) < 1.7,
  'at the top': (x, y) => upper(y) && Math.abs(x) < 1.8,
  'at the bottom': (x, y) => lower(y) && Math.abs(x) < 1.8,
}

/** All that is told to come on screen, with what it is made of. */
function* thingsOf(steps) {
  for (const { action, things, steps: inner } of steps) {
    if (action === 'show') yield* withParts(things)
    yield* thingsOf(inner ?? [])
  }
}

function* withParts(things) {
  for (const thing of things ?? []) {
    yield thing
    yield* withParts(thing.parts)
  }
}

const samples = sampleFiles.flatMap(rows)
await run(samples.filter(({ id }) => !seen.has(id)))
for (const sample of samples) compare(sample, seen.get(sample.id))
process.stdout.write(`${JSON.stringify(counts, null, 2)}\n`)
process.exitCode = counts['durations wrong'] > 0 ? 1 : 0
