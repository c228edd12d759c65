// Bundles the compiled bins: a process that reads four files starts in half the time of one that reads two hundred.
//
// build/bin/NAME.js is written over with a bundle of itself; what several bins share, and what is loaded only when it
// is first needed (each `import()` in lib/), becomes a chunk beside it. build/lib stays as compiled: threads, sources,
// plugins and data files are found there.
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { build } from 'esbuild'

/** Left to Node to find: native or wasm code beside their JavaScript, or large and seldom needed. */
const external = [
  '@pydantic/genai-prices',
  'cli-progress',
  'csv-parse',
  'hyparquet',
  'hyparquet-compressors',
  'undici',
  'web-tree-sitter',
  'youtube-transcript',
]

const withNativePart = ['lmdb']

/** `bins`: absolute paths of compiled bins, in one folder. */
export async function bundle(root, bins) {
  await build({
    entryPoints: bins,
    outdir: dirname(bins[0]),
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external,
    chunkNames: 'chunk-[hash]',
    // Whole names keep a stack trace readable.
    minifySyntax: true,
    minifyWhitespace: true,
    // CommonJS packages ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    plugins: [addresses(root, dirname(bins[0])), unused],
    logLevel: 'warning',
  })
}

/**
 * A file of ours finds its data, threads and neighbours from where it was compiled to, not from its bundle; one of a
 * package that we depend on finds its native part from where that package is installed.
 */
function addresses(root, outdir) {
  const slashes = path => path.split(sep).join('/')
  const addressOf = path => {
    const inside = slashes(relative(root, path))
    if (inside.startsWith('build/')) {
      return `new URL(${JSON.stringify(slashes(relative(outdir, path)))}, import.meta.url).href`
    }
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\/[^/]+$/.exec(inside)?.[1]
    if (!withNativePart.includes(name)) return undefined
    return `new URL(${JSON.stringify(basename(path))}, import.meta.resolve(${JSON.stringify(name)})).href`
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
 * What is never called here and costs much to load. yargs parses, help is our own (lib/cli/help.ts): what it would lay
 * out help with is the widths of all emoji, as regular expressions. LMDB holds texts and bytes, so the native helper of
 * its other encoding is not wanted.
 */
const unused = {
  name: 'unused',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:cliui|string-width|msgpackr-extract)$/ }, ({ path }) => ({
      path,
      namespace: 'unused',
    }))
    onLoad({ filter: /.*/, namespace: 'unused' }, ({ path }) => ({
      contents: `export default () => { throw new Error('${path} is left out of the bundle') }`,
    }))
  },
}
