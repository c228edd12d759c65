/** What describing wants to know of a record. */

export interface SampleFields {
  code: string
  /** The text that is to be replaced. */
  description: string | undefined
  source: string | undefined
  /** `metadata.original_context`. */
  context: string | undefined
  youtubeUrl: string | undefined
  /** `metadata.video_title`. */
  title: string | undefined
  /** `metadata.code_features`, as analyze-features wrote it. */
  features: unknown
  /** Any other value below `metadata`. */
  metadata(path: readonly string[]): unknown
}
