import numpy as np
from manim import *

from base import TitledScene
from palette import CORAL, SAND, TEAL


class SineWave(TitledScene):
    title = "One turn, one wave"

    def construct(self):
        self.show_title()
        axes = Axes(x_range=[0, 2 * PI, PI / 2], y_range=[-1.5, 1.5, 1], x_length=8, y_length=4)
        curve = axes.plot(np.sin, color=TEAL)
        label = MathTex(r"y = \sin x", color=SAND).next_to(axes, RIGHT)
        self.play(Create(axes), run_time=2)
        self.play(Create(curve), Write(label), run_time=3)

        dot = Dot(color=CORAL).move_to(axes.c2p(0, 0))
        self.play(FadeIn(dot, scale=2))
        self.play(MoveAlongPath(dot, curve), run_time=4, rate_func=linear)
        self.play(Indicate(label))
        self.wait(2)


class Interference(SineWave):
    """[TODO: describe]"""

    title = "Two waves meet"

    def construct(self):
        self.show_title()
        axes = Axes(x_range=[0, 4 * PI, PI], y_range=[-2.5, 2.5, 1], x_length=10, y_length=4)
        phase = ValueTracker(0)
        first = axes.plot(np.sin, color=TEAL)
        total = always_redraw(
            lambda: axes.plot(lambda x: np.sin(x) + np.sin(x + phase.get_value()), color=CORAL)
        )
        self.play(Create(axes), Create(first))
        self.play(Create(total))
        self.play(phase.animate.set_value(PI), run_time=5)
        self.play(phase.animate.set_value(0), run_time=5)
        self.wait()
