import { join } from 'node:path'
import { cachePath } from '../cache/path.ts'
import { defineCommand, type Invocation } from '../cli/command.ts'
import { folderVariables, networkVariables } from '../cli/environment.ts'
import { exactJson } from '../datasets/exact.ts'
import { InputError, UsageError } from '../errors.ts'
import type { Problem } from '../extract/files.ts'
import { createFinisher } from '../extract/finish.ts'
import { knownPrograms } from '../extract/known.ts'
import { createOverlaps } from '../extract/overlaps.ts'
import { builtInSources } from '../extract/registry.ts'
import { type Place, type ResolveOptions, resolveOperands } from '../extract/resolve.ts'
import { type BadRow, type RowOptions, readRows } from '../extract/rows.ts'
import { readTree } from '../extract/samples.ts'
import { type Candidate, reasonToLeaveOut, type Selection } from '../extract/select.ts'
import type { Dataset, Source } from '../extract/source.ts'
import { requireApart } from '../filter/files.ts'
import { recordOptions } from '../filter/options.ts'
import { produce } from '../filter/produce.ts'
import { openRejects } from '../filter/rejects.ts'
import { Json } from '../ndjson/splice.ts'
import { openParser } from '../python/parser.ts'
import { suitMoreTreeWalks, suitTreeWalks } from '../vm.ts'

const options = {
  list: { type: 'flag', describe: 'list the sources that are known, as NDJSON' },
  checkout: {
    type: 'list',
    value: 'PATH',
    describe:
      'read this checkout, or these tables, instead of fetching; of several repositories in the order of --list',
  },
  ref: {
    type: 'text',
    value: 'REF',
    describe: 'clone this commit, branch or tag instead of the pinned commit',
  },
  offline: { type: 'flag', describe: 'take only what was fetched before' },
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
  'code-field': {
    type: 'text',
    value: 'PATH',
    describe: 'where the program is in a row of a dataset, as a column or a dotted path',
  },
  'description-field': {
    type: 'text',
    value: 'PATH',
    describe: 'where the description is in a row of a dataset',
  },
  'on-error': {
    type: 'text',
    choices: ['fail', 'skip'],
    default: 'fail',
    value: 'POLICY',
    describe: 'what to do with a bad row of a dataset: stop there, or leave it out',
  },
  'max-line': {
    type: 'size',
    default: 64 * 1024 * 1024,
    value: 'BYTES',
    describe: 'the longest row accepted',
  },
  rejects: { type: 'text', value: 'FILE', describe: 'keep the samples that were left out in FILE' },
  output: recordOptions.output,
} as const

export const extract = defineCommand({
  name: 'extract',
  summary: 'turns the scenes of Manim repositories into programs that stand alone',
  operands: 'SOURCE...',
  details: `
    Writes one sample for each scene: its code with everything it needs from the other files of its repository, in one
    program that can be saved and rendered, and where it is from. A SOURCE is the id of a source that is known
    (see --list), the address of a git repository, a folder, a Python file or notebook, a table of programs (Parquet,
    CSV, JSON, JSON lines; - is JSON lines on standard input), or the path of a source plugin of your own
    (./my-source.mjs).

    A known source is cloned with your own git at the commit that it names, once, into the cache folder. No code of a
    repository is ever run. A symbolic link is read where it leads to a file or folder of the same tree; the scenes there
    are taken once. What is left out is counted on standard error, by reason. A file is read in the encoding that it names
    for itself. One that is no Python is told. If a scene may be in it, or draws on it, it is counted, too, as is a row
    whose program is none: the scenes come out as far as they can be read, with what is wrong in metadata.problem, and the
    exit code is 1.

    The rows of a table hold programs that somebody else put together: they are kept as they stand, and told apart by
    their scene class, the last where there are several. Without --code-field the program is in code, python_code,
    manim_code, python, program, output, completion, response, answer or script; without --description-field the
    description is in description, instruction, prompt, input, request, query, question, caption or text. Conversations
    are read as such. Datasets are fetched once, too: from Hugging Face (HF_ENDPOINT, HF_TOKEN) and Kaggle
    (KAGGLE_USERNAME and KAGGLE_KEY, KAGGLE_API_TOKEN or kaggle.json; KAGGLE_ENDPOINT).`,
  environment: {
    'HF_ENDPOINT, HF_TOKEN':
      'the server of Hugging Face, where it is another, and the token for what is not public',
    'KAGGLE_API_TOKEN, or KAGGLE_USERNAME and KAGGLE_KEY': 'the key for Kaggle, the first that is set',
    KAGGLE_CONFIG_DIR: 'the folder that has kaggle.json, where no key is set (~/.kaggle)',
    KAGGLE_ENDPOINT: 'the server of Kaggle, where it is another',
    ...networkVariables,
    ...folderVariables,
  },
  examples: [
    { note: 'one source', command: 'extract reducible > reducible.jsonl' },
    { note: 'several, from folders on disk', command: 'extract ./videos ./talks/intro.py' },
    {
      note: 'a checkout that is there already',
      command: 'extract szymon_ozog --checkout InformationTheory --checkout GPU_Programming',
    },
    {
      note: 'a dataset on disk',
      command: 'extract pairs.parquet --code-field answer --description-field question',
    },
    { note: 'what there is', command: 'extract --list | jq -r .id' },
  ],
  options,
  async run(invocation) {
    const { operands, options: given } = invocation
    await requireApart([...operands, ...given.checkout], given)
    if (given.list) return list(invocation)
    if (operands.length === 0) {
      throw new UsageError('no source given', {
        hint: "Usage: extract [OPTION...] SOURCE...; 'extract --list' names them.",
      })
    }
    if (operands.length > 1 && given.checkout.length > 0) {
      throw new UsageError('--checkout goes with one source')
    }
    // Everything is resolved before anything is written: a remote that is down is found out first.
    const places = await resolveOperands(operands, resolveOptions(invocation))
    requireTables(invocation, places)
    await write(invocation, places)
  },
})

/** Nothing that was asked for is passed over without a word. */
function requireTables({ options: given }: Invocation<typeof options>, places: readonly Place[]): void {
  if (places.some(place => 'parts' in place)) return
  for (const name of ['code-field', 'description-field'] as const) {
    if (given[name] !== undefined) throw new UsageError(`--${name} goes with tables, and none is read`)
  }
}

async function write(invocation: Invocation<typeof options>, places: readonly Place[]): Promise<void> {
  const { log, progress, signal, options: given } = invocation
  const selection: Selection = {
    flavor: given.flavor,
    licenses: given.license,
    onlySelfContained: given['only-self-contained'],
    all: given.all,
  }
  const rejects = openRejects(given.rejects)
  const leftOut = new Map<string, number>()
  let written = 0
  let bad = 0
  let badFiles = 0
  /** Programs of rows that are none. */
  let broken = 0
  suitTreeWalks()
  const parser = await openParser()
  const slicing = { pruneMethods: given['prune-methods'], raw: given.raw }
  const rows: RowOptions = {
    maxLine: given['max-line'],
    signal,
    codeField: given['code-field'],
    descriptionField: given['description-field'],
  }

  const refuse = ({ bad: message, raw }: BadRow) => {
    if (raw) rejects?.add(raw)
    if (given['on-error'] === 'fail') throw new InputError(message)
    log.error(message)
    invocation.fail()
    bad += 1
  }
  const finishers = new Map<Source, (candidate: Candidate) => Candidate>()
  const finisherOf = async (source: Source) => {
    let finisher = finishers.get(source)
    if (finisher) return finisher
    const known = await knownPrograms(source, places, resolveOptions(invocation), rows)
    finisher = createFinisher(source, createOverlaps(source.overlaps, known))
    finishers.set(source, finisher)
    return finisher
  }

  await produce(invocation, given.output, async emit => {
    for (const place of places) {
      const { candidates, problems } =
        'parts' in place
          ? { candidates: readRows(place, parser, slicing, rows), problems: [] }
          : await readTree(place, parser, slicing, signal)
      const finish = await finisherOf(place.source)
      for await (const found of candidates) {
        if ('bad' in found) {
          refuse(found)
          continue
        }
        const candidate = finish(found)
        const why = reasonToLeaveOut(candidate, selection)
        if (why === undefined) {
          await emit(new Json(exactJson(candidate.sample)))
          written += 1
          // A file says so once, below, whatever the number of its scenes.
          const problem = candidate.sample?.metadata.problem
          if ('parts' in place && problem !== undefined) {
            log.error(`${candidate.sample?.id}: ${problem}`)
            broken += 1
          }
          suitMoreTreeWalks(written)
          progress.advance(written, 0)
          continue
        }
        leftOut.set(why.reason, (leftOut.get(why.reason) ?? 0) + 1)
        if (candidate.sample)
          rejects?.add(Buffer.from(exactJson({ ...candidate.sample, left_out: why.detail ?? why.reason })))
      }
      const bad = new Set<string>()
      for (const problem of problems) {
        const { path, line, message } = problem
        const told = `${place.source.id}: ${path}${line === undefined ? '' : `:${line}`}: ${message}`
        if (isBad(problem)) bad.add(path)
        if (bad.has(path)) log.error(told)
        else log.note(told)
      }
      badFiles += bad.size
    }
  })
  rejects?.close()
  const omitted = [...leftOut].map(([reason, count]) => `${count} left out: ${reason}`)
  const parts = [`${written} sample${written === 1 ? '' : 's'}`, ...omitted]
  if (bad > 0) parts.push(`${bad} bad`)
  if (badFiles > 0) {
    // Their scenes are there as far as they can be: with what is wrong told, and perhaps not all of them.
    parts.push(`${badFiles} bad file${badFiles === 1 ? '' : 's'}`)
    invocation.fail()
  }
  if (broken > 0) {
    parts.push(`${broken} that ${broken === 1 ? 'does' : 'do'} not parse`)
    invocation.fail()
  }
  log.note(parts.join('; '))
}

/** A program that could not be read as one, and was wanted. Of a folder, or a licence, no sample was to be had. */
function isBad({ path, isNote }: Problem): boolean {
  return !isNote && /\.(?:py|ipynb)$/.test(path)
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

function resolveOptions({ options: given, env, signal, log }: Invocation<typeof options>): ResolveOptions {
  return {
    checkouts: given.checkout,
    ref: given.ref,
    offline: given.offline,
    folder: join(cachePath(env), 'repositories'),
    datasets: join(cachePath(env), 'datasets'),
    env,
    signal,
    log,
  }
}
