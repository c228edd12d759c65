import t from 'tap'
import { answer, board, said } from './stage.ts'

/** What a text on screen says. */
const shown = (value: string) => board(`self.add(Text(${value}))`)[0]?.things?.[0]?.text

t.test('methods of strings', async t => {
  const cases: [call: string, value: string | undefined][] = [
    ['"7".zfill(3)', '007'],
    ['"-7".zfill(3)', '-07'],
    ['bin(5)[2:].zfill(4)', '0101'],
    ['"7".rjust(3, "0")', '007'],
    ['"a".ljust(3, ".")', 'a..'],
    ['"a".center(5, "-")', '--a--'],
    ['"ab".center(5, "-")', '--ab-'],
    ['"ab".center(1)', 'ab'],
    ['"a".center(10 ** 9)', undefined],
    ['"xxaxx".strip("x")', 'a'],
    ['"(a]".strip("[]()")', 'a'],
    ['"xxaxx".lstrip("x")', 'axx'],
    ['"xxaxx".rstrip("x")', 'xxa'],
    ['"hello big world".title()', 'Hello Big World'],
    ['"hELLO".capitalize()', 'Hello'],
    ['"aBc".swapcase()', 'AbC'],
    ['"prefix-a".removeprefix("prefix-")', 'a'],
    ['"a.py".removesuffix(".py")', 'a'],
    ['"a.py".removesuffix(unknown)', undefined],
  ]
  for (const [call, value] of cases) t.equal(shown(call), value, call)
  t.equal(said('"banana".count("an")'), '2')
  t.equal(said('"banana".find("n")'), '2')
  t.equal(said('"banana".find("x")'), '-1')
  t.equal(said('"banana".rfind("n")'), '4')
  t.equal(said('"banana".index("n")'), '2')
  t.match(said('"banana".index("x")') ?? '…', '…')
  t.match(said('"banana".find("n", 3)') ?? '…', '…')
  t.equal(answer('"AB".isupper() and "ab".islower()'), 'yes')
})

t.test('format fills in what it is given', async t => {
  const cases: [call: string, value: string | undefined][] = [
    ['"{} and {}".format(1, "b")', '1 and b'],
    ['"{1} and {0}".format(1, "b")', 'b and 1'],
    ['"{name}: {0:.2f}".format(2, name="x")', 'x: 2.00'],
    ['"{{{}}}".format(3)', '{3}'],
    ['"x = {}".format(unknown)', 'x = …'],
    ['"x = {}".format()', 'x = …'],
    ['"x = {0[1]}".format([1, 2])', 'x = …'],
    ['"x = {!r}".format(3)', 'x = …'],
    ['"x = %d" % 5', 'x = 5'],
    ['"x = %d" % 5.7', 'x = 5'],
    ['"%s, %.1f%%" % ("a", 2.25)', 'a, 2.2%'],
    ['"%03d|%-3d|" % (7, 8)', '007|8 |'],
    ['"x = %s" % unknown', 'x = …'],
    ['"x = %(name)s" % {"name": 3}', 'x = …'],
  ]
  for (const [call, value] of cases) t.equal(shown(call), value, call)
})
