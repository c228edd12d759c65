/** Runs a program of somebody else: text in, text out, nothing of our environment that it need not have. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AskError } from '../engine/ask-error.ts'
import { systemCode, UsageError } from '../errors.ts'
import { TransportError } from '../http/transport-error.ts'

export interface ChildRequest {
  command: string
  args: readonly string[]
  input: string
  env: NodeJS.ProcessEnv
  cwd: string
  timeoutMs: number
  signal: AbortSignal
}

export interface ChildResult {
  code: number | null
  stdout: string
  stderr: string
}

/** More than any answer has. */
const mostBytes = 16 * 1024 * 1024

export async function runChild(request: ChildRequest): Promise<ChildResult> {
  const { command, args, input, env, cwd, timeoutMs, signal } = request
  signal.throwIfAborted()
  // Node loads half of its network with it, for a backend that few runs have.
  const { spawn } = await import('node:child_process')
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    // A group of its own: what it starts in turn ends with it.
    const child = spawn(command, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    const out = collect(child.stdout)
    const err = collect(child.stderr)
    const end = (reason: unknown) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It is gone already.
      }
      reject(reason)
    }
    const timer = setTimeout(
      () => end(new TransportError('timeout', `${command} gave no answer in ${timeoutMs / 1000} s`)),
      timeoutMs,
    )
    const stop = () => end(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    child.on('error', error => {
      const missing = systemCode(error) === 'ENOENT'
      reject(
        missing
          ? new UsageError(`cannot run ${command}: it is not installed, or not on the PATH`)
          : new AskError('backend_error', `cannot run ${command}: ${error.message}`, { reach: 'record' }),
      )
    })
    child.on('close', code => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve({ code, stdout: out(), stderr: err() })
    })
    // It may end without having read all.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= mostBytes) chunks.push(chunk)
  })
  return () => Buffer.concat(chunks).toString()
}

/** What a program needs to run at all, and what it is meant to have; no key of another provider. */
export function childEnvironment(
  env: NodeJS.ProcessEnv,
  wanted: readonly string[],
  extra: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) =>
      wanted.includes(name) ||
      !/^(?:CLAUDE|ANTHROPIC|GEMINI|GOOGLE|OPENAI|MANIM_FILTERS|NODE_OPTIONS|NODE_CHANNEL)|_API_KEY(?:_FILE)?$/.test(
        name,
      ),
  )
  return { ...Object.fromEntries(kept), ...extra }
}

/** Empty, so that there is nothing in it to be read; gone when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'describe-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
