/** Spawns the built binaries, as a user's shell does. */
import { type SpawnOptions, spawn } from 'node:child_process'
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

/** Runs a line of shell with the binaries on the PATH under their own names. */
export function shell(line: string, options: RunOptions & { bin: string }): Promise<Result> {
  const child = spawn('bash', ['-c', line], {
    cwd: options.cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: cleanEnvironment({ ...options.env, PATH: `${options.bin}:${process.env.PATH}` }),
  })
  return collect(child, options.input)
}

function collect(child: ReturnType<typeof spawn>, input: string | Buffer | undefined): Promise<Result> {
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout!.on('data', chunk => out.push(chunk))
  child.stderr!.on('data', chunk => err.push(chunk))
  // A filter may end before it has read all: that is no error of the test.
  child.stdin!.on('error', () => {})
  child.stdin!.end(input ?? '')
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
