/** Programs of the other sources that a source overlaps with, as far as they are on this machine already. */
import { UsageError } from '../errors.ts'
import { embeddedPrograms } from './embedded.ts'
import { readCheckout } from './files.ts'
import { codeKey } from './overlaps.ts'
import { findSource } from './registry.ts'
import { type Place, placesOf, type ResolveOptions } from './resolve.ts'
import { type RowOptions, readPrograms } from './rows.ts'
import type { Source } from './source.ts'

/** Keys by source id; a source that is not there is absent. `places`: what this run reads anyway. */
export async function knownPrograms(
  source: Source,
  places: readonly Place[],
  options: ResolveOptions,
  rowOptions: RowOptions,
): Promise<Map<string, Set<string>>> {
  const known = new Map<string, Set<string>>()
  for (const { source: id } of source.overlaps ?? []) {
    const here = places.filter(place => place.source.id === id)
    const keys = await keysOf(here.length > 0 ? here : await cached(id, options), rowOptions)
    if (keys) known.set(id, keys)
    else
      options.log.debug(
        `${id} is not on this machine: ${source.id} says of every program that it may be there`,
      )
  }
  return known
}

async function cached(id: string, options: ResolveOptions): Promise<readonly Place[]> {
  const source = await findSource(id)
  if (!source) return []
  try {
    return await placesOf(source, { ...options, checkouts: [], ref: undefined, offline: true })
  } catch (error) {
    if (error instanceof UsageError) return []
    throw error
  }
}

/** Undefined where there is nothing to compare with. */
async function keysOf(places: readonly Place[], options: RowOptions): Promise<Set<string> | undefined> {
  const keys = new Set<string>()
  for (const place of places) {
    if ('parts' in place) {
      for await (const code of readPrograms(place, { ...options, codeField: undefined }))
        keys.add(codeKey(code))
    } else if (place.source.embedded) {
      for (const { programs } of embeddedPrograms(place, place.source.embedded, readCheckout(place.root))) {
        for (const { code } of programs) keys.add(codeKey(code))
      }
    }
  }
  return keys.size > 0 ? keys : undefined
}
