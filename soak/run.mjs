// The longer proofs. `npm run soak` runs all; `npm run soak -- filters cache` runs some. Each ends with 0 where it holds.
//   CORPORA=DIR   also runs extract on the checkouts there: Reducible, InformationTheory, GPU_Programming, AoC2024_Videos
//   JSON_SUITE=DIR   also runs the filters on a checkout of nst/JSONTestSuite
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import '../scripts/install.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const proofs = [
  'filters',
  'describe-kill',
  'describe-kill-batch',
  'describe-together',
  'describe-faults',
  'cache',
]
// Mounts a small file system, so it wants root.
if (process.getuid?.() === 0) proofs.push('cache-disk')

const wanted = process.argv.slice(2)
const built = spawnSync(process.execPath, [`${here}../scripts/build.mjs`], { stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)

const failed = []
for (const name of wanted.length > 0 ? wanted : proofs) {
  console.log(`\n== ${name}`)
  const { status } = spawnSync(process.execPath, [`${here}${name}.mjs`], { stdio: 'inherit' })
  if (status !== 0) failed.push(name)
}
console.log(failed.length > 0 ? `\nfailed: ${failed.join(', ')}` : '\nall hold')
process.exitCode = failed.length > 0 ? 1 : 0
