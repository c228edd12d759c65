// Programs for the benches that parse them: all different, with helpers that many of them share, as slices do.
export const programShape =
  'programs of 20 to 60 lines, each of its own, of which half carry one of 50 helper classes that others carry too'

const shapes = ['Circle', 'Square', 'Triangle', 'Star', 'RegularPolygon', 'Annulus', 'Ellipse', 'Dot']
const colors = ['RED', 'BLUE_C', 'GREEN', 'YELLOW', '"#5FA8D3"', 'PURPLE', 'TEAL_E', 'ORANGE']
const moves = [
  'shift(RIGHT)',
  'scale(1.5)',
  'rotate(PI / 4)',
  'set_color(WHITE)',
  'to_edge(UP)',
  'set_opacity(0.4)',
]

const helper = number => `class Panel${number}(VGroup):
    def __init__(self, title, size=${(number % 5) + 1}, **kwargs):
        super().__init__(**kwargs)
        self.box = RoundedRectangle(corner_radius=0.2, height=size, color=${colors[number % 8]})
        self.title = Text(title, font_size=${20 + number}).next_to(self.box, UP)
        self.add(self.box, self.title)

    def fill(self, scene, values):
        for index, value in enumerate(values):
            cell = Integer(value).move_to(self.box.get_left() + RIGHT * (index + 0.5))
            scene.play(FadeIn(cell, shift=DOWN * 0.${(number % 9) + 1}))
        return self

`

/** Program `index` as a row of a table; with `pending` as a sample that wants a description. */
export function programRow(index) {
  const lines = ['from manim import *', '', '']
  const withHelper = index % 2 === 0
  if (withHelper) lines.push(helper((index / 2) % 50))
  lines.push(`class Scene${index}(Scene):`, '    def construct(self):')
  lines.push(`        title = Text("Scene number ${index}").to_edge(UP)`, '        self.play(Write(title))')
  if (withHelper) {
    lines.push(
      `        panel = Panel${(index / 2) % 50}("Part ${index}")`,
      '        self.play(Create(panel))',
    )
    lines.push(`        panel.fill(self, [${index}, ${index + 1}, ${index * 2}])`)
  }
  for (let step = 0; step < 3 + (index % 8); step++) {
    const name = `shape_${step}`
    lines.push(
      `        ${name} = ${shapes[(index + step) % 8]}(color=${colors[(index * 3 + step) % 8]}).shift(LEFT * ${step})`,
      `        self.play(Create(${name}), run_time=${1 + (step % 3)})`,
      `        self.play(${name}.animate.${moves[(index + step * 5) % 6]})`,
    )
  }
  lines.push('        self.wait(2)', '        self.play(*[FadeOut(mob) for mob in self.mobjects])', '')
  return {
    id: `bench/scene_${index}`,
    code: lines.join('\n'),
    source: 'bench',
    description: '[PENDING_DESCRIPTION]',
  }
}
