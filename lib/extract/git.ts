/** Runs the user's own git: clones a source once, at a fixed commit, and never runs anything of the repository. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../cli/log.ts'
import { messageOf, systemCode, UsageError } from '../errors.ts'

export interface CloneOptions {
  /** Folder that holds the clones. */
  folder: string
  offline: boolean
  signal: AbortSignal
  log: Log
}

/**
 * A work tree of `url` at `ref` (a full hash, a branch or a tag; undefined: the default branch). A tree fetched before is
 * taken again; a hash never needs the network twice. Throws UsageError with one line where it cannot be had.
 */
export async function cloneAt(url: string, ref: string | undefined, options: CloneOptions): Promise<string> {
  requirePlainUrl(url)
  if (ref?.startsWith('-')) throw new UsageError(`"${ref}" is no name of a commit`)
  const target = join(options.folder, folderName(url, ref))
  const isFixed = ref !== undefined && /^[0-9a-f]{40}$/.test(ref)
  if (existsSync(target) && (isFixed || options.offline)) return target
  if (options.offline) {
    throw new UsageError(`${url} is not in ${options.folder}, and --offline forbids to fetch it`)
  }
  options.log.note(`fetching ${url}${ref === undefined ? '' : ` at ${ref}`}`)
  await mkdir(options.folder, { recursive: true })
  const fresh = `${target}.${process.pid}.tmp`
  try {
    await git(['init', '--quiet', fresh], options)
    await git(['-C', fresh, 'remote', 'add', 'origin', url], options)
    await git(['-C', fresh, 'fetch', '--quiet', '--depth', '1', 'origin', ref ?? 'HEAD'], options)
    await git(['-C', fresh, 'checkout', '--quiet', '--detach', 'FETCH_HEAD'], options)
    await moveIntoPlace(fresh, target)
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason
    throw new UsageError(`cannot fetch ${url}: ${messageOf(error)}`, { cause: error })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return target
}

export interface Checkout {
  root: string
  commit: string | undefined
  /** Of its remote. */
  url: string | undefined
}

/** The checkout that a folder is or is in; undefined where there is none, or git will not say. */
export async function inspect(folder: string, signal: AbortSignal): Promise<Checkout | undefined> {
  const ask = (...command: string[]) =>
    git(['-C', folder, ...command], { signal }).then(
      text => text.trim() || undefined,
      () => undefined,
    )
  const root = await ask('rev-parse', '--show-toplevel')
  if (root === undefined) return undefined
  return {
    root,
    commit: await ask('rev-parse', '--verify', '--quiet', 'HEAD'),
    url: await ask('config', '--get', 'remote.origin.url'),
  }
}

/** What a commit holds: the hash of each file's content, by path. Empty where git will not say. */
export async function filesOf(
  folder: string,
  commit: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const listing = await git(['-C', folder, 'ls-tree', '-r', '-z', '--full-tree', commit], { signal }).catch(
    () => '',
  )
  const files = new Map<string, string>()
  for (const [, hash, path] of listing.matchAll(/(?:^|\0)100[0-7]+ blob ([0-9a-f]+)\t([^\0]+)/g))
    files.set(path!, hash!)
  return files
}

/** Is anything below that folder the checkout's own? A home folder under git holds much that is not. */
export async function tracks(root: string, path: string, signal: AbortSignal): Promise<boolean> {
  const command = ['-C', root, 'ls-files', '-z', '--', `:(literal)${path}`]
  return (await git(command, { signal }).catch(() => '')) !== ''
}

/** A repository without a work tree, as a server has it. */
export async function isBare(folder: string, signal: AbortSignal): Promise<boolean> {
  const answer = await git(['-C', folder, 'rev-parse', '--is-bare-repository', '--git-dir'], {
    signal,
  }).catch(() => '')
  return answer === 'true\n.\n'
}

/** A url that makes git run a program, or that it would take for an option, is refused before git sees it. */
export function requirePlainUrl(url: string): void {
  const isPlain = /^(?:https?|ssh|git|file):\/\/[^-\s]/.test(url) || /^[\w.]+@[\w.-]+:[^-\s]/.test(url)
  if (!isPlain)
    throw new UsageError(`${JSON.stringify(url)} is no address of a git repository that may be fetched`)
}

export function isGitUrl(text: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|[\w.]+@[\w.-]+:|ext::)/i.test(text)
}

/** Another process may have put the same tree there in the meantime: then that one serves. */
async function moveIntoPlace(fresh: string, target: string) {
  // A branch moves on, so its old tree makes way.
  const old = `${target}.${process.pid}.old`
  await rename(target, old).catch(() => {})
  try {
    await rename(fresh, target)
  } catch (error) {
    if (systemCode(error) !== 'ENOTEMPTY' && systemCode(error) !== 'EEXIST') throw error
  } finally {
    await rm(old, { recursive: true, force: true })
  }
}

function folderName(url: string, ref: string | undefined): string {
  const name = url
    .replace(/\.git$/, '')
    .split(/[/:]/)
    .slice(-2)
    .join('-')
    .replace(/[^\w.-]/g, '_')
  const hash = createHash('sha256')
    .update(`${url}\n${ref ?? ''}`)
    .digest('hex')
    .slice(0, 12)
  return `${name}-${hash}`
}

/** Nothing in a checkout's own configuration may run a program, and nothing asks for a password. */
const safeguards = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'protocol.ext.allow=never',
  // Reading another user's checkout is what extract is for.
  'safe.directory=*',
  'safe.bareRepository=all',
]

function git(command: readonly string[], { signal }: { signal: AbortSignal }): Promise<string> {
  const settings = safeguards.flatMap(setting => ['-c', setting])
  const child = spawn('git', [...settings, ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    env: {
      ...process.env,
      GIT_TERMINAL_PROMPT: '0',
      GIT_LFS_SKIP_SMUDGE: '1',
      GIT_ASKPASS: '',
      SSH_ASKPASS: '',
      LC_ALL: 'C',
    },
  })
  return new Promise((resolve, reject) => {
    let output = ''
    let complaint = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      complaint += text
    })
    child.on('error', error => {
      reject(systemCode(error) === 'ENOENT' ? new Error('git is not installed', { cause: error }) : error)
    })
    child.on('close', code => {
      if (code === 0) resolve(output)
      else reject(new Error(lastLine(complaint) ?? `git ended with ${code}`))
    })
  })
}

function lastLine(text: string): string | undefined {
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  return (lines.find(line => /^(?:fatal|error|ERROR):/.test(line)) ?? lines.at(-1))?.replace(/^fatal:\s*/, '')
}
