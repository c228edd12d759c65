/** A finding of the checks. Hard: the description will not do. Soft: recorded, for whoever filters. */
export interface Finding {
  /** The rule's name, for records and counts. */
  rule: string
  hard: boolean
  /** For the model that is to do better: what is wrong, with the words that are. */
  message: string
}

/** What a description is held against. */
export interface Evidence {
  code: string
  features: unknown
  transcript: string | undefined
  title: string | undefined
  level: string | undefined
  /** As in the prompt: `English`. */
  language: string
  /** The prompt asks for a request, so a caption will not do. */
  asksRequest: boolean
}

export type Check = (text: string, evidence: Evidence) => readonly Finding[]

export const noCheck: Check = () => []

export function hard(rule: string, message: string): Finding {
  return { rule, hard: true, message }
}

export function soft(rule: string, message: string): Finding {
  return { rule, hard: false, message }
}
