import { defineSource } from '../extract/source.ts'

/** The README lists no video: titles and ids were matched by folder, topic and date with public lists of the channel. */
const basis = 'folder and topic matched with public lists of the channel'

export default defineSource({
  id: 'reducible',
  title: 'Reducible: computer science videos, 2019 to 2022',
  license: 'NONE',
  expected: 155,
  priority: 50,
  repositories: [
    {
      url: 'https://github.com/nipunramk/Reducible',
      commit: '88f4f8f7da11443b4e995bf0c71683c55e2cf17b',
      // A vendored copy of the library.
      exclude: ['manimlib', 'big_ol_pile_of_manim_imports.py'],
    },
  ],
  videos: [
    video('2019/DS_Trailer', 'FtwF6cmzamo', 'A Preview for Data Structures and Algorithms'),
    video('2019/DS_Intro', 'VAt2mR7gY0k', 'What Actually Is a Data Structure?'),
    video('2019/Recursion', 'ngCos392W4w', '5 Simple Steps for Solving Any Recursive Problem'),
    video('2020/BigO', 'Q_1M2JaijjQ', 'What Is Big O Notation?'),
    video('2020/Hanoi', 'rf6uf3jNjbo', 'Towers of Hanoi: A Complete Recursive Visualization'),
    video('2020/GraphIntro', 'LFKZLXVO-Dg', 'Introduction to Graph Theory: A Computer Science Perspective'),
    video('2020/DFS', 'PMMc4VsIacU', 'Depth First Search (DFS) Explained: Algorithm, Examples, and Code'),
    video('2020/BFS', 'xlVX7dXLS64', 'Breadth First Search (BFS): Visualized and Explained'),
    video(
      '2020/DynamicProgramming',
      'aPQY__2H3tE',
      '5 Simple Steps for Solving Dynamic Programming Problems',
    ),
    video(
      '2020/FFT',
      'h7apO7q16V0',
      'The Fast Fourier Transform (FFT): Most Ingenious Algorithm Ever?',
      'medium',
    ),
    video(
      '2021/Collision',
      'eED4bSkYCB8',
      'Building Collision Simulations: An Introduction to Computer Graphics',
    ),
    video(
      '2021/GJK',
      'ajv46BSqcK4',
      'A Strange But Elegant Approach to a Surprisingly Hard Problem (GJK Algorithm)',
    ),
    video('2021/Huffman', 'B3y0RsVCyrw', 'Huffman Codes: An Information Theory Perspective'),
    video('2021/MarchingSquares', '6oMZb3yP_H8', 'How Computers Draw Weird Shapes (Marching Squares)'),
    video(
      '2022/JPEGImageCompression',
      '0me3guauqOU',
      'The Unreasonable Effectiveness of JPEG: A Signal Processing Approach',
    ),
    video('2022/PNGvsQOI', 'EFUYNoFRHQI', 'How PNG Works: Compromising Speed for Quality'),
    video('2022/PageRank', 'JGQe4kiPnrU', 'PageRank: A Trillion Dollar Algorithm'),
    video('2022/TSPProblem', 'GiDsjIBOVoA', 'The Traveling Salesman Problem: When Good Enough Beats Perfect'),
  ],
})

function video(folder: string, id: string, title: string, confidence: 'high' | 'medium' = 'high') {
  return { files: [folder], url: `https://www.youtube.com/watch?v=${id}`, title, confidence, basis }
}
