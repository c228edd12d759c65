/** The program's text: imports first, each once, then the chosen statements as they stand in their files. */
import type { Selection } from './closure.ts'
import type { ModuleFacts, Part, Statement } from './facts.ts'
import { withCommentBehind, withCommentsAbove } from './lines.ts'
import { isOurs, type Program, type Step } from './link.ts'
import type { Entity, NamespaceObject, Naming, Occurrence } from './names.ts'

interface Edit {
  start: number
  end: number
  text: string
}

export function emitProgram(
  program: Program,
  selection: Selection,
  steps: Step[],
  naming: Naming,
  stars: string[],
): string {
  const newline = program.entry.text.includes('\r\n') ? '\r\n' : '\n'
  const head = importLines(steps, naming.entities, stars)
  let code = head.length ? head.join(newline) + newline : ''
  let before: Step | undefined
  for (const step of steps) {
    const { module } = step
    const statement = module.statements[step.statement]!
    const text = statementText(program, module, statement, selection.parts.get(statement)!, naming)
    code += gap(before, step, code === '', newline) + text + newline
    before = step
    for (const namespace of naming.namespaces) {
      if (lastMember(steps, namespace) !== step) continue
      code += (isDefinition(step) ? newline + newline : '') + namespaceText(namespace, newline) + newline
      before = undefined
    }
  }
  return code
}

function importLines(steps: Step[], entities: Entity[], stars: string[]): string[] {
  const futures = new Set<string>()
  for (const module of new Set(steps.map(step => step.module))) {
    for (const statement of module.statements) {
      for (const line of statement.imports) {
        if (line.module === '__future__') for (const clause of line.clauses) futures.add(clause.name)
      }
    }
  }
  const whole = new Set<string>()
  const from = new Map<string, Set<string>>()
  for (const { kind, binding, name } of entities) {
    if (kind !== 'external' || binding.kind !== 'external') continue
    if (binding.name !== undefined) {
      const clause = binding.name === name ? name : `${binding.name} as ${name}`
      from.set(binding.module, (from.get(binding.module) ?? new Set()).add(clause))
    } else if (binding.loads) for (const load of binding.loads) whole.add(`import ${load}`)
    else whole.add(`import ${binding.module} as ${name}`)
  }
  const lines = [...futures].sort().map(name => `from __future__ import ${name}`)
  lines.push(...stars.map(star => `from ${star} import *`), ...[...whole].sort())
  for (const [module, clauses] of [...from].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(fromLine(module, [...clauses].sort()))
  }
  return lines
}

function fromLine(module: string, clauses: string[]): string {
  const line = `from ${module} import ${clauses.join(', ')}`
  return line.length <= 100
    ? line
    : `from ${module} import (\n${clauses.map(clause => `    ${clause},\n`).join('')})`
}

/** The step after which all that the object is made of is there. */
function lastMember(steps: Step[], { members }: NamespaceObject): Step | undefined {
  return steps.findLast(({ module, statement }) =>
    members.some(
      ([, { binding }]) =>
        binding.kind === 'local' &&
        binding.module === module &&
        module.statements[statement]!.binds.includes(binding.name),
    ),
  )
}

function namespaceText({ entity, type, members }: NamespaceObject, newline: string): string {
  const items = members.map(([attribute, { name }]) => `${attribute}=${name}`).sort()
  const line = `${entity.name} = ${type.name}(${items.join(', ')})`
  if (line.length <= 100) return line
  return `${entity.name} = ${type.name}(${newline}${items.map(item => `    ${item},${newline}`).join('')})`
}

/** Two blank lines around definitions; between others as many as the file has, at most one. */
function gap(before: Step | undefined, step: Step, first: boolean, newline: string): string {
  if (first) return ''
  if (isDefinition(step) || (before && isDefinition(before))) return newline + newline
  if (!before || before.module !== step.module || step.statement !== before.statement + 1) return newline
  const { text, statements } = step.module
  const between = text.slice(statements[before.statement]!.end, statements[step.statement]!.start)
  return /\n[ \t\r]*\n/.test(between) ? newline : ''
}

function isDefinition({ module, statement }: Step): boolean {
  return /^(class|function)$/.test(module.statements[statement]!.kind)
}

function statementText(
  program: Program,
  module: ModuleFacts,
  statement: Statement,
  parts: Set<Part>,
  naming: Naming,
): string {
  const { text } = module
  const floor = statement.index ? module.statements[statement.index - 1]!.end : 0
  const start = withCommentsAbove(text, statement.start, floor)
  const end = withCommentBehind(text, statement.end)
  const edits = [
    ...droppedMethods(module, statement, parts),
    ...droppedImports(program, module, statement),
    ...renames(module, statement, naming.occurrences.get(statement) ?? []),
  ].sort((a, b) => a.start - b.start)
  let out = ''
  let at = start
  for (const edit of edits) {
    // A rename inside a method that is dropped goes with it.
    if (edit.start < at) continue
    out += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return out + text.slice(at, end)
}

function renames(module: ModuleFacts, statement: Statement, occurrences: Occurrence[]): Edit[] {
  const edits: Edit[] = []
  for (const { use, entity, end, binds } of occurrences) {
    if (binds && statement.imports.some(line => line.clauses.some(clause => clause.start === use.start))) {
      const clause = statement.imports.flatMap(line => line.clauses).find(found => found.start === use.start)!
      if (entity.name !== clause.binds) {
        edits.push({ start: clause.start, end: clause.end, text: `${clause.name} as ${entity.name}` })
      }
    } else if (
      module.text.slice(use.start, end) !== entity.name &&
      (end !== use.end || use.name !== entity.name)
    ) {
      edits.push(
        shownName(module.text, use.start, end, entity.name) ?? { start: use.start, end, text: entity.name },
      )
    }
  }
  return edits
}

/** `f"{size=}"` shows its own text: written `size={size_lib!r}`, it goes on to do so. */
function shownName(text: string, start: number, end: number, name: string): Edit | undefined {
  const before = /\{\s*$/.exec(text.slice(Math.max(0, start - 40), start))
  // Nothing but such a place has a single `=` and then one of these.
  const behind = /^\s*=\s*(?=([!:}]))/.exec(text.slice(end, end + 40))
  if (!before || !behind || behind[0].includes('==')) return undefined
  const from = start - before[0].length + 1
  const to = end + behind[0].length
  const shown = text.slice(from, to)
  return { start: from - 1, end: to, text: `${shown}{${name}${behind[1] === '}' ? '!r' : ''}` }
}

/** Methods that pruning left out, with the comments above them; the first leaves `pass` if nothing else is left. */
function droppedMethods(module: ModuleFacts, statement: Statement, parts: Set<Part>): Edit[] {
  const { text } = module
  const dropped = statement.parts.filter(part => !parts.has(part))
  const edits = dropped.map((part): Edit => {
    const first = withCommentsAbove(text, part.start, statement.start)
    const lineStart = text.lastIndexOf('\n', first - 1) + 1
    const end = withCommentBehind(text, part.end)
    // With the line break before it and the blank lines above.
    let start = lineStart
    while (start > statement.start && /[\s]/.test(text[start - 1]!)) start--
    return { start, end, text: '' }
  })
  if (edits.length && isEmptyWithout(module, statement, edits)) {
    const part = dropped[0]!
    const lineStart = text.lastIndexOf('\n', part.start - 1) + 1
    edits[0]!.text = `\n${text.slice(lineStart, part.start)}pass`
  }
  return edits
}

function isEmptyWithout(module: ModuleFacts, statement: Statement, edits: Edit[]): boolean {
  let rest = ''
  let at = statement.body!
  for (const edit of edits) {
    rest += module.text.slice(at, edit.start)
    at = edit.end
  }
  rest += module.text.slice(at, statement.end)
  return !rest.replace(/^\s*#.*$/gm, '').trim()
}

/** Imports of the repository's own modules inside functions, `if` and `try`: what they bind is in the program. */
function droppedImports(program: Program, module: ModuleFacts, statement: Statement): Edit[] {
  const edits: Edit[] = []
  for (const line of statement.imports) {
    const kept = line.clauses.filter(clause => !isOurs(program, module, line, clause))
    if (kept.length === line.clauses.length) continue
    const left = kept.map(clause => module.text.slice(clause.start, clause.end)).join(', ')
    edits.push({ start: line.start, end: line.end, text: kept.length ? `import ${left}` : 'pass' })
  }
  return edits
}
