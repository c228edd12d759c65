import t from 'tap'
import { board, said } from './stage.ts'

t.test('arrays of NumPy are worked out item by item, as NumPy writes them', async t => {
  const each = (array: string) => `'|'.join([str(v) for v in ${array}])`
  const cases: [call: string, value: string][] = [
    [each('np.array([1, 2, 3])'), '1|2|3'],
    [each('np.array([1, 2.5, 3, 4])'), '1.0|2.5|3.0|4.0'],
    [each('np.array([1, 2, 3]) * 2 + 1'), '3|5|7'],
    [each('1 / np.array([1, 2, 4])'), '1.0|0.5|0.25'],
    [each('np.arange(1, 5) ** 2'), '1|4|9|16'],
    [each('-np.arange(3)'), '0|-1|-2'],
    [each('np.linspace(0, 1, 5)'), '0.0|0.25|0.5|0.75|1.0'],
    [each('np.linspace(-2, 2, 6)[2:4]'), '-0.3999999999999999|0.40000000000000036'],
    [each('np.linspace(0, 1, 4, endpoint=False)'), '0.0|0.25|0.5|0.75'],
    [each('np.array([1, 2, 3, 4]) + np.array([10, 20, 30, 40])'), '11|22|33|44'],
    [each('np.array([1, 2]) * np.array([3])'), '3|6'],
    [each('(np.array([[1, 2], [3, 4]]) * np.array([10, 100]))[1]'), '30|400'],
    [each('np.zeros(2)'), '0.0|0.0'],
    [each('np.ones(3, dtype=int)'), '1|1|1'],
    [each('np.full(2, 7)'), '7|7'],
    [each('np.array([1.7, -1.7, 2.0, 3.5]).astype(int)'), '1|-1|2|3'],
    [each('np.cumsum([1, 2, 3, 4])'), '1|3|6|10'],
    [each('np.diff(np.array([-3, -2, 5]))'), '1|7'],
    [each('np.sort(np.array([3, 1, 2]))'), '1|2|3'],
    [each('np.floor(np.array([1.5, 2.5, -0.5]))'), '1.0|2.0|-1.0'],
    [each('np.abs(np.array([-1, 2, -3, 4]))'), '1|2|3|4'],
    [each('np.clip(np.arange(5), 1, 3)'), '1|1|2|3|3'],
    [each('np.arange(5)[[0, -1]]'), '0|4'],
    [each('np.concatenate([np.arange(2), np.arange(2)])'), '0|1|0|1'],
    [each('np.column_stack([[1, 2], [3, 4]])[1]'), '2|4'],
    [each('np.vstack([[1, 2], [3, 4.5]]).T[0]'), '1.0|3.0'],
    ['np.array([[1, 2], [3, 4]])[1, 0]', '3'],
    ['np.arange(4).sum() + np.arange(4).max()', '9'],
    ['np.array([4, 9, 2]).argmax()', '1'],
    ['np.array([1, 2, 3]).mean()', '2.0'],
    ['np.zeros((2, 3)).shape', '(2, 3)'],
    ['np.zeros((2, 3)).size', '6'],
    ['len(np.linspace(0, 1, 7))', '7'],
    ['np.floor(2.5)', '2.0'],
    ['math.floor(2.5)', '2'],
  ]
  for (const [call, value] of cases) t.equal(said(call), value, call)
  // What no number of ours can tell, or what depends on NumPy's version, is not known.
  for (const call of [
    'str(list(np.arange(3)))',
    'str(np.arange(3))',
    'np.floor(np.arange(3))[0]',
    'np.array([1, 2]) + np.array([1, 2, 3])',
    'np.array([[1, 2], [3, 4]]) @ np.array([1, 2])',
    'np.roll(np.arange(3), 1)[0]',
    'np.arange(3) == np.arange(3)',
    '"same" if np.arange(3) == 1 else "other"',
    'np.array([1, 2, 3], dtype=np.uint8)[0] - 2',
  ])
    t.equal(said(call) ?? '…', '…', call)
})

t.test('what chance decides is not known, but how much there is of it', async t => {
  const shown = (body: string) => board(body, 'import random\nfrom random import shuffle')[0]?.things
  const dots = (of: string) => shown(`self.add(VGroup(*[Dot(color=RED) for _ in ${of}]))`)
  for (const [of, count] of [
    ['np.random.rand(7)', 7],
    ['np.random.normal(0, 1, 8)', 8],
    ['np.random.randint(0, 9, size=9)', 9],
    ['np.random.default_rng(3).normal(size=(20, 2))', 20],
    ['np.random.default_rng(3).permutation(12)', 12],
    ['random.sample(range(30), 11)', 11],
    ['random.choices("ab", k=10)', 10],
  ] as const)
    t.match(dots(of), [{ kind: 'dot', count }], of)
  t.match(dots('np.random.default_rng(3).unheard(4)'), [{ kind: 'dot', parts: [{ count: 'many' }] }])
  for (const way of ['random.shuffle(names)', 'shuffle(names)', 'np.random.default_rng().shuffle(names)']) {
    const [one] = shown(`names = ["a", "b", "c"]\n${way}\nself.add(Text(names[0]), Text(names[1]))`)!
    t.equal(one?.text, undefined, way)
  }
  t.match(shown('dots = [Dot(color=RED), Dot(color=RED)]\nself.add(random.choice(dots))'), [
    { kind: 'dot', color: 'red' },
  ])
})
