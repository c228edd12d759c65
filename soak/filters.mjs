// What the filters promise, at size: a gigabyte in bounded memory, a long line in linear time, other people's corpora.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = name => fileURLToPath(new URL(`../build/bin/${name}.js`, import.meta.url))
const cache = mkdtempSync(join(tmpdir(), 'soak-filters-'))
let failures = 0
const check = (what, holds, seen) => {
  console.log(`${holds ? 'ok' : 'NOT OK'} ${what}: ${seen}`)
  if (!holds) failures += 1
}

await gigabyte()
longLine()
if (process.env.JSON_SUITE) jsonSuite(process.env.JSON_SUITE)
if (process.env.CORPORA) corpora(process.env.CORPORA)
rmSync(cache, { recursive: true, force: true })
process.exitCode = failures > 0 ? 1 : 0

/** Through a pipe, records that need nothing: the bytes come out as they went in. */
async function gigabyte() {
  const record = index =>
    `${JSON.stringify({
      id: `s/${index}`,
      description: `Draw a red circle, number ${index}, and let it move to the left before it fades out.`,
      code: `from manim import *\n${'x = np.array([1, 2, 3])\n'.repeat(90)}`,
      metadata: { needs_description: false },
    })}\n`
  const child = spawn(process.execPath, [bin('flag-needs'), '-q'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const sent = createHash('sha256')
  const received = createHash('sha256')
  child.stdout.on('data', chunk => received.update(chunk))
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMegabytes(child.pid))
  }, 50)
  let bytes = 0
  const start = performance.now()
  for (let index = 0; bytes < 1e9; ) {
    let text = ''
    for (let i = 0; i < 100; i++) text += record(index++)
    bytes += text.length
    sent.update(text)
    if (!child.stdin.write(text)) await new Promise(resolve => child.stdin.once('drain', resolve))
  }
  child.stdin.end()
  const code = await new Promise(resolve => child.on('close', resolve))
  clearInterval(watch)
  const seconds = (performance.now() - start) / 1000
  check(
    '1 GB through flag-needs',
    code === 0 && sent.digest('hex') === received.digest('hex'),
    `exit ${code}, ${seconds.toFixed(0)} s, the same bytes`,
  )
  check('its memory stays under 120 MB', peak > 0 && peak < 120, `${peak} MB`)
}

/** Of a process, in MB; 0 where the system does not tell. */
function residentMegabytes(pid) {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024)
  } catch {
    return 0
  }
}

function longLine() {
  const input = `${JSON.stringify({ code: 'x'.repeat(40_000_000), description: '' })}\n`
  const start = performance.now()
  const { status, stdout } = spawnSync(process.execPath, [bin('flag-needs'), '-q'], {
    input,
    maxBuffer: 1 << 28,
  })
  const seconds = (performance.now() - start) / 1000
  check(
    'a line of 40 MB takes under 2 s',
    status === 0 && stdout.length > 40_000_000 && seconds < 2,
    `${seconds.toFixed(2)} s`,
  )
}

/** Objects on one line come out as they are but for our fields; everything malformed is refused with its line. */
function jsonSuite(folder) {
  const files = readdirSync(`${folder}/test_parsing`)
  const run = input => spawnSync(process.execPath, [bin('flag-needs'), '-q'], { input })
  const own = '"metadata":{"needs_description":true,"needs_reason":"missing"}'
  const objects = files
    .filter(name => name.startsWith('y_'))
    .filter(name => {
      const text = readFileSync(`${folder}/test_parsing/${name}`, 'utf8').trim()
      return text.startsWith('{') && !text.includes('\n')
    })
  const changed = objects.filter(name => {
    const text = readFileSync(`${folder}/test_parsing/${name}`, 'utf8')
    const { stdout } = run(text)
    return stdout.toString().replace(`,${own}`, '').replace(own, '').trimEnd() !== text.trimEnd()
  })
  check('valid objects pass unchanged', changed.length === 0, `${objects.length} files, ${changed}`)
  const bad = files.filter(name => name.startsWith('n_'))
  const taken = bad.filter(name => {
    const { status, stderr } = run(readFileSync(`${folder}/test_parsing/${name}`))
    return status !== 1 || !/flag-needs: stdin:\d+: /.test(stderr.toString())
  })
  // An empty file has no line to be wrong: empty input is empty output.
  check(
    'malformed files are refused',
    taken.join() === 'n_structure_no_data.json',
    `${bad.length} files, taken: ${taken}`,
  )
}

function corpora(folder) {
  const sources = [
    ['reducible', 155, ['Reducible']],
    ['szymon_ozog', 28, ['InformationTheory', 'GPU_Programming']],
    ['dan4life_aoc2024', 26, ['AoC2024_Videos']],
  ]
  for (const [id, expected, names] of sources) {
    const checkouts = names.map(name => `${folder}/${name}`)
    if (!checkouts.every(existsSync)) {
      console.log(`-- ${id}: no checkout`)
      continue
    }
    const flags = checkouts.flatMap(path => ['--checkout', path])
    const extracted = stage('extract', [id, '--all', ...flags])
    const count = extracted.stdout.split('\n').length - 1
    check(`${id} --all`, extracted.status === 0 && count === expected, `${count} samples`)
    const analysed = stage('analyze-features', [], extracted.stdout)
    const flagged = stage('flag-needs', [], analysed.stdout)
    const described = stage('describe', ['--llm', 'storyboard'], flagged.stdout)
    const codes = [analysed, flagged, described].map(({ status }) => status)
    check(`${id} through the rest of the pipe`, codes.join() === '0,0,0', `exit ${codes.join(', ')}`)
    const lacking = described.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).metadata)
      .filter(
        ({ repository, commit, file, lines, license }) => !(repository && commit && file && lines && license),
      )
    check(
      `${id}: every sample says where it is from`,
      lacking.length === 0,
      `${lacking.length} lack something`,
    )
  }
}

function stage(name, args, input) {
  const env = { ...process.env, MANIM_FILTERS_CACHE: cache }
  return spawnSync(process.execPath, [bin(name), ...args], {
    input,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
}
