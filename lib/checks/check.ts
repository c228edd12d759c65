/** All rules on one description. Pure; the thresholds are those measured on reviewed pairs. */
import { checkBorrowed } from './borrowed.ts'
import { checkCodeWords } from './code-words.ts'
import { checkColours } from './colours.ts'
import { checkContent } from './content.ts'
import { checkCoverage } from './coverage.ts'
import { checkForm } from './form.ts'
import { checkLanguage } from './language.ts'
import { checkMatch } from './match.ts'
import { readProgram } from './program.ts'
import { parseText } from './text.ts'
import type { Check } from './types.ts'

export const checkDescription: Check = (description, evidence) => {
  const program = readProgram(evidence.code, evidence.features)
  const text = parseText(description, letters => program.shown.includes(letters))
  return [
    ...checkForm(text, program, evidence),
    ...checkLanguage(text, evidence.language),
    ...checkCodeWords(text, program, evidence),
    ...checkColours(text, program, evidence),
    ...checkContent(text, program, evidence),
    ...checkBorrowed(text, program, evidence),
    ...checkCoverage(text, evidence),
    ...checkMatch(text, program, evidence),
  ]
}
