/** The two hashes under which an answer is kept. Changing either makes every cache cold: a major version. */
import { hash } from 'node:crypto'
import { canonicalBytes } from './json.ts'

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
  return sha256(
    `{"code": ${pythonJson(code)}, "original_context": ${pythonJson(original_context)}, "source": ${pythonJson(source)}, ` +
      `"video_title": ${pythonJson(video_title)}, "youtube_url": ${pythonJson(youtube_url)}}`,
  )
}

/** Says *which answer*: 64 hex digits of SHA-256 over the whole request as sent, in canonical JSON. */
export function variantKey(request: unknown): string {
  return sha256(canonicalBytes(request))
}

const beyondAscii = /[\u007f-\uffff]/

/** As `json.dumps` writes a string: everything outside printable ASCII as `\uXXXX`, by UTF-16 unit. */
function pythonJson(value: string | null): string {
  if (value === null) return 'null'
  const json = JSON.stringify(value)
  if (!beyondAscii.test(json)) return json
  return json.replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function sha256(text: string | Buffer): string {
  return hash('sha256', text, 'hex')
}
