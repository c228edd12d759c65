from manim import *

from palette import SAND, TITLE_SIZE


class TitledScene(Scene):
    """Every scene of the gallery begins with its title at the top."""

    title = ""

    def show_title(self):
        heading = Text(self.title, font_size=TITLE_SIZE, color=SAND).to_edge(UP)
        self.play(Write(heading))
        return heading
