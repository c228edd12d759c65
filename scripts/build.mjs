// Compiles to build/, puts the data files that the code reads beside it, and bundles the bins.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)

// Stale output of a renamed file would still be found by the source registry and by tap.
rmSync(join(root, 'build'), { recursive: true, force: true })

// Made anew only where it is older than its source: the compiler takes longer than all the rest.
const fast = path => join(root, 'lib/ndjson', path)
const sources = readdirSync(fast('')).filter(name => name.endsWith('.as.ts'))
if (sources.some(name => !(age(fast('fast.wasm')) < age(fast(name))))) {
  const { main } = await import('assemblyscript/asc')
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--initialMemory', '2']
  const { error, stderr } = await main([fast('fast.as.ts'), '--outFile', fast('fast.wasm'), ...options])
  if (error) {
    process.stderr.write(stderr.toString())
    process.exit(1)
  }
}

const copy = (from, to) => {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, to)
}
copy(
  require.resolve('tree-sitter-python/tree-sitter-python.wasm'),
  join(root, 'build/lib/python/tree-sitter-python.wasm'),
)
for (const folder of ['lib', 'test']) {
  for (const file of walk(join(root, folder))) {
    if (!file.endsWith('.ts')) copy(file, join(root, 'build', relative(root, file)))
  }
}
const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc')
const tsc = spawnSync(process.execPath, [compiler, '-p', root], { stdio: 'inherit' })
if (tsc.status !== 0) process.exit(tsc.status ?? 1)

// What one build derived from a cache is not another's: lib/describe/program.ts.
const hash = createHash('sha256')
for (const path of [...walk(join(root, 'build/lib'))].sort()) {
  if (!path.endsWith('.d.ts')) hash.update(relative(root, path)).update(readFileSync(path))
}
writeFileSync(join(root, 'build/lib/program-hash'), hash.digest('hex').slice(0, 32))

const bins = readdirSync(join(root, 'bin')).map(name => join(root, 'build/bin', name.replace(/\.ts$/, '.js')))
const threads = [join(root, 'build/lib/features/worker.js')]
await bundle(root, bins, threads)
for (const bin of bins) chmodSync(bin, 0o755)

/** Milliseconds since the file was written; NaN where there is none. */
function age(path) {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN)
}

function* walk(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* walk(path)
    else yield path
  }
}
