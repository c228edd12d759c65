/** The README's recipes, taken from its text and run as they stand, with a backend that costs nothing. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { fencedPython } from '../lib/sample.ts'
import { binary, cleanEnvironment, run } from './harness.ts'

const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')
const recipes = /\n## Recipes\n([\s\S]*?)\n## /.exec(readme)![1]!
const indented = (after: RegExp) =>
  after.exec(recipes)![1]!.replace(/^ {4}/gm, '').replaceAll('--llm claude', '--llm storyboard')

const scene = (name: string, shape: string) =>
  `from manim import *\n\n\nclass ${name}(Scene):\n    def construct(self):\n        shape = ${shape}()\n        self.play(Create(shape))\n        self.play(FadeOut(shape))\n`

/** A folder with sources, and the filters on the PATH under their names. */
function place(t: { testdir(content: Record<string, Record<string, string>>): string }) {
  const folder = t.testdir({
    talks: { 'one.py': scene('One', 'Circle'), 'two.py': scene('Two', 'Square') },
    lessons: { 'three.py': scene('Three', 'Triangle') },
    bin: {},
  })
  for (const name of ['extract', 'analyze-features', 'flag-needs', 'describe']) {
    const path = join(folder, 'bin', name)
    writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${binary(name)}' "$@"\n`)
    chmodSync(path, 0o755)
  }
  const env = cleanEnvironment({
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    MANIM_FILTERS_CACHE: join(folder, 'cache'),
  })
  const shell = (command: string, cwd = folder) =>
    spawnSync('bash', ['-c', command], { cwd, env, encoding: 'utf8' })
  return { folder, shell }
}

t.test('make -j builds what make builds, and a stage that fails leaves no file', async t => {
  const { folder, shell } = place(t)
  const makefile = indented(/With make.*\n\n((?: {4}.*\n|\n(?= {4}))+)/)
  t.match(makefile, /DELETE_ON_ERROR/)
  const targets = 'talks.described.jsonl lessons.described.jsonl'
  for (const jobs of ['-j1', '-j4']) {
    mkdirSync(join(folder, jobs))
    writeFileSync(join(folder, jobs, 'Makefile'), makefile)
    const made = shell(`ln -s ../talks ../lessons . && make ${jobs} ${targets}`, join(folder, jobs))
    t.equal(made.status, 0, made.stderr)
  }
  for (const file of targets.split(' ')) {
    const one = readFileSync(join(folder, '-j1', file), 'utf8')
    t.equal(readFileSync(join(folder, '-j4', file), 'utf8'), one)
    t.match(one, /"needs_description":false/)
  }
  const missing = shell('make nowhere.described.jsonl', join(folder, '-j1'))
  t.not(missing.status, 0)
  t.notOk(existsSync(join(folder, '-j1', 'nowhere.samples.jsonl')))
})

t.test('the training file has a conversation for each wording that is there', async t => {
  const { folder, shell } = place(t)
  const recipe = /^ {4}(jq -c 'select[\s\S]*?train\.jsonl)$/m.exec(
    recipes.slice(recipes.indexOf('**Train')),
  )![1]!
  const made = shell('extract talks | analyze-features | describe --llm storyboard > out.jsonl')
  t.equal(made.status, 0, made.stderr)
  const rows = readFileSync(join(folder, 'out.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  rows[0].metadata.description_variants = [{ description: 'Once.' }, { description: 'Twice.' }]
  rows.push({ ...rows[1], metadata: { ...rows[1].metadata, needs_description: true } })
  rows.push({ ...rows[1], source: 'vivek3141' })
  writeFileSync(join(folder, 'out.jsonl'), rows.map(row => `${JSON.stringify(row)}\n`).join(''))
  const train = shell(recipe)
  t.equal(train.status, 0, train.stderr)
  const found = readFileSync(join(folder, 'train.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  t.same(
    found.map(({ messages }) => messages[0].content),
    ['Once.', 'Twice.', rows[1].description],
  )
  // What is trained on is what conversations are read as.
  t.same(fencedPython(found[0].messages[1].content), rows[0].code)
})

t.test(
  'GNU parallel gives what one process gives',
  { skip: spawnSync('parallel', ['--version']).status !== 0 && 'GNU parallel is not installed' },
  async t => {
    const { folder, shell } = place(t)
    const rows = Array.from({ length: 300 }, (_, index) =>
      JSON.stringify({ id: `s${index}`, code: scene(`Scene${index}`, 'Circle'), metadata: {} }),
    )
    writeFileSync(join(folder, 'samples.jsonl'), `${rows.join('\n')}\n`)
    const command = indented(/GNU parallel[\s\S]*?\n\n((?: {4}.*\n)+)/).replace('--block 10M', '--block 20k')
    const parallel = shell(command)
    t.equal(parallel.status, 0, parallel.stderr)
    const one = await run('analyze-features', [join(folder, 'samples.jsonl')])
    t.equal(readFileSync(join(folder, 'features.jsonl'), 'utf8'), one.stdout)
  },
)
