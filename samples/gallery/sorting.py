from manim import *

from base import TitledScene
from helpers.charts import row_of_bars, swap
from palette import CORAL, TEAL


class BubbleSort(TitledScene):
    title = "Bubble sort"
    values = [5, 2, 4, 1, 3]

    def construct(self):
        self.show_title()
        bars = row_of_bars(self.values).shift(DOWN)
        self.play(LaggedStart(*[GrowFromEdge(bar, DOWN) for bar in bars], lag_ratio=0.2))
        self.sort(bars)
        self.play(*[bar.bar.animate.set_color(TEAL) for bar in bars])
        self.wait()

    def sort(self, bars):
        for end in range(len(bars) - 1, 0, -1):
            for i in range(end):
                self.play(bars[i].highlight(), bars[i + 1].highlight(), run_time=0.3)
                if bars[i].value > bars[i + 1].value:
                    swap(self, bars, i, i + 1)


if __name__ == "__main__":
    BubbleSort().render()
