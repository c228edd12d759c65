// The peer that anybody would write: lines split by hand, JSON.parse, JSON.stringify. Standard input to standard output.
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'

const out = createWriteStream('', { fd: 1 })
let rest = ''
for await (const chunk of createReadStream('', { fd: 0, encoding: 'utf8', highWaterMark: 1 << 18 })) {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop()
  let text = ''
  for (const line of lines) text += `${JSON.stringify(JSON.parse(line))}\n`
  if (!out.write(text)) await once(out, 'drain')
}
if (rest) out.write(`${JSON.stringify(JSON.parse(rest))}\n`)
