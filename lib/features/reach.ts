/** Which methods of scenes anybody calls, as far as names tell. */
import { ANY_NAME, type Evidence, type MethodSite } from './evidence.ts'
import type { Names } from './resolve.ts'

/** Methods of a scene that Manim calls. */
const ENTRIES: ReadonlySet<string> = new Set(['construct', 'setup', 'tear_down'])

/** Does anybody call the method that something stands in? What stands in none runs anyway. */
export type IsCalled = (method: MethodSite | undefined) => boolean

/** Worked out when it is first asked: most programs have no scene with methods that show a text. */
export function reachOf(evidence: readonly Evidence[], names: Names, scene: string | undefined): IsCalled {
  let reached: ReadonlySet<MethodSite> | undefined
  return method => {
    if (!method || isEntry(method, names, scene)) return true
    reached ??= reachedFrom(evidence, names, scene)
    return reached.has(method)
  }
}

/** A name that is mentioned where something runs reaches every method of that name. */
function reachedFrom(
  evidence: readonly Evidence[],
  names: Names,
  scene: string | undefined,
): ReadonlySet<MethodSite> {
  const reached = new Set<MethodSite>()
  const running: ReadonlySet<string>[] = []
  const others = new Map<string, MethodSite[]>()
  for (const { mentions, methodSites } of evidence) {
    running.push(mentions)
    for (const site of methodSites) {
      if (isEntry(site, names, scene)) running.push(site.mentions)
      else others.set(site.name, [...(others.get(site.name) ?? []), site])
    }
  }
  const reach = (name: string) => {
    for (const site of others.get(name) ?? []) {
      reached.add(site)
      running.push(site.mentions)
    }
    others.delete(name)
  }
  for (const mentions of running) {
    for (const name of mentions.has(ANY_NAME) ? others.keys() : mentions) reach(name)
  }
  return reached
}

/**
 * Is it called from outside? Of the methods that Manim calls the scene's own, or those of the nearest class above it. What
 * is no scene, or another than the one that the program is about, is taken as used.
 */
function isEntry({ cls, name }: MethodSite, names: Names, scene: string | undefined): boolean {
  if (!names.isScene(cls) || name.startsWith('__')) return true
  if (!ENTRIES.has(name)) return false
  const order = scene === undefined ? [] : names.order(scene)
  if (!order.includes(cls)) return true
  return order.find(one => names.classes.get(one)?.methods.includes(name)) === cls
}
