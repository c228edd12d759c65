// Is what is told of scenes what a real Manim shows? Durations, things and texts with their places and colours, how many
// there are, and what is there at the end.
//   node test/oracle/played.mjs SEEN.jsonl SAMPLES.jsonl...
// SEEN is what Manim did with each sample: what is not there yet is run and added, which takes a while. Needs
// `npm run build`, and a Python with Manim (PYTHON names it); for formulas LaTeX, too. Ends with 1 where a duration is wrong.
// Not all that it prints is a mistake: the lines of a label are told as one text, and a group may go that came one by one.
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { stringWord } from '../../build/lib/facts/colors.js'
import { nounOf } from '../../build/lib/facts/nouns.js'
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
/** What classes of Manim are called; a group, a shape or an object may be anything. */
const facts = JSON.parse(readFileSync(new URL('../../lib/facts/manim-classes.json', import.meta.url), 'utf8'))
const NOUNS = new Set(Object.keys(facts.classes).map(nounOf))
for (const vague of ['group', 'shape', 'object', 'value']) NOUNS.delete(vague)

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
  const { duration, storyboard, storyboard_omitted: omitted } = analyze(code, { scene: metadata?.scene })
  compareDurations(id, duration, real.seconds)
  if (real.things.length === MOST) return
  const seen = real.things.map(one => ({
    ...one,
    noun: nounOf(one.class),
    says: one.text === undefined ? undefined : wordsOf(one),
  }))
  // What is told of a part is the words of the whole.
  const told = [...thingsOf(storyboard)].filter(({ part }) => !part)
  for (const thing of told) {
    if (thing.text !== undefined) compareText(id, thing, seen, told)
    else compareShape(id, thing, seen, told)
  }
  compareCounts(id, seen, storyboard)
  if (!omitted) compareEnd(id, endOf(storyboard), seen, told)
}

/** So many are taken down. */
const MOST = 1000
/** A frame at a time: what lasts 0.29 seconds may be told as 0.3. */
const FRAME = 0.06

function compareDurations(id, { seconds, exact }, real) {
  count(exact ? 'exact durations' : 'lower bounds')
  const isRight = exact ? Math.abs(seconds - real) <= FRAME + real / 1000 : seconds <= real + FRAME
  if (!isRight) wrong('durations', id, exact ? 'exact' : 'at least', seconds, `really ${real.toFixed(2)}`)
}

const sayers = (seen, text) => seen.filter(({ says }) => says?.includes(squeezed(text)))

function compareText(id, thing, seen, told) {
  const { kind, text } = thing
  count('texts')
  const found = sayers(seen, text)
  if (found.length === 0) {
    const isPart = seen.some(({ says }) => says?.some(one => one.includes(squeezed(text))))
    return isPart || text.includes('…')
      ? count('texts in part')
      : wrong('texts', id, kind, JSON.stringify(text))
  }
  // Of several that say the same nobody knows which is meant; what has a label has a place and a colour of its own.
  if (found.length > 1 || told.filter(one => one.text === text).length > 1 || found[0].noun !== kind) return
  compareLook(id, `${kind} ${JSON.stringify(text)}`, thing, found[0])
}

function compareShape(id, thing, seen, told) {
  const { kind, count: number } = thing
  if (!NOUNS.has(kind)) return
  count('shapes')
  const found = seen.filter(({ noun }) => noun === kind)
  if (found.length === 0 && seen.some(one => DRAWN.has(one.class))) return count('shapes that may be')
  if (found.length === 0) return wrong('shapes', id, kind)
  if (found.length === 1 && number === undefined && told.filter(one => one.kind === kind).length === 1)
    compareLook(id, kind, thing, found[0])
}

function compareLook(id, name, { place, color, parts }, { x, y, colors }) {
  if (place in BOUNDS) {
    count('places')
    if (!BOUNDS[place](x, y)) wrong('places', id, name, place, at({ x, y }))
  }
  if (color !== undefined && !parts && colors.length > 0) {
    count('colors')
    if (!colors.some(hex => wordsFor(hex).includes(color))) wrong('colors', id, name, color, ...colors)
  }
}

/** By its value, or as Manim calls it. */
function wordsFor(hex) {
  const names = Object.keys(facts.colors).filter(name => facts.colors[name] === hex)
  return [hex, ...names].map(stringWord)
}

const at = ({ x, y }) => `(${x.toFixed(1)}, ${y.toFixed(1)})`

/** No more can be told of a kind than there are. What things become was told of before, in part or as a whole. */
function compareCounts(id, seen, storyboard) {
  const numbers = {}
  const known = new Set()
  for (const thing of thingsOf(storyboard, false)) {
    const { kind, count: number = 1 } = thing
    const isByItself = !thing.part && thing.of === undefined && thing.text === undefined
    const isNew = thing.id === undefined || !known.has(thing.id)
    if (!isByItself || !isNew || !NOUNS.has(kind) || !Number.isInteger(number)) continue
    known.add(thing.id)
    numbers[kind] = (numbers[kind] ?? 0) + number
  }
  for (const [kind, number] of Object.entries(numbers)) {
    count('counts')
    const real = seen.filter(({ noun }) => noun === kind).length
    if (real > 0 && number > real) wrong('counts', id, kind, number, `really ${real}`)
  }
}

/** What is there when all is over, by number: where it was moved to, if it was; and which is gone. */
function endOf(steps) {
  const there = new Map()
  let isKnown = true
  // What goes may be a group of what came one by one.
  const leave = thing => {
    there.delete(thing.id)
    const gone = textsOf(thing)
    for (const [id, one] of there) {
      const says = textsOf(one)
      if (says.length > 0 && says.every(text => gone.includes(text))) there.delete(id)
    }
  }
  const walk = some => {
    for (const { action, things = [], into = [], place, steps: inner, maybe, back } of some) {
      if (maybe) isKnown = false
      if (back) continue
      if (action === 'repeat') walk(inner)
      if (action === 'clear') there.clear()
      if (action === 'show') for (const thing of things) there.set(thing.id, thing)
      if (action === 'hide') things.forEach(leave)
      if (action === 'move')
        for (const { id } of things) if (there.has(id)) there.set(id, { ...there.get(id), place })
      if (action === 'transform') {
        things.forEach(leave)
        for (const thing of into) there.set(thing.id, thing)
      }
    }
  }
  walk(steps)
  return isKnown ? there : undefined
}

const textsOf = thing => [...withParts([thing])].flatMap(({ text, texts = [] }) => text ?? texts)

function compareEnd(id, there, seen, told) {
  if (!there) return
  const texts = new Set(told.map(({ text }) => text).filter(text => text !== undefined))
  for (const text of texts) {
    // A number that runs says another one at the end.
    if (told.some(one => one.text === text && one.kind === 'number')) continue
    const found = sayers(seen, text)
    if (found.length !== 1 || told.filter(one => one.text === text).length > 1) continue
    count('ends')
    const isTold = [...there.values()].find(one => textsOf(one).includes(text))
    const [{ end }] = found
    if (!isTold !== !end) wrong('ends', id, JSON.stringify(text), end ? `is there, at ${at(end)}` : 'is gone')
    else if (end && isTold.text === text && isTold.kind === found[0].noun && isTold.place in BOUNDS) {
      count('last places')
      if (!BOUNDS[isTold.place](end.x, end.y))
        wrong('last places', id, JSON.stringify(text), isTold.place, at(end))
    }
  }
}

/** By their points they may be triangles, or curves. */
const DRAWN = new Set(['Polygon', 'RegularPolygon', 'Polygram', 'VMobject'])

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
function* thingsOf(steps, withInto = true) {
  for (const { action, things, into, steps: inner, maybe } of steps) {
    if (maybe) continue
    if (action === 'show') yield* withParts(things)
    if (action === 'transform' && withInto) yield* withParts(into)
    yield* thingsOf(inner ?? [], withInto)
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
