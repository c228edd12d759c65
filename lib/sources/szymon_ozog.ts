import { defineSource, type Video } from '../extract/source.ts'

const gpuPlaylist = 'https://www.youtube.com/playlist?list=PL5XwKDZZlwaY7t0M5OLprpkJUIrF8Lc9j'
const informationPlaylist = 'https://www.youtube.com/playlist?list=PL5XwKDZZlwaZi041-mB8zd6APQjb5AkBv'

export default defineSource({
  id: 'szymon_ozog',
  title: 'Szymon Ozog: Information Theory and GPU Programming',
  license: 'NONE',
  expected: 28,
  priority: 50,
  repositories: [
    {
      url: 'https://github.com/SzymonOzog/InformationTheory',
      commit: '237b3a2b7d5d86afba4c3945399a76c796d4eb67',
    },
    {
      url: 'https://github.com/SzymonOzog/GPU_Programming',
      commit: '4906b9cdfb860d4634ce4bd9da147875f19a5e3d',
    },
  ],
  videos: [
    gpuEpisode(0, '0_Introduction.py', 'c8mQYGbT310', 'high'),
    gpuEpisode(1, '1_CPU_vs_GPU.py', 'D8HS-H-MIe0', 'high'),
    gpuEpisode(2, '2_Grid_Blocks_Threads.py', 'sRpWrTBOXCc', 'medium'),
    gpuEpisode(3, '3_Neural_Network.py', 'Iyfuu64A0MM', 'medium'),
    gpuEpisode(4, '4_Backward_Pass.py'),
    gpuEpisode(5, '5_PerformanceCharacteristics.py', '3GlIV2hERzo', 'high'),
    gpuEpisode(6, '6_Memory_Hierarchy.py'),
    gpuEpisode(7, '7_Tiling.py'),
    { ...gpuEpisode(8, '8_GPU_Architecture.py', 'whPSD8sdx-0', 'high'), title: 'Modern GPU Architecture' },
    gpuEpisode(9, '9_Constant_Memory.py'),
    gpuEpisode(10, '10_Memory_Coalescing.py'),
    gpuEpisode(11, '11_Occupancy.py', 'lQN_Tew4snI', 'high'),
    {
      files: ['manim_scripts/FastSoftmax.py'],
      url: watch('IpHjDoW4ffw'),
      title: 'How to write a fast Softmax kernel',
      confidence: 'high',
      basis: 'title and topic',
    },
    // The published parts bundle several of these, and which scene is in which part is not known: no url.
    informationEpisode(1, 'InformationContent'),
    informationEpisode(2, 'Entropy'),
    informationEpisode(3, 'TwoEventEntropy'),
    informationEpisode(4, 'CommunicationSystem'),
    informationEpisode(5, 'NoiselessChannelTheorem'),
    informationEpisode(
      6,
      'NoisyChannelTheorem',
      'NoisyChannelTheorem2',
      'NoisyChannelTheorem3',
      'NoisyChannelTheorem4',
    ),
    { files: ['InformationTheory.py'], playlist: informationPlaylist, confidence: 'high', basis: 'README' },
  ],
})

function gpuEpisode(
  episode: number,
  file: string,
  id?: string,
  confidence: Video['confidence'] = 'high',
): Video {
  return {
    files: [`manim_scripts/${file}`],
    ...(id === undefined ? {} : { url: watch(id) }),
    playlist: gpuPlaylist,
    episode,
    confidence,
    basis: confidence === 'medium' ? 'position in the playlist' : 'episode number in the file name and title',
  }
}

function informationEpisode(episode: number, ...scenes: string[]): Video {
  return {
    files: ['InformationTheory.py'],
    scenes,
    playlist: informationPlaylist,
    episode,
    confidence: 'high',
    basis: 'the episode that the narration names',
  }
}

function watch(id: string): string {
  return `https://www.youtube.com/watch?v=${id}`
}
