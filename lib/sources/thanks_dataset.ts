import { defineSource } from '../extract/source.ts'

/**
 * Some descriptions belong to other programs (how many is not known), two in five are wrapped in the same sentence, and
 * most programs stand twice or more with different texts: each program is taken once, and a new description is wanted.
 * The old one stays where it is until then. Nearly a third of the programs do not parse. The dataset names no licence.
 * What to expect is others' count of distinct programs, rounded.
 */
export default defineSource({
  id: 'thanks_dataset',
  title: 'thanhkt/manim_code',
  license: 'NONE',
  expected: 2400,
  priority: 10,
  distinct: true,
  dataset: {
    huggingface: 'thanhkt/manim_code',
    fields: {
      code: ['output', 'code', 'completion', 'answer'],
      description: ['input', 'instruction', 'prompt', 'query'],
    },
    wantsDescription: true,
    cleanCode: code => withLines(code.replace(/<\/?s>/g, '').replace(/^(?:\s*\\n)+|(?:\\n\s*)+$/g, '')),
  },
})

/** Line breaks that were written as `\n`: undone only where there are no others, for strings may hold them rightly. */
function withLines(code: string): string {
  if (code.includes('\n') || !code.includes('\\n')) return code
  return code.replace(/\\(n|t|"|')/g, (_, letter) =>
    letter === 'n' ? '\n' : letter === 't' ? '    ' : letter,
  )
}
