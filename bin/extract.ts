#!/usr/bin/env node
import { run } from '../lib/cli/run.ts'
import { extract } from '../lib/commands/extract.ts'

process.exitCode = await run(extract, process.argv.slice(2))
