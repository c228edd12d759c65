import type { Table } from './lmdb.ts'
import { decodeSide, encodeSide } from './record.ts'
import type { Shelf } from './types.ts'
import type { Writer } from './writer.ts'

/** A table of side records under names. Without a writer it is read only. */
export function makeShelf(
  table: Table<Buffer>,
  writer: Writer | undefined,
  refuse: () => never,
): Shelf<unknown> {
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
      for (const { key, value } of table.range()) yield [key.toString(), decodeSide(value)]
    },
  }
}
