import type { Table } from './lmdb.ts'
import { seal, unseal } from './record.ts'
import type { Keys, Shortcuts } from './types.ts'
import type { Writer } from './writer.ts'

export interface ShortcutOptions {
  table: Table<Buffer>
  /** Absent: nothing may be written. */
  writer: Writer | undefined
  /** Within a transaction: is that answer still there? */
  isKept(keys: Keys): boolean
  /** More than so many are mostly of records that have changed since. */
  most(): number
}

/** Under this key, shorter than any other: the program that made the others. */
const MAKER = Buffer.from('program')

export function makeShortcuts(program: string, { table, writer, isKept, most }: ShortcutOptions): Shortcuts {
  const maker = Buffer.from(program)
  let tidied = false
  /** Within a transaction. What other programs made is found by nobody any more: keys are made of the program too. */
  const tidyOnce = () => {
    if (tidied) return
    tidied = true
    if (table.get(MAKER)?.equals(maker) && table.count() <= most()) return
    table.clear()
    table.put(MAKER, maker)
  }
  return {
    get(key) {
      const value = table.view(key)
      return value === undefined ? undefined : unseal(key, value)
    },
    put(key, value, answers) {
      if (writer === undefined) return
      const sealed = seal(key, value)
      const step = () => {
        if (!answers.every(isKept)) return
        tidyOnce()
        table.put(key, sealed)
      }
      // Where the disk is full it is not there, and nothing is lost.
      writer.run(step, sealed.length).catch(() => {})
    },
  }
}
