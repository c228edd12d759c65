#!/usr/bin/env node
import { run } from '../lib/cli/run.ts'
import { cacheStats } from '../lib/commands/cache-stats.ts'

process.exitCode = await run(cacheStats, process.argv.slice(2))
