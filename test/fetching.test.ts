import { readdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import t from 'tap'
import { records, run } from './harness.ts'
import { bench, parquet, program } from './tables.ts'

interface Seen {
  url: string
  authorization: string | undefined
  range: string | undefined
}

/** A server on this machine in the place of Hugging Face or Kaggle, and what it was asked. */
async function serve(
  t: { teardown(work: () => void): void },
  answer: (request: IncomingMessage, response: ServerResponse, seen: readonly Seen[]) => void,
) {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const { authorization, range } = request.headers
    seen.push({ url: request.url!, authorization, range })
    answer(request, response, seen)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

const thanks = parquet({
  input: ['Wrapped: draw.', 'Draw again.', 'Draw.'],
  output: [program('One'), program('One'), `\\n${program('Two').replaceAll('\n', '\\n')}</s>`],
})

t.test('a dataset comes from Hugging Face once, its key goes to no other host', async t => {
  const far = await serve(t, (_, response) => response.setHeader('etag', '"1"').end(thanks))
  const hub = await serve(t, ({ url }, response) => {
    if (url === '/api/datasets/thanhkt/manim_code/parquet') {
      response.end(JSON.stringify({ default: { train: ['https://elsewhere.invalid/0.parquet'] } }))
    } else {
      response.writeHead(302, { location: `${far.url}/file?signed=1`, 'x-repo-commit': 'abc' }).end()
    }
  })
  const folder = t.testdir({})
  const env = {
    HF_ENDPOINT: `${hub.url}/`,
    HF_TOKEN: 'hf_secret',
    MANIM_FILTERS_CACHE: join(folder, 'cache'),
  }
  const first = await run('extract', ['thanks_dataset'], { env })
  t.equal(first.code, 0, first.stderr)
  t.match(first.stderr, `extract: fetching ${hub.url}/datasets/thanhkt/manim_code\n`)
  t.match(first.stderr, '2 samples; 1 left out: same program as another')
  t.same(hub.seen, [
    { url: '/api/datasets/thanhkt/manim_code/parquet', authorization: 'Bearer hf_secret', range: undefined },
    {
      url: '/api/datasets/thanhkt/manim_code/parquet/default/train/0.parquet',
      authorization: 'Bearer hf_secret',
      range: undefined,
    },
  ])
  t.same(far.seen, [{ url: '/file?signed=1', authorization: undefined, range: undefined }])
  const [one, two] = records(first.stdout)
  t.match(one, {
    id: 'thanks_dataset/train:1#One',
    description: 'Wrapped: draw.',
    metadata: { needs_description: true, dataset: 'thanhkt/manim_code', commit: 'abc' },
  })
  t.match(two, { id: 'thanks_dataset/train:3#Two', code: program('Two'), metadata: { self_contained: true } })

  const offline = await run('extract', ['thanks_dataset', '--offline'], {
    env: { ...env, HF_TOKEN: undefined },
  })
  t.match(offline, { code: 0, stdout: first.stdout })
  t.equal(hub.seen.length, 2, 'the second run asks nobody')
})

t.test('a dataset comes from Kaggle as an archive; only its tables are unpacked', async t => {
  const archive = zipSync({
    '../../manim_sft_dataset.parquet': bench,
    'manim_sft_dataset.csv': Buffer.from('a\n'),
    'README.md': Buffer.from('text'),
  })
  const storage = await serve(t, (_, response) => response.end(archive))
  const kaggle = await serve(t, (_, response) =>
    response.writeHead(302, { location: `${storage.url}/archive` }).end(),
  )
  const folder = t.testdir({ '.kaggle': { 'kaggle.json': '{"username":"me","key":"k3y"}' } })
  const env = { KAGGLE_ENDPOINT: kaggle.url, HOME: folder, MANIM_FILTERS_CACHE: join(folder, 'cache') }
  const { code, stdout, stderr } = await run('extract', ['manimbench'], { env })
  t.equal(code, 0, stderr)
  t.match(kaggle.seen, [
    {
      url: '/api/v1/datasets/download/ravidussilva/manim-sft',
      authorization: `Basic ${Buffer.from('me:k3y').toString('base64')}`,
    },
  ])
  t.equal(storage.seen[0]!.authorization, undefined)
  t.match(records(stdout), [
    {
      id: 'manimbench/manim_sft_dataset.parquet:1#Bench',
      description: 'Display a circle that is drawn.',
      metadata: {
        needs_description: false,
        license: 'CC-BY-NC-SA-4.0',
        columns: { Split: 'test' },
        overlaps: ['manim_ce_docs'],
        overlaps_basis: 'declared',
      },
    },
    {},
  ])
  const [name] = readdirSync(join(folder, 'cache', 'datasets'))
  t.same(readdirSync(join(folder, 'cache', 'datasets', name!)).sort(), [
    'index.json',
    'manim_sft_dataset.csv',
    'manim_sft_dataset.parquet',
  ])
  for (const [variable, header] of [
    [{ KAGGLE_USERNAME: 'you', KAGGLE_KEY: 'key' }, `Basic ${Buffer.from('you:key').toString('base64')}`],
    [{ KAGGLE_API_TOKEN: 'KGAT_1' }, 'Bearer KGAT_1'],
  ] as const) {
    await run('extract', ['manimbench'], {
      env: { ...env, ...variable, MANIM_FILTERS_CACHE: join(folder, header) },
    })
    t.equal(kaggle.seen.at(-1)!.authorization, header)
  }
})

t.test('a broken connection is taken up where it broke', async t => {
  const big = parquet({ code: Array.from({ length: 400 }, (_, n) => program(`S${n}`, `self.wait(${n})`)) })
  const server = await serve(t, ({ url, headers }, response, seen) => {
    if (url!.endsWith('/parquet')) return response.end('{"default":{"train":["x"]}}')
    response.setHeader('etag', '"v1"')
    const start = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0)
    if (start > 0) response.writeHead(206, { 'content-length': big.length - start }).end(big.subarray(start))
    else {
      response.writeHead(200, { 'content-length': big.length })
      response.write(big.subarray(0, 5000), () => setTimeout(() => response.destroy(), 50))
    }
    return seen
  })
  const folder = t.testdir({})
  const env = { HF_ENDPOINT: server.url, MANIM_FILTERS_CACHE: join(folder, 'cache') }
  const { code, stdout, stderr } = await run('extract', ['thanks_dataset'], { env })
  t.equal(code, 0, stderr)
  t.equal(records(stdout).length, 400)
  t.same(
    server.seen.map(({ range }) => range),
    [undefined, undefined, 'bytes=5000-'],
  )
})

t.test('what a server refuses is one line, names no key, and leaves nothing half done', async t => {
  const cases: [source: string, status: number, body: string, message: RegExp][] = [
    ['thanks_dataset', 401, '{"error":"Invalid username or password."}', /answered 401: Invalid .*HF_TOKEN/],
    ['bespoke_manim', 404, 'nothing', /answered 404: there is no such dataset/],
    ['manimbench', 403, '{"code":403,"message":"Forbidden"}', /answered 403: Forbidden: set KAGGLE_USERNAME/],
    ['manimbench', 200, 'no archive at all', /what came is no zip archive/],
    ['thanks_dataset', 200, '{"default":{}}', /it has no Parquet files/],
  ]
  for (const [source, status, body, message] of cases) {
    const server = await serve(t, (_, response) => response.writeHead(status).end(body))
    const folder = t.testdir({})
    const env = {
      HF_ENDPOINT: server.url,
      HF_TOKEN: 'hf_secret',
      KAGGLE_ENDPOINT: server.url,
      KAGGLE_API_TOKEN: 'hf_secret',
      MANIM_FILTERS_CACHE: join(folder, 'cache'),
    }
    const { code, stdout, stderr } = await run('extract', ['-q', source], { env })
    t.match({ code, stdout }, { code: 2, stdout: '' }, `${source} ${status}`)
    t.match(stderr, message)
    t.notMatch(stderr, 'secret')
    t.equal(stderr.split('\n').length, 2, stderr)
    for (const name of readdirSync(join(folder, 'cache', 'datasets'))) {
      t.same(readdirSync(join(folder, 'cache', 'datasets', name)), [])
    }
  }
  const env = { HF_ENDPOINT: 'http://127.0.0.1:9', MANIM_FILTERS_CACHE: t.testdir({}) }
  t.match(await run('extract', ['thanks_dataset', '--offline'], { env }), {
    code: 2,
    stderr: /is not in .*, and --offline forbids to fetch it\n$/,
  })
})
