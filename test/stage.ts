/** Scenes in a few lines, and what is told of them. */
import { analyze } from '../lib/features/analyze.ts'
import { describeFromStoryboard } from '../lib/storyboard/prose.ts'

const program = (body: string, more = '', scene = 'Scene') =>
  `from manim import *\n${more}\nclass Demo(${scene}):\n    def construct(self):\n        ${body.replaceAll('\n', '\n        ')}\n`
export const features = (body: string, more = '', scene = 'Scene') =>
  analyze(program(body, more, scene), { scene: 'Demo' })
export const board = (body: string, more = '', scene = 'Scene') => features(body, more, scene).storyboard
export const prose = (body: string, more = '') => describeFromStoryboard(features(body, more))
