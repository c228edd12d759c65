import t from 'tap'
import { analyze } from '../lib/features/analyze.ts'
import { describeFromStoryboard } from '../lib/storyboard/prose.ts'

const program = (body: string, more = '', scene = 'Scene') =>
  `from manim import *\n${more}\nclass Demo(${scene}):\n    def construct(self):\n        ${body.replaceAll('\n', '\n        ')}\n`
const features = (body: string, more = '', scene = 'Scene') => analyze(program(body, more, scene), { scene: 'Demo' })
const board = (body: string, more = '', scene = 'Scene') => features(body, more, scene).storyboard
const prose = (body: string, more = '') => describeFromStoryboard(features(body, more))

t.test('what takes away is not taken for what shows', async t => {
  t.match(board('t = Text("Hi")\nself.play(Write(t))\nself.play(Unwrite(t))\nself.play(Write(t))'), [
    { action: 'show' },
    { action: 'hide', how: 'erase' },
    { action: 'show' },
  ])
  for (const away of ['Unwrite', 'Uncreate', 'RemoveTextLetterByLetter', 'UntypeWithCursor']) {
    t.same(board(`self.play(${away}(Text("Hi")))`), [], `${away} of what nobody has seen`)
    t.match(board(`t = Text("Hi")\nself.add(t)\nself.play(${away}(t))`)[1], { action: 'hide', how: 'erase' })
  }
})
