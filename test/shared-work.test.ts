// What is worked out once and kept: it must say the same as working it out anew, and not grow.
import t from 'tap'
import { descends, family, perClass } from '../lib/facts/manim.ts'
import { remember } from '../lib/features/remember.ts'
import { linesOf } from '../lib/features/size.ts'
import { countLines } from '../lib/python/lines.ts'
import { ChunkCache, readProgram } from '../lib/python/program.ts'

t.test('lines counted statement by statement are the lines of the whole', async t => {
  const cases = [
    'a = 1\n',
    'a = 1',
    '',
    '# only\n\n  # comments\n',
    '# head\n# b = 2\n\na = 1  \n\n\n# a = 1\na = 1\n# tail',
    'def f():\n    # self.play(x)\n    return 1\n    # end\n\n\nf()\n',
    'a = 1  # one\nb = 2; c = 3\n\n    # d = 4\ne = 5',
    'x = """\n# no comment\n"""\n\n# y = 1\r\ny = 1\r\n',
    '\ufeffa = 1\nb = 2\n',
    '\ufeff# a = 1\nb = 2\n',
    'a = 1\rb = 2\n# c = 3\r',
    // The count loses its way in a string that goes on after a backslash: then only the whole will do.
    `x = 'a\\\n"""'\ny = 1\n# z = 2\n`,
    'a = (\n',
  ]
  for (const code of cases)
    t.match(
      linesOf(code, readProgram(code, new ChunkCache())),
      { ...countLines(code), open: Boolean },
      JSON.stringify(code),
    )
})

t.test('the answer for a text is found once, and again when it was forgotten', async t => {
  let asked = 0
  const length = remember(text => {
    asked++
    return text.length
  })
  t.equal(length('abc'), 3)
  t.equal(length('abc'), 3)
  t.equal(asked, 1)
  for (let i = 0; i < 10_000; i++) length(`n${i}`)
  t.equal(length('abc'), 3)
  t.equal(asked, 10_002)
  const long = 'x'.repeat(1000)
  length(long)
  length(long)
  t.equal(asked, 10_004, 'a long text is not kept')
})

t.test('undefined is an answer too, and halves of a character are told apart', async t => {
  let asked = 0
  const never = remember(() => {
    asked++
    return undefined
  })
  never('a')
  never('a')
  t.equal(asked, 1)
  const same = remember(text => text)
  t.equal(same('\ud800'), '\ud800')
  t.equal(same('\ufffd'), '\ufffd')
})

t.test('families are those that descends tells', async t => {
  const isLine = family('Line', 'ArcBetweenPoints')
  for (const name of ['Line', 'Arrow', 'DashedLine', 'Circle', 'Mobject', 'NoSuchClass', 'constructor'])
    for (let i = 0; i < 2; i++) t.equal(isLine(name), descends(name, 'Line', 'ArcBetweenPoints'), name)
})

t.test('of what is no class of Manim nothing is kept', async t => {
  let asked = 0
  const find = perClass(() => ++asked)
  t.equal(find('Circle'), find('Circle'))
  t.not(find('MyOwnThing'), find('MyOwnThing'))
})
