import { checkDescription } from '../lib/checks/check.ts'
import type { Evidence } from '../lib/checks/types.ts'

/** A program that draws two shapes and a label, and moves them. */
export const code = `from manim import *

class SquareToCircle(Scene):
    def construct(self):
        big_square = Square(color=BLUE)
        label1 = Text("Area = 4")
        self.play(Create(big_square), Write(label1))
        self.play(Transform(big_square, Circle()))
        self.wait(2)
        self.play(FadeOut(big_square))
`

/** One that moves nothing. */
export const still =
  'from manim import *\nclass A(Scene):\n    def construct(self):\n        self.add(Square(color=GREEN))\n'

export function evidence(extra: Partial<Evidence> = {}): Evidence {
  return {
    code,
    features: undefined,
    transcript: undefined,
    title: undefined,
    level: undefined,
    language: 'English',
    asksRequest: true,
    ...extra,
  }
}

/** The rules that a text breaks: the hard ones, or those that are only recorded. */
export function rules(text: string, extra: Partial<Evidence> = {}, wanted = true): string[] {
  return checkDescription(text, evidence(extra))
    .filter(({ hard }) => hard === wanted)
    .map(({ rule }) => rule)
}

/** A scene of the lines of its `construct`. */
export function scene(...lines: string[]): string {
  return `from manim import *\n\nclass Demo(Scene):\n    def construct(self):\n${lines.map(line => `        ${line}\n`).join('')}`
}
