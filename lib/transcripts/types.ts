export interface Segment {
  /** Seconds from the beginning. */
  start: number
  text: string
}

/** What is kept of a video: its words, or the knowledge that it has none. */
export type Transcript = { segments: readonly Segment[] } | { absent: string }
