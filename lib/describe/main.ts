/** A run of describe, from its options to what is done with the records. */
import type { Invocation } from '../cli/command.ts'
import { describeInBatches } from './batch.ts'
import { dryRun } from './dry-run.ts'
import { explainRecords } from './explain.ts'
import type { describeOptions } from './options.ts'
import { describeRecords } from './run.ts'
import { openSession, planRun } from './session.ts'

export async function runDescribe(invocation: Invocation<typeof describeOptions>): Promise<void> {
  const { env, signal, log, options } = invocation
  const setup = { values: options, env, signal, log }
  const plan = await planRun(setup)
  const open = () => openSession(setup, plan)
  if (options['dry-run']) await dryRun(invocation, open)
  else if (options.explain) await explainRecords(invocation, open)
  else if (options.batch) await describeInBatches(invocation, wrap => openSession(setup, plan, wrap))
  else await describeRecords(invocation, open)
}
