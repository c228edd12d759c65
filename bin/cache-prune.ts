#!/usr/bin/env node
import { run } from '../lib/cli/run.ts'
import { cachePrune } from '../lib/commands/cache-prune.ts'

process.exitCode = await run(cachePrune, process.argv.slice(2))
