"""A second analyser, on CPython's ast, written from docs/features.md. It shares no code with lib/features.

usage: python3 test/oracle/analyze.py lib/facts/manim-classes.json < samples.jsonl > features.jsonl
"""
import ast
import json
import re
import sys
from collections import Counter

FACTS = json.load(open(sys.argv[1]))
CLASSES, LEGACY, SCENES = FACTS["classes"], FACTS["legacy"], FACTS["legacy_scenes"]
MANIM = re.compile(r"^(manim|manimlib|manimpango|manim_imports_ext|big_ol_pile_of_manim_imports|manim_[a-z_]+)(\.|$)")
ASKS = {"isinstance", "issubclass", "super", "type"}
SETCALLS = {"set", "frozenset", "dict", "Counter", "keys", "items", "values", "union", "intersection"}
BITOPS = (ast.BitAnd, ast.BitOr, ast.BitXor, ast.LShift, ast.RShift)


def modern(name):
    if name in LEGACY:
        return LEGACY[name]
    return name if name in CLASSES or name in SCENES else None


def kind(name):
    return "scene" if name in SCENES else CLASSES.get(name, {}).get("kind")


def lineage(name):
    out = [name]
    for one in out:
        bases = CLASSES[one]["bases"] if one in CLASSES else [SCENES[one]] if one in SCENES else []
        out.extend(base for base in bases if base not in out)
    return out


def descends(name, *roots):
    return any(one in roots for one in lineage(name))


def dotted(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return None if owner is None else f"{owner}.{node.attr}"
    return None


def never(test):
    if isinstance(test, ast.Constant):
        return True if test.value is Ellipsis else bool(test.value)
    if isinstance(test, ast.Name):
        return False if test.id == "TYPE_CHECKING" else None
    if isinstance(test, ast.Attribute):
        return False if test.attr == "TYPE_CHECKING" else None
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        sides = {type(s).__name__: s for s in (test.left, test.comparators[0])}
        name, const = sides.get("Name"), sides.get("Constant")
        if name is not None and const is not None and name.id == "__name__" and const.value == "__main__":
            return False
    return None


class Pruner(ast.NodeTransformer):
    """Drops dead code and docstrings."""

    def block(self, body):
        out = []
        for statement in body:
            out.append(statement)
            if isinstance(statement, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
                break
        return out

    def generic_visit(self, node):
        for field in ("body", "orelse", "finalbody"):
            value = getattr(node, field, None)
            if isinstance(value, list):
                kept = self.block(value)
                kept = [s for s in kept if not (isinstance(s, ast.Expr) and isinstance(s.value, (ast.Constant, ast.JoinedStr)) and (isinstance(s.value, ast.JoinedStr) or isinstance(s.value.value, str)))]
                setattr(node, field, kept)
        return super().generic_visit(node)

    def visit_ClassDef(self, node):
        last = {s.name: i for i, s in enumerate(node.body) if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef)) and not s.decorator_list}
        node.body = [s for i, s in enumerate(node.body) if not (isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef)) and i < last.get(s.name, -1))]
        return self.generic_visit(node)

    def visit_If(self, node):
        known = never(node.test)
        self.generic_visit(node)
        if known is False:
            return node.orelse or None
        if known is True:
            node.orelse = []
        return node


def bound_names(node):
    """Names an enclosing function binds, and `Shape = Circle` aliases."""
    args = node.args
    params = [a.arg for a in args.posonlyargs + args.args + args.kwonlyargs]
    params += [a.arg for a in (args.vararg, args.kwarg) if a]
    hidden, aliases = set(params), {}

    def targets(t):
        if isinstance(t, ast.Name):
            hidden.add(t.id)
        elif isinstance(t, (ast.Tuple, ast.List)):
            for e in t.elts:
                targets(e)
        elif isinstance(t, ast.Starred):
            targets(t.value)

    def walk(body):
        for st in body:
            if isinstance(st, (ast.FunctionDef, ast.AsyncFunctionDef)):
                hidden.add(st.name)
                continue
            if isinstance(st, ast.ClassDef):
                continue
            if isinstance(st, (ast.Assign, ast.AnnAssign)):
                ts = st.targets if isinstance(st, ast.Assign) else [st.target]
                origin = dotted(st.value) if st.value is not None else None
                if len(ts) == 1 and isinstance(ts[0], ast.Name) and origin and re.match("[A-Z]", origin.split(".")[-1]):
                    aliases[ts[0].id] = origin
                else:
                    for t in ts:
                        targets(t)
            elif isinstance(st, (ast.For, ast.AsyncFor)):
                targets(st.target)
            elif isinstance(st, (ast.With, ast.AsyncWith)):
                for item in st.items:
                    if item.optional_vars is not None:
                        targets(item.optional_vars)
            for field in ("body", "orelse", "finalbody"):
                inner = getattr(st, field, None)
                if isinstance(inner, list):
                    walk(inner)
            for handler in getattr(st, "handlers", []):
                walk(handler.body)
            for case in getattr(st, "cases", []):
                walk(case.body)

    if isinstance(node.body, list):
        walk(node.body)
    for name in hidden:
        aliases.pop(name, None)
    return hidden, aliases


class Program:
    def __init__(self, tree):
        self.bindings, self.aliases = {}, {}
        stars, manim = [], []
        self.classes = {}
        nested = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for a in node.names:
                    self.bindings[a.asname or a.name.split(".")[0]] = a.name if a.asname else a.name.split(".")[0]
                    if MANIM.match(a.name):
                        manim.append(a.name)
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                if MANIM.match(module):
                    manim.append(module)
                for a in node.names:
                    if a.name == "*":
                        stars.append(module)
                    else:
                        self.bindings[a.asname or a.name] = f"{module}.{a.name}"
        top = set()
        for node in self.toplevel(tree.body):
            if isinstance(node, ast.ClassDef):
                top.add(id(node))
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                ts = node.targets if isinstance(node, ast.Assign) else [node.target]
                origin = dotted(node.value) if node.value is not None else None
                if len(ts) == 1 and isinstance(ts[0], ast.Name) and origin:
                    self.aliases[ts[0].id] = origin
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                (self.classes if id(node) in top else nested)[node.name] = node
        # ast.walk goes level by level, so that order is mended for equal names at the top level.
        for node in self.toplevel(tree.body):
            if isinstance(node, ast.ClassDef):
                self.classes[node.name] = node
        for name, node in nested.items():
            self.classes.setdefault(name, node)
        self.star = bool(stars) or not manim

    def toplevel(self, body):
        for st in body:
            yield st
            for field in ("body", "orelse", "finalbody"):
                inner = getattr(st, field, None)
                if isinstance(inner, list) and not isinstance(st, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                    yield from self.toplevel(inner)
            for handler in getattr(st, "handlers", []):
                yield from self.toplevel(handler.body)

    def bases(self, name):
        return [dotted(base) or "?" for base in self.classes[name].bases]

    def unalias(self, name):
        for _ in range(5):
            if name in self.classes or name not in self.aliases:
                return name
            name = self.aliases[name]
        return name

    def library(self, name):
        name = self.unalias(name)
        first, _, rest = name.partition(".")
        origin = self.bindings.get(first)
        if not rest:
            if origin is not None:
                return origin.split(".")[-1] if MANIM.match(origin) and "." in origin else None
            return first if self.star else None
        return name.split(".")[-1] if origin is not None and MANIM.match(origin) else None

    def cls(self, name, seen=()):
        """(library class, kind, local name) or None"""
        name = self.unalias(name)
        if name in self.classes and name not in seen:
            seen = (*seen, name)
            for base in self.bases(name):
                found = self.cls(base, seen)
                if found and found[1] != "other":
                    return found[0], found[1], name
            return None
        library = self.library(name)
        today = modern(library) if library else None
        return (today, kind(today) or "other", None) if today else None

    def roots(self, name):
        queue, out, seen = [name], [], set()
        for one in queue:
            if one in seen:
                continue
            seen.add(one)
            for base in self.bases(one):
                if base in self.classes and base != one:
                    queue.append(base)
                else:
                    library = self.library(base) or base
                    out.append(modern(library) or library)
        return out


class Counter8(ast.NodeVisitor):
    def __init__(self, program):
        self.p = program
        self.mobjects, self.animations, self.methods = Counter(), Counter(), Counter()
        self.bits = self.xor = 0
        self.scopes = []

    # names
    def hidden(self, name):
        return any(name.split(".")[0] in hidden for hidden, _ in self.scopes)

    def unalias(self, name):
        if "." in name:
            return name
        for hidden, aliases in reversed(self.scopes):
            if name in aliases:
                return aliases[name]
            if name in hidden:
                return name
        return name

    def count(self, found):
        if found and found[1] in ("mobject", "animation"):
            (self.mobjects if found[1] == "mobject" else self.animations)[found[0]] += 1

    def value(self, node):
        """The node's value is kept: a class named here is used as a thing."""
        if isinstance(node, (ast.Name, ast.Attribute)):
            name = dotted(node)
            if name is not None:
                if not self.hidden(name):
                    name = self.unalias(name)
                    self.count(self.p.cls(name))
                    if re.search(r"(^|\.)(bitwise_xor|logical_xor|xor)$", name):
                        self.xor += 1
                return
        if isinstance(node, ast.BoolOp):
            for v in node.values:
                self.value(v)
            return
        if isinstance(node, ast.IfExp):
            self.visit(node.test)
            self.value(node.body)
            self.value(node.orelse)
            return
        if isinstance(node, ast.NamedExpr):
            self.value(node.value)
            return
        self.visit(node)

    # calls
    def visit_Call(self, node):
        name = dotted(node.func)
        if name is not None:
            plain = self.unalias(name)
            if "." in plain:
                self.methods[plain.split(".")[-1]] += 1
            if re.search(r"(^|\.)(bitwise_xor|logical_xor|xor)$", plain):
                self.xor += 1
            if not self.hidden(name):
                found = self.p.cls(plain)
                if not found and "." in plain and plain.split(".")[-1].startswith("from_"):
                    found = self.p.cls(plain.rsplit(".", 1)[0])
                self.count(found)
        else:
            if isinstance(node.func, ast.Attribute):
                self.methods[node.func.attr] += 1
                if re.search(r"^(bitwise_xor|logical_xor|xor)$", node.func.attr):
                    self.xor += 1
                self.visit(node.func.value)
            else:
                self.visit(node.func)
        self.formats(node)
        asks = name in ASKS
        for arg in node.args:
            if isinstance(arg, ast.Starred):
                self.visit(arg.value)
            elif asks:
                self.visit(arg)
            else:
                self.value(arg)
        for kw in node.keywords:
            (self.visit if asks else self.value)(kw.value)

    def formats(self, node):
        f = node.func
        name = f.id if isinstance(f, ast.Name) else f.attr if isinstance(f, ast.Attribute) else ""
        if isinstance(f, ast.Name) and name == "bin":
            self.bits += 1
        if re.fullmatch(r"bitwise_(and|or|xor|not)|left_shift|right_shift|bit_count", name):
            self.bits += 1
        if isinstance(f, ast.Name) and name == "int":
            base = node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords if k.arg == "base"), None)
            if isinstance(base, ast.Constant) and base.value == 2:
                self.bits += 1
        if name == "format":
            if isinstance(f, ast.Name):
                spec = node.args[1] if len(node.args) > 1 else None
                if isinstance(spec, ast.Constant) and isinstance(spec.value, str) and spec.value.endswith("b"):
                    self.bits += 1
            elif isinstance(f.value, ast.Constant) and isinstance(f.value.value, str) and node.args:
                if re.search(r"\{[^{}]*:[^{}]*b\}", f.value.value):
                    self.bits += 1

    # operators
    def setlike(self, n):
        if isinstance(n, (ast.Set, ast.Dict, ast.Compare, ast.BoolOp, ast.List, ast.SetComp, ast.DictComp, ast.ListComp, ast.JoinedStr)):
            return True
        if isinstance(n, ast.Constant):
            return isinstance(n.value, (str, bytes))
        if isinstance(n, ast.UnaryOp):
            return isinstance(n.op, ast.Not) or self.setlike(n.operand)
        if isinstance(n, ast.BinOp):
            return self.setlike(n.left) or self.setlike(n.right)
        if isinstance(n, ast.Call):
            return (dotted(n.func) or "").split(".")[-1] in SETCALLS
        return False

    def visit_BinOp(self, node):
        if isinstance(node.op, BITOPS) and not self.setlike(node.left) and not self.setlike(node.right):
            self.bits += 1
            self.xor += isinstance(node.op, ast.BitXor)
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        if isinstance(node.op, BITOPS) and not self.setlike(node.value):
            self.bits += 1
            self.xor += isinstance(node.op, ast.BitXor)
        self.visit(node.target)
        self.visit(node.value)

    def visit_UnaryOp(self, node):
        if isinstance(node.op, ast.Invert):
            self.bits += 1
        self.visit(node.operand)

    def visit_Subscript(self, node):
        self.visit(node.value)
        index = node.slice
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        for part in parts:
            if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Invert):
                self.visit(part.operand)
            else:
                self.visit(part)

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            self.text(node.value)
        elif isinstance(node.value, int) and not isinstance(node.value, bool):
            source = LINES[node.lineno - 1].encode()[node.col_offset : node.col_offset + 2]
            if source.lower() == b"0b":
                self.bits += 1

    def text(self, value):
        if re.search(r"\\oplus|\bxor\b", value, re.I):
            self.xor += 1

    def visit_JoinedStr(self, node):
        self.text("".join(v.value for v in node.values if isinstance(v, ast.Constant)))
        for v in node.values:
            if isinstance(v, ast.FormattedValue):
                spec = v.format_spec
                if spec is not None:
                    last = spec.values[-1] if spec.values else None
                    if isinstance(last, ast.Constant) and str(last.value).endswith("b"):
                        self.bits += 1
                    for inner in spec.values:
                        if isinstance(inner, ast.FormattedValue):
                            self.visit(inner.value)
                self.visit(v.value)

    # containers hold values
    def elements(self, node):
        for e in node.elts:
            self.visit(e.value) if isinstance(e, ast.Starred) else self.value(e)

    visit_List = visit_Tuple = visit_Set = elements

    def visit_Dict(self, node):
        for k, v in zip(node.keys, node.values):
            if k is not None:
                self.visit(k)
            self.value(v)

    def comprehension(self, node):
        for g in node.generators:
            self.visit(g.iter)
            for test in g.ifs:
                self.visit(test)
        if isinstance(node, ast.DictComp):
            self.value(node.key)
            self.value(node.value)
        else:
            self.value(node.elt)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = comprehension

    # statements
    def visit_Assign(self, node):
        for t in node.targets:
            if not isinstance(t, ast.Name):
                self.target(t)
        self.assigned(node.targets, node.value)

    def visit_AnnAssign(self, node):
        self.target(node.target)
        if node.value is not None:
            self.assigned([node.target], node.value)

    def assigned(self, targets, value):
        if len(targets) == 1 and isinstance(targets[0], ast.Name) and dotted(value):
            return
        self.value(value)

    def target(self, t):
        if isinstance(t, (ast.Tuple, ast.List)):
            for e in t.elts:
                self.target(e)
        elif isinstance(t, ast.Attribute):
            self.visit(t.value)
        elif isinstance(t, ast.Starred):
            self.target(t.value)
        elif not isinstance(t, ast.Name):
            self.visit(t)

    def visit_For(self, node):
        self.target(node.target)
        self.visit(node.iter)
        for st in node.body + node.orelse:
            self.visit(st)

    def visit_With(self, node):
        for item in node.items:
            self.visit(item.context_expr)
        for st in node.body:
            self.visit(st)

    def visit_Return(self, node):
        if node.value is not None:
            self.value(node.value)

    def visit_Raise(self, node):
        for part in (node.exc, node.cause):
            if part is not None:
                self.value(part)

    def visit_Assert(self, node):
        for part in (node.test, node.msg):
            if part is not None:
                self.value(part)

    def visit_Try(self, node):
        for st in node.body + [s for h in node.handlers for s in h.body] + node.orelse + node.finalbody:
            self.visit(st)

    def visit_Yield(self, node):
        if node.value is not None:
            self.value(node.value)

    def visit_FunctionDef(self, node):
        for d in node.decorator_list:
            self.visit(d)
        for default in node.args.defaults + [d for d in node.args.kw_defaults if d is not None]:
            self.value(default)
        self.scopes.append(bound_names(node))
        for st in node.body:
            self.visit(st)
        self.scopes.pop()

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        for default in node.args.defaults + [d for d in node.args.kw_defaults if d is not None]:
            self.value(default)
        self.scopes.append(bound_names(node))
        self.value(node.body)
        self.scopes.pop()

    def visit_ClassDef(self, node):
        for d in node.decorator_list:
            self.visit(d)
        for st in node.body:
            self.visit(st)


THREE_D = ("ThreeDScene", "ThreeDVMobject", "Surface", "ThreeDAxes", "OpenGLSurface")
CAMERA = {"set_camera_orientation", "move_camera", "begin_ambient_camera_rotation", "begin_3dillusion_camera_rotation", "add_fixed_in_frame_mobjects", "add_fixed_orientation_mobjects", "set_to_default_angled_camera_orientation"}
ELEMENTS = {"circles": "Circle", "squares": "Square", "rectangles": "Rectangle", "triangles": "Triangle", "polygons": "Polygon", "lines": "Line", "arrows": "Arrow", "dots": "Dot", "text": "Text", "equations": "MathTex", "groups": "VGroup"}


def solid(name):
    if descends(name, "OpenGLImageMobject"):
        return False
    return descends(name, *THREE_D) or any("three_d" in CLASSES[one]["module"] for one in lineage(name) if one in CLASSES)


def analyze(code):
    global LINES
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError) as error:
        return {"error": str(error)}
    LINES = re.split(r"\r\n|\r|\n", code)
    tree = Pruner().visit(tree)
    program = Program(tree)
    found = Counter8(program)
    found.visit(tree)
    made = found.mobjects
    roots = [root for name in program.classes for root in program.roots(name)]
    reaches = lambda *names: any(descends(root, *names) for root in roots)
    return {
        "has_3d": any(solid(name) for name in made) or reaches("ThreeDScene") or bool(CAMERA & set(found.methods)),
        "has_latex": any(descends(name, "SingleStringMathTex") for name in made),
        "has_graphs": any(descends(n, "CoordinateSystem", "GenericGraph", "FunctionGraph", "ParametricFunction", "ImplicitFunction") for n in made) or reaches("GraphScene", "LinearTransformationScene"),
        "has_voiceover": found.methods["voiceover"] > 0 or ("VoiceoverScene" in roots and "VoiceoverScene" not in program.classes),
        "has_binary_ops": found.bits > 0,
        "has_xor": found.xor > 0,
        "has_animations": found.methods["play"] > 0,
        "visual_elements": [e for e, c in ELEMENTS.items() if made[c]] + (["3d_objects"] if any(made[c] for c in ("Surface", "Sphere", "Cube", "Cylinder")) else []),
        "plays": found.methods["play"],
        "waits": sum(found.methods[m] for m in ("wait", "pause", "wait_until")),
        "mobjects": dict(sorted(made.items())),
        "animations": dict(sorted(found.animations.items())),
    }


sys.setrecursionlimit(10000)
for line in sys.stdin:
    sample = json.loads(line)
    print(json.dumps({"id": sample.get("id"), "features": analyze(sample["code"])}))
