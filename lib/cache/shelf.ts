import type { Table } from './lmdb.ts'
import { decodeSide, encodeSide } from './record.ts'
import type { Shelf } from './types.ts'
import type { Writer } from './writer.ts'

export interface KeptShelf extends Shelf<unknown> {
  /** All there is; the value is undefined where it can't be read. */
  scan(): Iterable<{ name: string; value: unknown }>
  /** Removes what can't be read. Gives the number. */
  removeDamaged(): Promise<number>
}

/** A table of side records under names. Without a writer it is read only. What can't be read is not there. */
export function makeShelf(table: Table<Buffer>, writer: Writer | undefined, refuse: () => never): KeptShelf {
  function* scan() {
    for (const { key, value } of table.range()) yield { name: key.toString(), value: decodeSide(value) }
  }
  return {
    get(name) {
      const bytes = table.get(Buffer.from(name))
      return bytes === undefined ? undefined : decodeSide(bytes)
    },
    async put(name, value) {
      const bytes = encodeSide(value)
      await (writer ?? refuse()).run(() => table.put(Buffer.from(name), bytes), { bytes: bytes.length })
    },
    async remove(name) {
      await (writer ?? refuse()).run(() => table.remove(Buffer.from(name)))
    },
    *list() {
      for (const { name, value } of scan()) if (value !== undefined) yield [name, value]
    },
    scan,
    removeDamaged() {
      return (writer ?? refuse()).run(() => {
        // By its bytes: a damaged name need not be a text.
        const damaged = [...table.range()].filter(({ value }) => decodeSide(value) === undefined)
        for (const { key } of damaged) table.remove(key)
        return damaged.length
      })
    },
  }
}
