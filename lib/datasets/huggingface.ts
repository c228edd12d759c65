/** Hugging Face: every dataset there is also to be had as Parquet, by a documented address. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { download } from '../http/download.ts'
import { type Fetched, type FetchOptions, fetchOnce, type Part, refusal } from './store.ts'

const words = {
  401: 'it may be private or gated (HF_TOKEN), or not exist',
  403: 'HF_TOKEN may not read it; its page may ask for an agreement first',
  404: 'there is no such dataset, or no Parquet of it',
}

/** `name` is `owner/name`. HF_ENDPOINT and HF_TOKEN are what Hugging Face's own tools take them for. */
export function fetchHuggingFace(
  name: string,
  wanted: { config?: string | undefined; split?: string | undefined },
  options: FetchOptions,
): Promise<Fetched> {
  const endpoint = (options.env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '')
  const token = options.env.HF_TOKEN?.trim()
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  const address = `${endpoint}/api/datasets/${name}/parquet`
  const folder = ['huggingface', name, wanted.config, wanted.split].filter(Boolean).join('/')

  return fetchOnce(folder, `${endpoint}/datasets/${name}`, options, async (client, folder) => {
    const get = async (url: string, path: string) => {
      try {
        return await download(client, { url, headers, path: join(folder, path), signal: options.signal })
      } catch (error) {
        throw refusal(error, words)
      }
    }
    const list = async () => {
      const path = join(folder, 'shards.json')
      await get(address, 'shards.json')
      return JSON.parse(await readFile(path, 'utf8').finally(() => rm(path, { force: true })))
    }
    const shards = readShards(await list(), wanted)
    const parts: Part[] = []
    let commit: string | undefined
    for (const { config, split, index, label } of shards) {
      const path = `${config}--${split}--${index}.parquet`.replace(/[^\w.-]/g, '_')
      const place = [config, split, `${index}.parquet`].map(encodeURIComponent).join('/')
      const answer = await get(`${address}/${place}`, path)
      commit ??= answer['x-repo-commit']
      parts.push({ path, label })
    }
    return { parts, ...(commit !== undefined && { commit }) }
  })
}

interface Shard {
  config: string
  split: string
  index: number
  label: string
}

/** `{config: {split: [url, ...]}}`: how many shards each split has. */
function readShards(
  configs: unknown,
  wanted: { config?: string | undefined; split?: string | undefined },
): Shard[] {
  const shards: Shard[] = []
  for (const [config, splits] of Object.entries(configs ?? {})) {
    if (wanted.config !== undefined && config !== wanted.config) continue
    for (const [split, urls] of Object.entries(splits ?? {})) {
      if (wanted.split !== undefined && split !== wanted.split) continue
      const label = config === 'default' ? split : `${config}/${split}`
      for (const index of Array.isArray(urls) ? urls.keys() : []) shards.push({ config, split, index, label })
    }
  }
  if (shards.length === 0) throw new Error('it has no Parquet files')
  return shards
}
