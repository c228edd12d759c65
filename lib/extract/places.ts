/** Where the rows of a dataset lie on this machine: fetched, given by --checkout, or named as an operand. */
import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fetchHuggingFace } from '../datasets/huggingface.ts'
import { fetchKaggle } from '../datasets/kaggle.ts'
import type { FetchOptions, Part } from '../datasets/store.ts'
import { isTable } from '../datasets/table.ts'
import { UsageError } from '../errors.ts'
import type { DatasetSource } from './source.ts'

export interface DatasetPlace {
  source: DatasetSource
  parts: readonly Part[]
  /** The revision that was fetched, where the server says. */
  commit?: string | undefined
}

/** `given`: read these files or folders instead of what the source names. Throws UsageError where there is none. */
export async function placeOf(
  source: DatasetSource,
  given: readonly string[],
  options: FetchOptions,
): Promise<DatasetPlace> {
  const { huggingface, kaggle, file, config, split, member } = source.dataset
  const local = given.length > 0 ? given : file === undefined ? [] : [file]
  if (local.length > 0) return { source, parts: local.flatMap(partsAt) }
  if (huggingface !== undefined) {
    return { source, ...(await fetchHuggingFace(huggingface, { config, split }, options)) }
  }
  return { source, ...(await fetchKaggle(kaggle!, member, options)) }
}

function partsAt(path: string): Part[] {
  if (path === '-') return [{ path, label: 'stdin' }]
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) throw new UsageError(`${path} is no file and no folder`)
  if (!stats.isDirectory()) return [{ path, label: basename(path) }]
  const names = readdirSync(path).filter(isTable).sort()
  if (names.length === 0) throw new UsageError(`${path} holds no table`)
  return names.map(name => ({ path: join(path, name), label: name }))
}
