/** A progress bar on a terminal; nothing elsewhere. */
import type { SingleBar } from 'cli-progress'

export interface Progress {
  /** `records` so far in all, and `bytes` more of the input. */
  advance(records: number, bytes: number): void
  /** Takes the bar off the screen. */
  stop(): void
}

export const noProgress: Progress = { advance() {}, stop() {} }

/** `totalBytes` undefined: the input's size is not known, so the bar is a counter. */
export async function createProgress(program: string, totalBytes: number | undefined): Promise<Progress> {
  const { default: library } = await import('cli-progress')
  const format =
    totalBytes === undefined
      ? `${program}: {records} records, {duration_formatted}`
      : `${program}: {bar} {percentage}%, {records} records, {eta_formatted} left`
  const bar: SingleBar = new library.SingleBar(
    { format, clearOnComplete: true, hideCursor: null, fps: 5, barsize: 30, linewrap: true },
    library.Presets.shades_classic,
  )
  bar.start(totalBytes ?? 1, 0, { records: 0 })
  return {
    advance(records, bytes) {
      bar.increment(totalBytes === undefined ? 0 : bytes, { records })
    },
    stop: () => bar.stop(),
  }
}
