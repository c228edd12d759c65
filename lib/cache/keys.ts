/** The two hashes under which an answer is kept. Changing either makes every cache cold: a major version. */
import { createHash } from 'node:crypto'

/** What an animation is, apart from how it is asked about. Absent fields are null. */
export interface Animation {
  code: string
  source: string | null
  original_context: string | null
  youtube_url: string | null
  video_title: string | null
}

/**
 * Says *which animation*: 64 hex digits of SHA-256. The bytes hashed are those of Python's
 * `json.dumps(animation, sort_keys=True)`, as in the system before ours, so that its cache can be imported.
 */
export function contentKey(animation: Animation): string {
  const { code, original_context, source, video_title, youtube_url } = animation
  const fields = { code, original_context, source, video_title, youtube_url }
  const members = Object.entries(fields).map(([name, value]) => `"${name}": ${pythonJson(value)}`)
  return sha256(`{${members.join(', ')}}`)
}

/** Says *which answer*: 64 hex digits of SHA-256 over the whole request as sent, in canonical JSON. */
export function variantKey(request: unknown): string {
  return sha256(canonicalJson(request))
}

/** JSON with the keys of every object sorted by code unit and no spacing. Undefined members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(item => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

/** As `json.dumps` writes a string: everything outside printable ASCII as `\uXXXX`, by UTF-16 unit. */
function pythonJson(value: string | null): string {
  if (value === null) return 'null'
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
