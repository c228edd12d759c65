import { spawnSync } from 'node:child_process'
import t from 'tap'
import { CLEANING, FULL_GROWN, LEAN, MANY_TREE_WALKS, TREE_WALKS } from '../lib/vm.ts'

// V8 answers a flag that it does not have with two lines on stderr and no error, so that nothing else would notice.
t.test('V8 is told of no flag that this version does not have', async t => {
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })
  const known = new Set(Array.from(stdout.matchAll(/^ {2}(--[a-z0-9-]+) /gm), match => match[1]))
  t.ok(known.has('--stack-size'), 'the list is read')
  for (const flag of [...CLEANING, ...TREE_WALKS, ...MANY_TREE_WALKS, ...FULL_GROWN, ...LEAN])
    t.ok(known.has(flag.split('=')[0]!.replace('--no-', '--')), flag)
})
