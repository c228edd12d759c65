/**
 * JSON of requests: of plain data, with a few texts that are long and the same in every one of them. It is written as
 * bytes from the start, and what is the same is copied: texts of that length are work to put together and to clear away.
 */

/** JSON with the keys of every object sorted by code unit and no spacing. Undefined members are left out. */
export function canonicalJson(value: unknown): string {
  return canonicalBytes(value).toString()
}

/** The same. Its memory is used again: good until more JSON is written here. */
export function canonicalBytes(value: unknown): Buffer {
  return written(value, true)
}

/** As JSON.stringify has it, for plain data. */
export function plainBytes(value: unknown): Buffer {
  return Buffer.from(written(value, false))
}

/** What is being written: the bytes in `memory`, then `text`. */
let memory = Buffer.allocUnsafeSlow(32 * 1024)
let used = 0
let text = ''

function written(value: unknown, isSorted: boolean): Buffer {
  used = 0
  text = ''
  write(value, isSorted)
  settle()
  return memory.subarray(0, used)
}

function settle() {
  if (text === '') return
  makeRoom(3 * text.length)
  used += memory.write(text, used)
  text = ''
}

function put(bytes: Buffer) {
  settle()
  makeRoom(bytes.length)
  memory.set(bytes, used)
  used += bytes.length
}

function makeRoom(most: number) {
  if (used + most <= memory.length) return
  const larger = Buffer.allocUnsafeSlow(2 * (used + most))
  memory.copy(larger, 0, 0, used)
  memory = larger
}

/** Of what is frozen, all through: it is the same whenever it comes, as the schema that goes along with every request. */
const frozen = { sorted: new WeakMap<object, Buffer>(), plain: new WeakMap<object, Buffer>() }

function write(value: unknown, isSorted: boolean) {
  if (typeof value === 'string' && value.length >= long) writeLong(value)
  else if (typeof value !== 'object' || value === null) text += JSON.stringify(value) ?? 'null'
  else if (Object.isFrozen(value)) writeFrozen(value, isSorted)
  else writeMembers(value, isSorted)
}

function writeFrozen(value: object, isSorted: boolean) {
  const known = isSorted ? frozen.sorted : frozen.plain
  const before = known.get(value)
  if (before) return put(before)
  settle()
  const start = used
  writeMembers(value, isSorted)
  settle()
  known.set(value, Buffer.from(memory.subarray(start, used)))
}

function writeMembers(value: object, isSorted: boolean) {
  let isFirst = true
  if (Array.isArray(value)) {
    text += '['
    for (const item of value) {
      if (!isFirst) text += ','
      isFirst = false
      write(item ?? null, isSorted)
    }
    text += ']'
    return
  }
  text += '{'
  const members = value as Readonly<Record<string, unknown>>
  const names = Object.keys(members)
  for (const name of isSorted ? sorted(names) : names) {
    if (members[name] === undefined) continue
    if (!isFirst) text += ','
    isFirst = false
    text += labelOf(name)
    write(members[name], isSorted)
  }
  text += '}'
}

/** A name as it stands before its value: requests have the same few all the time. */
const labels = new Map<string, string>()
const mostLabels = 256

function labelOf(name: string): string {
  const before = labels.get(name)
  if (before !== undefined) return before
  const label = `${JSON.stringify(name)}:`
  if (labels.size < mostLabels) labels.set(name, label)
  return label
}

/** By code unit, in place: the few names of most objects are moved sooner than `sort` has copied them. */
function sorted(names: string[]): string[] {
  if (names.length > 16) return names.sort()
  for (let end = 1; end < names.length; end++) {
    const name = names[end]!
    let at = end
    for (; at > 0 && names[at - 1]! > name; at--) names[at] = names[at - 1]!
    names[at] = name
  }
  return names
}

const long = 1000
/** The first long texts of a run: the instructions are among them, and go along with every request. */
const known = new Map<string, Buffer>()
const mostKnown = 16

function writeLong(value: string) {
  const before = known.get(value)
  if (before) return put(before)
  settle()
  text = JSON.stringify(value)
  if (known.size < mostKnown) known.set(value, Buffer.from(text))
  settle()
}
