from manim import *

import sorting
from palette import CORAL


class SelectionSort(sorting.BubbleSort):
    """The same stage, another algorithm."""

    title = "Selection sort"

    def sort(self, bars):
        marker = Triangle(color=CORAL, fill_opacity=1).scale(0.15).rotate(PI)
        marker.next_to(bars[0], UP)
        self.play(FadeIn(marker))
        for start in range(len(bars) - 1):
            smallest = start
            for i in range(start, len(bars)):
                self.play(marker.animate.next_to(bars[i], UP), run_time=0.2)
                if bars[i].value < bars[smallest].value:
                    smallest = i
            if smallest != start:
                sorting.swap(self, bars, start, smallest)
        self.play(FadeOut(marker))
