// Starts the built describe for a proof, and waits for its end.
import { spawn } from 'node:child_process'

export function startDescribe({ llm, url, cache, out, input }, more = []) {
  const bin = new URL('../build/bin/describe.js', import.meta.url).pathname
  const args = ['--llm', llm, '--base-url', url, '--transcripts', 'off', '-o', out, ...more, input]
  const keys = { ANTHROPIC_API_KEY: 'soak', GEMINI_API_KEY: 'soak', OPENAI_API_KEY: 'soak' }
  return spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, ...keys, MANIM_FILTERS_CACHE: cache },
    stdio: ['ignore', 'ignore', process.env.SOAK_QUIET ? 'ignore' : 'inherit'],
  })
}

/** Its exit code, or the signal that ended it. */
export const ended = child =>
  new Promise(resolve => child.on('close', (code, signal) => resolve(signal ?? code)))
