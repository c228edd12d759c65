#!/usr/bin/env node
import { run } from '../lib/cli/run.ts'
import { describe } from '../lib/commands/describe.ts'

process.exitCode = await run(describe, process.argv.slice(2))
