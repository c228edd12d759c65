import t from 'tap'
import { codeOf, scene } from './slice-harness.ts'

const MANIM = 'from manim import *\n'

t.test('effects that change the result are kept, in the order they run', async t => {
  const code = codeOf(
    {
      'base.py': 'from manim import *\nimport random\nrandom.seed(7)\nTex.set_default(color=RED)\nC = 1\n',
      'a.py': `${MANIM}import numpy as np\nimport matplotlib.pyplot as plt\nnp.random.seed(23)\nfrom base import C\nconfig["assets_dir"] = "assets"\nconfig.background_color = WHITE\nplt.rcParams["x"] = 1\nText.set_default(font="x")\nprint("loaded")\n${scene('A', 'print(C)')}`,
    },
    'A',
  )
  t.match(
    code,
    /np\.random\.seed\(23\)\n+random\.seed\(7\)\nTex\.set_default\(color=RED\)\nC = 1\n+config\["assets_dir"\] = "assets"\nconfig\.background_color = WHITE\nplt\.rcParams\["x"\] = 1\nText\.set_default\(font="x"\)\n/,
  )
  t.notMatch(code, /print\("loaded"\)/)
})

t.test('a change to a name is kept with the name, and not without it', async t => {
  const source = `${MANIM}WORDS = ["a"]\nWORDS.append("b")\nWORDS[0] = "c"\nfor w in "xy":\n    WORDS.append(w)\nUNUSED = {}\nUNUSED["k"] = 1\nclass Tip:\n    pass\nTip.size = 2\nsetattr(Tip, "more", 3)\ndel WORDS[0]\nlast = WORDS.pop()\n`
  const code = codeOf({ 'a.py': `${source}${scene('A', 'print(WORDS, Tip)')}` }, 'A')
  t.match(
    code,
    /WORDS = \["a"\]\nWORDS\.append\("b"\)\nWORDS\[0\] = "c"\nfor w in "xy":\n {4}WORDS\.append\(w\)\n\n\nclass Tip:\n {4}pass\n\n\nTip\.size = 2\nsetattr\(Tip, "more", 3\)\ndel WORDS\[0\]\nlast = WORDS\.pop\(\)\n/,
  )
  t.notMatch(code, /UNUSED/)
})

t.test('registration is kept: what a call or a decorator enters in a table that is in', async t => {
  const code = codeOf(
    {
      'reg.py':
        'TABLE = {}\ndef register(f):\n    TABLE[f.__name__] = f\n    return f\ndef log(f):\n    return f\n',
      'a.py': `${MANIM}from reg import *\n@register\ndef one():\n    return 1\ndef two():\n    return 2\nregister(two)\n@log\ndef three():\n    return 3\nlog(three)\n${scene('A', 'TABLE["one"]()')}`,
    },
    'A',
  )
  t.match(code, /@register\ndef one/)
  t.match(code, /def two[\s\S]*\nregister\(two\)\n/)
  t.notMatch(code, /three/)
})

t.test('what runs only as a script, or only finds modules, is left out', async t => {
  const code = codeOf(
    {
      'a.py': `${MANIM}import os, sys\nsys.path.append("..")\nscene = None\n${scene('A', 'self.wait()')}if __name__ == "__main__":\n    os.system("manim a.py A")\n    scene = A()\nA().render()\n`,
    },
    'A',
  )
  t.equal(code, 'from manim import *\n\n\nclass A(Scene):\n    def construct(self):\n        self.wait()\n')
})

t.test('from __future__ comes first, once, from any file', async t => {
  const code = codeOf(
    {
      'h.py': '"""Doc."""\nfrom __future__ import annotations\ndef f(x: Later) -> None:\n    pass\n',
      'a.py': `from __future__ import annotations\n${MANIM}from h import f\n${scene('A', 'f(1)')}`,
    },
    'A',
  )
  t.match(code, /^from __future__ import annotations\nfrom manim import \*\n\n\ndef f/)
  t.equal(code.match(/__future__/g)?.length, 1)
})
