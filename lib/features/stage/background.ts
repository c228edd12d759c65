/** The colour behind everything, where it is not black. */
import type { Expr, Stmt } from '../../python/ast.ts'
import type { Chunk } from '../../python/program.ts'
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
export function configureBackground(m: Machine, chunks: readonly Chunk[]): void {
  for (const { body } of chunks)
    for (const st of body) {
      const value = configured(st)
      if (value) setBackground(m, m.eval(value, m.world.module))
    }
}

function configured(st: Stmt): Expr | undefined {
  if (st.k !== 'Assign') return undefined
  const [target] = st.targets
  const isConfig = (of: Expr) => of.k === 'Name' && of.id === 'config'
  const isAttribute = target?.k === 'Attr' && target.name === BACKGROUND && isConfig(target.obj)
  const [key] = target?.k === 'Sub' && isConfig(target.obj) ? target.index : []
  const isItem = key?.k === 'Str' && key.v === BACKGROUND
  return isAttribute || isItem ? st.value : undefined
}
