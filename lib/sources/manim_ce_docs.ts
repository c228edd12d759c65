import { directives } from '../extract/directives.ts'
import { defineSource } from '../extract/source.ts'

/**
 * The examples of Manim's documentation: short, current, and each written to be looked at. Nineteen stand twice or more,
 * word for word, on several pages: the first is kept.
 *
 * ManimBench was made from them. Whether it holds a given one is looked up where both are on this machine; where they
 * are not, every sample says that it may.
 */
export default defineSource({
  id: 'manim_ce_docs',
  title: 'Examples of the Manim Community documentation',
  license: 'MIT',
  expected: 453,
  priority: 90,
  distinct: true,
  overlaps: [{ source: 'manimbench', extent: '385 of its 417 programs are from here' }],
  repositories: [
    { url: 'https://github.com/ManimCommunity/manim', commit: '0204c66ab6fed0375ce13023cdd8f4abfb1689cb' },
  ],
  embedded: { extensions: ['.py', '.rst'], programs: directives },
})
