/** What is played there and back: it is seen, and all is as it was before. */
import { take } from './likeness.ts'
import type { Machine } from './machine.ts'
import { copyOf } from './objects.ts'
import { hide } from './screen.ts'
import type { Step } from './steps.ts'
import type { Mob } from './values.ts'

export function thereAndBack(m: Machine, mobs: readonly Mob[], run: () => readonly Step[]): Step[] {
  const before = mobs.map(mob => copyOf(m, mob))
  const shown = mobs.map(mob => mob.shown)
  const steps = run()
  mobs.forEach((mob, i) => {
    const { rel, opacity, value } = before[i]!
    take(m, mob, before[i]!)
    Object.assign(mob, { rel, opacity, value })
    // What came by it goes with it.
    if (!shown[i] && steps.some(({ action, how }) => action === 'show' && how !== 'appear')) hide(m, mob)
  })
  // What is only there from now on stays.
  return steps.map(step => (step.how === 'appear' ? step : { ...step, back: true }))
}
