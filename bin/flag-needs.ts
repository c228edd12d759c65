#!/usr/bin/env node
import { run } from '../lib/cli/run.ts'
import { flagNeeds } from '../lib/commands/flag-needs.ts'

process.exitCode = await run(flagNeeds, process.argv.slice(2))
