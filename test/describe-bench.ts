/** describe against a fake provider, in a folder and a cache of its own. */
import { join } from 'node:path'
import { type Fake, type FakeOptions, startFake } from './fake-provider.ts'
import { type RunOptions, run } from './harness.ts'

export interface Bench {
  folder: string
  fake: Fake
  describe(args: readonly string[], input: string, options?: RunOptions): ReturnType<typeof run>
  env: Record<string, string>
}

export async function bench(
  t: { testdir(): string; teardown(end: () => unknown): void },
  options: FakeOptions = {},
): Promise<Bench> {
  const fake = await startFake(options)
  t.teardown(fake.close)
  const folder = t.testdir()
  const env = {
    MANIM_FILTERS_CACHE: join(folder, 'cache'),
    ANTHROPIC_API_KEY: 'sk-ant-secret',
    GEMINI_API_KEY: 'g-secret',
    OPENAI_API_KEY: 'sk-o-secret',
  }
  return {
    folder,
    fake,
    env,
    describe: (args, input, more = {}) =>
      run('describe', ['--llm', 'claude', '--base-url', fake.url, '--transcripts', 'off', ...args], {
        input,
        ...more,
        env: { ...env, ...more.env },
      }),
  }
}

export function sample(name: string, extra: Record<string, unknown> = {}) {
  return {
    id: `s/${name}`,
    description: '[PENDING_DESCRIPTION]',
    code: `from manim import *\n\nclass Scene${name}(Scene):\n    def construct(self):\n        shape_${name} = Circle()\n        self.play(Create(shape_${name}))\n`,
    source: 's',
    metadata: { needs_description: true, big: 1 },
    ...extra,
  }
}
export const lines = (...rows: unknown[]) => rows.map(row => `${JSON.stringify(row)}\n`).join('')
export const many = (count: number) =>
  lines(...Array.from({ length: count }, (_, index) => sample(`n${index}`)))
