import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { contentKey } from '../lib/cache/keys.ts'
import { records, run } from './harness.ts'

const texts = [
  'Draw a white circle in the middle of the screen and let it turn slowly into a blue square.',
  'Write the word "two" in yellow at the top, underline it, and then fade everything out.',
]

/** A cache as the old system left it: an index and a file for each answer, named by the hash of code and metadata. */
function writeLegacy(folder: string, keys: readonly string[]) {
  mkdirSync(folder, { recursive: true })
  const index: Record<string, unknown> = {}
  for (const [number, key] of keys.entries()) {
    const entry = {
      description: texts[number],
      metadata: {},
      llm_model: 'claude',
      timestamp: '2025-06-01T10:00:00.000000',
    }
    writeFileSync(join(folder, `${key}.json`), JSON.stringify(entry))
    index[key] = { file: `${key}.json`, source: null, timestamp: entry.timestamp }
  }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index))
}

t.test(
  'descriptions of the old system are found by --reuse any, hashed with the source or without',
  async t => {
    const folder = t.testdir()
    const animation = (code: string, source: string | null) =>
      contentKey({ code, source, original_context: null, youtube_url: null, video_title: null })
    writeLegacy(join(folder, 'old'), [animation('one = "é😀"\n', 'reducible'), animation('two = 2\n', null)])
    const env = { MANIM_FILTERS_CACHE: join(folder, 'cache'), ANTHROPIC_API_KEY: 'k' }
    const imported = await run('cache-import', ['--legacy', join(folder, 'old')], { env })
    t.match(imported, { code: 0, stderr: /2 answers new/ })
    const sample = (code: string) =>
      `${JSON.stringify({ code, source: 'reducible', description: '', metadata: { needs_description: true } })}\n`
    const input = sample('one = "é😀"\n') + sample('two = 2\n')
    // Port 9 answers nobody: a request would fail.
    const args = ['--llm', 'claude', '--base-url', 'http://127.0.0.1:9', '--reuse', 'any']
    const result = await run('describe', args, { env, input })
    t.equal(result.code, 0, result.stderr)
    t.same(
      records(result.stdout).map(record => record.description),
      texts,
    )
    t.match(result.stderr, '2 from cache, 0 requests')
  },
)
