/** `config.frame_width`: what Manim is configured with, where the program does not say otherwise. */
import type { Expr } from '../../python/ast.ts'
import type { Chunk } from '../../python/program.ts'
import type { Machine } from './machine.ts'
import { FRAME } from './places.ts'
import { num, type Value, vec } from './values.ts'

/** The defaults of Manim that places are made of. */
const DEFAULTS: ReadonlyMap<string, Value> = new Map([
  ['frame_width', num(FRAME.width, true)],
  ['frame_height', num(FRAME.height, true)],
  ['frame_x_radius', num(FRAME.width / 2, true)],
  ['frame_y_radius', num(FRAME.height / 2, true)],
  ['top', vec(0, FRAME.height / 2)],
  ['bottom', vec(0, -FRAME.height / 2)],
  ['left_side', vec(-FRAME.width / 2, 0)],
  ['right_side', vec(FRAME.width / 2, 0)],
  ['pixel_width', num(1920)],
  ['pixel_height', num(1080)],
  ['frame_rate', num(60)],
])
/** What says how far it is to the edge. */
const EXTENTS: ReadonlyMap<string, string> = new Map([
  ['frame_x_radius', 'frame_width'],
  ['left_side', 'frame_width'],
  ['right_side', 'frame_width'],
  ['frame_y_radius', 'frame_height'],
  ['top', 'frame_height'],
  ['bottom', 'frame_height'],
])
/** These say as much as those of the frame. */
const ANOTHER_FRAME = ['frame_size', 'aspect_ratio']

/** What the module sets, by name: `config.frame_width = 16`, `config["frame_width"] = 16`. */
export function configurationOf(chunks: readonly Chunk[]): ReadonlyMap<string, Expr> {
  const found = new Map<string, Expr>()
  for (const { body } of chunks)
    for (const st of body) {
      const [target] = st.k === 'Assign' ? st.targets : []
      const name = target && nameIn(target)
      if (name !== undefined && st.k === 'Assign' && st.value) found.set(name, st.value)
    }
  return found
}

function nameIn(target: Expr): string | undefined {
  if (target.k === 'Attr') return isConfig(target.obj) ? target.name : undefined
  const [key] = target.k === 'Sub' && isConfig(target.obj) ? target.index : []
  return key?.k === 'Str' ? key.v : undefined
}

const isConfig = (of: Expr) => of.k === 'Name' && of.id === 'config'

/** Undefined for what is not known. */
export function configured(m: Machine, name: string): Value | undefined {
  const { configuration, module } = m.world
  const set = configuration.get(name)
  if (set) return m.eval(set, module)
  if ([...ANOTHER_FRAME, EXTENTS.get(name)].some(one => one && configuration.has(one))) return undefined
  return DEFAULTS.get(name)
}
