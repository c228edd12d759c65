from manim import *

from palette import *


class LabeledBar(VGroup):
    """A bar with its value written above it."""

    def __init__(self, value, width=0.6, unit=0.35, color=TEAL, **kwargs):
        super().__init__(**kwargs)
        self.value = value
        self.bar = Rectangle(width=width, height=value * unit, fill_opacity=0.9, color=color)
        self.label = Text(str(value), font_size=LABEL_SIZE).next_to(self.bar, UP, buff=0.1)
        self.add(self.bar, self.label)

    def highlight(self, color=CORAL):
        return self.bar.animate.set_color(color)


def row_of_bars(values, buff=0.25):
    bars = VGroup(*[LabeledBar(value) for value in values])
    return bars.arrange(RIGHT, buff=buff, aligned_edge=DOWN)


def swap(scene, bars, i, j):
    """Two bars change places on screen and in the list."""
    left, right = bars[i], bars[j]
    x, y = left.get_center()[0], right.get_center()[0]
    scene.play(left.animate.set_x(y), right.animate.set_x(x), run_time=0.5)
    bars.submobjects[i], bars.submobjects[j] = right, left
