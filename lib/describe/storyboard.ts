/** Prose from what analyze-features found. The features module has the words; this is the seam to it. */
export function storyboardProse(features: unknown, _code: string): string | undefined {
  const steps = (features as { storyboard?: unknown } | undefined)?.storyboard
  if (!Array.isArray(steps) || steps.length === 0) return undefined
  return steps.map(step => (typeof step === 'string' ? step : JSON.stringify(step))).join(' ')
}
