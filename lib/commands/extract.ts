import { join } from 'node:path'
import { cachePath } from '../cache/path.ts'
import { defineCommand, type Invocation } from '../cli/command.ts'
import { UsageError } from '../errors.ts'
import { createFinisher } from '../extract/finish.ts'
import { createOverlaps } from '../extract/overlaps.ts'
import { builtInSources } from '../extract/registry.ts'
import { resolveOperand, type Tree } from '../extract/resolve.ts'
import { readTree } from '../extract/samples.ts'
import { reasonToLeaveOut, type Selection } from '../extract/select.ts'
import type { Dataset } from '../extract/source.ts'
import { produce } from '../filter/produce.ts'
import { openRejects } from '../filter/rejects.ts'
import { toJson } from '../ndjson/splice.ts'
import { openParser } from '../python/parser.ts'

const options = {
  list: { type: 'flag', describe: 'list the sources that are known, as NDJSON' },
  checkout: {
    type: 'list',
    value: 'DIR',
    describe:
      'read this checkout instead of cloning; for a source of several repositories in the order of --list',
  },
  ref: {
    type: 'text',
    value: 'REF',
    describe: 'clone this commit, branch or tag instead of the pinned commit',
  },
  offline: { type: 'flag', describe: 'take only what was cloned before' },
  all: { type: 'flag', describe: 'also base classes that play nothing themselves' },
  flavor: {
    type: 'text',
    choices: ['manimce', 'manimgl', 'any'],
    default: 'manimce',
    value: 'NAME',
    describe: 'only programs for this library',
  },
  license: {
    type: 'list',
    separator: ',',
    value: 'SPDX',
    describe: 'only programs under one of these licences',
  },
  'only-self-contained': { type: 'flag', describe: 'only programs that need no name from elsewhere' },
  'prune-methods': { type: 'flag', describe: 'leave out methods of helper classes that nothing can reach' },
  raw: { type: 'flag', describe: 'the text of the class alone, for comparison' },
  rejects: { type: 'text', value: 'FILE', describe: 'keep the samples that were left out in FILE' },
  output: {
    type: 'text',
    alias: 'o',
    value: 'FILE',
    describe: 'write to FILE, put in place when all is done',
  },
} as const

export const extract = defineCommand({
  name: 'extract',
  summary: 'turns the scenes of Manim repositories into programs that stand alone',
  operands: 'SOURCE...',
  details: `
    Writes one sample for each scene: its code with everything it needs from the other files of its repository, in one
    program that can be saved and rendered, and where it is from. A SOURCE is the id of a source that is known
    (see --list), the address of a git repository, a folder, a Python file or notebook, or the path of a source
    plugin of your own (./my-source.mjs).

    A known source is cloned with your own git at the commit that it names, once, into the cache folder. No code of a
    repository is ever run. What is left out is counted on standard error, by reason.`,
  examples: [
    { note: 'one source', command: 'extract reducible > reducible.jsonl' },
    { note: 'several, from folders on disk', command: 'extract ./videos ./talks/intro.py' },
    {
      note: 'a checkout that is there already',
      command: 'extract szymon_ozog --checkout InformationTheory --checkout GPU_Programming',
    },
    { note: 'what there is', command: 'extract --list | jq -r .id' },
  ],
  options,
  async run(invocation) {
    if (invocation.options.list) return list(invocation)
    const { operands, log } = invocation
    if (operands.length === 0) {
      throw new UsageError('no source given', {
        hint: "Usage: extract [OPTION...] SOURCE...; 'extract --list' names them.",
      })
    }
    if (operands.length > 1 && invocation.options.checkout.length > 0) {
      throw new UsageError('--checkout goes with one source')
    }
    // Everything is resolved before anything is written: a remote that is down is found out first.
    const trees: Tree[] = []
    for (const operand of operands) trees.push(...(await resolveOperand(operand, resolveOptions(invocation))))
    await write(invocation, trees)
    log.debug('done')
  },
})

async function write(invocation: Invocation<typeof options>, trees: readonly Tree[]): Promise<void> {
  const { log, progress } = invocation
  const selection: Selection = {
    flavor: invocation.options.flavor,
    licenses: invocation.options.license,
    onlySelfContained: invocation.options['only-self-contained'],
    all: invocation.options.all,
  }
  const rejects = openRejects(invocation.options.rejects)
  const leftOut = new Map<string, number>()
  let written = 0
  const parser = await openParser()
  const slicing = { pruneMethods: invocation.options['prune-methods'], raw: invocation.options.raw }

  await produce(invocation, invocation.options.output, async emit => {
    for (const tree of trees) {
      const { candidates, problems } = readTree(tree, parser, slicing)
      const finish = createFinisher(tree.source, createOverlaps(tree.source.overlaps, new Map()))
      for (const found of candidates) {
        const candidate = finish(found)
        const why = reasonToLeaveOut(candidate, selection)
        if (why === undefined) {
          await emit(candidate.sample)
          written += 1
          progress.advance(written, 0)
          continue
        }
        leftOut.set(why.reason, (leftOut.get(why.reason) ?? 0) + 1)
        if (candidate.sample)
          rejects?.add(Buffer.from(toJson({ ...candidate.sample, left_out: why.detail ?? why.reason })))
      }
      for (const { path, line, message } of problems) {
        log.note(`${tree.source.id}: ${path}${line === undefined ? '' : `:${line}`}: ${message}`)
      }
    }
  })
  rejects?.close()
  const omitted = [...leftOut].map(([reason, count]) => `${count} left out: ${reason}`)
  log.note([`${written} sample${written === 1 ? '' : 's'}`, ...omitted].join('; '))
}

async function list(invocation: Invocation<typeof options>): Promise<void> {
  const sources = await builtInSources()
  await produce(invocation, invocation.options.output, async emit => {
    for (const source of sources) {
      const { id, title, license, expected, priority } = source
      const place = 'dataset' in source ? placeOf(source.dataset) : { repositories: source.repositories }
      await emit({ id, title, ...place, license, expected, priority })
    }
  })
}

/** Where a dataset is, without how it is read. */
function placeOf({ huggingface, kaggle, file }: Dataset) {
  return { dataset: { huggingface, kaggle, file } }
}

function resolveOptions({ options: given, env, signal, log }: Invocation<typeof options>) {
  return {
    checkouts: given.checkout,
    ref: given.ref,
    offline: given.offline,
    folder: join(cachePath(env), 'repositories'),
    signal,
    log,
  }
}
