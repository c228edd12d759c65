/** A run of describe, from its options to what is done with the records. What it seldom needs is loaded when it does. */
import type { Invocation } from '../cli/command.ts'
import type { Engine } from '../engine/engine.ts'
import type { describeOptions } from './options.ts'
import { planRun } from './plan.ts'
import { describeRecords } from './run.ts'
import { openStore, type Store } from './store.ts'

export async function runDescribe(invocation: Invocation<typeof describeOptions>): Promise<void> {
  const { env, signal, log, options } = invocation
  const setup = { values: options, env, signal, log }
  const plan = await planRun(setup)
  const storeOf = () => openStore(setup, plan)
  const sessionOf = async (store: Store, wrap?: (engine: Engine) => Engine) => {
    const { openSession } = await import('./further.ts')
    return openSession(setup, plan, store, wrap)
  }
  const doors = { plan, storeOf, sessionOf }
  if (options['dry-run']) {
    const { dryRun } = await import('./further.ts')
    await dryRun(invocation, doors)
  } else if (options.explain) {
    const { explainRecords } = await import('./further.ts')
    await explainRecords(invocation, doors)
  } else if (options.batch) {
    const { describeInBatches } = await import('./further.ts')
    await describeInBatches(invocation, doors)
  } else await describeRecords(invocation, doors)
}
