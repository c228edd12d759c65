import type { Finding } from '../checks/types.ts'

/** What a model is told of its first answer. Soft findings come along only because there are hard ones. */
export function complaint(findings: readonly Finding[]): string {
  const list = findings.map(({ message }) => `- ${message}`).join('\n')
  return `That will not do yet:\n${list}\n\nWrite it again without these faults, faithful to the program, in the same form.`
}
