import { defineSource } from '../extract/source.ts'

/** No video is known. */
export default defineSource({
  id: 'likey_data_structures',
  title: 'Likey00: visualizations of data structures',
  license: 'NONE',
  expected: 4,
  priority: 40,
  repositories: [
    {
      url: 'https://github.com/Likey00/manim-data-structures',
      commit: '19c8e1049be1ca42fb49cd71ee912c060058f559',
    },
  ],
  contexts: [{ files: ['binary-search-tree'], text: 'Binary search trees' }],
})
