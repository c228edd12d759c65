import { defineSource } from '../extract/source.ts'

const puzzles = [
  'Historian Hysteria',
  'Red-Nosed Reports',
  'Mull It Over',
  'Ceres Search',
  'Print Queue',
  'Guard Gallivant',
  'Bridge Repair',
  'Resonant Collinearity',
  'Disk Fragmenter',
  'Hoof It',
  'Plutonian Pebbles',
  'Garden Groups',
  'Claw Contraption',
  'Restroom Redoubt',
  'Warehouse Woes',
  'Reindeer Maze',
  'Chronospatial Computer',
  'RAM Run',
  'Linen Layout',
  'Race Condition',
  'Keypad Conundrum',
  'Monkey Market',
  'LAN Party',
  'Crossed Wires',
  'Code Chronicle',
]

/** The channel has a video for each day, but no public list says which: no `youtube_url`. */
export default defineSource({
  id: 'dan4life_aoc2024',
  title: 'Dan4Life: Advent of Code 2024',
  license: 'CC-BY-NC-SA-4.0',
  expected: 26,
  priority: 50,
  repositories: [
    {
      url: 'https://github.com/Dan4Life/AoC2024_Videos',
      commit: '140bffc454b76e502aaf337c2fb80a0a8ad52449',
    },
  ],
  contexts: puzzles.map((title, index) => ({
    files: [`Day_${String(index + 1).padStart(2, '0')}`],
    text: `Advent of Code 2024, Day ${index + 1}: ${title}`,
  })),
})
