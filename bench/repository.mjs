// A repository of animations such as video authors keep: scenes that share helpers, colours and sibling modules.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const shape =
  'a repository of 40 scene files with 4 scenes each, which share 6 helper modules of 20 classes and functions'

export function writeRepository(folder, { files = 40, scenes = 4 } = {}) {
  mkdirSync(folder, { recursive: true })
  for (let number = 0; number < 6; number++)
    writeFileSync(join(folder, `helpers_${number}.py`), helpers(number))
  for (let number = 0; number < files; number++) {
    writeFileSync(join(folder, `video_${number}.py`), video(number, scenes))
  }
}

function helpers(number) {
  const parts = [`from manim import *\nimport numpy as np\n\nHELPER_COLOR_${number} = "#5${number}8FB4"\n`]
  for (let index = 0; index < 10; index++) {
    parts.push(`
class Node${number}_${index}(VGroup):
    def __init__(self, label, radius=0.4, color=HELPER_COLOR_${number}, **kwargs):
        super().__init__(**kwargs)
        self.circle = Circle(radius=radius, color=color).set_stroke(width=${index + 1})
        self.label = Text(str(label), font_size=28).move_to(self.circle.get_center())
        self.add(self.circle, self.label)
        self.edges = []

    def connect(self, other, weight=None):
        """Draws an edge between the two, with its weight beside it."""
        edge = Line(self.get_center(), other.get_center(), buff=self.circle.radius)
        if weight is not None:
            edge.label = Text(str(weight), font_size=20).next_to(edge, UP, buff=0.1)
        for known in self.edges:
            if np.allclose(known.get_end(), edge.get_end()):
                return known
        self.edges.append(edge)
        return edge


def layout_${number}_${index}(nodes, width=${index + 3}, rows=2):
    group = VGroup(*nodes)
    for position, node in enumerate(nodes):
        row, column = divmod(position, width)
        node.move_to(RIGHT * (column - width / 2) * 1.5 + DOWN * (row - rows / 2) * 1.5)
    return group
`)
  }
  return parts.join('\n')
}

function video(number, scenes) {
  const helper = number % 6
  const parts = [
    `from manim import *\nfrom helpers_${helper} import *\nimport helpers_${(helper + 1) % 6} as more\n\nDURATION = 0.${(number % 9) + 1}\n`,
  ]
  for (let index = 0; index < scenes; index++) {
    const kind = (number + index) % 10
    parts.push(`
class Video${number}Part${index}(Scene):
    def construct(self):
        nodes = [Node${helper}_${kind}(value) for value in range(${4 + index})]
        graph = layout_${helper}_${kind}(nodes)
        title = Text("Part ${index} of video ${number}").to_edge(UP)
        self.play(Write(title))
        self.play(LaggedStart(*[FadeIn(node) for node in nodes]), run_time=2)
        for left, right in zip(nodes, nodes[1:]):
            edge = left.connect(right, weight=${number + index})
            self.play(Create(edge), run_time=DURATION)
        other = more.layout_${(helper + 1) % 6}_${kind}([more.Node${(helper + 1) % 6}_0("x")])
        self.play(ReplacementTransform(graph, other))
        self.highlight(other)
        self.wait()

    def highlight(self, mobject):
        frame = SurroundingRectangle(mobject, color=HELPER_COLOR_${helper})
        self.play(Create(frame))
        self.play(FadeOut(frame), mobject.animate.scale(1.${index + 1}))
`)
  }
  return parts.join('\n')
}
