// Installs, builds, and runs the main job on the gallery under samples/: no key, no network.
import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import './install.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = 'samples/out/cache'
const env = { ...process.env, MANIM_FILTERS_CACHE: `${root}${cache}` }
const stages = [
  ['extract', 'samples/gallery-source.mjs'],
  ['analyze-features'],
  ['flag-needs'],
  ['describe', '--llm', 'storyboard'],
]

const built = spawnSync(process.execPath, [`${root}scripts/build.mjs`], { stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)

console.log(`\n$ export MANIM_FILTERS_CACHE=${cache}`)
console.log(`$ ${stages.map(stage => stage.join(' ')).join(' | ')} > out.jsonl`)
await pipe(stages, `${root}out.jsonl`)

const described = readFileSync(`${root}out.jsonl`, 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))
const { id, description, code } = described.find(sample => sample.metadata.description_generated_by)
console.log(`\n${id}\n\n    ${wrap(description).join('\n    ')}\n`)
console.log(`${code.split('\n').slice(0, 12).join('\n')}\n... (${code.split('\n').length} lines)`)

console.log('\n$ cache-stats')
await pipe([['cache-stats']], undefined)

/** The stages side by side, as a shell's pipe runs them; ends this process where one of them fails. */
async function pipe(commands, file) {
  const children = commands.map(([name, ...args], index) =>
    spawn(process.execPath, [`${root}build/bin/${name}.js`, ...args], {
      cwd: root,
      env,
      stdio: [
        index === 0 ? 'ignore' : 'pipe',
        file || index < commands.length - 1 ? 'pipe' : 'inherit',
        'inherit',
      ],
    }),
  )
  children.forEach((child, index) => {
    const next = children[index + 1]
    if (next) child.stdout.pipe(next.stdin)
    else if (file) child.stdout.pipe(createWriteStream(file))
  })
  const codes = await Promise.all(children.map(child => new Promise(resolve => child.on('close', resolve))))
  const failed = codes.find(code => code !== 0)
  if (failed !== undefined) process.exit(failed ?? 1)
}

function wrap(text) {
  const lines = ['']
  for (const word of text.split(/\s+/)) {
    if (lines.at(-1).length + word.length > 76) lines.push('')
    lines[lines.length - 1] += `${lines.at(-1) ? ' ' : ''}${word}`
  }
  return lines
}
