"""Runs scenes in a real Manim, without drawing them, and says how long they took and what came on screen.

A sample a line on standard input, what was seen of each a line on standard output: `seconds`; `things`, each with the
class of Manim that it is of, what it says if it is a text (and which kind of text), where its middle is (x, y in units of
Manim's frame, as the camera shows it) and the colours of its parts when a viewer first sees it, and under `end` where it
is when all is over, if it is still there; or `error`. Pictures and drawings that are not there are grey rectangles.
"""

import json
import os
import random
import signal
import sys
import tempfile
import traceback
import types
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
MOST = 1000


class Viewer:
    """Looks at the screen before and after each animation."""

    def __init__(self):
        # By identity, with what has it: kept, so that no other gets it.
        self.known = {}
        self.things = []
        self.seconds = 0.0
        self.middle, self.zoom = np.zeros(3), 1.0

    def look_at(self, scene):
        self.look_through(scene.camera)
        self.look(scene.mobjects + scene.foreground_mobjects)

    def look_through(self, camera):
        """Places are those in what the camera shows."""
        if frame := getattr(camera, "frame", None):
            self.middle, self.zoom = frame.get_center(), manim.config.frame_width / frame.width

    def look(self, mobjects):
        for mobject in mobjects:
            cls, text = look_of(mobject)
            self.see(mobject, cls, text)
            if not text:
                self.look(mobject.submobjects)

    def see(self, mobject, cls, text):
        before = self.known.get(id(mobject))
        if (before and before[1] == (cls, text)) or not is_seen(mobject) or len(self.things) == MOST:
            return
        thing = {"class": cls, **self.place_of(mobject)}
        if text:
            thing["kind"], thing["text"] = text
        colors = {color: None for part in mobject.family_members_with_points() for color in colors_of(part)}
        thing["colors"] = list(colors)
        self.known[id(mobject)] = (mobject, (cls, text), thing)
        self.things.append(thing)

    def place_of(self, mobject):
        x, y, _ = (mobject.get_center() - self.middle) * self.zoom
        return {"x": float(x), "y": float(y)}

    def look_at_the_end(self, mobjects):
        there = {id(part) for mobject in mobjects for part in mobject.get_family()}
        for identity, (mobject, _, thing) in self.known.items():
            if identity in there and is_seen(mobject):
                thing["end"] = self.place_of(mobject)


def look_of(mobject):
    """Its class, and what a text says; where a transformation made it like another, those of the other."""
    return getattr(mobject, "look", None) or (class_of(mobject), text_of(mobject))


def class_of(mobject):
    return next(cls.__name__ for cls in type(mobject).__mro__ if cls.__module__.startswith("manim."))


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
        not isinstance(part, manim.VMobject)
        or part.get_fill_opacity() > FAINT
        or (part.get_stroke_opacity() > FAINT and part.get_stroke_width() > 0)
        for part in mobject.family_members_with_points()
    )


def colors_of(part):
    if not isinstance(part, manim.VMobject):
        return
    if part.get_fill_opacity() > FAINT:
        yield part.get_fill_color().to_hex()
    if part.get_stroke_opacity() > FAINT and part.get_stroke_width() > 0:
        yield part.get_stroke_color().to_hex()


viewer = Viewer()
play = CairoRenderer.play
become = manim.Mobject.become


def watched(self, scene, *args, **kwargs):
    # What is there already is as it was before, what comes as it has come.
    viewer.look_at(scene)
    play(self, scene, *args, **kwargs)
    viewer.seconds += float(scene.duration)
    for animation in scene.animations or []:
        note_transformed(animation)
    viewer.look_at(scene)


def note_transformed(animation):
    """After `Transform(a, b)` it is `a` that is there, and looks like `b`."""
    for inner in getattr(animation, "animations", []):
        note_transformed(inner)
    # This one brings the other itself.
    if not isinstance(animation, manim.Transform) or isinstance(animation, manim.FadeTransform):
        return
    target = animation.target_mobject
    if target is not None and not animation.replace_mobject_with_target_in_scene:
        make_like(animation.mobject, target)


def make_like(mobject, other):
    for part, target in zip(mobject.get_family(), other.get_family()):
        part.look = look_of(target)


def watched_become(self, other, *args, **kwargs):
    become(self, other, *args, **kwargs)
    make_like(self, other)
    return self


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
    manim.Mobject.become = watched_become
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
    # What looks up the module that a class is in, as dataclasses do, finds it.
    sys.modules["sample"] = module = types.ModuleType("sample")
    module.__file__ = "sample.py"
    try:
        exec(compile(sample["code"], "sample.py", "exec"), module.__dict__)
        scene = getattr(module, sample["metadata"]["scene"])()
        scene.render()
        viewer.look_at(scene)
        viewer.look_at_the_end(scene.mobjects)
    except BaseException as error:
        return {"error": traceback.format_exception_only(error)[-1].strip()}
    return {"seconds": viewer.seconds, "things": viewer.things}


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
