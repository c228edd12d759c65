// A full disk, a read-only file system, no permission: mounts a small tmpfs, so it wants root and Linux.
// node soak/cache-disk.mjs
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const built = path => fileURLToPath(new URL(`../build/${path}`, import.meta.url))
const disk = mkdtempSync(join(tmpdir(), 'cache-disk-'))
const path = join(disk, 'cache')
let failed = false

function run(file, args, { input = '', ...options } = {}) {
  return spawnSync(process.execPath, [built(file), ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, MANIM_FILTERS_CACHE: path },
    cwd: disk,
    maxBuffer: 1 << 26,
    ...options,
  })
}

function check(name, { status, signal, stdout, stderr }, expected) {
  const said = stdout + stderr
  const stack = /^\s+at /m.test(said)
  const ok = signal === null && !stack && expected(status, said)
  failed ||= !ok
  console.log(ok ? 'ok  ' : 'FAIL', name, status, signal ?? '', said.trim().split('\n').at(-1).slice(0, 160))
}

function mount(...args) {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

const full = /^UsageError: the cache \S+ cannot be written: no space left on its disk$/m
const oneLine = (status, said) => status === 2 && said.trim().split('\n').length === 1

mount('-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk)
try {
  const fill = run('test/cache-worker.js', [path, 'fill'])
  check('writing until the disk is full', fill, (status, said) => status === 2 && full.test(said))
  const acknowledged = fill.stdout.split('\n').filter(line => /^[0-9a-f]{64}$/.test(line))
  // Not even a byte.
  spawnSync('sh', ['-c', `cat /dev/zero > ${join(disk, 'filler')}`])
  check(
    'again',
    run('test/cache-worker.js', [path, 'fill']),
    (status, said) => status === 2 && full.test(said),
  )
  check('cache-verify', run('bin/cache-verify.js', []), status => status === 0)
  check('cache-stats', run('bin/cache-stats.js', []), status => status === 0)
  const exported = run('bin/cache-export.js', [])
  check('cache-export', { ...exported, stdout: '' }, status => status === 0)
  const kept = new Set(exported.stdout.split('\n').map(line => line && JSON.parse(line).content))
  const lost = acknowledged.filter(content => !kept.has(content)).length
  console.log(lost === 0 ? 'ok  ' : 'FAIL', `${acknowledged.length} acknowledged, ${lost} lost`)
  failed ||= lost > 0
  const other = JSON.stringify({
    content: 'a'.repeat(64),
    variant: 'b'.repeat(64),
    entry: JSON.parse(exported.stdout.split('\n')[0]).entry,
  })
  check('cache-import', run('bin/cache-import.js', [], { input: other }), oneLine)
  check('cache-prune', run('bin/cache-prune.js', ['--older-than', '0m']), oneLine)
  const env = { ...process.env, MANIM_FILTERS_CACHE: join(disk, 'other') }
  check('a new cache', run('bin/cache-import.js', [], { input: other, env }), oneLine)
  spawnSync('rm', [join(disk, 'filler')])
  // Room for a part of what a new store takes: LMDB itself ended with signal 11 here.
  for (const kilobytes of [4, 64, 72, 80, 128, 512]) {
    const filler = join(disk, 'filler')
    spawnSync('sh', ['-c', `cat /dev/zero > ${filler}; truncate -s -${kilobytes}K ${filler}`])
    check(
      `a new cache on ${kilobytes} kB`,
      run('bin/cache-import.js', [], { input: other, env }),
      (status, said) => oneLine(status, said) && /no space left on its disk/.test(said),
    )
    spawnSync('rm', ['-rf', filler, env.MANIM_FILTERS_CACHE])
  }
  mount('-o', 'remount,size=9m', disk)
  check('with room again', run('bin/cache-import.js', [], { input: other }), status => status === 0)

  mount('-o', 'remount,ro', disk)
  check('read-only: cache-stats', run('bin/cache-stats.js', []), status => status === 0)
  check('read-only: cache-export', run('bin/cache-export.js', []), status => status === 0)
  check('read-only: cache-import', run('bin/cache-import.js', [], { input: other }), status => status === 2)
  check('read-only: cache-prune', run('bin/cache-prune.js', ['--failed']), status => status === 2)
  check('read-only: writing', run('test/cache-worker.js', [path, 'put']), (_, said) =>
    /is on a read-only/.test(said),
  )
  const none = { ...process.env, MANIM_FILTERS_CACHE: join(disk, 'none') }
  check('read-only: none', run('bin/cache-stats.js', [], { env: none }), status => status === 0)
  mount('-o', 'remount,rw', disk)

  const nobody = { uid: 65534, gid: 65534 }
  process.env.HOME = disk
  chmodSync(disk, 0o755)
  for (const command of ['stats', 'export', 'verify']) {
    check(`not ours: cache-${command}`, run(`bin/cache-${command}.js`, [], nobody), status => status === 0)
  }
  for (const command of ['import', 'prune']) {
    check(
      `not ours: cache-${command}`,
      run(`bin/cache-${command}.js`, [], { ...nobody, input: other }),
      oneLine,
    )
  }
  const closed = join(disk, 'closed')
  mkdirSync(closed)
  chmodSync(closed, 0)
  chownSync(closed, 65534, 65534)
  const closedEnv = { ...process.env, MANIM_FILTERS_CACHE: closed }
  check('closed folder', run('bin/cache-stats.js', [], { ...nobody, env: closedEnv }), oneLine)
  check('closed folder', run('bin/cache-import.js', [], { ...nobody, env: closedEnv, input: other }), oneLine)
  mkdirSync(join(disk, 'unreadable'))
  writeFileSync(join(disk, 'unreadable', 'data.mdb'), 'x', { mode: 0 })
  const unreadable = { ...process.env, MANIM_FILTERS_CACHE: join(disk, 'unreadable') }
  check('closed file', run('bin/cache-stats.js', [], { ...nobody, env: unreadable }), oneLine)
} finally {
  spawnSync('umount', [disk])
  rmdirSync(disk)
}
process.exitCode = failed ? 1 : 0
