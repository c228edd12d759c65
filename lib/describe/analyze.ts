/** Features of a sample that came without them: no filter needs what another wrote, so describe looks for itself. */

export type Analyze = (code: string, scene: string | undefined) => Promise<unknown>

/** The parser and the tables are loaded when the first such sample comes. */
export function createAnalyze(): Analyze {
  let loading: Promise<(code: string, scene: string | undefined) => unknown> | undefined
  const load = async () => {
    const [{ openParser }, { analyze }] = await Promise.all([
      import('../python/parser.ts'),
      import('../features/analyze.ts'),
    ])
    const parser = await openParser()
    return (code: string, scene: string | undefined) =>
      analyze(code, parser, scene === undefined ? {} : { scene })
  }
  return async (code, scene) => {
    loading ??= load()
    return (await loading)(code, scene)
  }
}
