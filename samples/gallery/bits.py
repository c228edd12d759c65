from manim import *

from palette import CORAL, LABEL_SIZE, TEAL


def bits_of(number, width=4):
    return [(number >> shift) & 1 for shift in reversed(range(width))]


class ExclusiveOr(Scene):
    def construct(self):
        a, b = 0b1100, 0b1010
        rows = VGroup(self.row(a), self.row(b), self.row(a ^ b)).arrange(DOWN, buff=0.6)
        line = Line(LEFT * 2.2, RIGHT * 2.2).move_to((rows[1].get_center() + rows[2].get_center()) / 2)
        sign = Text("XOR", font_size=LABEL_SIZE).next_to(rows[1], LEFT, buff=0.8)

        self.play(FadeIn(rows[0], shift=DOWN), FadeIn(rows[1], shift=DOWN))
        self.play(Create(line), Write(sign))
        for i in range(4):
            self.play(TransformFromCopy(VGroup(rows[0][i], rows[1][i]), rows[2][i]))
        self.play(Circumscribe(rows[2], color=CORAL))
        self.wait()

    def row(self, number):
        cells = VGroup()
        for bit in bits_of(number):
            square = Square(side_length=0.8, color=TEAL, fill_opacity=0.8 if bit else 0.1)
            cells.add(VGroup(square, Text(str(bit), font_size=LABEL_SIZE)))
        return cells.arrange(RIGHT, buff=0.15)
