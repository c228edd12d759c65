// Whether our parser and CPython's read Python alike: node test/oracle/syntax.mjs FILE.py... or FOLDER...
// Needs `npm run build` and a Python 3.11 or newer (PYTHON names another one). Trees are compared in full with every
// offset; of what does not parse, whether both refuse it and on which line. Exits 1 where a tree differs.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lineOf } from '../../build/lib/python/program.js'
import { parse } from '../../build/lib/python/syntax/parse.js'

/** Our tree in the form of syntax.py. */
class Form {
  constructor(text) {
    this.text = text
    this.inside = 0
  }

  exprs(nodes) {
    return nodes.map(node => this.expr(node))
  }

  maybe(node) {
    return node ? [this.expr(node)] : []
  }

  expr(node) {
    const form = this.form(node)
    return this.inside > 0 ? form : [...form, node.s, node.e]
  }

  form(n) {
    switch (n.k) {
      case 'Name':
        return ['Name', n.id]
      case 'Attr':
        return ['Attr', this.expr(n.obj), n.name]
      case 'Call':
        return ['Call', this.expr(n.fn), this.exprs(n.args), this.keywords(n.kws)]
      case 'Str':
        return n.parts ? this.formatted(n) : [n.bytes ? 'Bytes' : 'Str', n.v]
      case 'Num':
        return ['Num', Math.abs(n.v) >= 2 ** 53 ? 'large' : n.v]
      case 'Const':
        return ['Const', n.v]
      case 'List':
      case 'Tuple':
      case 'Set':
        return [n.k, this.exprs(n.items)]
      case 'Dict':
        return ['Dict', n.pairs.map(({ key, value }) => [...this.maybe(key), this.expr(value)])]
      case 'Bin':
      case 'Cmp':
        return [n.k, this.exprs(n.items), n.ops]
      case 'Un':
        return ['Un', n.op, this.expr(n.x)]
      case 'And':
      case 'Or':
        return [n.k, this.exprs(n.items)]
      case 'Cond':
        return ['Cond', this.expr(n.test), this.expr(n.yes), this.expr(n.no)]
      case 'Lambda':
        return ['Lambda', this.params(n.params), this.expr(n.body)]
      case 'Comp':
        return [
          'Comp',
          n.of,
          this.exprs(n.value ? [n.body, n.value] : [n.body]),
          n.clauses.map(({ target, x }) => [...this.maybe(target), this.expr(x)]),
        ]
      case 'Sub': {
        const [only] = n.index
        return [
          'Sub',
          this.expr(n.obj),
          this.exprs(n.index.length === 1 && only.k === 'Tuple' ? only.items : n.index),
        ]
      }
      case 'Star':
        return ['Star', this.expr(n.x)]
      case 'Walrus':
        return ['Walrus', n.name, this.expr(n.value)]
      default:
        return [n.k, this.exprs(n.items)]
    }
  }

  formatted(n) {
    this.inside++
    const parts = n.parts.flatMap(part => (typeof part === 'string' ? [] : [this.expr(part.x)]))
    this.inside--
    return ['F', n.v, parts]
  }

  keywords(kws) {
    return kws.map(({ name, value }) => [name ?? null, this.expr(value)])
  }

  params(params) {
    return params.map(param => [
      `${param.star ?? ''}${param.name}`,
      this.maybe(param.type),
      this.maybe(param.default),
    ])
  }

  block(body) {
    return body.flatMap(node => this.stmt(node))
  }

  stmt(n) {
    switch (n.k) {
      case 'Def':
        return [
          [
            'Def',
            n.name,
            this.params(n.params),
            this.block(n.body),
            this.exprs(n.decorators),
            this.maybe(n.returns),
          ],
        ]
      case 'Class':
        return [
          [
            'Class',
            n.name,
            this.exprs(n.bases),
            this.keywords(n.kws),
            this.block(n.body),
            this.exprs(n.decorators),
          ],
        ]
      case 'Assign':
        return [['Assign', this.exprs(n.targets), this.maybe(n.type), this.maybe(n.value)]]
      case 'Aug':
        return [['Aug', this.expr(n.target), n.op, this.expr(n.value)]]
      case 'For':
        return [['For', this.expr(n.target), this.expr(n.iter), this.block(n.body), this.block(n.orelse)]]
      case 'While':
        return [['While', this.expr(n.test), this.block(n.body), this.block(n.orelse)]]
      case 'If': {
        let orelse = this.block(n.orelse)
        for (const { test, body } of [...n.branches].reverse())
          orelse = [['If', this.expr(test), this.block(body), orelse]]
        return orelse
      }
      case 'With':
        return [
          ['With', n.items.map(({ x, target }) => [this.expr(x), this.maybe(target)]), this.block(n.body)],
        ]
      case 'Try':
        return [
          [
            'Try',
            this.block(n.body),
            n.handlers.map(one => this.handler(one)),
            this.block(n.orelse),
            this.block(n.final),
          ],
        ]
      case 'Match': {
        const [only] = n.subjects
        const subjects = n.subjects.length === 1 && only.k === 'Tuple' ? only.items : n.subjects
        const cases = n.cases.map(one => [
          one.patterns.flatMap(pattern => this.leaves(pattern)),
          this.maybe(one.guard),
          this.block(one.body),
        ])
        return [['Match', this.exprs(subjects), cases]]
      }
      case 'Import':
        return [
          ['Import', n.from ?? null, n.star ? [['*', null]] : n.names.map(one => [one.name, one.as ?? null])],
        ]
      case 'Expr':
        return (n.x.k === 'Tuple' ? n.x.items : [n.x]).map(value => ['Expr', this.expr(value)])
      case 'Return':
      case 'Raise':
      case 'Assert':
        return [[n.k, this.exprs(n.items)]]
      case 'Delete':
        return [['Delete', this.exprs(n.items[0].k === 'Tuple' ? n.items[0].items : n.items)]]
      case 'Global':
        return [['Global', n.names]]
      default:
        return [[n.k]]
    }
  }

  handler({ types, body }) {
    const [type] = types
    if (type?.k !== 'Pattern') return [this.maybe(type), null, this.block(body)]
    return [this.maybe(type.items[0]), type.items[1].id, this.block(body)]
  }

  leaves(pattern) {
    if (pattern.k === 'Pattern') return pattern.items.flatMap(item => this.leaves(item))
    // CPython gives a name that is bound no place of its own.
    if (pattern.k === 'Name') return pattern.id === '_' ? [] : [['Name', pattern.id]]
    return [pattern.k === 'Const' ? ['Const', pattern.v] : this.expr(pattern)]
  }
}

const files = process.argv.slice(2).flatMap(path => [...pythonFiles(path)])
const script = fileURLToPath(new URL('syntax.py', import.meta.url))
const count = { same: 0, different: 0, bothRefuse: 0, sameLine: 0, weRefuse: 0, theyRefuse: 0 }
for (let at = 0; at < files.length; at += 100) {
  const python = spawnSync(process.env.PYTHON ?? 'python3', [script], {
    input: files.slice(at, at + 100).join('\n'),
    maxBuffer: 1 << 30,
  })
  if (python.status !== 0) throw new Error(python.stderr.toString())
  for (const line of python.stdout.toString().split('\n').filter(Boolean)) compare(JSON.parse(line))
}
process.stdout.write(`${JSON.stringify(count)}\n`)
process.exitCode = count.different > 0 ? 1 : 0

function compare({ path, tree, error, skip }) {
  if (skip) return
  const code = readFileSync(path, 'utf8').replace(/\r(?!\n)/g, '\n')
  const { body, trouble } = parse(`${code}\n`)
  const ours = trouble && { line: lineOf(code, trouble.at), message: trouble.message }
  if (error && ours) {
    count.bothRefuse++
    if (error.line === ours.line) count.sameLine++
    else say(path, `line ${ours.line} (${ours.message}) and ${error.line} (${error.message})`)
  } else if (ours) {
    count.weRefuse++
    say(path, `we refuse: line ${ours.line}: ${ours.message}`)
  } else if (error) {
    count.theyRefuse++
    say(path, `they refuse: line ${error.line}: ${error.message}`)
  } else {
    const [a, b] = [JSON.stringify(new Form(code).block(body)), JSON.stringify(tree)]
    if (a === b) count.same++
    else {
      count.different++
      let i = 0
      while (a[i] === b[i]) i++
      say(
        path,
        `\n  we   ${a.slice(Math.max(0, i - 100), i + 100)}\n  they ${b.slice(Math.max(0, i - 100), i + 100)}`,
      )
    }
  }
}

function say(path, message) {
  process.stdout.write(`${path}: ${message}\n`)
}

function* pythonFiles(path) {
  if (!statSync(path).isDirectory()) yield path
  else
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (entry.isDirectory() || (entry.isFile() && entry.name.endsWith('.py')))
        yield* pythonFiles(join(path, entry.name))
}
