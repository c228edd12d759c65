import t from 'tap'
import { createTextSet } from '../lib/describe/text-set.ts'

const things = ['circle', 'square', 'arrow', 'matrix', 'curve', 'brace', 'label', 'star', 'wheel', 'grid']
const ways = ['fade', 'spin', 'grow', 'slide', 'bounce', 'shrink', 'melt', 'swing', 'flash', 'split']
const varied = (n: number) =>
  `${ways[n % 10]} the ${things[(n * 7) % 10]} number ${n} past ${n + 3} ${things[(n * 3) % 10]}s, ${ways[(n * 7) % 10]} it ${n * 2} times and keep ${n * 5} in ${things[(n >> 1) % 10]} ${n ^ 5}`

t.test('a near twin is found within a source, and told by the id of the earlier', async t => {
  const set = createTextSet()
  const text =
    'Draw a blue square in the middle of the screen, let it turn twice about its centre while a small label counts the turns, and fade all out at the end.'
  t.equal(set.add(text, 'a', 'first'), undefined)
  t.equal(set.add(text.replace('blue', 'green'), 'b', 'elsewhere'), undefined, 'another source')
  t.equal(set.add(text.replace('blue', 'red'), 'a', 'second'), 'first')
  t.equal(set.add(varied(3), 'a', 'third'), undefined)
  t.equal(set.add('', 'a', 'empty'), undefined)
  t.equal(set.add('two words', 'a', 'short'), undefined)
  t.equal(set.add(text.split(' ').slice(0, 14).join(' '), 'a', 'half'), undefined)
})

t.test('a twin far back in a long run is found, and memory has an end', async t => {
  const set = createTextSet()
  for (let n = 0; n < 6000; n++) set.add(varied(n), 'a', String(n))
  t.equal(set.add(varied(10), 'a', 'again'), '10')
  for (let n = 6000; n < 16_000; n++) set.add(varied(n), 'a', String(n))
  t.equal(set.add(varied(11), 'a', 'too late'), undefined)
})

t.test('the report names what is monotonous', async t => {
  const few = createTextSet()
  for (let n = 0; n < 49; n++) few.add('Display a square.', 'a', String(n))
  t.equal(few.report(), undefined, 'too few to tell')

  const fine = createTextSet()
  for (let n = 0; n < 300; n++) fine.add(varied(n), 'a', String(n))
  t.equal(fine.report(), undefined)

  const same = createTextSet()
  for (let n = 0; n < 100; n++) same.add(n % 2 ? `Display a ${varied(n)}` : varied(n), 'a', String(n))
  t.equal(same.report(), 'the descriptions are monotonous: 50 % begin "display a"')

  const wrapped = createTextSet()
  for (let n = 0; n < 100; n++) {
    wrapped.add(n % 10 ? varied(n) : `In a most beautiful scene we can see ${varied(n)}`, 'a', String(n))
  }
  t.match(wrapped.report(), /10 % share their first eight words, "in a most beautiful scene we can see"/)

  const dull = createTextSet()
  for (let n = 0; n < 300; n++) dull.add(`${n} squares turn and turn and turn and turn`, 'a', String(n))
  t.match(dull.report(), /of their pairs of words \d+ % differ, of varied texts 35 % do/)
})
