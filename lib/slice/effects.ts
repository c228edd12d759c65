/** Statements that bind no name the scene asks for, and yet change what it shows. */
import { ALIASED, BASE, BIND, CALLED, DEFERRED, GIVEN, INVOKED, LOOPED, MUTATED } from '../python/scopes.ts'
import type { Selection } from './closure.ts'
import { addVariable, deedsOf, isChanged, newTriggers, type Triggers } from './deeds.ts'
import type { ModuleFacts, Part, Statement, Use } from './facts.ts'
import type { Program, Step } from './link.ts'
import type { Binding, Resolver } from './resolve.ts'
import { isSettable, setsUp } from './settings.ts'

// Longer chains of names and classes are nobody's.
const MOST_STEPS = 500

type LocalBinding = Binding & { kind: 'local' }

/** What has to be in as well, given what is in. */
export function findEffects(
  program: Program,
  resolver: Resolver,
  selection: Selection,
  entry: ModuleFacts,
  horizon: number,
): Step[] {
  return actors(program, resolver)
    .filter(({ step: { module, statement }, triggers }) => {
      if (module === entry && statement >= horizon) return false
      if (selection.has(module, statement)) return false
      return triggers.always || [...triggers.variables.values()].some(found => selection.isLive(...found))
    })
    .map(actor => actor.step)
}

interface Actor {
  step: Step
  triggers: Triggers
}

const known = new WeakMap<Resolver, Actor[]>()

/** The few statements that may act when the module loads, with what they act on. */
function actors(program: Program, resolver: Resolver): Actor[] {
  let found = known.get(resolver)
  if (!found) {
    const listers = listersOf(program, resolver)
    found = program.trace
      .filter(step => mayAct(step.module.statements[step.statement]!))
      .map(step => ({
        step,
        triggers: triggersOf(resolver, step.module, step.module.statements[step.statement]!, listers),
      }))
      .filter(({ triggers }) => triggers.always || triggers.variables.size)
    known.set(resolver, found)
  }
  return found
}

/** For classes whose `__subclasses__()` are asked for: the statements that ask. */
function listersOf(program: Program, resolver: Resolver): Map<Statement, Step[]> {
  const listers = new Map<Statement, Step[]>()
  for (const step of program.trace) {
    const { module } = step
    const statement = module.statements[step.statement]!
    if (!statement.parts.some(part => part.mentions.names.has('__subclasses__'))) continue
    const listed = statement.kind === 'class' ? [statement] : []
    for (const use of statement.parts.flatMap(part => part.uses)) {
      if (use.chain?.at(-1) !== '__subclasses__') continue
      const { binding } = resolver.use(module, statement, use)
      if (binding.kind === 'local')
        listed.push(...binding.statements.map(index => binding.module.statements[index]!))
    }
    for (const found of listed) listers.set(found, [...(listers.get(found) ?? []), step])
  }
  return listers
}

function mayAct(statement: Statement): boolean {
  if (statement.kind === 'import' || statement.kind === 'main' || statement.kind === 'path') return false
  return statement.parts.some(part => part.uses.some(acts))
}

function acts(use: Use): boolean {
  return runsAtOnce(use) && (use.flags & (CALLED | MUTATED | INVOKED | BASE)) !== 0
}

function runsAtOnce(use: Use): boolean {
  return (use.flags & (DEFERRED | BIND)) === 0
}

function triggersOf(
  resolver: Resolver,
  module: ModuleFacts,
  statement: Statement,
  listers: Map<Statement, Step[]>,
): Triggers {
  const found = newTriggers()
  const seen = new Set<Use | Statement>()
  for (const part of statement.parts) for (const use of part.uses) if (acts(use)) act(part, use)
  return found

  function act(part: Part, use: Use): void {
    const { binding, consumed } = resolver.use(module, statement, use)
    if (binding.kind !== 'local') {
      const isPlain = statement.kind === 'simple' || (statement.kind === 'block' && !renders(part))
      found.always ||= isPlain && setsUp(binding, use, consumed)
      return
    }
    if (isChanged(use, consumed)) changed(module, statement, binding, use, use)
    if (use.flags & BASE) enlist(binding)
    if (!(use.flags & INVOKED)) return
    const deeds = deedsOf(resolver, binding, use.flags, part.mentions.names)
    found.always ||= deeds.always
    for (const variable of deeds.variables.values()) addVariable(found, ...variable)
    // `@shapes` calls an object, whose class says what that does to it.
    if (deeds.changesOwn && !isDefinition(binding)) addVariable(found, binding.module, binding.name)
    // `total = sum_of(sizes)` is there for its value, as far as we see.
    if (deeds.changesGiven === 'itself' || (deeds.changesGiven && use.flags & CALLED))
      for (const given of part.uses) hand(given)
  }

  /** What is given to code that changes what it is given. */
  function hand(use: Use): void {
    if (!(use.flags & GIVEN) || !runsAtOnce(use)) return
    const { binding } = resolver.use(module, statement, use)
    if (binding.kind === 'local') changed(module, statement, binding, use, use)
    else found.always ||= isSettable(binding)
  }

  /** The object of a variable, here `by` this use of it, is changed by `deed`, and with it what the variable has it from. */
  function changed(user: ModuleFacts, place: Statement, binding: LocalBinding, by: Use, deed: Use): void {
    if (seen.has(by) || seen.size > MOST_STEPS) return
    seen.add(by)
    // The variable of a loop is another thing in every other loop: what it goes through is what counts.
    if (!(by.flags & LOOPED) && !addVariable(found, binding.module, binding.name)) return
    const makers = new Set(binding.statements.map(index => binding.module.statements[index]!))
    // `if` and `with` bind what they change.
    if (binding.module === user && place.binds.includes(binding.name)) makers.add(place)
    for (const maker of makers) {
      for (const part of maker.parts) {
        for (const use of part.uses) {
          if (!use.into?.includes(binding.name) || !runsAtOnce(use)) continue
          const source = resolver.use(binding.module, maker, use).binding
          if (source.kind === 'local') changed(binding.module, maker, source, use, deed)
          else if (use.flags & ALIASED) found.always ||= setsUp(source, deed, 0)
        }
      }
    }
  }

  /** A class enters itself where a class above it, or the metaclass of one, says so; the list that Python keeps is one too. */
  function enlist(base: LocalBinding): void {
    for (const index of base.statements) {
      const statement = base.module.statements[index]!
      if (statement.kind !== 'class' || seen.has(statement) || seen.size > MOST_STEPS) continue
      seen.add(statement)
      for (const lister of listers.get(statement) ?? [])
        for (const name of lister.module.statements[lister.statement]!.binds)
          addVariable(found, lister.module, name)
      const deeds = statement.parts.some(part => part.method === '__init_subclass__')
        ? [deedsOf(resolver, base, 0, [], ['__init_subclass__'])]
        : []
      for (const use of statement.parts[0]!.uses) {
        if (!(use.flags & BASE)) continue
        const { binding } = resolver.use(base.module, statement, use)
        if (binding.kind !== 'local') continue
        if (use.flags & INVOKED) deeds.push(deedsOf(resolver, binding, 0))
        else enlist(binding)
      }
      for (const { variables, changesOwn } of deeds) {
        for (const variable of variables.values()) addVariable(found, ...variable)
        if (changesOwn) addVariable(found, base.module, base.name)
      }
    }
  }
}

function isDefinition({ module, statements }: LocalBinding): boolean {
  return statements.some(index => /^(function|class)$/.test(module.statements[index]!.kind))
}

/** `with tempconfig({}): A().render()` is for whoever runs the file as a script. */
function renders(part: Part): boolean {
  return part.mentions.names.has('render')
}
