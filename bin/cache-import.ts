#!/usr/bin/env node
import { run } from '../lib/cli/run.ts'
import { cacheImport } from '../lib/commands/cache-import.ts'

process.exitCode = await run(cacheImport, process.argv.slice(2))
