/** The files of docs/extending.md, taken from its text and used as they stand. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { records, run } from './harness.ts'

const text = readFileSync(fileURLToPath(new URL('../../docs/extending.md', import.meta.url)), 'utf8')
const files = Object.fromEntries(
  Array.from(
    text.matchAll(/<!-- (\S+) -->\n\n(?:```\w*\n([\s\S]*?)```|((?: {4}.*\n|\n(?= {4}))+))/g),
    ([, name, fenced, indented]) => [name!, fenced ?? indented!.replace(/^ {4}/gm, '')],
  ),
)
const sample = {
  id: 'a',
  description: '[PENDING_DESCRIPTION]',
  code: 'from manim import *\n\nclass A(Scene):\n    def construct(self):\n        self.play(Create(Circle()), Create(Square()))\n',
  source: 's',
  metadata: { video_title: 'Shapes', code_features: { storyboard: [], strings: [] } },
}
const input = `${JSON.stringify(sample)}\n`

t.test('a prompt, a check, a backend and prices of the user', async t => {
  const folder = t.testdir({ ...files, 'manim-filters.json': '{}' })
  t.same(Object.keys(files).sort(), [
    'manim-filters.json',
    'mine.prompt',
    'my-backend.mjs',
    'my-check.mjs',
    'prices.json',
  ])
  const own = ['--llm', './my-backend.mjs', '--prompt', 'mine.prompt', '--check', 'my-check.mjs']
  const options = { input, cwd: folder, env: { MANIM_FILTERS_CACHE: join(folder, 'cache') } }
  const { code, stdout, stderr } = await run('describe', [...own, '--prices', 'prices.json'], options)
  t.equal(code, 0, stderr)
  t.match(records(stdout)[0], {
    description: 'Draw a circle and a square in the middle of the screen, one after the other.',
    metadata: {
      description_generated_by: /^mine:/,
      describe: { prompt: 'mine@1', tokens: { in: 10, out: 20 } },
    },
  })
})

t.test('and its settings', async t => {
  const folder = t.testdir(files)
  const options = { input, cwd: folder, env: { MANIM_FILTERS_CACHE: join(folder, 'cache') } }
  const { code, stdout, stderr } = await run('describe', [], options)
  t.equal(code, 0, stderr)
  t.match(stderr, /--concurrency 4 \(manim-filters\.json\)/)
  t.match(records(stdout)[0], { metadata: { description_generated_by: /^mine:/ } })
})
