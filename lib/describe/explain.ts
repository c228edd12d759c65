/** `--explain`: reads the real stream, asks nobody, and says of each record that would be asked about again why. */
import type { Invocation } from '../cli/command.ts'
import { runFilter } from '../filter/run.ts'
import type { JsonRecord } from '../ndjson/record.ts'
import { explain } from './differences.ts'
import { type describeOptions, windowOf } from './options.ts'
import { createOutcomes, type Doors } from './outcomes.ts'
import { isWanted, readSample, requireSample } from './record.ts'

export async function explainRecords(
  invocation: Invocation<typeof describeOptions>,
  doors: Doors,
): Promise<void> {
  const { options } = invocation
  const outcomes = createOutcomes(options, doors)
  const counts = new Map<string, number>()
  let asked = 0

  const explainOne = async (record: JsonRecord) => {
    const { outcome } = await outcomes.of(() => readSample(record, options))
    if (outcome.kind !== 'uncached') return 'drop'
    const { cache } = outcomes.session!
    const { differs, nearest } = explain(outcome.job, cache, doors.plan.backend)
    asked += 1
    for (const name of differs) counts.set(name, (counts.get(name) ?? 0) + 1)
    const place = JSON.stringify({ file: record.origin, line: record.line }).slice(0, -1)
    // As it is spelled there: it may be a number longer than ours.
    const id = record.raw(['id'])?.toString() ?? 'null'
    return Buffer.from(`${place},"id":${id},${JSON.stringify({ differs, nearest }).slice(1)}`)
  }

  await runFilter(invocation, {
    window: windowOf(options),
    step(record) {
      if (!options.all && !isWanted(record, options)) return 'drop'
      requireSample(record, options)
      return explainOne(record)
    },
    finish: outcomes.close,
    summary() {
      const reasons = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`)
      return `${outcomes.tally.hits} from cache, ${asked} to ask${reasons.length > 0 ? `: ${reasons.join(', ')}` : ''}`
    },
  })
}
