import t from 'tap'
import { answer, board, prose, said } from './stage.ts'

t.test('functions of math and numpy', async t => {
  const cases: [call: string, value: string][] = [
    ['np.sqrt(16)', '4.0'],
    ['math.floor(2.7)', '2'],
    ['math.factorial(5)', '120'],
    ['math.comb(5, 2)', '10'],
    ['math.gcd(12, 18)', '6'],
    ['np.log2(8)', '3.0'],
    ['math.log(8, 2)', '3.0'],
    ['np.exp(0)', '1.0'],
    ['np.sign(-3)', '-1'],
    ['np.abs(-3)', '3'],
    ['np.arctan2(0, 1)', '0.0'],
    ['np.hypot(3, 4)', '5.0'],
    ['np.power(2, 5)', '32'],
    ['np.mod(-1, 3)', '2'],
    ['np.clip(7, 0, 5)', '5'],
    ['np.round(2.345, 2)', '2.35'],
    ['np.maximum(2, 3) + np.minimum(2, 3)', '5'],
    ['math.degrees(math.pi)', '180.0'],
    ['math.radians(180) == math.pi', 'True'],
    ['np.sum([1, 2, 3])', '6'],
    ['np.mean([1, 2, 3])', '2.0'],
    ['np.max([1, 3, 2]) - np.min([1, 3, 2])', '2'],
    ['math.prod([2, 3])', '6'],
  ]
  for (const [call, value] of cases) {
    const plain = value === 'True' ? `1 if ${call} else 0` : call
    t.equal(said(plain), value === 'True' ? '1' : value, call)
  }
  for (const call of [
    'math.factorial(-1)',
    'np.sqrt(-1)',
    'np.log(unknown)',
    'np.sum(unknown)',
    'np.sqrt()',
    'np.any(3)',
  ])
    t.match(said(call) ?? '…', '…', call)
  const imported = 'from math import comb, pi\n'
  t.equal(said('comb(6, 3)', imported), '20')
  t.equal(said('round(pi, 2)', imported), '3.14')
})

t.test('numbers are rounded and written as Python does', async t => {
  const cases: [call: string, value: string][] = [
    ['round(2.5)', '2'],
    ['round(3.5)', '4'],
    ['round(-2.5)', '-2'],
    ['round(0.125, 2)', '0.12'],
    ['round(2.675, 2)', '2.67'],
    ['round(1234, -2)', '1200'],
    ['round(25, -1)', '20'],
    ['round(1234.5, -2)', '1200.0'],
    ['round(2.5, None)', '2'],
    ['round(0.5, 400)', '0.5'],
    ['np.round(2.5)', '2.0'],
    ['math.fmod(-1, 3)', '-1.0'],
    ['np.remainder(-1, 3)', '…'],
    ['1e-5', '1e-05'],
    ['0.0001', '0.0001'],
    ['1e16', '1e+16'],
    ['1.5e-7', '1.5e-07'],
    ['123456789012345680.0', '1.2345678901234568e+17'],
    ['1e15', '1000000000000000.0'],
  ]
  for (const [call, value] of cases) t.equal(said(call) ?? '…', value, call)
  const formats = [
    ['{2.5:.0f}', '2'],
    ['{-2.5:.0f}', '-2'],
    ['{0.125:.2f}', '0.12'],
    ['{0.125:.0%}', '12%'],
    ['{1e-5}', '1e-05'],
    ['{0.00012345:.2e}', '1.23e-04'],
    ['{1234567.0:g}', '1.23457e+06'],
    ['{0.5:g}', '0.5'],
    ['{100:g}', '100'],
    ['{3.0:.3g}', '3'],
    ['{2 ** 64:x}', '10000000000000000'],
    ['{1e22:.1f}', '10000000000000000000000.0'],
    ['{-0.0:.1f}', '-0.0'],
    ['{-0.0:+.1f}', '-0.0'],
    ['{2.5:d}', '…'],
    ['{math.radians(1e-9)}', '1.7453292519943298e-11'],
  ] as const
  for (const [format, value] of formats)
    t.match(board(`self.add(Text(f"= ${format}"))`), [{ things: [{ text: `= ${value}` }] }], format)
})

t.test('whole numbers are exact, or not known', async t => {
  const cases: [call: string, value: string][] = [
    ['2 ** 64', '18446744073709551616'],
    ['1 << 70', '1180591620717411303424'],
    ['10 ** 18 + 1', '…'],
    ['math.factorial(19) // 2', '60822550204416000'],
    ['math.factorial(25)', '…'],
    ['math.comb(60, 30)', '118264581564861424'],
    ['math.comb(67, 33)', '…'],
    ['math.perm(5, 2) + math.lcm(4, 6)', '32'],
    ['math.comb(50, 25)', '126410606437752'],
    ['math.comb(3, 5)', '0'],
    ['12345678901234567890123', '…'],
    ['0x1F', '31'],
    ['10 ** 400', '…'],
    ['7 // 0', '…'],
    ['1 << -1', '…'],
    ['2 ** -1', '0.5'],
    ['1 ** -1', '1.0'],
    ['-7 // 2', '-4'],
    ['-7 % 3', '2'],
    ['7.5 // 2', '3.0'],
    ['5 ^ 3', '6'],
    ['6 & 3', '2'],
    ['6 | 3', '7'],
    ['~5', '-6'],
    ['-8 >> 1', '-4'],
    ['3.0 ^ 1', '…'],
    ['-(10 ** 20 + 1)', '…'],
    ['abs(10 ** 20 + 1)', '…'],
    ['int(10 ** 20 + 1)', '…'],
    ['round(10 ** 20 + 1)', '…'],
    ['0 * -1', '0'],
    ['0.0 * -1', '-0.0'],
    ['-7.5 % 2', '0.5'],
    ['3 % 1e-9', '9.999998131552257e-10'],
    ['-0.125 // -3', '0.0'],
    ['0.125 // -3', '-1.0'],
    ['pow(2, 3)', '8'],
    ['math.pow(2, 3)', '8.0'],
    ['20 // 1e-9', '19999999999.0'],
    ['int("101", 2)', '5'],
    ['int("ff", base=16)', '255'],
    ['int("12", 2)', '…'],
    ['int("")', '…'],
    ['int(" -7 ")', '-7'],
    ['sum([2 ** 53, 1])', '…'],
    ['sum([])', '0'],
    ['sum(x > 1 for x in [1, 2, 3])', '2'],
    ['max(1, 2.5)', '2.5'],
    ['max(3, 2.5)', '3'],
    ['2j', '…'],
    ['max([1, 5, 3], key=lambda x: -x)', '1'],
    ['min([(2, 1), (1, 2)])[1]', '2'],
    ['max([], default=4)', '4'],
    ['max([3], default=4)', '3'],
    ['max([1, unknown])', '…'],
    ['max(unknown)', '…'],
  ]
  for (const [call, value] of cases) t.equal(said(call) ?? '…', value, call)
  t.equal(answer('math.comb(67, 33) > 10 ** 18'), 'yes')
  t.match(said('math.comb(67, 33) % 10') ?? '…', '…')
  t.equal(said('10 ** 19 + 7 > 3 and math.log10(10 ** 19)'), '19.0')
  t.equal(answer('(1 < 2) & (3 < 2)'), 'no')
  t.equal(answer('(1 < 2) ^ (3 < 2)'), 'yes')
})

t.test('a number on screen is written as Manim does', async t => {
  const cases: [made: string, text: string | undefined][] = [
    ['DecimalNumber(0.125)', '0.12'],
    ['Integer(2.5)', '2'],
    ['Integer(12345)', '12,345'],
    ['Integer(12345, group_with_commas=False)', '12345'],
    ['DecimalNumber(1, 3)', '1.000'],
    ['DecimalNumber(2, include_sign=True)', '+2.00'],
    ['DecimalNumber(-0.001)', '0.00'],
    ['DecimalNumber(-0.001, include_sign=True)', '+0.00'],
    ['DecimalNumber(2, num_decimal_places=unknown)', undefined],
    ['DecimalNumber(1).set_value(2)', '2.00'],
    ['DecimalNumber(1).set_value(unknown)', undefined],
  ]
  for (const [made, text] of cases) t.match(board(`self.add(${made})`), [{ things: [{ text }] }], made)
})

t.test('what itertools makes of lists', async t => {
  const count = (call: string) =>
    said(`len(list(${call}))`, 'import itertools\nfrom itertools import combinations\n')
  t.equal(count('itertools.product([1, 2], [3, 4, 5])'), '6')
  t.equal(count('itertools.product([0, 1], repeat=4)'), '16')
  t.match(count('itertools.product([0, 1], repeat=unknown)') ?? '…', '…')
  t.equal(count('combinations(range(5), r=2)'), '10')
  t.equal(count('combinations(range(5), 2)'), '10')
  t.equal(count('itertools.permutations([1, 2, 3])'), '6')
  t.equal(count('itertools.permutations([1, 2, 3], 2)'), '6')
  t.equal(count('itertools.permutations([True, True])'), '2')
  t.equal(count('itertools.permutations(range(150), 160)'), '0', 'not all ways are tried')
  t.equal(count('itertools.product(range(150), [], repeat=40)'), '0')
  t.equal(count('itertools.chain([1], [2, 3])'), '3')
  t.equal(count('itertools.pairwise([1, 2, 3])'), '2')
  t.match(count('itertools.permutations(range(9))') ?? '…', '…', 'more than anybody looks at')
  t.match(count('itertools.product(unknown, [1])') ?? '…', '…')
  t.equal(said('list(itertools.product("ab", [1]))[1][0]', 'import itertools\n'), 'b')
})

t.test('getattr', async t => {
  t.equal(said('getattr(self, "n", 3)', 'self.n = 4\n'), '4')
  t.match(said('getattr(self, "n", 3)') ?? '…', '…', 'who knows whether there is one')
})

t.test('functions on points', async t => {
  const place = (point: string) => board(`self.add(Dot(${point}))`)[0]?.things?.[0]?.place
  t.equal(place('5 * normalize(np.array([3, 0, 0]))'), 'on the right')
  t.equal(place('rotate_vector(4 * RIGHT, PI / 2)'), 'at the top')
  t.equal(place('interpolate(5 * LEFT, 5 * RIGHT, 0.9)'), 'on the right')
  t.equal(place('midpoint(ORIGIN, 6 * LEFT)'), 'on the left')
  t.equal(place('np.zeros(3) + 3 * DOWN'), 'at the bottom')
  t.equal(place('normalize(unknown)'), undefined)
  t.equal(said('np.linalg.norm(np.array([3, 4, 0]))'), '5.0')
  t.match(said('np.linalg.norm(OUT)') ?? '…', '…', 'only in the plane')
  t.equal(said('np.dot(RIGHT, 3 * RIGHT)'), '3.0')
  t.equal(said('interpolate(0, 10, 0.5)'), '5.0')
})

t.test('letters, numbers in other words, gradients', async t => {
  t.equal(said('chr(ord("a") + 2)'), 'c')
  t.equal(said('hex(255) + bin(5)'), '0xff0b101')
  t.equal(said('pow(2, 10)'), '1024')
  t.equal(said('len(color_gradient([RED, BLUE], 7))'), '7')
  t.match(said('ord(unknown)') ?? '…', '…')
})

t.test('a wait of many decimals', async t => {
  t.match(board('self.wait(10 / 3)'), [{ action: 'wait', seconds: 3.33 }])
})

t.test('a number with a point keeps it', async t => {
  const cases: [value: string, written: string][] = [
    ['4 / 2', '2.0'],
    ['4 // 2', '2'],
    ['2.0', '2.0'],
    ['1e3', '1000.0'],
    ['0x1e', '30'],
    ['-(6 / 2)', '-3.0'],
    ['2 * 1.5', '3.0'],
    ['0.1 + 0.2', '0.30000000000000004'],
    ['int(4 / 2)', '2'],
    ['round(4 / 2)', '2'],
    ['round(5.04, 1)', '5.0'],
    ['float(3)', '3.0'],
    ['abs(-2.0)', '2.0'],
    ['max(1, 2.0)', '2.0'],
    ['sum([1, 2])', '3'],
    ['str(6 / 2)', '3.0'],
    ['np.linspace(0, 2, 3)[1]', '1.0'],
    ['ValueTracker(3).get_value()', '3.0'],
    ['dict([(1, "one")])[2 / 2]', 'one'],
  ]
  for (const [value, written] of cases) t.equal(said(value), written, value)
  t.equal(board('self.add(Text(f"{4 / 2:.0f} of {6 / 3:.2f}"))')[0]?.things?.[0]?.text, '2 of 2.00')
})

t.test('a number on screen has its decimals', async t => {
  const text = (make: string) => board(`self.add(${make})`)[0]?.things?.[0]?.text
  t.equal(text('DecimalNumber(2 / 3)'), '0.67')
  t.equal(text('DecimalNumber(2, num_decimal_places=1)'), '2.0')
  t.equal(text('Integer(7)'), '7')
  t.equal(text('DecimalNumber(2, num_decimal_places=unknown)'), undefined)
  t.equal(
    board('n = DecimalNumber(1, num_decimal_places=0)\nn.set_value(4.2)\nself.add(n)')[0]?.things?.[0]?.text,
    '4',
  )
})

t.test('methods of numbers', async t => {
  t.equal(answer('(3.0).is_integer()'), 'yes')
  t.equal(answer('(3.5).is_integer()'), 'no')
  t.equal(said('(10).bit_length()'), '4')
  t.equal(said('(0).bit_length()'), '0')
  t.equal(said('(-11).bit_count()'), '3')
  t.equal(said('np.sqrt(16.0).item()'), '4.0')
})

t.test('a number that is set with no animation is told as another one, if it is', async t => {
  const changed = (code: string) =>
    board(`n = Integer(1)\nself.add(n)\nself.wait()\n${code}\nself.wait()`)
      .filter(({ action }) => action === 'change')
      .map(({ detail }) => detail ?? 'to something')
  t.same(changed('n.set_value(7)'), ['to 7'])
  t.same(changed('n.set_value(1)'), [])
  t.same(changed('n.set_value(load())'), ['to something'])
  t.same(changed('n.increment_value()'), ['to 2'])
  t.same(changed('n.increment_value(4)'), ['to 5'])
  const animated = board('n = Integer(1)\nself.add(n)\nself.play(n.animate.set_value(load()))')
  t.same(
    animated.filter(({ action }) => action === 'change').map(({ detail }) => detail),
    [undefined],
  )
})

t.test('prose tells that a number changes, and what it shows in turn', async t => {
  const number = 'n = Integer(1)\nself.add(n, Circle())\nself.wait()\n'
  t.match(prose(`${number}n.set_value(load())\nself.wait()`), /let the number change/i)
  t.match(
    prose(`${number}for i in range(2, 9):\n    n.set_value(i)\n    self.wait()`),
    /seven times, change the number \(1, 2, 3, …\)/i,
  )
  t.match(prose(`${number}n.set_value(7)\nself.wait()`), /change the number to 7/i)
})
