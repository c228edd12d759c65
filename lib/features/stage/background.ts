/** The colour behind everything, where it is not black. */
import { colorOf } from './eval.ts'
import type { Machine } from './machine.ts'
import { emit } from './screen.ts'
import type { Value } from './values.ts'

export const BACKGROUND = 'background_color'

export function setBackground(m: Machine, value: Value): void {
  const color = colorOf(value)
  const { world } = m
  // Under a condition that is not known it may be of another render.
  if (color === undefined || color === world.background || world.doubt > 0) return
  world.background = color
  emit(m, { action: 'camera', how: 'background', color })
}

/** `config.background_color = WHITE` in the module: every scene begins with it. */
export function configureBackground(m: Machine): void {
  const { configuration, module } = m.world
  const color = configuration.get(BACKGROUND)
  if (color) setBackground(m, m.eval(color, module))
}
