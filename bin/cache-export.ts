#!/usr/bin/env node
import { run } from '../lib/cli/run.ts'
import { cacheExport } from '../lib/commands/cache-export.ts'

process.exitCode = await run(cacheExport, process.argv.slice(2))
