/** Is there room on this machine for one more thread? */

/** How many cores, on the average, have had nothing to do since it was asked last. */
export type IdleCores = () => number

/** `read`: what os.cpus() tells, milliseconds of each core by what it did. */
export function watchCores(read: () => readonly { times: Record<string, number> }[]): IdleCores {
  let before = timesOf(read())
  return () => {
    const now = timesOf(read())
    const passed = now.all - before.all
    const idle = passed > 0 ? (now.idle - before.idle) / (passed / now.cores) : 0
    before = now
    return idle
  }
}

/** Milliseconds of all cores together. */
function timesOf(cores: readonly { times: Record<string, number> }[]) {
  let idle = 0
  let all = 0
  for (const { times } of cores) {
    idle += times.idle ?? 0
    for (const time of Object.values(times)) all += time
  }
  return { idle, all, cores: cores.length }
}
