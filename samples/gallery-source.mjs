// A source of one's own: which repository, what is known of its files, and a last word on each sample.
import { defineSource } from 'manim-filters/source'

const written = {
  ExclusiveOr:
    'Show how exclusive or works on two four-bit numbers: stack 1100 and 1010 as rows of teal squares with the word XOR beside them and a line below, then drop each column into a result row of its own, bit by bit, and circle the result in coral.',
  Interference: '[PLACEHOLDER: two waves]',
}

export default defineSource({
  id: 'gallery',
  title: 'The gallery that comes with manim-filters',
  license: 'MIT',
  repositories: [{ folder: './gallery' }],
  contexts: [{ files: ['sorting.py', 'encore.py'], text: 'Sorting algorithms, side by side' }],
  transform: sample => ({ ...sample, description: written[sample.metadata.scene] ?? sample.description }),
})
