import { defineSource, type Video } from '../extract/source.ts'

/** The README links the videos by title; which folder made which is plain from the titles and DESCRIPTION.md. */
const basis = 'README: title and folder name'

export default defineSource({
  id: 'xiaoxiae_videos',
  title: 'Tomáš Sláma (xiaoxiae): graph theory and algorithms, 2021 to 2023',
  license: 'GPL-3.0',
  expected: 171,
  priority: 50,
  repositories: [
    { url: 'https://github.com/xiaoxiae/videos', commit: 'd435f7edc247682ad494f5dd2db81771f106de41' },
  ],
  videos: [
    video('03-vizing', 'watch?v=OZWZpQmGp0g', 'Vizing’s theorem'),
    video('04-perfect-graphs', 'watch?v=Koc63QhxPgk', 'Weak Perfect Graph Theorem'),
    video('06-edmonds-blossom', 'watch?v=3roPs1Bvg1Q', 'The Blossom Algorithm'),
    video('07-cayley', 'watch?v=g-QyzzPM4rU', 'Cayley’s Formula'),
    video('09-bathroom-tiles', 'watch?v=KlaEp6ydVhA', 'Bathroom Tile Programming'),
    video('10-sat', 'watch?v=OV82ab-C85w', 'The Remarkable BEST-SAT Algorithm'),
    video('12-state-space', 'watch?v=umszOeerdsU', 'Theseus and the Minotaur | Exploring State Space'),
    video('13-primes-dots', 'shorts/JY0_ApbZYkQ', 'Encoding Numbers using Dots and Parentheses'),
    video('14-funf', 'shorts/X9pN7XZFbyE', 'What does this weird C program do?'),
    video('17-ab', 'watch?v=lifFgyB77zc', 'The Most Elegant Search Structure | (a,b)-trees'),
    video('18-lopt', 'watch?v=E72DWgKP_1Y', 'The Art of Linear Programming'),
    video('20-dfs-vs-bfs', 'shorts/1tYtjRSWkVk', 'The real difference between BFS and DFS'),
  ],
})

function video(folder: string, address: string, title: string): Video {
  return { files: [folder], url: `https://www.youtube.com/${address}`, title, confidence: 'high', basis }
}
