import { defineSource, type Video } from '../extract/source.ts'

const playlistName = 'Mathematical Animations WITH EASE'

/** Tutorials by one of the library's maintainers, as notebooks; two cells of the 0.18 tour are no Python. */
export default defineSource({
  id: 'benjamin_hackl',
  title: 'Benjamin Hackl: Mathematical Animations WITH EASE',
  license: 'NONE',
  expected: 38,
  priority: 60,
  repositories: [
    { url: 'https://github.com/behackl/manim-with-ease', commit: 'fb1d66dd770d3035c37b7c3eca2caea0a76304d4' },
  ],
  videos: [
    episode(1, 'rUsUrbWb2D4', 'An Invitation', 'E01 - introduction.ipynb'),
    episode(2, '1Fv0Nu-Tb7Q', 'Positioning and Configuration', 'E02 - positioning and config.ipynb'),
    episode(3, 'xqENEC1URKk', 'Animations', 'E03 - animations.ipynb'),
    episode(4, 'vUIfNN6Bs_4', 'Updaters', 'E04 - updaters.ipynb'),
    episode(5, 'KeXBLPC1tns', 'Interactivity', 'E05 - interactivity.ipynb'),
    episode(
      6,
      'wiiglFP5c-M',
      'Useful Math and More Updaters',
      'E06 - math-and-updaters.ipynb',
      'e06_math-and-updaters.py',
    ),
  ],
  contexts: [
    { files: ['v0.17.3-release-tour.ipynb'], text: 'A tour of Manim 0.17.3' },
    { files: ['v0.18.0-release-tour.ipynb'], text: 'A tour of Manim 0.18.0' },
  ],
})

function episode(number: number, id: string, title: string, ...files: string[]): Video {
  return {
    files,
    url: `https://www.youtube.com/watch?v=${id}`,
    title: `${playlistName}, Episode ${number}: ${title}`,
    episode: number,
    confidence: 'high',
    basis: 'first cell of the notebook',
  }
}
