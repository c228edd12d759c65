import { defineSource } from '../extract/source.ts'

/** Made for the channel @deeplearningthatworks; which video shows which scene is not known, so no `youtube_url`. */
export default defineSource({
  id: 'kutuzova',
  title: 'Svetlana Kutuzova: Deep Learning That Works',
  license: 'MIT',
  expected: 23,
  priority: 50,
  repositories: [
    { url: 'https://github.com/sgalkina/animations', commit: 'edcbb5327c5826d4d03664450962650428fe3b39' },
  ],
  contexts: [
    { files: ['notebooks/Combinatorics.ipynb'], text: 'Combinatorics: ordered and unordered sets' },
    { files: ['notebooks/Derangements.ipynb'], text: 'Derangements' },
    { files: ['notebooks/KL_divergence.ipynb'], text: 'Kullback-Leibler divergence' },
    { files: ['notebooks/Taxometer.ipynb'], text: 'Taxometer: a hierarchical loss' },
    { files: ['notebooks/hierarchical_loss.ipynb'], text: 'Hierarchical loss' },
  ],
})
