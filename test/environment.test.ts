/** Variables that act are told of. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { run } from './harness.ts'

t.test('every variable that describe or extract heeds is told by their help and man pages', async t => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const text = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => readFileSync(join(root, 'lib', path), 'utf8'))
    .join('\n')
  const reads = [...text.matchAll(/\benv\.([A-Z][A-Z_]+)/g)].map(match => match[1]!)
  const named = [...text.matchAll(/'((?!ERR_)[A-Z]+(?:_[A-Z]+)*_(?:API_KEY|PROXY|CONFIG_DIR))'/g)].map(
    match => match[1]!,
  )
  // Everybody's, and ours alone.
  const heeded = new Set([...reads, ...named].filter(name => !['HOME', 'DEBUG'].includes(name)))
  for (const name of ['GOOGLE_API_KEY', 'OPENAI_BASE_URL', 'HTTPS_PROXY', 'KAGGLE_CONFIG_DIR', 'NO_PROXY'])
    t.ok(heeded.has(name), name)
  const helps = await Promise.all(
    ['describe', 'extract'].map(async name => (await run(name, ['--help'])).stdout),
  )
  const pages = ['describe', 'extract'].map(name => readFileSync(join(root, 'man', `${name}.1`), 'utf8'))
  const listed = (texts: readonly string[], begin: RegExp) =>
    texts.map(each => each.slice(each.search(begin))).join('\n')
  const inHelp = listed(helps, /^Environment:$/m)
  const inPage = listed(pages, /^\.SH ENVIRONMENT$/m)
  for (const name of heeded) {
    t.match(inHelp, new RegExp(`\\b${name}\\b`), `${name} in the help`)
    t.match(inPage, new RegExp(`\\b${name}\\b`), `${name} in the man page`)
  }
})
