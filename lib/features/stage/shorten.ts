/** A long storyboard is cut where it says least; its beginning and end stay. */
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
  clear: 5,
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
  const said = steps.filter(saysSomething)
  const kept = said.length <= limit ? said : pick(said, limit)
  return { steps: kept.map(tidy), omitted: said.length - kept.length }
}

function saysSomething({ action, steps }: Step): boolean {
  return action !== 'more' && (steps === undefined || steps.some(saysSomething))
}

function pick(steps: readonly Step[], limit: number): Step[] {
  const edge = Math.max(1, Math.floor(limit / 8))
  const ranked = steps
    .map((step, i) => ({ i, weight: i < edge || i >= steps.length - edge ? 100 : weightOf(step) }))
    .sort((a, b) => b.weight - a.weight || a.i - b.i)
  // Ties are spread over the whole scene instead of all taken from its beginning.
  const floor = ranked[limit - 1]?.weight ?? 0
  const sure = ranked.filter(one => one.weight > floor)
  const tied = ranked.filter(one => one.weight === floor)
  const room = limit - sure.length
  const spread = Array.from({ length: room }, (_, n) => tied[Math.floor((n * tied.length) / room)]!)
  const chosen = new Set([...sure, ...spread].map(one => one.i))
  return steps.filter((_, i) => chosen.has(i))
}

/** A step that stood beside one which is gone stands alone. */
function tidy(step: Step, i: number): Step {
  const inner = step.steps ? { steps: step.steps.filter(saysSomething).slice(0, 8) } : {}
  if (step.with && i === 0) {
    const { with: _, ...rest } = step
    return { ...rest, ...inner }
  }
  return step.steps ? { ...step, ...inner } : step
}
