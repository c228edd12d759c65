// A folder with NDJSON of samples that each want a description of their own, for the proofs of describe.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export function writeRows(name, count) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`))
  const input = join(folder, 'in.jsonl')
  const row = index => ({
    id: `k${index}`,
    description: '[PENDING_DESCRIPTION]',
    code: `class A(Scene):\n    def construct(self):\n        shape_k${index} = Circle()\n        self.play(Create(shape_k${index}))\n`,
    source: 'soak',
    metadata: { needs_description: true },
  })
  writeFileSync(
    input,
    Array.from({ length: count }, (_, index) => `${JSON.stringify(row(index))}\n`).join(''),
  )
  return { folder, input }
}
