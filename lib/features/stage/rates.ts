/** Rate functions: how far an animation is at a time, both from 0 to 1. */
import { isRateFunction } from '../../facts/manim.ts'
import type { Value } from './values.ts'

/** They end where they begin. */
const BACK: ReadonlySet<string> = new Set(['there_and_back', 'there_and_back_with_pause', 'wiggle'])
/** They do not go all the way, or are made of others. */
const OTHERS: ReadonlySet<string> = new Set([
  'exponential_decay',
  'lingering',
  'not_quite_there',
  'squish_rate_func',
])

/** Of a `rate_func`: it ends where it began. */
export function isThereAndBack(rate: Value | undefined): boolean {
  return (rate?.t === 'lib' || rate?.t === 'method') && BACK.has(rate.name)
}

/** Where it begins and ends; undefined for what is no rate function of Manim, and for times between. */
export function rateAt(name: string, time: number | undefined): number | undefined {
  if ((time !== 0 && time !== 1) || !isRateFunction(name) || OTHERS.has(name)) return undefined
  return BACK.has(name) ? 0 : time
}
