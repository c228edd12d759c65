/** A long storyboard is cut where it says least; its beginning and end stay. */
import { settleReferences } from './references.ts'
import type { Step } from './steps.ts'

const WEIGHTS: Record<Step['action'], number> = {
  show: 8,
  transform: 7,
  repeat: 7,
  section: 6,
  move: 4,
  deform: 5,
  swap: 5,
  recolor: 3,
  rotate: 4,
  resize: 3,
  highlight: 3,
  change: 2,
  camera: 4,
  // Without it all that was there before seems to stay.
  clear: 10,
  hide: 3,
  wait: 0,
  more: -1,
}

/** How much a step says to somebody who wants to see the same. */
export function weightOf(step: Step): number {
  let weight = WEIGHTS[step.action]
  if (step.how === 'background') weight = WEIGHTS.show
  const things = step.things ?? []
  if (step.action === 'show' && things.length > 0) {
    if (things.some(thing => thing.text !== undefined)) weight += 2
    if (things.every(thing => thing.kind === 'object' && thing.name === undefined)) weight -= 6
  } else if (things.length > 0 && things.every(thing => thing.kind === 'object' || thing.part)) weight -= 2
  if (step.maybe) weight -= 1
  if (step.again) weight -= 6
  if (step.action === 'repeat' && step.steps) weight = Math.max(1, ...step.steps.map(weightOf))
  return weight
}

export function shorten(steps: readonly Step[], limit: number): { steps: Step[]; omitted: number } {
  const said = steps.flatMap((step, i) => (saysSomething(step) ? [i] : []))
  const chosen = said.length <= limit ? said : pick(steps, said, limit)
  return { steps: settleReferences(only(steps, chosen), steps), omitted: said.length - chosen.length }
}

function saysSomething({ action, steps }: Step): boolean {
  return action !== 'more' && (steps === undefined || steps.some(saysSomething))
}

/** Those of the steps numbered in `said` that say most, in order. */
function pick(steps: readonly Step[], said: readonly number[], limit: number): number[] {
  const edge = Math.max(1, Math.floor(limit / 8))
  const ranked = said
    .map((i, n) => ({ i, weight: n < edge || n >= said.length - edge ? 100 : weightOf(steps[i]!) }))
    .sort((a, b) => b.weight - a.weight || a.i - b.i)
  // Ties are spread over the whole scene instead of all taken from its beginning.
  const floor = ranked[limit - 1]?.weight ?? 0
  const sure = ranked.filter(one => one.weight > floor)
  const tied = ranked.filter(one => one.weight === floor)
  const room = limit - sure.length
  const spread = Array.from({ length: room }, (_, n) => tied[Math.floor((n * tied.length) / room)]!)
  return [...sure, ...spread].map(one => one.i).sort((a, b) => a - b)
}

/** The steps with these numbers alone. One that stood beside others which are all gone stands by itself. */
function only(steps: readonly Step[], chosen: readonly number[]): Step[] {
  return chosen.map((i, n) => {
    const step = steps[i]!
    const before = chosen[n - 1]
    const isAlone = before === undefined || !steps.slice(before + 1, i).every(gone => gone.with)
    if (!step.steps && !(step.with && isAlone)) return step
    const { with: beside, steps: repeated, ...rest } = step
    const inner = repeated?.flatMap((one, k) => (saysSomething(one) ? [k] : [])).slice(0, 8)
    return {
      ...rest,
      ...(repeated && inner && { steps: only(repeated, inner) }),
      ...(beside && !isAlone && { with: beside }),
    }
  })
}
