/** One thing that comes to look as another. */
import { childMobs } from './groups.ts'
import type { Machine } from './machine.ts'
import { copyFor } from './objects.ts'
import { markShown } from './screen.ts'
import type { Mob } from './values.ts'

/** After a transform the thing looks as the other does. */
export function take(m: Machine, mob: Mob, other: Mob): void {
  mob.cls = other.cls
  mob.color = other.color
  mob.text = other.text
  mob.pos = other.pos
  mob.half = other.half
  mob.size = other.size
  mob.layout = other.layout
  mob.holds = other.holds
  takeChildren(m, mob, other)
  mob.local = other.local
  mob.hint = other.hint
  mob.partOf = other.partOf
}

/** Its children stay the same things where there are as many; others are on screen as it is. */
function takeChildren(m: Machine, mob: Mob, other: Mob, depth = 0): void {
  if (mob.children === other.children) return
  const [own, given] = [childMobs(mob), childMobs(other)]
  if (own.length === given.length && own.length === mob.children.length && depth < 5) {
    own.forEach((child, i) => {
      const to = given[i]!
      const { cls, color, text, pos, half, size, rel, local, hint, opacity } = to
      Object.assign(child, { cls, color, text, pos, half, size, rel, local, hint, opacity })
      takeChildren(m, child, to, depth + 1)
    })
    return
  }
  mob.children = given.map(child => copyFor(m, mob, child, other))
  if (mob.shown) for (const child of childMobs(mob)) markShown(child)
}

/** What was done to a copy of it: where that is, how large, and what it says in which colour. */
export function takeChanges(m: Machine, mob: Mob, copy: Mob): void {
  const { pos, half, size, rel, color, text } = copy
  Object.assign(mob, { pos, half, size, rel, color, text })
  takeChildren(m, mob, copy)
}

/** As it was when its state was saved. */
export function takeBack(m: Machine, mob: Mob, saved: Mob): void {
  mob.opacity = saved.opacity
  takeChanges(m, mob, saved)
}
