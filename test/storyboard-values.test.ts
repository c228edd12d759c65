import t from 'tap'
import { answer, board, prose, said } from './stage.ts'

/** What the text says that shows `value` after the statements. */
const after = (statements: string, value: string, before = '') =>
  board(`${statements}\nself.wait()\nself.add(Text(f"{${value}}"))\nself.wait()`, before)[0]?.things?.[0]
    ?.text

t.test('statements change what they change in Python', async t => {
  const joined = (name: string) => `'_'.join(map(str, ${name}))`
  const cases: [statements: string, list: string, value: string | undefined][] = [
    ['l = [4, 2, 6]\ndel l[0]', 'l', '2_6'],
    ['l = [4, 2, 6]\ndel l[1:]', 'l', undefined],
    ['l = [4, 2, 6]\ndel l[unknown]', 'l', undefined],
    ['d = {"p": 1, "q": 2}\ndel d["p"]', 'd', 'q'],
    ['l = [4, 2]\nk = l\nl += [3]', 'k', '4_2_3'],
    ['l = (4, 2)\nk = l\nl += (3,)', 'k', '4_2'],
    ['l = list(filter(lambda q: q > 1, range(4)))', 'l', '2_3'],
    ['l = list(filter(None, [0, 3]))', 'l', '3'],
    ['l = list(filter(unknown, [0, 3]))', 'l', undefined],
    ['l = [1, 2, 1]\nl.insert(-1, l.count(1))', 'l', '1_2_2_1'],
    ['d = {"a": 1}\nd.setdefault("b", 2)', 'd.values()', '1_2'],
    ['d = dict.fromkeys([3, 1, 3], 0)', 'd', '3_1'],
    ['d = dict.fromkeys(unknown)', 'd', undefined],
    ['l = [i - q for i, q in zip([*unknown, 7], [5])]', 'l', undefined],
    ['l = [unknown, 2]', '[l.index(2)]', undefined],
    ['l = list(divmod(-7, 3))', 'l', '-3_2'],
    ['for c in unknown:\n    del l[0]\n    l = list([5])', 'k', undefined],
  ]
  for (const [more, list, value] of cases.map(
    row => [`k = l = [4, 2, 6]\n${row[0]}`, row[1], row[2]] as const,
  ))
    t.equal(after(more, joined(list)), value, more)
  const shown: [value: string, text: string | undefined][] = [
    ['1 < 2', 'True'],
    ['None', 'None'],
    ['[1, 2.0, "a", None]', "[1, 2.0, 'a', None]"],
    ['(1,)', '(1,)'],
    ['(1, [2, 3])', '(1, [2, 3])'],
    ['"it\'s" if 0 else ["it\'s"]', '["it\'s"]'],
    ['{1, 2}', undefined],
    ['max("a", "b")', 'b'],
    ['min(["b", "a"], key=len)', 'b'],
    ['list(enumerate([4], 1))', '[(1, 4)]'],
    ['list({"p": 1}.items())', "[('p', 1)]"],
    ['[unknown]', undefined],
    ['[Dot()]', undefined],
    ['str([1, 2])', '[1, 2]'],
    ['"{} {!r}".format([1], 2)', '[1] …'],
    ['"{}".format([1])', '[1]'],
    ['"%s" % True', 'True'],
  ]
  for (const [value, text] of shown)
    t.equal(board(`x = ${value}\nself.add(Text(f"{x}"))`)[0]?.things?.[0]?.text, text, value)
  const counter = 'l = [1, 2]\nd = {str(l.pop()): l.pop()}'
  t.equal(after(counter, 'list(d.items())'), "[('2', 1)]", 'a key is worked out before its value')
  t.equal(after('a, *k = filter(unknown, [0, 3])', 'a'), undefined, 'it may begin elsewhere')
  for (const test of ['bool([1])', 'not bool(0)', 'isinstance(3, int)', 'not isinstance(3.0, int)'])
    t.equal(answer(test), 'yes', test)
})

t.test('what may have been changed is not known', async t => {
  const unsure = (statement: string) => `
l, d, a = [4, 2], {"p": 1}, 5
if unknown:
    ${statement}
else:
    pass`
  t.equal(after(unsure('b = l.pop()'), "'_'.join(map(str, l))"), undefined)
  t.equal(after(unsure('b = d.setdefault("q", 3)'), "'_'.join(d)"), undefined)
  t.equal(after(unsure('print(l.pop())'), "'_'.join(map(str, l))"), undefined)
  t.equal(after(unsure('del l[0]'), "'_'.join(map(str, l))"), undefined)
  t.equal(after(unsure('if (a := 7) > 2: pass'), 'a'), undefined)
  t.equal(after(unsure('b = 3'), 'a'), '5')
  const counter = `class O:
    def __init__(self):
        self.n = 2
    def up(self):
        self.n += 1
        return self.n
`
  t.equal(after(`o = O()\n${unsure('b = o.up()')}`, 'o.n', counter), undefined)
  t.equal(after(`o = O()\n${unsure('b = 3')}`, 'o.n', counter), '2')
  t.equal(after('o = O()\nfor c in unknown:\n    b = 2 * o.up()', 'o.n', counter), undefined)
})

t.test('long chains are looked through as far as they are run', async t => {
  const chain = `a${'.up()'.repeat(20_000)}`
  t.match(board(`self.add(Dot())\nif unknown:\n    b = ${chain}\nself.wait()`), [
    { things: [{ kind: 'dot' }] },
  ])
})

t.test('what is kept under keys that nobody knows', async t => {
  const things = (body: string) => board(`d = {}\n${body}`).flatMap(step => step.things ?? [])
  t.match(
    things('d[foo()] = Circle(color=BLUE)\nself.add(d[foo()])'),
    [{ kind: 'circle', color: 'blue' }],
    'one may be any of them',
  )
  t.match(
    things('for i in range(3):\n    d[foo(i)] = Text(str(i))\nself.add(d[foo(1)])'),
    [{ kind: 'text', text: undefined }],
    'of several nobody knows which',
  )
  t.match(
    things('for i in range(3):\n    d[foo(i)] = VGroup(Circle(), Text(str(i)))\nself.add(d.get(foo(1)))'),
    [{ kind: 'group', parts: [{ kind: 'circle' }, { kind: 'text', text: undefined }] }],
    'nor what is written in it',
  )
  t.match(
    things('for key in foo():\n    d[key] = Square()\nself.add(*d.values())'),
    [{ kind: 'square', parts: [{ count: 'many' }] }],
    'all of them are as many as there may be',
  )
  t.match(
    things('self.play(FadeIn(*[Square() for i in foo()]))'),
    [{ kind: 'square', parts: [{ count: 'many' }] }],
    'likewise those of an animation',
  )
  t.match(
    things('self.add(*[[Dot(), Dot()] for i in foo()])\nself.wait()'),
    [{ kind: 'dot', parts: [{ count: 'many' }] }],
    'and lists of them',
  )
  t.match(
    things('d["a"] = Dot()\nd[foo()] = Square()\nfor key, value in d.items():\n    self.play(FadeIn(value))'),
    [],
    'how often a loop over them runs is not known',
  )
  t.match(things('d[foo()] = Square()\nd.clear()\nself.add(d.get("a", Dot()))'), [{ kind: 'dot' }])
  t.equal(
    prose('d = {}\nfor key in foo():\n    d[key] = Square()\nself.add(*d.values())'),
    'Show several squares.',
  )
})

t.test('what an attribute that nobody knows is', async t => {
  const steps = board('x = foo()\nif x.left is None:\n    self.add(Dot())\nelse:\n    self.add(Square())')
  t.match(steps, [{ things: [{ kind: 'dot' }], maybe: true }], 'it may be None')
})

t.test('what is changed in a row that nobody knows may be in any of them', async t => {
  const rows = 'rows = [[], [Dot()], []]\nat = load()\n'
  const length = (change: string) => said('len(rows[0])', `${rows}${change}\n`)
  t.equal(length('pass'), '0')
  t.equal(length('rows[at].append(Dot())'), undefined)
  t.equal(length('rows[at][0] = Dot()'), undefined)
  t.equal(length('rows[at].count(1)'), '0', 'nothing is changed')
  const counts = 'counts = [0, 0, 0]\nat = load()\n'
  t.equal(said('counts[0]', `${counts}counts[at] += 1\n`), undefined)
  t.equal(said('len(counts)', `${counts}counts[at] += 1\n`), '3')
  const [step] = board('g = VGroup(*load())\ng.submobjects[0] = Text("1")\nself.add(g)')
  t.match(step?.things, [{ kind: 'group' }], 'one put among those that are not known is not all')
})

t.test('nothing is not among things', async t => {
  const things = 'c = Circle()\nall = [c, Dot()]\n'
  t.equal(said('None in all', things), 'False')
  t.equal(said('c in all', things), 'True')
  t.equal(said('None in [c, None]', things), 'True')
  t.equal(said('None in [c, load()]', things), undefined)
  t.equal(said('None in load()', things), undefined)
})

t.test('a scene of old has what its CONFIG says, and what those of its bases say', async t => {
  const base = 'class Base(Scene):\n    CONFIG = {"n": 3, "word": "Hi"}\n'
  const [step] = board(
    'self.add(Text(f"{self.word} {self.n} {self.m}"))',
    `${base}class Middle(Base):\n    CONFIG = {"n": 4, **unknown()}\n`,
    'Middle',
  )
  t.equal(step?.things?.[0]?.text, 'Hi 4 …')
  const [own] = board('self.n = 5\nself.add(Text(f"{self.n}"))', base, 'Base')
  t.equal(own?.things?.[0]?.text, '5')
  t.equal(said('len(list(it.chain([1, 2], [3])))'), '3', 'itertools as ManimGL brings it')
})

t.test('a list is no tuple, and sets have no order', async t => {
  for (const [test, turnsOut] of [
    ['[1, 2] == (1, 2)', 'no'],
    ['[1, 2] != (1, 2)', 'yes'],
    ['list(d.values()) == list(enumerate([2, 5], 1))[0]', 'no'],
    ['[(1, 2)] == [[1, 2]]', 'no'],
    ['(1, 2) == tuple([1, 2])', 'yes'],
    ['{"a", "b"} == {"b", "a"}', 'yes'],
    ['{"a", "b"} == {"b", "c"}', 'no'],
    ['{3, 1} == set([1, 3, 3])', 'yes'],
  ] as const) {
    t.equal(answer(test, 'd = {"p": 1, "q": 2}\n'), turnsOut, test)
  }
})
