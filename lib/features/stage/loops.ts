/** Loops are said once, with their count. */
import type { For, While } from '../../python/ast.ts'
import { addedAlone, comeAtOnce } from './arrivals.ts'
import { forget } from './blur.ts'
import { exactly, pass } from './clock.ts'
import type { Exit, Machine, World } from './machine.ts'
import type { Step, Thing } from './steps.ts'
import { collapse, commonGround, manyOf, pool, poolParts, type Telling } from './together.ts'
import { type Env, type Mob, roughly, truth, unknown, type Value } from './values.ts'

/** Of rounds that show something in their time the first so many are told; the rest are gone through for what they change. */
const MOST_TOLD = 6
const MOST_ROUNDS = 150
/** As many of rounds that have nothing in common are told one by one. */
const FEW_STEPS = 8
/** Work that one loop may take, so that a big table does not use up what the scene needs. */
export const LOOP_FUEL = 4_000

export function runFor(m: Machine, st: For, env: Env): Exit {
  const source = m.iterate(m.eval(st.iter, env))
  const items: Value[] = !source.open
    ? source.items
    : source.items.length > 0
      ? source.items.map(roughly)
      : [unknown()]
  if (!source.open && areParts(items)) return oneByOne(m, st, items, env)
  let index = 0
  // What a round takes over from the one before it is not known where rounds are not.
  if (source.open) forget(m, st.body, env, false)
  const { clock } = m.world
  if (source.open) clock.open++
  const exit = rounds(
    m,
    source.open ? undefined : items.length,
    () => {
      const item = items[index++]
      if (item === undefined) return 'over'
      m.assign(st.target, item, env)
      return m.exec(st.body, env)
    },
    () => !source.open,
    () => forget(m, st.body, env, true),
  )
  if (source.open) clock.open--
  return exit ?? m.exec(st.orelse, env)
}

/** Of a scene that is put together of functions or classes of the program each round is a part of its own. */
function areParts(items: readonly Value[]): boolean {
  const parts = new Set(items.map(partOfProgram))
  return items.length > 1 && parts.size === items.length && !parts.has(undefined)
}

function partOfProgram(value: Value): object | undefined {
  if (value.t === 'func') return value.def.k === 'Def' ? value.def : undefined
  if (value.t === 'list') return value.items.map(partOfProgram).find(part => part !== undefined)
  return value.t === 'class' ? value.def : undefined
}

function oneByOne(m: Machine, st: For, items: readonly Value[], env: Env): Exit {
  for (const item of items) {
    m.assign(st.target, item, env)
    const exit = m.exec(st.body, env)
    if (exit === 'break') return undefined
    if (exit && exit !== 'continue') return exit
  }
  return m.exec(st.orelse, env)
}

export function runWhile(m: Machine, st: While, env: Env): Exit {
  const { clock } = m.world
  let unknownTest = false
  let first = true
  const exit = rounds(
    m,
    undefined,
    () => {
      const known = truth(m.eval(st.test, env))
      if (known === false || (unknownTest && !first)) return 'over'
      if (known === undefined || st.test.k === 'Const') {
        if (!unknownTest) {
          forget(m, st.body, env, false)
          clock.open++
        }
        unknownTest = true
      }
      first = false
      return m.exec(st.body, env)
    },
    () => !unknownTest,
    () => forget(m, st.body, env, true),
  )
  if (unknownTest) clock.open--
  return exit
}

/** `count`: how often the body runs, where known before. */
function rounds(
  m: Machine,
  count: number | undefined,
  round: () => Exit | 'over',
  countable: () => boolean,
  leaveEarly: () => void,
): Exit {
  const { world } = m
  const outer = world.steps
  const told: Step[][] = []
  const lasted: number[] = []
  let ran = 0
  let leave: Exit
  let finished = false
  /** Rounds that show something in their time. */
  let showed = 0
  /** What the others added. */
  const added: Mob[] = []
  const enough = world.fuel - LOOP_FUEL
  const { left, nextId, fresh, tests } = world
  while (world.fuel > 0) {
    if (ran >= MOST_ROUNDS || (ran > 1 && world.fuel < enough)) break
    world.steps = []
    const before = world.clock.seconds
    const exit = round()
    if (exit === 'over') {
      finished = true
      break
    }
    if (showed < MOST_TOLD) told.push(world.steps)
    lasted.push(world.clock.seconds - before)
    const alone = world.clock.seconds === before ? addedAlone(world) : undefined
    if (alone) added.push(...alone)
    else if (world.steps.length > 0) showed++
    ran++
    if (exit === 'break') {
      finished = true
      break
    }
    if (exit && exit !== 'continue') {
      leave = exit
      finished = true
      break
    }
  }
  world.steps = outer
  const known = countable() && world.left === left
  world.left = left
  if (!known || (!finished && ran !== count)) leaveEarly()
  const total = finished ? ran : known ? count : undefined
  const isTimeless = lasted.every(seconds => seconds === 0)
  if (showed > 0 || !isTimeless) takeTime(world, { total, known, lasted, tested: world.tests > tests })
  if (showed === 0 && isTimeless && known && total === ran) {
    world.fresh = fresh
    comeAtOnce(m, added)
    return leave
  }
  if (showed === 0 && added.length === 0) {
    if (!finished && ran > 2 && !(known && ran === count)) world.capped = Math.min(world.capped, ran)
    return leave
  }
  const steps = tell(told, known && total !== undefined ? total : 'several', nextId)
  outer.push(...(isTimeless ? steps.map(step => atOnce(step, nextId)) : steps))
  return leave
}

/** The time of rounds that were not looked at, `total` being undefined where nobody knows how many there are. */
function takeTime(
  world: World,
  by: { total: number | undefined; known: boolean; lasted: readonly number[]; tested: boolean },
): void {
  const { total, known, lasted, tested } = by
  const { length: ran } = lasted
  const [each = 0] = lasted
  const isTimeless = lasted.every(seconds => seconds === 0)
  if (!known) world.clock.exact &&= isTimeless
  else if (total === undefined) world.clock.exact = false
  else if (total > ran) {
    // What was tested may turn out otherwise in a round that was not looked at.
    const isSteady = !tested && lasted.every(seconds => Math.abs(seconds - each) < 1e-9)
    if (!isSteady) world.clock.exact = false
    // Where something in them is open they do not count: it stays a lower bound.
    if (world.clock.exact) pass(world, exactly(each * (total - ran)))
  }
}

/** Rounds that look alike become one repeat; what differs between them is left open. */
function tell(told: readonly Step[][], rounds: number | 'several', firstNew: number): Step[] {
  if (rounds === 1) return told.flat()
  const full = told.filter(steps => steps.length > 0)
  const [first, ...others] = full
  if (!first) return []
  // One of many: what is done once, unless there were more after those that were looked at.
  const once = told.length === rounds || first === told[0]
  if (rounds !== 'several' && full.length <= 1 && told.length > 1 && once) return first
  const times = showing(told, full.length, rounds)
  const steady = steadyIn(full, firstNew)
  if (others.every(steps => sameShape(first, steps, steady))) {
    const merged = others.reduce((so_far, steps) => so_far.map((step, i) => merge(step, steps[i]!)), first)
    return [{ action: 'repeat', times, steps: merged }]
  }
  // The first rounds often differ from the rest: say those apart that do.
  const rest = full.slice(1)
  if (rest.length > 1 && rest.slice(1).every(steps => sameShape(rest[0]!, steps, steady))) {
    const merged = rest
      .slice(1)
      .reduce((so_far, steps) => so_far.map((step, i) => merge(step, steps[i]!)), rest[0]!)
    const left = times === 'several' ? times : times - 1
    return [...first, { action: 'repeat', times: left, steps: merged }]
  }
  if (times !== 'several' && times <= 3) return full.flat()
  const steps = others.reduce((a, b) => woven(a, b, firstNew, steady), first)
  // Rounds that have nothing in common are no repetition.
  const unlike = told.length === rounds && steps.every(step => step.maybe)
  if (unlike && full.flat().length <= FEW_STEPS) return full.flat()
  return [{ action: 'repeat', times, steps }]
}

/** Rounds that only add, with no time between, are not seen as rounds: all of it is there together. */
function atOnce(step: Step, firstNew: number): Step {
  const { action, times = 1, steps: [only, ...others] = [] } = step
  if (action !== 'repeat' || !only || others.length > 0 || only.how !== 'appear' || only.maybe) return step
  return { ...only, things: collapse((only.things ?? []).map(thing => manyOf(thing, times, firstNew))) }
}

/** How many of the rounds show something. */
function showing(told: readonly Step[][], shown: number, rounds: number | 'several'): number | 'several' {
  if (rounds === 'several') return rounds
  if (told.length === rounds || shown === told.length) return rounds - (told.length - shown)
  // Of rounds that were not looked at nobody knows, unless only the first was another one.
  return shown === told.length - 1 && told[0]!.length === 0 ? rounds - 1 : 'several'
}

/** Two rounds that differ: what both do is merged, what one of them does may or may not be. */
function woven(
  so_far: readonly Step[],
  round: readonly Step[],
  firstNew: number,
  steady: ReadonlySet<number>,
): Step[] {
  const found: Step[] = []
  const perhaps = (step: Step) => found.push(step.maybe ? step : { ...unsaid(step, firstNew), maybe: true })
  let next = 0
  for (const step of round) {
    const at = so_far.findIndex((one, i) => i >= next && sameShape([one], [step], steady))
    if (at < 0) {
      perhaps(step)
      continue
    }
    for (; next < at; next++) perhaps(so_far[next]!)
    found.push(merge(so_far[at]!, step))
    next = at + 1
  }
  for (; next < so_far.length; next++) perhaps(so_far[next]!)
  return found
}

/** Without what only one round says: words, places and values of things that the loop makes. */
function unsaid({ detail: _, place: __, ...step }: Step, firstNew: number): Step {
  const plain = (thing: Thing): Thing => {
    if (thing.id !== undefined && thing.id < firstNew) return thing
    const { text, texts, place, ...rest } = thing
    return rest
  }
  return {
    ...step,
    ...(step.things ? { things: step.things.map(plain) } : {}),
    ...(step.into ? { into: step.into.map(plain) } : {}),
  }
}

/** Things of before that are there in more than two of three rounds: what is done to them is not done to others. */
function steadyIn(rounds: readonly (readonly Step[])[], firstNew: number): ReadonlySet<number> {
  const counts = new Map<number, number>()
  for (const steps of rounds) {
    const ids = new Set(steps.flatMap(({ things = [] }) => things.map(({ id }) => id)))
    for (const id of ids) if (id !== undefined && id < firstNew) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return new Set([...counts].filter(([, count]) => 3 * count > 2 * rounds.length).map(([id]) => id))
}

function sameShape(a: readonly Step[], b: readonly Step[], steady: ReadonlySet<number>): boolean {
  const areAlike = (x: Thing, y: Thing | undefined) => {
    const areSteady = [x.id, y?.id].some(id => id !== undefined && steady.has(id))
    return y !== undefined && isOfKind(x.kind, y.kind) && (x.id === y.id || !areSteady)
  }
  return (
    a.length === b.length &&
    a.every((step, i) => {
      const other = b[i]!
      return (
        step.action === other.action &&
        step.how === other.how &&
        (step.things?.length ?? 0) === (other.things?.length ?? 0) &&
        (step.things ?? []).every((thing, n) => areAlike(thing, other.things?.[n])) &&
        (step.steps === undefined) === (other.steps === undefined)
      )
    })
  )
}

/** A text here and a formula there are the same to who reads them. */
function isOfKind(a: string, b: string): boolean {
  return a === b || (WORDS.has(a) && WORDS.has(b))
}
const WORDS: ReadonlySet<string> = new Set(['text', 'formula'])

function merge(a: Step, b: Step): Step {
  const merged: Record<string, unknown> = { ...a }
  for (const key of ['place', 'color', 'detail', 'seconds', 'times', 'back', 'again', 'with'] as const)
    if (a[key] !== b[key]) delete merged[key]
  if (a.maybe || b.maybe) merged.maybe = true
  if (a.times !== b.times && a.action === 'repeat') merged.times = 'several'
  if (a.things && b.things) merged.things = a.things.map((thing, i) => mergeThing(thing, b.things![i]!))
  if (a.into && b.into) merged.into = a.into.map((thing, i) => mergeThing(thing, b.into![i] ?? thing))
  return merged as unknown as Step
}

function mergeThing(a: Thing, b: Thing): Thing {
  const merged: Telling = { ...a }
  poolParts(merged, b)
  pool(merged, b)
  for (const key of ['place', 'name', 'file', 'count', 'layout', 'kind'] as const) {
    if (JSON.stringify(a[key]) === JSON.stringify(b[key])) continue
    if (key === 'kind') merged.kind = isOfKind(a.kind, b.kind) ? 'text' : 'object'
    else if (key === 'count') merged.count = 'many'
    else delete merged[key]
  }
  const place = merged.place ?? commonGround(a.place, b.place)
  if (place !== undefined) merged.place = place
  // One of these, then one of those.
  if (a.of !== b.of && !merged.part) delete merged.of
  return merged
}
