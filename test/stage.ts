/** Scenes in a few lines, and what is told of them. */
import { analyze } from '../lib/features/analyze.ts'
import { describeFromStoryboard } from '../lib/storyboard/prose.ts'

const program = (body: string, more = '', scene = 'Scene') =>
  `from manim import *\n${more}\nclass Demo(${scene}):\n    def construct(self):\n        ${body.replaceAll('\n', '\n        ')}\n`
export const features = (body: string, more = '', scene = 'Scene') =>
  analyze(program(body, more, scene), { scene: 'Demo' })
export const board = (body: string, more = '', scene = 'Scene') => features(body, more, scene).storyboard
export const prose = (body: string, more = '') => describeFromStoryboard(features(body, more))

/** What a text says that shows the value of an expression. */
export const said = (value: string, before = '') =>
  board(`${before}self.add(Text(f"{${value}}"))`)[0]?.things?.[0]?.text
/** `yes` or `no`, as a test is taken to turn out. */
export const answer = (test: string, before = '') => said(`"yes" if ${test} else "no"`, before)
