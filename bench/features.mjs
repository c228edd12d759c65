// analyze-features: against CPython's own parser, two threads against one, slices that share their text, memory.
// node bench/features.mjs [--quick]; CORPORA=DIR also takes the scenes of the checkouts in DIR: of Reducible, of all
// four sources of the issue together, and of 3b1b/videos in DIR/3b1b.
import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChunkCache, readProgram } from '../build/lib/python/program.js'
import { splitTopLevel } from '../build/lib/python/split.js'
import { bin, measure, median, node, roundsOf, version } from './measure.mjs'
import { runAlone } from './report.mjs'

const command = jobs => node(bin('analyze-features'), '-q', '-j', jobs)
const analyze = (jobs, input) => measure(command(jobs), { input })
/** With the garbage collector and the compiler of the engine, which else work on another core. */
const analyzeOnOneCore = input => measure(['taskset', '-c', 0, ...command(1)], { input })
/** Of so many each round takes minutes. */
const MANY = 5000
const FEW_ROUNDS = 3
const roundsFor = (samples, most) => (samples.length > MANY ? Math.min(most, FEW_ROUNDS) : most)
const canPin = version('taskset') !== undefined
const PYTHON = `
import ast, json, sys, time
programs = [json.loads(line)["code"] for line in open(sys.argv[1], encoding="utf-8")]
start = time.process_time()
for program in programs:
    try:
        for node in ast.walk(ast.parse(program)):
            pass
    except SyntaxError:
        pass
print(time.process_time() - start, file=sys.stderr)
`

/** @param {{ quick?: boolean }} [options] */
export async function run({ quick = false } = {}) {
  const rounds = roundsOf(quick)
  const folder = mkdtempSync(join(tmpdir(), 'features-bench-'))
  try {
    const sets = [
      ['generated', repository(quick ? 80 : 240)],
      ...(process.env.CORPORA ? corpora(process.env.CORPORA) : []),
    ]
    const rows = []
    for (const [name, samples] of sets) rows.push(...(await compare(folder, name, samples, rounds)))
    for (const count of quick ? [600] : [2400, 24_000])
      rows.push(...(await long(join(folder, 'long.jsonl'), repository(count), rounds)))
    const most = Number(process.env.SAMPLES ?? (quick ? 10_000 : 100_000))
    rows.push(...(await memory(join(folder, 'varied.jsonl'), [most / 10, most])))
    return {
      title: 'analyze-features',
      notes: [
        `medians of ${rounds} alternating runs, of ${FEW_ROUNDS} for more than ${MANY} samples; CPU seconds are user and system of all threads`,
        'start-up is what the same command takes for an empty input; for Python its own clock begins after the reading',
        'generated: slices of one repository, 60 helpers of which each of the scenes has 20, no two scenes alike',
        'one core: one thread held to one core with all that the engine does beside it',
      ],
      rows,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(folder, name, samples, most) {
  const rounds = roundsFor(samples, most)
  const file = join(folder, `${name}.jsonl`)
  const once = join(folder, `${name}-once.jsonl`)
  const empty = join(folder, 'empty.jsonl')
  write(file, samples)
  write(once, distinct(samples))
  write(empty, [])
  const python = spawnSync('python3', ['--version'], { encoding: 'utf8' }).stdout?.trim()
  const found = { start: [], start2: [], one: [], two: [], core: [], once: [], python: [], pythonAll: [] }
  for (let i = 0; i < rounds; i++) {
    found.start.push(await analyze(1, empty))
    found.start2.push(await analyze(2, empty))
    if (python) {
      const all = await measure(['python3', '-c', PYTHON, file])
      found.pythonAll.push(all)
      found.python.push({ cpu: Number(all.said), wall: Number(all.said) })
    }
    found.one.push(await analyze(1, file))
    found.two.push(await analyze(2, file))
    if (canPin) found.core.push(await analyzeOnOneCore(file))
    found.once.push(await analyze(1, once))
  }
  const cpu = key => median(found[key].map(one => one.cpu))
  const wall = key => median(found[key].map(one => one.wall))
  const mb = samples.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0) / 1e6
  const work = cpu('one') - cpu('start')
  const rows = []
  const speed = (what, seconds, peer) =>
    rows.push({
      what: `${name}, ${mb.toFixed(1)} MB: ${what}`,
      value: mb / seconds,
      unit: 'MB/s of CPU',
      ...(peer === undefined ? {} : { ratio: peer / seconds, asked: '>= 1.5' }),
    })
  if (python) {
    speed(`ast parse and walk, ${python}`, cpu('python'))
    speed(`ast parse and walk, start-up and reading included`, cpu('pythonAll'))
  } else rows.push({ what: `${name}: no python3 here to compare with`, value: 0, unit: '' })
  speed('analyze-features -j 1', work, python ? cpu('python') : undefined)
  speed('analyze-features -j 1, start-up included', cpu('one'), python ? cpu('pythonAll') : undefined)
  const faster = (what, one, two) => rows.push(fasterRow(`${name}: ${what}`, one, two))
  faster('two threads, start-up excluded', wall('one') - wall('start'), wall('two') - wall('start2'))
  faster('two threads, start-up included', wall('one'), wall('two'))
  if (canPin) faster('two threads on two cores to one on one core', wall('core'), wall('two'))
  rows.push({
    what: `${name}: CPU of two threads to that of one`,
    value: cpu('two'),
    unit: 's',
    ratio: cpu('two') / cpu('one'),
  })
  rows.push({
    what: `${name}: ${samples.length} slices to their distinct definitions once, start-up excluded`,
    value: work,
    unit: 's of CPU',
    ratio: work / (cpu('once') - cpu('start')),
    asked: '<= 1.5',
  })
  return rows
}

/** Two threads where the engine's warming-up, which each of them does for itself, is a small part. */
async function long(file, samples, most) {
  const rounds = roundsFor(samples, most)
  write(file, samples)
  const found = { one: [], two: [], core: [] }
  for (let i = 0; i < rounds; i++) {
    found.one.push(await analyze(1, file))
    found.two.push(await analyze(2, file))
    if (canPin) found.core.push(await analyzeOnOneCore(file))
  }
  const wall = key => median(found[key].map(one => one.wall))
  const name = `generated, ${samples.length} slices`
  return [
    fasterRow(`${name}: two threads, start-up included`, wall('one'), wall('two')),
    ...(canPin
      ? [fasterRow(`${name}: two threads on two cores to one on one core`, wall('core'), wall('two'))]
      : []),
  ]
}

const fasterRow = (what, one, two) => ({ what, value: two, unit: 's', ratio: one / two, asked: '>= 1.6' })

/** The most memory that runs of so many samples, no two of which share a statement, ever take. */
async function memory(file, counts) {
  const rows = []
  for (const jobs of [1, 2]) {
    const peaks = []
    for (const count of counts) {
      writeFileSync(file, '')
      for (const row of varied(count)) appendFileSync(file, row)
      const { peak } = await analyze(jobs, file)
      peaks.push(peak)
      rows.push({ what: `memory of ${count} samples, -j ${jobs}`, value: peak, unit: 'MB' })
    }
    Object.assign(rows.at(-1), { ratio: peaks[1] / peaks[0], asked: '<= 1.2' })
  }
  return rows
}

/** Slices as extract makes them: a scene with what it needs of the repository's helpers. */
function repository(scenes) {
  const helpers = Array.from({ length: 60 }, (_, i) => helper(i))
  return Array.from({ length: scenes }, (_, i) => {
    const used = Array.from({ length: 20 }, (_, n) => helpers[(i * 7 + n * 3) % helpers.length])
    return sample(i, `from manim import *\n\n${[...new Set(used)].join('\n\n')}\n\n${scene(i)}`)
  })
}

function* varied(count) {
  for (let i = 0; i < count; i++)
    yield `${JSON.stringify(sample(i, `from manim import *\n\n${helper(60 + i)}\n\n${scene(i)}`))}\n`
}

const sample = (i, code) => ({ id: `s${i}`, code, source: 'bench', metadata: { scene: `Scene${i}` } })

const helper = i => `class Part${i}(VGroup):
    """Boxes with their numbers, number ${i}."""

    def __init__(self, values, color=BLUE_${'ABCDE'[i % 5]}, **kwargs):
        super().__init__(**kwargs)
        self.values_${i} = values
        for index, value in enumerate(values):
            box = Square(side_length=0.${(i % 7) + 2}).set_fill(color, opacity=0.5)
            label = Text(str(value), font="SF Mono").scale(0.${(i % 6) + 3}).move_to(box.get_center())
            self.add(VGroup(box, label).shift(RIGHT * index * ${(i % 4) + 1}.5))
        self.arrange(${i % 2 ? 'RIGHT' : 'DOWN'}, buff=0.${(i % 5) + 1})

    def reveal_${i}(self, scene, run_time=${(i % 3) + 1}):
        scene.play(LaggedStart(*[FadeIn(child) for child in self], lag_ratio=0.1), run_time=run_time)
        if len(self.values_${i}) > ${(i % 9) + 2}:
            scene.wait(2)
        return [value ** 2 + ${i} for value in self.values_${i} if value % 2 == 0]
`
const scene = i => `class Scene${i}(Scene):
    def construct(self):
        title_${i} = Tex(r"Step ${i}: $a_{${i}} \\\\le b$").to_edge(UP)
        self.play(Write(title_${i}))
        axes = Axes(x_range=[0, ${(i % 8) + 3}, 1], y_range=[-2, 2, 1]).next_to(title_${i}, DOWN)
        curve = axes.plot(lambda x: np.sin(x * ${(i % 5) + 1}) + 0.1, color=YELLOW)
        self.play(Create(axes), Create(curve), run_time=${(i % 4) + 1})
        dots = VGroup(*[Dot(axes.c2p(k, 0.5 * k), color=RED) for k in range(${(i % 12) + 3})])
        for dot in dots:
            self.play(FadeIn(dot, scale=0.5), run_time=0.25)
        tracker = ValueTracker(${i % 10})
        frame = SurroundingRectangle(dots, buff=0.${(i % 3) + 1})
        self.play(Create(frame), tracker.animate.set_value(${(i % 10) + 5}))
        data_${i} = {"name": "run ${i}", "sizes": [${i}, ${i + 1}, ${i * 3 + 2}], "deep": {"x": (1, ${i})}}
        text = Text(f"{data_${i}['name']} of {len(dots)}").to_corner(${i % 2 ? 'UL' : 'DR'})
        self.play(text.animate.shift(LEFT * ${(i % 3) + 1}).set_color(GREEN), FadeOut(frame))
        if ${i % 2 ? 'self.debug' : 'True'}:
            self.play(Indicate(text), ReplacementTransform(title_${i}, Text("The end of ${i}")))
        self.wait(${(i % 3) + 1})
`

/** The same scenes with each top-level statement only in the first that holds it. */
function distinct(samples) {
  const seen = new Set()
  return samples.map(one => {
    const fresh = (splitTopLevel(one.code) ?? [{ text: one.code }]).filter(({ text }) => {
      const isNew = !seen.has(text)
      seen.add(text)
      return isNew
    })
    return { ...one, code: `${fresh.map(({ text }) => text).join('\n')}\n` }
  })
}

/** Checkouts of the four sources that the issue counts samples of. */
const SOURCES = {
  reducible: ['Reducible'],
  szymon_ozog: ['InformationTheory', 'GPU_Programming'],
  dan4life_aoc2024: ['AoC2024_Videos'],
  xiaoxiae_videos: ['videos'],
}

function corpora(folder) {
  const samples = Object.entries(SOURCES)
    .filter(([, names]) => names.every(name => existsSync(join(folder, name))))
    .map(([source, names]) => [source, extracted(source, names, folder)])
  const large = join(folder, LARGE)
  return [
    ...samples.slice(0, 1),
    [`${samples.length} sources`, samples.flatMap(([, all]) => all)],
    ...(existsSync(large) ? [[LARGE, extract(large, '--flavor', 'any').filter(isProgram)]] : []),
  ]
}

/** The scenes of ten years, 7,000 and more: a checkout of 3b1b/videos. */
const LARGE = '3b1b'

/** Some of its first years are for Python 2. */
const isProgram = ({ code }) => readProgram(code, new ChunkCache()).error === undefined

function extracted(source, names, folder) {
  return extract(source, '--all', ...names.flatMap(name => ['--checkout', join(folder, name)]))
}

function extract(source, ...options) {
  const { stdout, status } = spawnSync(process.execPath, [bin('extract'), '-q', source, ...options], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`extract ${source} ended with ${status}`)
  return stdout.trimEnd().split('\n').map(JSON.parse)
}

function write(file, samples) {
  // More than one string can hold.
  writeFileSync(file, '')
  for (let i = 0; i < samples.length; i += 1000)
    appendFileSync(
      file,
      samples
        .slice(i, i + 1000)
        .map(one => `${JSON.stringify(one)}\n`)
        .join(''),
    )
}

await runAlone(import.meta.url, run)
