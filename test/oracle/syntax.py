"""The syntax tree that CPython sees, in a normal form: one JSON line per file named on stdin.

Shares no code with the parser it checks (lib/python/syntax); syntax.mjs brings that one's tree into the same form.
A node is [kind, parts..., start, end]; offsets are in UTF-16 units. Within f-strings there are none, for CPython up to
3.11 tells wrong ones there.
"""

import ast
import json
import re
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)

OPS = {
    "Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "MatMult": "@",
    "LShift": "<<", "RShift": ">>", "BitOr": "|", "BitXor": "^", "BitAnd": "&", "Eq": "==", "NotEq": "!=",
    "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in",
    "UAdd": "+", "USub": "-", "Invert": "~", "Not": "not",
}


def op(node):
    return OPS[type(node).__name__]


class Form:
    def __init__(self, text):
        self.lines = []
        at = 0
        for line in re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text):
            self.lines.append((at, line, line.encode("utf-8", "surrogatepass")))
            at += len(line.encode("utf-16-le", "surrogatepass")) // 2
        self.inside = 0
        # ast counts a byte order mark as nothing.
        self.bom = 1 if text.startswith("\ufeff") else 0

    def offset(self, line, column):
        at, _, raw = self.lines[line - 1]
        before = raw[: column + (3 if self.bom and line == 1 else 0)].decode("utf-8", "surrogatepass")
        return at + len(before.encode("utf-16-le", "surrogatepass")) // 2

    def at(self, node):
        if self.inside:
            return []
        return [self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)]

    def exprs(self, nodes):
        return [self.expr(node) for node in nodes]

    def maybe(self, node):
        return [] if node is None else [self.expr(node)]

    def expr(self, node):
        name = type(node).__name__
        return getattr(self, name)(node) + ([] if name == "Await" else self.at(node))

    def Name(self, n):
        return ["Name", n.id]

    def Attribute(self, n):
        return ["Attr", self.expr(n.value), n.attr]

    def Call(self, n):
        kws = [[kw.arg, self.expr(kw.value)] for kw in n.keywords]
        return ["Call", self.expr(n.func), self.exprs(n.args), kws]

    def Constant(self, n):
        v = n.value
        if isinstance(v, str):
            return ["Str", v]
        if isinstance(v, bytes):
            return ["Bytes", v.decode("latin-1")]
        if v is None or isinstance(v, bool):
            return ["Const", v]
        if v is ...:
            return ["Const", "..."]
        v = v.imag if isinstance(v, complex) else v
        return ["Num", "large" if abs(v) >= 2**53 else float(v)]

    def JoinedStr(self, n):
        self.inside += 1
        parts, text = self.fields(n)
        self.inside -= 1
        return ["F", text, parts]

    def fields(self, n):
        parts = []
        text = ""
        for value in n.values:
            if isinstance(value, ast.Constant):
                text += value.value
            else:
                parts.append(self.expr(value.value))
                if value.format_spec:
                    parts += self.fields(value.format_spec)[0]
        return parts, text

    def List(self, n):
        return ["List", self.exprs(n.elts)]

    def Tuple(self, n):
        return ["Tuple", self.exprs(n.elts)]

    def Set(self, n):
        return ["Set", self.exprs(n.elts)]

    def Dict(self, n):
        return ["Dict", [self.maybe(key) + [self.expr(value)] for key, value in zip(n.keys, n.values)]]

    def BinOp(self, n):
        items = []
        ops = []
        while isinstance(n, ast.BinOp):
            items.append(self.expr(n.right))
            ops.append(op(n.op))
            n = n.left
        return ["Bin", [self.expr(n)] + items[::-1], ops[::-1]]

    def UnaryOp(self, n):
        return ["Un", op(n.op), self.expr(n.operand)]

    def BoolOp(self, n):
        kind = type(n.op)
        items = []
        while isinstance(n, ast.BoolOp) and type(n.op) is kind:
            items = n.values[1:] + items
            n = n.values[0]
        return [kind.__name__, self.exprs([n] + items)]

    def Compare(self, n):
        return ["Cmp", self.exprs([n.left] + n.comparators), [op(one) for one in n.ops]]

    def IfExp(self, n):
        return ["Cond", self.expr(n.test), self.expr(n.body), self.expr(n.orelse)]

    def Lambda(self, n):
        return ["Lambda", self.params(n.args), self.expr(n.body)]

    def comp(self, n, of, *body):
        clauses = []
        for one in n.generators:
            clauses.append([self.expr(one.target), self.expr(one.iter)])
            clauses += [[self.expr(test)] for test in one.ifs]
        return ["Comp", of, self.exprs(body), clauses]

    def ListComp(self, n):
        return self.comp(n, "list", n.elt)

    def SetComp(self, n):
        return self.comp(n, "set", n.elt)

    def DictComp(self, n):
        return self.comp(n, "dict", n.key, n.value)

    def GeneratorExp(self, n):
        return self.comp(n, "generator", n.elt)

    def Subscript(self, n):
        index = n.slice
        return ["Sub", self.expr(n.value), self.exprs(index.elts if isinstance(index, ast.Tuple) else [index])]

    def Slice(self, n):
        return ["Slice", self.maybe(n.lower) + self.maybe(n.upper) + self.maybe(n.step)]

    def Starred(self, n):
        return ["Star", self.expr(n.value)]

    def NamedExpr(self, n):
        return ["Walrus", n.target.id, self.expr(n.value)]

    def Await(self, n):
        return self.expr(n.value)

    def Yield(self, n):
        return ["Yield", self.maybe(n.value)]

    def YieldFrom(self, n):
        return ["Yield", self.maybe(n.value)]

    def params(self, args):
        found = []
        plain = args.posonlyargs + args.args
        missing = len(plain) - len(args.defaults)
        for i, arg in enumerate(plain):
            found.append(self.param(arg, "", args.defaults[i - missing] if i >= missing else None))
        if args.vararg:
            found.append(self.param(args.vararg, "*", None))
        for arg, default in zip(args.kwonlyargs, args.kw_defaults):
            found.append(self.param(arg, "", default))
        if args.kwarg:
            found.append(self.param(args.kwarg, "**", None))
        return found

    def param(self, arg, star, default):
        return [star + arg.arg, self.maybe(arg.annotation), self.maybe(default)]

    def block(self, body):
        return [one for node in body for one in self.stmt(node)]

    def stmt(self, n):
        k = type(n).__name__
        if k in ("FunctionDef", "AsyncFunctionDef"):
            return [["Def", n.name, self.params(n.args), self.block(n.body), self.exprs(n.decorator_list), self.maybe(n.returns)]]
        if k == "ClassDef":
            kws = [[kw.arg, self.expr(kw.value)] for kw in n.keywords]
            return [["Class", n.name, self.exprs(n.bases), kws, self.block(n.body), self.exprs(n.decorator_list)]]
        if k == "Assign":
            return [["Assign", self.exprs(n.targets), [], [self.expr(n.value)]]]
        if k == "AnnAssign":
            return [["Assign", [self.expr(n.target)], [self.expr(n.annotation)], self.maybe(n.value)]]
        if k == "AugAssign":
            return [["Aug", self.expr(n.target), op(n.op), self.expr(n.value)]]
        if k in ("For", "AsyncFor"):
            return [["For", self.expr(n.target), self.expr(n.iter), self.block(n.body), self.block(n.orelse)]]
        if k == "While":
            return [["While", self.expr(n.test), self.block(n.body), self.block(n.orelse)]]
        if k == "If":
            return [["If", self.expr(n.test), self.block(n.body), self.block(n.orelse)]]
        if k in ("With", "AsyncWith"):
            items = [[self.expr(i.context_expr), self.maybe(i.optional_vars)] for i in n.items]
            # `with (a, b):` opens both; as a tuple of its own it is read alike.
            if len(items) == 1 and not items[0][1] and items[0][0][0] == "Tuple":
                items = [[item, []] for item in items[0][0][1]]
            return [["With", items, self.block(n.body)]]
        if k in ("Try", "TryStar"):
            handlers = [[self.maybe(h.type), h.name, self.block(h.body)] for h in n.handlers]
            return [["Try", self.block(n.body), handlers, self.block(n.orelse), self.block(n.finalbody)]]
        if k == "Match":
            subjects = n.subject.elts if isinstance(n.subject, ast.Tuple) else [n.subject]
            cases = [[self.leaves(c.pattern), self.maybe(c.guard), self.block(c.body)] for c in n.cases]
            return [["Match", self.exprs(subjects), cases]]
        if k == "Import":
            return [["Import", None, [[a.name, a.asname] for a in n.names]]]
        if k == "ImportFrom":
            return [["Import", "." * n.level + (n.module or ""), [[a.name, a.asname] for a in n.names]]]
        if k == "Expr":
            values = n.value.elts if isinstance(n.value, ast.Tuple) else [n.value]
            return [["Expr", self.expr(value)] for value in values]
        if k == "Return":
            return [["Return", self.maybe(n.value)]]
        if k == "Raise":
            return [["Raise", self.maybe(n.exc) + self.maybe(n.cause)]]
        if k == "Delete":
            [first, *more] = n.targets
            return [["Delete", self.exprs(first.elts if isinstance(first, ast.Tuple) and not more else n.targets)]]
        if k == "Assert":
            return [["Assert", [self.expr(n.test)] + self.maybe(n.msg)]]
        if k in ("Global", "Nonlocal"):
            return [["Global", n.names]]
        if k == "TypeAlias":
            return []
        return [[k]]

    def leaves(self, p):
        k = type(p).__name__
        if k == "MatchValue":
            return [self.expr(p.value)]
        if k == "MatchSingleton":
            return [["Const", p.value]]
        if k == "MatchClass":
            inner = [leaf for one in p.patterns + p.kwd_patterns for leaf in self.leaves(one)]
            cls = ["Name", p.cls.id] if isinstance(p.cls, ast.Name) else self.expr(p.cls)
            return [cls] + inner
        if k == "MatchMapping":
            pairs = [leaf for key, one in zip(p.keys, p.patterns) for leaf in [self.expr(key)] + self.leaves(one)]
            return pairs + ([["Name", p.rest]] if p.rest else [])
        if k == "MatchStar":
            return [["Name", p.name]] if p.name else []
        if k == "MatchAs":
            return (self.leaves(p.pattern) if p.pattern else []) + ([["Name", p.name]] if p.name else [])
        return [leaf for one in p.patterns for leaf in self.leaves(one)]


for path in sys.stdin.read().split("\n"):
    if not path:
        continue
    try:
        text = open(path, encoding="utf-8", newline="").read()
    except UnicodeDecodeError:
        print(json.dumps({"path": path, "skip": True}))
        continue
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", 1)
        print(json.dumps({"path": path, "error": {"line": line, "message": str(error)}}))
        continue
    print(json.dumps({"path": path, "tree": Form(text).block(tree.body)}))
