#!/usr/bin/env node
import { run } from '../lib/cli/run.ts'
import { analyzeFeatures } from '../lib/commands/analyze-features.ts'

process.exitCode = await run(analyzeFeatures, process.argv.slice(2))
