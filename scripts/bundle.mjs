// Bundles the compiled bins: a process that reads five files starts in half the time of one that reads two hundred.
//
// build/bin/NAME.js is written over with a bundle of itself. Each `import()` in lib/ is a seam: what stands behind it is
// a chunk beside the bin, loaded when it is first needed. A thread starts as a process does: its file is written over
// too. All else in build/lib stays as compiled: sources, plugins and data files are found there.
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { build } from 'esbuild'

/** Of these one file each is made, which all bins share. The others are left to Node to find: they are seldom needed. */
const packages = ['lmdb', 'ndjson', 'split2', 'yargs']
/** They look for it beside their own files. */
const withNativePart = ['lmdb']

const common = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  allowOverwrite: true,
  // Whole names keep a stack trace readable.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'inline',
  logLevel: 'warning',
}

/** `bins`: absolute paths of compiled bins, in one folder; `threads`: of the files that worker threads begin with. */
export async function bundle(root, bins, threads) {
  const outdir = dirname(bins[0])
  await build({
    ...common,
    entryPoints: packages,
    outdir: join(outdir, 'packages'),
    absWorkingDir: root,
    // CommonJS packages ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    minifyIdentifiers: true,
    plugins: [unused, seldom, addresses(root, outdir)],
  })
  // One by one, for each file more costs the start of a process more than it would save on the disk.
  for (const bin of bins) {
    await build({
      ...common,
      entryPoints: [bin],
      outdir,
      splitting: true,
      chunkNames: `${basename(bin, '.js')}-[name]-[hash]`,
      packages: 'external',
      plugins: [shared, addresses(root, outdir)],
    })
  }
  for (const thread of threads) {
    const folder = dirname(thread)
    await build({
      ...common,
      entryPoints: [thread],
      outdir: folder,
      packages: 'external',
      plugins: [addresses(root, folder)],
    })
  }
}

const shared = {
  name: 'shared',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(?:${packages.join('|')})$`) }, ({ path }) => ({
      path: `./packages/${path}.js`,
      external: true,
    }))
  },
}

/**
 * A file of ours finds its data, threads and neighbours from where it was compiled to, not from its bundle; one of a
 * package with a native part finds that from where the package is installed.
 */
function addresses(root, outdir) {
  const slashes = path => path.split(sep).join('/')
  const addressOf = path => {
    const inside = slashes(relative(root, path))
    if (inside.startsWith('build/')) {
      return `new URL(${JSON.stringify(slashes(relative(outdir, path)))}, import.meta.url).href`
    }
    const name = withNativePart.find(name => inside === `node_modules/${name}/${basename(path)}`)
    return (
      name && `new URL(${JSON.stringify(basename(path))}, import.meta.resolve(${JSON.stringify(name)})).href`
    )
  }
  return {
    name: 'addresses',
    setup({ onLoad }) {
      onLoad({ filter: /\.js$/ }, async ({ path }) => {
        const address = addressOf(path)
        if (!address) return undefined
        const text = await readFile(path, 'utf8')
        return { contents: text.replaceAll('import.meta.url', address), loader: 'js' }
      })
    },
  }
}

/**
 * lmdb learns from the program that runs it which C library is there, and by running another only where that fails: till
 * then it does without the half of Node's network that a child process comes with.
 */
const seldom = {
  name: 'seldom',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^child_process$/ }, ({ path, importer }) =>
      importer.includes('detect-libc') ? { path, namespace: 'seldom' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'seldom' }, ({ path }) => ({
      contents: ['exec', 'execSync']
        .map(name => `exports.${name} = (...values) => require('node:${path}').${name}(...values)`)
        .join('\n'),
    }))
  },
}

/**
 * What is never called here and costs much to load. yargs parses, help is our own (lib/cli/help.ts): what it would lay
 * out help with is the widths of all emoji, as regular expressions. LMDB holds texts and bytes, so its other encoding is
 * not wanted, a third of its code.
 */
const unused = {
  name: 'unused',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:cliui|string-width|msgpackr)$/ }, ({ path }) => ({
      path,
      namespace: 'unused',
    }))
    onLoad({ filter: /.*/, namespace: 'unused' }, ({ path }) => ({
      contents: `
        export function Encoder() { throw new Error('${path} is left out of the bundle') }
        export default Encoder`,
    }))
  },
}
