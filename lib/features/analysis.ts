/** What a program shows, as it is written into its record. */
import { toJson } from '../ndjson/splice.ts'
import { type AnalyzeOptions, analyze } from './analyze.ts'
import type { CodeFeatures } from './types.ts'

export interface Analysis {
  /** The features, as JSON text. */
  readonly json: string
  readonly error?: NonNullable<CodeFeatures['error']>
}

export function analyzeToJson(code: string, options: AnalyzeOptions): Analysis {
  return analysisOf(analyze(code, options))
}

export function analysisOf(features: CodeFeatures): Analysis {
  const json = toJson(features)
  return features.error ? { json, error: features.error } : { json }
}
