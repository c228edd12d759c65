/** Datasets that were fetched, each in a folder of its own; what its index names is whole. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../cli/log.ts'
import { messageOf, UsageError } from '../errors.ts'
import { createHttpClient, type HttpClient } from '../http/client.ts'
import { HttpFailure } from '../http/download.ts'

/** A table of a dataset. */
export interface Part {
  path: string
  /** `split`, `config/split` or the file's name. Rows are numbered through all parts of one label. */
  label: string
}

export interface Fetched {
  parts: readonly Part[]
  /** The revision, where the server says. */
  commit?: string
}

export interface FetchOptions {
  /** Folder that holds the datasets. */
  folder: string
  offline: boolean
  env: NodeJS.ProcessEnv
  signal: AbortSignal
  log: Log
}

/** Puts the dataset's files into `folder` and says which they are, by names within it. */
export type Fetcher = (client: HttpClient, folder: string) => Promise<Fetched>

/** What is there already is taken again: the same rows, without the network, until the folder is removed. */
export async function fetchOnce(
  name: string,
  address: string,
  options: FetchOptions,
  fetcher: Fetcher,
): Promise<Fetched> {
  const folder = join(options.folder, name.replace(/[^\w.-]+/g, '--'))
  const known = await readIndex(folder)
  if (known) return known
  if (options.offline) {
    throw new UsageError(`${address} is not in ${options.folder}, and --offline forbids to fetch it`)
  }
  options.log.note(`fetching ${address}`)
  const client = createHttpClient(options.env)
  try {
    await mkdir(folder, { recursive: true })
    const fetched = await fetcher(client, folder)
    await writeIndex(folder, fetched)
    return inFolder(folder, fetched)
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason
    if (error instanceof UsageError) throw error
    throw new UsageError(`cannot fetch ${address}: ${messageOf(error)}`, { cause: error })
  } finally {
    await client.close()
  }
}

/** What the server refuses, in words that help; other errors as they are. */
export function refusal(error: unknown, words: Readonly<Record<number, string>>): unknown {
  const word = error instanceof HttpFailure ? words[error.status] : undefined
  return word === undefined ? error : new Error(`${messageOf(error)}: ${word}`, { cause: error })
}

async function readIndex(folder: string): Promise<Fetched | undefined> {
  try {
    return inFolder(folder, JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')))
  } catch {
    // None, or one of another time: fetched anew.
    return undefined
  }
}

async function writeIndex(folder: string, fetched: Fetched): Promise<void> {
  const path = join(folder, 'index.json')
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await writeFile(temporary, JSON.stringify(fetched))
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

function inFolder(folder: string, { parts, commit }: Fetched): Fetched {
  const inside = parts.map(({ path, label }) => ({ path: join(folder, path), label }))
  return { parts: inside, ...(commit !== undefined && { commit }) }
}
