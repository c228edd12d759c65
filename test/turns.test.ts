import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { createTurns } from '../lib/describe/turns.ts'

t.test('a turn comes when all that began before are through, whoever of them is first', async t => {
  const take = createTurns()
  const [first, second, third] = [take(), take(), take()]
  const seen: string[] = []
  void third.mine().then(() => seen.push('third'))
  second.done()
  await turn()
  t.strictSame(seen, [], 'the first one is still at work')
  first.done()
  await turn()
  t.strictSame(seen, ['third'])
})
