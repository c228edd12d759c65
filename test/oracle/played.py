"""Runs scenes in a real Manim, without drawing them, and says how long they took and what texts came on screen.

A sample a line on standard input, what was seen of each a line on standard output: `seconds`; `texts`, each with its
kind, what it says, where its middle is (x, y in units of Manim's frame, as the camera shows it) and the colours of its letters when a viewer
first sees it; or `error`. Pictures and drawings that are not there are grey rectangles.
"""

import json
import os
import random
import signal
import sys
import tempfile
import traceback
from pathlib import Path

# What Manim, its plug-ins and scenes print is nobody's answer.
ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

import manim
import numpy as np
from manim.mobject.svg.svg_mobject import SVGMobject
from manim.mobject.text.numbers import DecimalNumber
from manim.mobject.text.text_mobject import MarkupText, Text
from manim.mobject.types import image_mobject
from manim.renderer.cairo_renderer import CairoRenderer
from PIL import Image

SECONDS = 60
FOLDER = Path(tempfile.mkdtemp(prefix="played-"))
FAINT = 0.02


class Viewer:
    """Looks at the screen after each animation."""

    def __init__(self):
        self.known = {}
        self.texts = []
        self.seconds = 0.0
        self.middle, self.zoom = np.zeros(3), 1.0

    def look_through(self, camera):
        """Places are those in what the camera shows."""
        if frame := getattr(camera, "frame", None):
            self.middle, self.zoom = frame.get_center(), manim.config.frame_width / frame.width

    def look(self, mobjects, inside=False):
        for mobject in mobjects:
            found = None if inside else text_of(mobject)
            if found:
                self.read(mobject, *found)
            self.look(mobject.submobjects, inside or found is not None)

    def read(self, mobject, kind, text):
        # Kept, so that no other gets its identity.
        before = self.known.get(id(mobject))
        if (before and before[1] == text) or not is_seen(mobject):
            return
        self.known[id(mobject)] = (mobject, text)
        x, y, _ = (mobject.get_center() - self.middle) * self.zoom
        colors = {color_of(part): None for part in mobject.family_members_with_points()}
        self.texts.append({"kind": kind, "text": text, "x": float(x), "y": float(y), "colors": list(colors)})


def text_of(mobject):
    if isinstance(mobject, DecimalNumber):
        return "number", mobject._get_num_string(mobject.number)
    # Formulas, and pieces of them that are shown by themselves.
    if isinstance(getattr(mobject, "tex_string", None), str):
        return "latex", mobject.tex_string
    if isinstance(mobject, Text):
        return "text", mobject.original_text
    return ("markup", mobject.original_text) if isinstance(mobject, MarkupText) else None


def is_seen(mobject):
    return any(
        part.get_fill_opacity() > FAINT or (part.get_stroke_opacity() > FAINT and part.get_stroke_width() > 0)
        for part in mobject.family_members_with_points()
    )


def color_of(part):
    filled = part.get_fill_opacity() > 0
    return (part.get_fill_color() if filled else part.get_stroke_color()).to_hex()


viewer = Viewer()
play = CairoRenderer.play


def watched(self, scene, *args, **kwargs):
    play(self, scene, *args, **kwargs)
    viewer.seconds += float(scene.duration)
    viewer.look_through(scene.camera)
    viewer.look(scene.mobjects + scene.foreground_mobjects)


def draw_nothing():
    """Animations jump to their ends, and no frame is made."""
    manim.logger.setLevel("CRITICAL")
    manim.config.update(
        {"dry_run": True, "save_last_frame": True, "disable_caching": True, "progress_bar": "none"}
    )
    manim.config.media_dir = str(FOLDER)
    for name in ("update_frame", "save_static_frame_data", "render"):
        setattr(CairoRenderer, name, lambda *_, **__: None)
    CairoRenderer.get_frame = lambda self: np.zeros((4, 4, 4), dtype="uint8")
    CairoRenderer.play = watched
    manim.Scene.add_sound = lambda *_, **__: None
    image, drawing = FOLDER / "image.png", FOLDER / "drawing.svg"
    Image.new("RGBA", (400, 300), (128, 128, 128, 255)).save(image)
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect width="100" height="100"/></svg>')
    image_mobject.get_full_raster_image_path = or_else(image_mobject.get_full_raster_image_path, image)
    SVGMobject.get_file_path = or_else(SVGMobject.get_file_path, drawing)


def or_else(find, usual):
    def found(*args):
        try:
            return find(*args)
        except OSError:
            return usual

    return found


def seen_of(sample):
    random.seed(0)
    np.random.seed(0)
    space = {"__name__": "sample", "__file__": "sample.py"}
    try:
        exec(compile(sample["code"], "sample.py", "exec"), space)
        scene = space[sample["metadata"]["scene"]]()
        scene.render()
        viewer.look(scene.mobjects)
    except BaseException as error:
        return {"error": traceback.format_exception_only(error)[-1].strip()}
    return {"seconds": viewer.seconds, "texts": viewer.texts}


def say(answer):
    ANSWERS.write(json.dumps(answer) + "\n")
    ANSWERS.flush()


def in_a_process_of_its_own(sample):
    """What a scene does to Manim is gone with the process."""
    if (child := os.fork()) == 0:
        signal.alarm(SECONDS)
        os.chdir(FOLDER)
        say({"id": sample["id"], **seen_of(sample)})
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        say({"id": sample["id"], "error": f"ended with status {status}"})


def main():
    draw_nothing()
    for line in sys.stdin:
        in_a_process_of_its_own(json.loads(line))


main()
