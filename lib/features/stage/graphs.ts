/** Graphs of nodes and edges, and bar charts: what they are made from. */
import { family } from '../../facts/manim.ts'
import { allOf, store } from './containers.ts'
import { partOf } from './groups.ts'
import type { Args, Machine } from './machine.ts'
import { plainText, write } from './text.ts'
import { MOST_POOLED } from './together.ts'
import { type DictValue, list, type Mob, newDict, newMob, truth, type Value } from './values.ts'

const isGraph = family('GenericGraph')

/** What a graph's attributes hold: what one of them is called. */
const PIECES: ReadonlyMap<string, string> = new Map([
  ['vertices', 'node'],
  ['edges', 'edge'],
])

/** `Graph(vertices, edges)`: how many there are, and what the nodes say. */
export function fillGraph(m: Machine, mob: Mob, { args, kws }: Args): void {
  const [nodes, edges] = [...PIECES].map(([name, noun], i) => {
    const all = allOf(m, args[i] ?? kws.get(name))
    // It costs as much as what it is made of.
    m.world.fuel -= all?.length ?? 0
    const pieces = all && piecesOf(mob, noun, all)
    if (pieces) mob.attrs.set(name, pieces)
    return pieces
  })
  if (!nodes) return
  const labels = kws.get('labels')
  const names = labels && truth(labels) === true ? [...nodes.keys.values()].map(plainText) : []
  const texts = names.filter(name => name !== undefined).slice(0, MOST_POOLED)
  mob.holds = {
    nodes: nodes.entries.size,
    ...(edges ? { edges: edges.entries.size } : {}),
    ...(texts.length > 0 ? { texts } : {}),
  }
}

/** Nodes or edges by their keys, each once; undefined where there are none or a key is not known. */
function piecesOf(mob: Mob, noun: string, all: readonly Value[]): DictValue | undefined {
  const pieces = newDict(partOf(mob, noun))
  for (const key of all) store(pieces, key, partOf(mob, noun))
  return pieces.open || all.length === 0 ? undefined : pieces
}

/** What an attribute of a graph holds, where its pieces are not known one by one: `nodes`. */
export function piecesOfGraph({ cls }: Mob, attribute: string): string | undefined {
  const noun = isGraph(cls) ? PIECES.get(attribute) : undefined
  return noun && `${noun}s`
}

/** `graph[key]`: a node, which one where that is known. */
export function nodeOf(mob: Mob, key: string | undefined): Mob | undefined {
  if (!isGraph(mob.cls)) return undefined
  const nodes = mob.attrs.get('vertices')
  const known = nodes?.t === 'dict' && !nodes.open && key !== undefined ? nodes.entries.get(key) : undefined
  return known?.t === 'mob' ? known : partOf(mob, 'node')
}

/** It has more or fewer from now on. */
export function changeGraph(mob: Mob): void {
  mob.holds = undefined
  for (const pieces of keptBy(mob)) pieces.open = true
}

/** Its nodes and edges come and go with it. */
export function showPieces(mob: Mob, shown: boolean): void {
  if (mob.attrs.size === 0 || !isGraph(mob.cls)) return
  for (const { entries, rest } of keptBy(mob)) {
    if (rest?.t === 'mob') rest.shown = shown
    for (const piece of entries.values()) if (piece.t === 'mob') piece.shown = shown
  }
}

function keptBy({ attrs }: Mob): DictValue[] {
  return [...PIECES.keys()].map(name => attrs.get(name)).filter(pieces => pieces?.t === 'dict')
}

/** `BarChart(values, names)`: how high the bars are, and what stands at them. */
export function fillChart(m: Machine, mob: Mob, { args, kws }: Args): void {
  const texts = allOf(m, args[1] ?? kws.get('bar_names'))
    ?.map(plainText)
    .filter(name => name !== undefined)
  for (const text of texts ?? []) m.world.texts.push({ kind: 'Tex', text })
  if (texts && texts.length > 0) mob.holds = { texts: texts.slice(0, MOST_POOLED) }
  changeBars(m, mob, args[0] ?? kws.get('values'))
}

/** The bars are as high as these from now on. */
export function changeBars(m: Machine, mob: Mob, values: Value | undefined): void {
  const known = allOf(m, values)
  mob.attrs.set('values', list([...(known ?? [])], known === undefined))
  const { values: _, ...others } = mob.holds ?? {}
  const bars = heightsOf(m, mob)
  mob.holds = bars ? { ...others, values: bars } : others
}

/** More are nothing to read. */
const MOST_BARS = 12

function heightsOf(m: Machine, chart: Mob): readonly string[] | undefined {
  const bars = allOf(m, chart.attrs.get('values'))
  if (!bars || bars.length === 0 || bars.length > MOST_BARS) return undefined
  const heights = bars.map(plainText).filter(height => height !== undefined)
  return heights.length === bars.length ? heights : undefined
}

/** What the bars are labelled with: how high each is. */
export function barLabels(m: Machine, chart: Mob): Mob {
  const labels = newMob('VGroup')
  labels.rel = { word: 'next to', of: chart }
  for (const height of heightsOf(m, chart) ?? []) {
    const label = newMob('Tex')
    label.pos = undefined
    write(m, label, height)
    labels.children.push(label)
  }
  if (labels.children.length === 0) labels.count = 'several'
  return labels
}
