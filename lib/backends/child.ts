/** Runs a program of somebody else: text in, text out, nothing of our environment that it need not have. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AskError } from '../engine/ask-error.ts'
import { messageOf, systemCode, UsageError } from '../errors.ts'
import { TransportError } from '../http/transport-error.ts'
import { type Json, parseObject } from './http-answer.ts'

export interface ChildRequest {
  command: string
  args: readonly string[]
  input: string
  env: NodeJS.ProcessEnv
  cwd: string
  timeoutMs: number
  signal: AbortSignal
}

export interface ChildEnd {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface ChildResult extends ChildEnd {
  stdout: string
  stderr: string
}

/** More than any answer has. */
const mostBytes = 16 * 1024 * 1024
/** What a program has said when it ends is read in less; what it started and left may never close its output. */
const graceMs = 1000

export async function runChild(request: ChildRequest): Promise<ChildResult> {
  const { command, args, input, env, cwd, timeoutMs, signal } = request
  signal.throwIfAborted()
  // Node loads half of its network with it, for a backend that few runs have.
  const { spawn } = await import('node:child_process')
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    let child: ChildProcessWithoutNullStreams
    try {
      // A group of its own: what it starts in turn ends with it.
      child = spawn(command, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    } catch (error) {
      reject(cannotRun(command, error))
      return
    }
    const out = collect(child.stdout)
    const err = collect(child.stderr)
    let grace: NodeJS.Timeout | undefined
    const settle = () => {
      clearTimeout(timer)
      clearTimeout(grace)
      signal.removeEventListener('abort', stop)
    }
    const close = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It is gone already.
      }
      for (const stream of child.stdio) stream?.destroy()
    }
    const end = (reason: unknown) => {
      settle()
      close()
      reject(reason)
    }
    const timer = setTimeout(
      () => end(new TransportError('timeout', `${command} gave no answer in ${timeoutMs / 1000} s`)),
      timeoutMs,
    )
    const stop = () => end(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    child.on('error', error => {
      settle()
      reject(cannotRun(command, error))
    })
    child.on('exit', () => {
      grace = setTimeout(close, graceMs)
    })
    child.on('close', (code, endedBy) => {
      settle()
      resolve({ code, signal: endedBy, stdout: out(), stderr: err() })
    })
    // It may end without having read all.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

/** It never ran: nothing was sent. What is true of every sample ends the run. */
function cannotRun(command: string, error: unknown): Error {
  const code = systemCode(error)
  if (code === 'ENOENT') {
    return new UsageError(`cannot run ${command}: it is not installed, or not on the PATH`)
  }
  if (code === 'EACCES') return new UsageError(`cannot run ${command}: it is there, but not executable`)
  if (code === 'E2BIG') {
    return new AskError('too_long', `the prompt is longer than ${command} takes`, { reach: 'record' })
  }
  return new AskError('backend_error', `cannot run ${command}: ${messageOf(error)}`, { reach: 'record' })
}

/** For a program that said nothing that could be read: how it ended, and its last words. */
export function noResult(command: string, stderr: string, { code, signal }: ChildEnd): string {
  const said = stderr.trim().split('\n').at(-1)!.slice(0, 200)
  const end = signal === null ? `exit code ${code}` : `ended by ${signal}`
  return `${command} gave no result (${end})${said ? `: ${said}` : ''}`
}

/** The JSON object in an output that may have lines before and behind it. */
export function objectIn(output: string): Json | undefined {
  const end = output.lastIndexOf('}') + 1
  for (let at = output.indexOf('{'); at >= 0 && at < end; at = output.indexOf('\n{', at) + 1 || end) {
    const found = parseObject(output.slice(at, end))
    if (found) return found
  }
  return undefined
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
