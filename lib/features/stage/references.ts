/** A storyboard refers to what it tells by number (`below #3`). What was never told, or is left out, has none. */
import type { Step, Thing } from './steps.ts'

/**
 * These steps with each number of what they do not tell put into words, `below the axes`, or left out where `all` does
 * not tell of it either.
 */
export function settleReferences(steps: readonly Step[], all: readonly Step[]): Step[] {
  const told = new Set<number>()
  eachThing(steps, ({ id }) => id !== undefined && told.add(id))
  if (!steps.some(step => dangles(step, told))) return [...steps]
  const kinds = new Map<number, string>()
  const settle = (place: string) => {
    if (kinds.size === 0) eachThing(all, ({ id, kind }) => id !== undefined && kinds.set(id, kind))
    return inWords(place, told, kinds)
  }
  return steps.map(step => settled(step, told, settle))
}

/** Does it refer to what is not told? Hardly one does. */
function dangles({ place, things, into, steps }: Step, told: ReadonlySet<number>): boolean {
  const isGone = (number: number) => !told.has(number)
  const isLost = (one: Thing) =>
    (one.of !== undefined && isGone(one.of)) ||
    (one.place?.includes('#') && numbersIn(one.place).some(isGone))
  return Boolean(
    (place?.includes('#') && numbersIn(place).some(isGone)) ||
      things?.some(isLost) ||
      into?.some(isLost) ||
      steps?.some(step => dangles(step, told)),
  )
}

type Settle = (place: string) => string | undefined

function settled(step: Step, told: ReadonlySet<number>, settle: Settle): Step {
  const { things, into, steps } = step
  const thing = (one: Thing) => {
    const { of, ...rest } = one
    return placed(of === undefined || told.has(of) ? one : rest, told, settle)
  }
  return {
    ...placed(step, told, settle),
    ...(things && { things: things.map(thing) }),
    ...(into && { into: into.map(thing) }),
    ...(steps && { steps: steps.map(inner => settled(inner, told, settle)) }),
  }
}

function placed<T extends { readonly place?: string }>(one: T, told: ReadonlySet<number>, settle: Settle): T {
  if (!one.place?.includes('#') || numbersIn(one.place).every(number => told.has(number))) return one
  const { place: _, ...rest } = one
  const place = settle(one.place)
  return (place === undefined ? rest : { ...rest, place }) as T
}

function inWords(
  place: string,
  told: ReadonlySet<number>,
  kinds: ReadonlyMap<number, string>,
): string | undefined {
  const numbers = numbersIn(place)
  const left = numbers.filter(number => told.has(number))
  const kind = numbers.length === 1 ? kinds.get(numbers[0]!) : undefined
  if (left.length === 0 && (kind === undefined || VAGUE.has(kind))) return undefined
  const what = left.length > 0 ? left.map(number => `#${number}`).join(' and ') : `the ${kind}`
  return place.replace(/#\d+(?: and #\d+)*/, () => what)
}

const VAGUE: ReadonlySet<string> = new Set(['object', 'group'])

const numbersIn = (place: string) => Array.from(place.matchAll(/#(\d+)/g), ([, digits]) => Number(digits))

function eachThing(steps: readonly Step[], visit: (thing: Thing) => unknown) {
  for (const { things = [], into = [], steps: repeated = [] } of steps) {
    things.forEach(visit)
    into.forEach(visit)
    eachThing(repeated, visit)
  }
}
