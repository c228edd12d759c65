// Samples of a stated shape for the benches, the same at every run: 2 to 3 KB each, most of it a Python program. Of ten
// one has letters beyond ASCII as they are, one has them as \u escapes (as Python's json.dumps writes them), and one wants
// a description.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

export const shape =
  'records of 2 to 3 KB: a program of 30 to 40 lines with \\n and \\" escapes; 1 in 10 with UTF-8 beyond ASCII, 1 in 10 with \\u escapes, 1 in 10 without a description; none flagged yet, so that every record is written to'

const lines = [
  '        circle = Circle(radius=RADIUS, color=BLUE_C).shift(2 * LEFT + 0.5 * UP)',
  '        self.play(Create(circle), run_time=1.5, rate_func=smooth)',
  '        label = Text("The unit circle", font_size=36).next_to(circle, DOWN)',
  '        axes = Axes(x_range=[-3, 3, 1], y_range=[-2, 2, 1], axis_config={"include_numbers": True})',
  '        graph = axes.plot(lambda x: np.sin(x) + 0.25 * x, color=YELLOW)',
  '        self.play(FadeIn(label, shift=UP), Transform(circle, axes))',
  '        # keep the dot on the curve while the tracker moves',
  '        dot.add_updater(lambda m: m.move_to(axes.c2p(t.get_value(), f(t.get_value()))))',
  '        for index, value in enumerate(values):',
  '            self.play(values[index].animate.set_fill(RED, opacity=0.8), run_time=0.2)',
  '        self.wait()',
  "        formula = MathTex(r'\\int_0^1 x^2 \\, dx = \\frac{1}{3}')",
]
const subjects = ['a blue circle', 'two axes', 'the graph of a sine', 'a moving dot', 'a formula for an area']
const verbs = ['Draw', 'Show', 'Start with', 'Build up', 'Fade in']

/** A generator of numbers below `n` that gives the same at every run. */
function numbers(seed) {
  let state = seed >>> 0 || 1
  return n => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % n
  }
}

/** Sample `index` as one line of JSON, newline included. `described`: none wants a description. */
export function sampleLine(index, described = false) {
  const below = numbers(index * 2654435761 + 12345)
  const kind = index % 10
  const body = Array.from({ length: 25 + below(12) }, () => lines[below(lines.length)])
  if (kind === 3 || kind === 7) body.push('        title = Text("Où est la dérivée ? Größe, 数学, π")')
  const description =
    kind === 5 && !described
      ? '[PENDING_DESCRIPTION]'
      : `${verbs[below(5)]} ${subjects[below(5)]} number ${index}, then ${subjects[below(5)]} beside it; let both move to the left and fade out.`
  const text = JSON.stringify({
    id: `bench/scene_${index}.py#Scene${index}`,
    description,
    code: `from manim import *\n\n\nclass Scene${index}(Scene):\n    def construct(self):\n${body.join('\n')}\n`,
    source: 'bench',
    metadata: {
      file: `scene_${index}.py`,
      lines: [1, body.length + 5],
      license: 'MIT',
      flavor: 'manimce',
      youtube_url: `https://www.youtube.com/watch?v=${String(index).padStart(11, 'x')}`,
    },
  })
  const asWritten = kind === 7 ? text.replace(/[^\x20-\x7e]/g, escaped) : text
  return `${asWritten}\n`
}

const escaped = unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Writes `count` samples, or as many as make `bytes`, into `path`. */
export async function writeSamples(
  path,
  { count = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY, described = false },
) {
  const file = createWriteStream(path)
  let written = 0
  let block = ''
  for (let index = 0; index < count && written < bytes; index++) {
    const line = sampleLine(index, described)
    written += Buffer.byteLength(line)
    block += line
    if (block.length > 1 << 20) {
      if (!file.write(block)) await once(file, 'drain')
      block = ''
    }
  }
  file.end(block)
  await once(file, 'finish')
  return written
}
