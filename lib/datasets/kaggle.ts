/** Kaggle: a dataset is one archive, at a documented address. */
import { open, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { UsageError } from '../errors.ts'
import { download } from '../http/download.ts'
import { type Fetched, type FetchOptions, fetchOnce, refusal } from './store.ts'
import { unzipTables } from './zip.ts'

const key = 'set KAGGLE_USERNAME and KAGGLE_KEY, or put kaggle.json into ~/.kaggle'
const words = {
  401: key,
  403: `${key}; its page may ask for an agreement first`,
  404: 'there is no such dataset, or it is private',
}

/** `name` is `owner/name`; `member` the one file of the archive that is wanted, all tables by default. */
export function fetchKaggle(
  name: string,
  member: string | undefined,
  options: FetchOptions,
): Promise<Fetched> {
  // Kaggle's own tools know no variable for it: for mirrors and tests.
  const endpoint = (options.env.KAGGLE_ENDPOINT || 'https://www.kaggle.com').replace(/\/+$/, '')

  const folder = ['kaggle', name, member].filter(Boolean).join('/')
  return fetchOnce(folder, `${endpoint}/datasets/${name}`, options, async (client, folder) => {
    const path = join(folder, 'archive.zip')
    const request = {
      url: `${endpoint}/api/v1/datasets/download/${name}`,
      headers: await authorization(options.env),
      path,
      signal: options.signal,
    }
    await download(client, request).catch(error => {
      throw refusal(error, words)
    })
    const names = await unpack(path, folder)
    const named = names.filter(found => found === member)
    // Files are renamed; where there is one table only, it is the one.
    const wanted = member === undefined || names.length === 1 ? names : named
    if (wanted.length === 0) {
      const what =
        member === undefined ? 'no table is in it' : `no ${member} is in it, but ${names.join(', ')}`
      throw new UsageError(`cannot fetch ${endpoint}/datasets/${name}: ${what}`)
    }
    return { parts: wanted.map(found => ({ path: found, label: found })) }
  })
}

/** A dataset of one file may come as that file. */
async function unpack(path: string, folder: string): Promise<string[]> {
  const file = await open(path)
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0).finally(() => file.close())
  const magic = buffer.toString('latin1')
  if (magic === 'PAR1') {
    await rename(path, join(folder, 'data.parquet'))
    return ['data.parquet']
  }
  try {
    if (magic !== 'PK\x03\x04') throw new Error('what came is no zip archive')
    return await unzipTables(path, folder)
  } finally {
    await rm(path, { force: true })
  }
}

/** Nothing where there is no key: public datasets may come without. */
async function authorization(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  if (env.KAGGLE_API_TOKEN) return { authorization: `Bearer ${env.KAGGLE_API_TOKEN.trim()}` }
  const { username, key } =
    env.KAGGLE_USERNAME && env.KAGGLE_KEY
      ? { username: env.KAGGLE_USERNAME, key: env.KAGGLE_KEY }
      : await keyFile(env.KAGGLE_CONFIG_DIR || join(env.HOME || homedir(), '.kaggle'))
  if (username === undefined || key === undefined) return {}
  return { authorization: `Basic ${Buffer.from(`${username.trim()}:${key.trim()}`).toString('base64')}` }
}

async function keyFile(folder: string): Promise<{ username?: string; key?: string }> {
  const path = join(folder, 'kaggle.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return {}
  }
  try {
    return JSON.parse(text)
  } catch {
    // The error of JSON.parse would quote what is in it.
    throw new UsageError(`${path} is no JSON`)
  }
}
