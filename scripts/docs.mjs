// Writes what is made from the commands' own text: man pages, and the entries of the README.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const { manPage, readmeEntry } = await import(`${root}build/lib/cli/help.js`)
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))

const commands = await Promise.all(
  Object.keys(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).bin).map(async name => {
    const module = await import(`${root}build/lib/commands/${name}.js`)
    return Object.values(module).find(value => value?.name === name)
  }),
)

/** Files by path, as they should be. */
const files = new Map(commands.map(command => [`man/${command.name}.1`, manPage(command, version)]))
const readme = readFileSync(`${root}README.md`, 'utf8')
const entries = commands.map(command => readmeEntry(command)).join('\n')
files.set(
  'README.md',
  readme.replace(
    /(<!-- commands: npm run docs -->\n)[\s\S]*?(<!-- end of commands -->)/,
    (_, before, after) => `${before}\n${entries}\n${after}`,
  ),
)

const check = process.argv.includes('--check')
let stale = 0
mkdirSync(`${root}man`, { recursive: true })
for (const [path, text] of files) {
  if (read(path) === text) continue
  stale += 1
  if (check) console.error(`${path} is not what the commands say; run npm run docs`)
  else writeFileSync(`${root}${path}`, text)
}
for (const name of readdirSync(`${root}man`)) {
  if (!files.has(`man/${name}`)) console.error(`man/${name} belongs to no command`)
}
process.exitCode = check && stale > 0 ? 1 : 0

function read(path) {
  try {
    return readFileSync(`${root}${path}`, 'utf8')
  } catch {
    return undefined
  }
}
