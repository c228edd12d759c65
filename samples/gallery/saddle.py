from manim import *

from palette import CORAL, TEAL


class Saddle(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=65 * DEGREES, theta=-50 * DEGREES)
        axes = ThreeDAxes(x_range=[-2, 2], y_range=[-2, 2], z_range=[-2, 2])
        surface = Surface(
            lambda u, v: axes.c2p(u, v, (u**2 - v**2) / 2),
            u_range=[-2, 2],
            v_range=[-2, 2],
            checkerboard_colors=[TEAL, CORAL],
        )
        formula = MathTex("z = {x^2 - y^2 \\over 2}").to_corner(UL)
        self.add_fixed_in_frame_mobjects(formula)
        self.play(Create(axes))
        self.play(Create(surface), run_time=3)
        self.begin_ambient_camera_rotation(rate=0.3)
        self.wait(5)
        self.stop_ambient_camera_rotation()
