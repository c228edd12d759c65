import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('../..', import.meta.url))

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* sources(path)
    else if (path.endsWith('.ts')) yield path
  }
}

/** Every import of a file: of our own by path, of others by name. */
function importsOf(path: string): { own: string[]; outside: string[] } {
  const text = readFileSync(join(root, path), 'utf8')
  const statement =
    /^(?:import|export)\b[^;'"]*?\bfrom\s+'([^']+)'|\bimport\(\s*'([^']+)'|^import\s+'([^']+)'/gm
  const names = new Set([...text.matchAll(statement)].map(match => match[1] ?? match[2] ?? match[3]!))
  return {
    own: [...names]
      .filter(name => name.startsWith('.'))
      .map(name => relative(root, join(root, path, '..', name))),
    outside: [...names].filter(name => !name.startsWith('.')),
  }
}

const files = [...sources('lib'), ...sources('bin')]
const room = (path: string) => /^lib\/([^/]+)\//.exec(path)?.[1] ?? path

/** What a room may import from, besides itself, lib/errors.ts, lib/hash.ts and their like, and types. */
const rooms: Record<string, readonly string[]> = {
  ndjson: [],
  python: [],
  facts: [],
  http: [],
  slice: ['python', 'facts'],
  features: ['python', 'facts', 'ndjson'],
  storyboard: ['features', 'facts'],
  filter: ['ndjson', 'cli'],
  cli: ['filter'],
  sources: ['extract'],
  datasets: ['http', 'ndjson', 'filter', 'cli', 'lib/sample.ts'],
  extract: ['datasets', 'slice', 'python', 'cli', 'lib/needs.ts', 'lib/sample.ts'],
  cache: ['cli', 'filter', 'ndjson'],
  money: ['cache'],
  checks: ['prompts', 'features', 'facts', 'lib/needs.ts'],
  prompts: ['describe', 'features', 'backends', 'transcripts'],
  transcripts: ['cache', 'http'],
  backends: ['http', 'engine', 'cache', 'prompts', 'money', 'batch'],
  batch: ['http', 'engine', 'cache', 'backends', 'money'],
  engine: ['http', 'backends', 'cache', 'money'],
}

t.test('imports point downwards: no room knows one above it', async t => {
  for (const path of files) {
    const allowed = rooms[room(path)]
    if (!allowed) continue
    for (const target of importsOf(path).own) {
      const isFine =
        room(target) === room(path) ||
        allowed.includes(room(target)) ||
        ['lib/errors.ts', 'lib/hash.ts', 'lib/plugin.ts', 'lib/sleep.ts', 'lib/vm.ts'].includes(target) ||
        isTypeOnly(path, target)
      t.ok(isFine, `${path} imports ${target}`)
    }
  }
})

function isTypeOnly(path: string, target: string): boolean {
  const text = readFileSync(join(root, path), 'utf8')
  const name = target.split('/').at(-1)!.replace('.', '\\.')
  const statements = [...text.matchAll(new RegExp(`import ([^;']*?)from '[^']*/${name}'`, 'g'))]
  return (
    statements.length > 0 &&
    statements.every(([, clause]) => /^type |^\{(?:\s*type \w+(?: as \w+)?,?\s*)+\}\s*$/.test(clause!))
  )
}

t.test('no command imports another', async t => {
  for (const path of files.filter(path => path.startsWith('lib/commands/'))) {
    t.same(
      importsOf(path).own.filter(target => target.startsWith('lib/commands/')),
      [],
      path,
    )
  }
})

t.test('each outside package is known to one file', async t => {
  const owners: Record<string, string> = {
    yargs: 'lib/cli/args.ts',
    'cli-progress': 'lib/cli/progress.ts',
    lmdb: 'lib/cache/lmdb.ts',
    undici: 'lib/http/client.ts',
    'web-tree-sitter': 'lib/python/parser.ts',
    hyparquet: 'lib/datasets/parquet.ts',
    'hyparquet-compressors': 'lib/datasets/parquet.ts',
    'csv-parse': 'lib/datasets/csv.ts',
    fflate: 'lib/datasets/zip.ts',
    'youtube-transcript': 'lib/transcripts/youtube.ts',
    ndjson: 'lib/commands/cache-export.ts',
    split2: 'lib/commands/cache-import.ts',
  }
  const users = new Map<string, string[]>()
  for (const path of files) {
    for (const name of importsOf(path).outside) {
      if (!name.startsWith('node:')) users.set(name, [...(users.get(name) ?? []), path])
    }
  }
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const [name, paths] of users) t.equal(paths.length, 1, `${name}: ${paths.join(', ')}`)
  for (const [name, owner] of Object.entries(owners)) t.same(users.get(name), [owner], name)
  t.same([...users.keys()].sort(), Object.keys(dependencies).sort(), 'every dependency is used, and no other')
})

t.test('what can be pure is: no input, no output, no clock', async t => {
  const pure = ['lib/ndjson/', 'lib/python/', 'lib/slice/', 'lib/features/', 'lib/storyboard/', 'lib/checks/']
  const readsOwnData = /(?:facts|libraries|exports|load|parser|pool|worker|schema)[\w-]*\.ts$/
  for (const path of files.filter(
    path => pure.some(folder => path.startsWith(folder)) || path === 'lib/needs.ts',
  )) {
    if (readsOwnData.test(path)) continue
    const impure = importsOf(path).outside.filter(name =>
      /^node:(?:fs|child_process|net|http|os|process)/.test(name),
    )
    t.same(impure, [], path)
    t.notMatch(
      readFileSync(join(root, path), 'utf8'),
      /\bDate\.now\(|new Date\(\)|Math\.random\(|process\.(?:env|stdout)/,
      path,
    )
  }
})

t.test('bins are a few lines', async t => {
  for (const path of files.filter(path => path.startsWith('bin/'))) {
    t.ok(readFileSync(join(root, path), 'utf8').trim().split('\n').length <= 8, path)
  }
})
