/**
 * Tables and matrices: the entries that stand in them, row by row, each row behind its label. Entries are children of the
 * table, and parts of it.
 */
import { families } from '../../facts/manim.ts'
import { allOf } from './containers.ts'
import { fixed } from './decimals.ts'
import { childMobs, isTable } from './groups.ts'
import type { Args, Machine } from './machine.ts'
import { plainText, write } from './text.ts'
import { asMob, asNumber, type Mob, newMob, type Value } from './values.ts'

/** Nobody reads the entries of larger ones. */
const MOST_ENTRIES = 400
const isA = families({
  integers: ['IntegerMatrix', 'IntegerTable'],
  decimals: ['DecimalMatrix', 'DecimalTable'],
  formulas: ['Matrix', 'MathTable'],
})

/** What the constructor's list of rows says. */
export function fillTable(m: Machine, mob: Mob, { args, kws }: Args): void {
  const given = args[0] ?? kws.get('matrix') ?? kws.get('table')
  const rows = (allOf(m, given) ?? []).map(row => allOf(m, row))
  const columns = rows[0]?.length ?? 0
  const areKnown = rows.every(row => row !== undefined && row.length === columns)
  if (!areKnown || columns === 0 || rows.length * columns > MOST_ENTRIES) return
  // It costs as much as what it is made of.
  m.world.fuel -= rows.length * columns
  mob.layout = `${rows.length} by ${columns} grid`
  // Where numbers are set in a manner of their own, how they read is not known.
  const isPlain = !kws.has('element_to_mobject_config') && !kws.has('element_to_mobject')
  const labels = (name: string) => labelsOf(m, kws.get(name))
  const beside = labels('row_labels')
  mob.children.push(...[kws.get('top_left_entry')].filter(isLabel), ...labels('col_labels'))
  rows.forEach((row, i) => {
    mob.children.push(...beside.slice(i, i + 1))
    for (const value of row ?? []) {
      const entry = entryOf(m, mob.cls, value, isPlain)
      entry.partOf = mob
      mob.children.push(entry)
    }
  })
}

function labelsOf(m: Machine, given: Value | undefined): readonly Value[] {
  return (allOf(m, given) ?? []).filter(isLabel)
}

const isLabel = (value: Value | undefined): value is Mob => value?.t === 'mob'

function entryOf(m: Machine, cls: string, value: Value, isPlain: boolean): Mob {
  const given = asMob(value.t === 'mob' ? value : undefined)
  if (given) return given
  const is = isA(cls)
  const number = is.integers || is.decimals
  const entry = newMob(number ? 'DecimalNumber' : is.formulas ? 'MathTex' : 'Text')
  if (value.t === 'num' && number && isPlain) entry.text = fixed(value.v, is.integers ? 0 : 1)
  else if (value.t === 'str' && !number) write(m, entry, value.v)
  else if (!number) entry.text = plainText(value)
  return entry
}

/** Row by row. */
export function entriesOf(mob: Mob): readonly Mob[] {
  return isTable(mob.cls) ? childMobs(mob).filter(child => child.partOf === mob) : []
}

/** How many rows and columns it was made with or arranged in. */
export function lanesOf({ layout }: Mob): { rows: number; columns: number } | undefined {
  const [, rows, columns] = (layout && /^(\d+) by (\d+) grid$/.exec(layout)?.map(Number)) || []
  return rows && columns ? { rows, columns } : undefined
}

/** What `get_entries` and its like give; undefined where it is not known, as of tables with labels, which count too. */
export function askTable(mob: Mob, name: string, at?: Value): Value | undefined {
  const entries = entriesOf(mob)
  const hasLabels = entries.length < mob.children.length && name !== 'get_entries_without_labels'
  const { rows, columns } = lanesOf(mob) ?? {}
  if (entries.length === 0 || hasLabels || !rows || !columns) return undefined
  const inRow = (row: number) => entries.slice(row * columns, (row + 1) * columns)
  const inColumn = (column: number) => entries.filter((_, i) => i % columns === column)
  switch (name) {
    case 'get_entries':
    case 'get_entries_without_labels':
      return at ? entryAt(at, rows, columns, entries) : group(entries)
    case 'get_rows':
      return group(range(rows).map(row => group(inRow(row))))
    case 'get_columns':
      return group(range(columns).map(column => group(inColumn(column))))
    default:
      return undefined
  }
}

/** `(1, 2)`: row and column, from one. */
function entryAt(at: Value, rows: number, columns: number, entries: readonly Mob[]): Mob | undefined {
  const [row, column] = at.t === 'list' ? at.items.map(asNumber) : []
  return row !== undefined && column !== undefined && row <= rows && column <= columns
    ? entries[(row - 1) * columns + column - 1]
    : undefined
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i)

function group(children: readonly Mob[]): Mob {
  const some = newMob('VGroup')
  some.children = [...children]
  some.pos = children[0]?.pos
  return some
}

/** The table of which it is a part, or of which it holds entries and nothing else. */
export function tableOf(mob: Mob): Mob | undefined {
  const children = childMobs(mob)
  let whole = mob.partOf ?? children[0]?.partOf
  if (!mob.partOf && children.some(child => child.partOf !== whole)) return undefined
  // A bracket is a part of the brackets, which are a part of the matrix.
  while (whole && !isTable(whole.cls)) whole = whole.partOf
  return whole === mob ? undefined : whole
}

/** Tables that nobody has seen and of which all entries come at once: who sees these sees the table. */
export function wholeTables(coming: readonly Mob[]): ReadonlySet<Mob> {
  const entries = new Map<Mob, Set<Mob>>()
  for (const mob of coming) {
    const table = tableOf(mob)
    if (!table || table.shown) continue
    const found = entries.get(table) ?? new Set()
    for (const one of mob.partOf ? [mob] : childMobs(mob)) found.add(one)
    entries.set(table, found)
  }
  const whole = new Set<Mob>()
  for (const [table, found] of entries)
    if (entriesOf(table).every(entry => found.has(entry)) && table.children.length > 0) whole.add(table)
  return whole
}
