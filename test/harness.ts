/** Spawns the built binaries, as a user's shell does. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Result {
  /** Exit code, or null where a signal ended the process. */
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  input?: string | Buffer
  cwd?: string
  env?: Record<string, string | undefined>
}

export function binary(name: string): string {
  return fileURLToPath(new URL(`../bin/${name}.js`, import.meta.url))
}

/** What a user has set must not reach a test, and no test the user's cache. */
export function cleanEnvironment(extra: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:MANIM_FILTERS_|XDG_|ANTHROPIC_|GEMINI_|GOOGLE_|OPENAI_|HF_|KAGGLE_|NO_COLOR|DEBUG|HTTPS?_PROXY|https?_proxy)/.test(
        name,
      ),
  )
  return {
    ...Object.fromEntries(kept),
    XDG_CACHE_HOME: '/nonexistent',
    XDG_CONFIG_HOME: '/nonexistent',
    ...extra,
  }
}

export function start(name: string, args: readonly string[], options: RunOptions & SpawnOptions = {}) {
  const { input: _, env, ...rest } = options
  return spawn(process.execPath, [binary(name), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...rest,
    env: cleanEnvironment(env as Record<string, string | undefined>),
  })
}

/** Runs a binary to its end. Standard input is empty unless `input` says otherwise. */
export function run(name: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Result> {
  const child = start(name, args, options)
  return collect(child, options.input)
}

/** Runs binaries side by side, each reading what the one before writes. The result is the last one's, stderr of all. */
export async function pipe(
  stages: readonly (readonly [name: string, ...args: string[]])[],
  options: Omit<RunOptions, 'input'> = {},
): Promise<Result & { codes: (number | null)[] }> {
  const children = stages.map(([name, ...args]) => start(name, args, options))
  const [first] = children
  first!.stdin!.end()
  for (const [index, child] of children.entries()) {
    const next = children[index + 1]
    if (!next) break
    next.stdin!.on('error', () => {})
    child.stdout!.pipe(next.stdin!)
  }
  const ends = await Promise.all(children.map((child, index) => watch(child, index === children.length - 1)))
  return {
    ...ends.at(-1)!,
    stderr: ends.map(end => end.stderr).join(''),
    codes: ends.map(end => end.code),
  }
}

function collect(child: ChildProcess, input: string | Buffer | undefined): Promise<Result> {
  // A filter may end before it has read all: that is no error of the test.
  child.stdin!.on('error', () => {})
  child.stdin!.end(input ?? '')
  return watch(child, true)
}

export function watch(child: ChildProcess, keepOutput: boolean): Promise<Result> {
  const out: Buffer[] = []
  const err: Buffer[] = []
  if (keepOutput) child.stdout!.on('data', chunk => out.push(chunk))
  child.stderr!.on('data', chunk => err.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({
        code,
        signal,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      })
    })
  })
}

export interface Row {
  [field: string]: unknown
  id: unknown
  code: string
  description: string
  source: string
  metadata: { [field: string]: unknown; needs_reason?: string }
}

/** The values of an NDJSON text. */
export function records(text: string): Row[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
}
