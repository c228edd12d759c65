/** Several things told as one. */
import type { Thing } from './steps.ts'

export type Telling = { -readonly [K in keyof Thing]: Thing[K] }

/** Equal neighbours become one with a count. `isOpen`: there may be more of them. */
export function collapse(things: readonly Thing[], isOpen = false): Thing[] {
  const isFew = things.length <= FEW && !isOpen
  const found: Telling[] = []
  /** What each of those that became one says, in turn. */
  const sayings: string[][] = []
  for (const thing of things) {
    const at = found.findIndex(
      one =>
        one.kind === thing.kind &&
        one.name === thing.name &&
        isMade(one) === isMade(thing) &&
        // Groups of other things are other groups.
        (!isMade(one) || areAlike(one.parts!, thing.parts!)) &&
        // Of a few curves each is told by its equation.
        (!isFew || one.curve === thing.curve),
    )
    const same = found[at]
    if (!same) {
      found.push({ ...thing })
      sayings.push(sayingsOf(thing))
      continue
    }
    const [a, b] = [same.count ?? 1, thing.count ?? 1]
    same.count = a === 'many' || b === 'many' ? 'many' : a + b
    sayings[at]!.push(...sayingsOf(thing))
    poolParts(same, thing)
    pool(same, thing)
    if (same.of !== thing.of) delete same.of
    const on = commonGround(same.place, thing.place)
    if (on === undefined) delete same.place
    else same.place = on
    delete same.layout
  }
  found.forEach((one, i) => {
    const texts = sayings[i]!
    // Of a few that all say something it is told what each says.
    if (one.texts && texts.length === one.count && texts.length <= MOST_POOLED) one.texts = texts
  })
  return found
}

const FEW = 4

const areAlike = (some: readonly Thing[], others: readonly Thing[]) =>
  some.length === others.length && some.every(({ kind }, i) => kind === others[i]!.kind)

/** What several groups hold each; of several texts it would be too much to tell which words are coloured. */
export function poolParts(into: Telling, other: Thing): void {
  if (!into.parts || !isMade(into) || !other.parts || !areAlike(into.parts, other.parts)) {
    delete into.parts
    return
  }
  into.parts = into.parts.map((part, i) => {
    const one = other.parts![i]!
    const pooled: Telling = { ...part }
    if (part.count !== one.count) pooled.count = 'many'
    if (part.name !== one.name) delete pooled.name
    if (part.layout !== one.layout) delete pooled.layout
    if (part.parts) poolParts(pooled, one)
    pool(pooled, one)
    return pooled
  })
}

/** `on #3`, of points `at (2, 1) on #3` and `at (4, 2) on #3`. */
export function commonGround(a: string | undefined, b: string | undefined): string | undefined {
  const on = a && ON.exec(a)?.[0]
  return on !== undefined && on === (b && ON.exec(b)?.[0]) ? on : undefined
}
const ON = /\bon #\d+$/

/** Of parts, and not a text with coloured words. */
function isMade({ parts, text, texts }: Thing): boolean {
  return parts !== undefined && text === undefined && texts === undefined
}

function sayingsOf({ text, texts, count = 1 }: Thing): string[] {
  if (texts) return [...texts]
  return text === undefined || count === 'many' ? [] : Array(count).fill(text)
}

/** There may be more than so many. */
export const MOST_POOLED = 6

/** Texts, colours and files that differ become lists of the first few; numbers that differ are those of none. */
export function pool(into: Telling, other: Thing): void {
  poolOne(into, other, 'text', 'texts', 1)
  // One colour of some, while others have none of their own, is not the colour of all; likewise a file.
  poolOne(into, other, 'color', 'colors', 2)
  poolOne(into, other, 'file', 'files', 2)
  if (into.nodes !== other.nodes) delete into.nodes
  if (into.edges !== other.edges) delete into.edges
  if (into.values !== other.values) delete into.values
  if (into.ranges !== other.ranges) delete into.ranges
  if (into.curve !== other.curve) delete into.curve
}

function poolOne(
  into: Telling,
  other: Thing,
  one: 'text' | 'color' | 'file',
  several: 'texts' | 'colors' | 'files',
  least: number,
): void {
  const known = into[several]
  // The first few stay, whoever comes.
  if (known && known.length >= MOST_POOLED) return
  if (into[one] === other[one] && !known && !other[several]) return
  const found: string[] = []
  const add = (text: string | undefined) => {
    if (text !== undefined && found.length < MOST_POOLED && !found.includes(text)) found.push(text)
  }
  for (const thing of [into, other]) {
    const all = thing[several]
    if (all) all.forEach(add)
    else add(thing[one])
  }
  delete into[one]
  if (found.length < least) delete into[several]
  else into[several] = found
}

/** Of what each of so many rounds made, or of that member of a group that it was done to; `firstNew`: the first number given in them. */
export function manyOf({ id, ...thing }: Thing, times: number | 'several', firstNew: number): Thing {
  if (id !== undefined && id < firstNew && thing.of === undefined) return { id, ...thing }
  const { count: each = 1 } = thing
  return { ...thing, count: times === 'several' || each === 'many' ? 'many' : each * times }
}
