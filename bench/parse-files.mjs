// The floor under extract: every Python file below a folder read and parsed once, by the parser that extract uses.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openParser } from '../build/lib/python/parser.js'

const parser = await openParser()
const [folder] = process.argv.slice(2)
for (const name of readdirSync(folder, { recursive: true }).filter(each => each.endsWith('.py'))) {
  parser.parse(readFileSync(join(folder, name), 'utf8')).delete()
}
