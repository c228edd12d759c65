/** Where a thing is, in words. */
import { article, nounOf } from '../../facts/nouns.ts'
import { placeIn } from './camera.ts'
import { childMobs, isComposed, isTable, wholeOf } from './groups.ts'
import type { Mob } from './values.ts'

/** Beside what, or in which part of the camera's frame. */
export function whereIs(mob: Mob, frame: Mob): string | undefined {
  const { rel } = mob
  if (!rel) return inFrame(mob, frame)
  // A neighbour that nobody has seen says nothing; a group is known by those of it that were seen.
  const seen = rel.of === mob ? [] : rel.of.id > 0 || !isComposed(rel.of) ? [rel.of] : childMobs(rel.of)
  const whole = toldWhole(seen)
  if (whole) return `${rel.word} ${pieceOf(seen, whole)} of #${whole.id}`
  const numbers = seen.filter(one => one !== mob && one.id > 0).map(one => `#${one.id}`)
  if (numbers.length === 0 || numbers.length < seen.length || numbers.length > MOST_NEIGHBOURS)
    return inFrame(mob, frame)
  return `${rel.word} ${numbers.join(' and ')}`
}
const MOST_NEIGHBOURS = 3

const PIECES: ReadonlySet<string> = new Set(['node', 'edge', 'entry'])

/** `a node`, `an entry`, or what of it nobody could name. */
function pieceOf([first, ...others]: readonly Mob[], { cls }: Mob): string {
  const noun = isTable(cls) ? 'entry' : first && nounOf(first.cls)
  return noun !== undefined && others.length === 0 && PIECES.has(noun) ? article(noun) + noun : 'part'
}

/** What was told of, and of which these are parts that were not, or not all. */
function toldWhole(parts: readonly Mob[]): Mob | undefined {
  const of = parts[0]?.partOf
  const whole = of && wholeOf(of)
  const areParts = parts.every(({ partOf }) => partOf === of) && parts.some(({ id }) => id === 0)
  return whole && whole.id > 0 && areParts ? whole : undefined
}

/** A line from one edge of the frame to the other has no place in it. */
function inFrame({ pos, half }: Mob, frame: Mob): string | undefined {
  return half?.some(way => Math.abs(way) > HALF_ACROSS) ? undefined : placeIn(frame, pos)
}
const HALF_ACROSS = 3.5
