"""Runs the programs of programs.mjs, and says what they put on screen; null for one that fails or takes too long."""

import json
import resource
import signal
import sys

SECONDS = 2
BYTES = 2 << 30


class Scene:
    def __init__(self):
        self.texts = []

    def add(self, *texts):
        self.texts.extend(texts)

    def wait(self):
        pass


def late(_signal, _frame):
    raise TimeoutError


def run(code):
    names = {"Scene": Scene, "Text": str}
    signal.alarm(SECONDS)
    try:
        exec(code, names)
        scene = names["S"]()
        scene.construct()
        return scene.texts
    except Exception:
        return None
    finally:
        signal.alarm(0)


signal.signal(signal.SIGALRM, late)
resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
json.dump([run(code) for code in json.load(sys.stdin)], sys.stdout)
