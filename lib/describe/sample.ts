/** What describing wants to know of a record. */
import type { Animation } from '../cache/keys.ts'

export interface SampleFields {
  id?: string | undefined
  code: string
  /** The text that is to be replaced. */
  description: string | undefined
  source: string | undefined
  /** `metadata.original_context`. */
  context: string | undefined
  youtubeUrl: string | undefined
  /** `metadata.video_title`. */
  title: string | undefined
  /** `metadata.code_features`, as analyze-features wrote it. Read when it is asked for. */
  readonly features: unknown
  /** One of them, by name: no more than that is read. */
  feature(name: string): unknown
  /** Its JSON. */
  featuresJson?: string | undefined
  /** Any other value below `metadata`. */
  metadata(path: readonly string[]): unknown
}

/** Which animation it is, whatever is asked about it. */
export function animationOf(sample: SampleFields): Animation {
  return {
    code: sample.code,
    source: sample.source ?? null,
    original_context: sample.context ?? null,
    youtube_url: sample.youtubeUrl ?? null,
    video_title: sample.title ?? null,
  }
}
