/** JSON text of requests: of plain data, with a few texts that are long and the same in every one of them. */

/** JSON with the keys of every object sorted by code unit and no spacing. Undefined members are left out. */
export function canonicalJson(value: unknown): string {
  return write(value, true)
}

/** As JSON.stringify has it, for plain data. */
export function plainJson(value: unknown): string {
  return write(value, false)
}

/** Of what is frozen, all through: it is the same whenever it comes, as the schema that goes along with every request. */
const frozen = { sorted: new WeakMap<object, string>(), plain: new WeakMap<object, string>() }

function write(value: unknown, isSorted: boolean): string {
  if (typeof value === 'string') return value.length < long ? JSON.stringify(value) : longText(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (!Object.isFrozen(value)) return writeMembers(value, isSorted)
  const texts = isSorted ? frozen.sorted : frozen.plain
  const before = texts.get(value)
  if (before !== undefined) return before
  const json = writeMembers(value, isSorted)
  texts.set(value, json)
  return json
}

function writeMembers(value: object, isSorted: boolean): string {
  // In one string from the start: a request has dozens of small members and a few long texts.
  let json = ''
  if (Array.isArray(value)) {
    for (const item of value) json += `${json === '' ? '' : ','}${write(item ?? null, isSorted)}`
    return `[${json}]`
  }
  const members = value as Readonly<Record<string, unknown>>
  const names = Object.keys(members)
  for (const name of isSorted ? sorted(names) : names) {
    if (members[name] === undefined) continue
    json += `${json === '' ? '' : ','}${JSON.stringify(name)}:${write(members[name], isSorted)}`
  }
  return `{${json}}`
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
const known = new Map<string, string>()
const mostKnown = 16

function longText(text: string): string {
  const before = known.get(text)
  if (before !== undefined) return before
  const json = JSON.stringify(text)
  if (known.size < mostKnown) known.set(text, json)
  return json
}
