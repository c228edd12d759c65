/** Features of a sample that came without them: no filter needs what another wrote, so describe looks for itself. */

export type Analyze = (code: string, scene: string | undefined) => Promise<unknown>

/** The tables of Manim are loaded when the first such sample comes. */
export function createAnalyze(): Analyze {
  return async (code, scene) => {
    const { analyze } = await import('../features/analyze.ts')
    return analyze(code, scene === undefined ? {} : { scene })
  }
}
