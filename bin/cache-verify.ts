#!/usr/bin/env node
import { run } from '../lib/cli/run.ts'
import { cacheVerify } from '../lib/commands/cache-verify.ts'

process.exitCode = await run(cacheVerify, process.argv.slice(2))
