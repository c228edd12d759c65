/** Which samples leave extract, and the count of those that do not. Nothing is left out without being counted. */
import type { Sample } from '../sample.ts'

export interface Selection {
  flavor: 'manimce' | 'manimgl' | 'any'
  licenses: readonly string[]
  onlySelfContained: boolean
  /** Also base classes that play nothing themselves. */
  all: boolean
}

export interface Candidate {
  /** Undefined where the source's own hook leaves it out. */
  sample?: Sample | undefined
  isBareBase?: boolean
  /** It is no sample, whatever is selected. */
  leftOut?: LeftOut
}

export interface LeftOut {
  /** As it is counted. */
  reason: string
  /** As it stands in the file named by --rejects, where more can be said. */
  detail?: string
}

/** Why a sample is left out, or undefined where it is wanted. */
export function reasonToLeaveOut(
  { sample, isBareBase, leftOut }: Candidate,
  selection: Selection,
): LeftOut | undefined {
  if (leftOut) return leftOut
  if (!sample) return { reason: 'the source leaves it out' }
  const { flavor, license, self_contained } = sample.metadata
  if (!isWantedFlavor(flavor, selection.flavor)) return { reason: `flavor ${flavor}` }
  const isIt = (id: string) => id.toLowerCase() === String(license).toLowerCase()
  if (selection.licenses.length > 0 && !selection.licenses.some(isIt)) return { reason: `license ${license}` }
  if (isBareBase && !selection.all) return { reason: 'base class that plays nothing' }
  if (selection.onlySelfContained && self_contained !== true) return { reason: 'not self-contained' }
  return undefined
}

/** `manimgl` means the library's whole line outside the Community Edition, from 2015 on. */
function isWantedFlavor(flavor: unknown, wanted: Selection['flavor']): boolean {
  if (wanted === 'any') return true
  if (wanted === 'manimce') return flavor === 'manimce'
  return flavor === 'manimgl' || flavor === 'manimlib-old'
}
