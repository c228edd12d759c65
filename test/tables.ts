/** Programs and tables of them, made up for the tests of datasets. */
import { parquetWriteBuffer } from 'hyparquet-writer'

export const program = (name: string, body = 'self.play(Create(Circle()))') =>
  `from manim import *\n\nclass ${name}(Scene):\n    def construct(self):\n        ${body}\n`

/** Rows as a Parquet file, with a row group for every two of them. */
export function parquet(columns: Record<string, unknown[]>): Buffer {
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data }))
  return Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 2 }))
}

/** What ManimBench looks like. */
export const bench = parquet({
  Code: [program('Bench'), program('Own', 'self.wait()')],
  'Reviewed Description': ['Display a circle that is drawn.', 'Display an empty screen for a second.'],
  Split: ['test', 'train'],
})
