/** Which names an expression leads back to, and what is changed through them. */
import { childByField, children, type FlatTree, textOf } from './flat.ts'
import { functionsAround, INVOKED, MUTATED, type Occurrence, type Scope, STORED, WRITTEN } from './scopes.ts'

// Methods that change the object they are called on, where the statement has another purpose too: `last = stack.pop()`.
const MUTATORS =
  /^(append|extend|insert|pop|popitem|popleft|appendleft|remove|add|discard|update|setdefault|clear|sort|reverse|set_\w+|shift|move_to|next_to|to_edge|to_corner|align_to|arrange|arrange_in_grid|become)$/
// Functions that change their first argument.
const CHANGES_FIRST =
  /^(setattr|delattr|setitem|delitem|shuffle|heappush|heappop|heapify|heapreplace|heappushpop|insort|insort_left|insort_right|fill_diagonal|copyto|putmask)$/
// What these give is new, whatever they are called on.
const COPIES = /^(copy|deepcopy|__copy__|__deepcopy__|generate_target)$/
// What these give is the object itself, or made of what is in it.
const VIEWS =
  /^(items|values|get|set_\w+|shift|scale|rotate|move_to|next_to|to_edge|to_corner|align_to|arrange|arrange_in_grid|get_(family|rows|columns|entries|submobjects)|family_members_with_points)$/
// Calls whose result holds the objects that they are given: groups, and what walks through things.
const HOLDERS = /^(\w*Group|VDict|enumerate|zip|reversed|sorted|iter|list|tuple|set|dict|filter|getattr)$/
// What these are given they leave as it is, and keep nothing of it.
const READS =
  /^(len|sum|print|pprint|str|repr|int|float|bool|abs|any|all|isinstance|issubclass|type|id|round|max|min|range|hash|open|divmod|pow|hasattr)$/

export const anyButCopies = (method: string): boolean => !COPIES.test(method)
export const views = (method: string): boolean => VIEWS.test(method)

export function isMutator(method: string): boolean {
  return MUTATORS.test(method)
}

export function onlyReads(callee: string): boolean {
  return READS.test(callee)
}

/** Whether the function that is called changes its first argument. */
export function changesFirst(callee: string): boolean {
  return CHANGES_FIRST.test(callee)
}

/** `c` of `a.b.c`. */
export function lastName(flat: FlatTree, callee: number): string {
  const name = flat.kind[callee] === 'attribute' ? childByField(flat, callee, 'attribute') : callee
  return flat.kind[name] === 'identifier' ? textOf(flat, name) : ''
}

/**
 * The names whose objects the expression's value is, is a part of, or holds. `passes` says of a method whether what it
 * gives leads back to its object; what came through a call is not `direct`.
 */
export function eachRoot(
  flat: FlatTree,
  node: number,
  passes: (method: string) => boolean,
  found: (identifier: number, direct: boolean) => void,
  direct = true,
): void {
  const go = (at: number, isDirect = direct): void => {
    if (at >= 0) eachRoot(flat, at, passes, found, isDirect)
  }
  switch (flat.kind[node]) {
    case 'identifier':
      found(node, direct)
      return
    case 'attribute':
      go(childByField(flat, node, 'object'))
      return
    case 'subscript':
    case 'pair':
    case 'keyword_argument':
    case 'named_expression':
      go(childByField(flat, node, 'value'))
      return
    case 'conditional_expression': {
      const [yes, , no] = children(flat, node)
      go(yes!)
      go(no!)
      return
    }
    case 'call': {
      const callee = childByField(flat, node, 'function')
      const name = lastName(flat, callee)
      if (flat.kind[callee] === 'attribute' && passes(name)) go(childByField(flat, callee, 'object'), false)
      if (HOLDERS.test(name)) go(childByField(flat, node, 'arguments'), false)
      return
    }
    case 'await':
    case 'parenthesized_expression':
    case 'expression_list':
    case 'argument_list':
    case 'list':
    case 'tuple':
    case 'set':
    case 'dictionary':
    case 'list_splat':
    case 'dictionary_splat':
    case 'boolean_operator':
      for (const child of children(flat, node)) go(child)
  }
}

/** A function changes a thing that it was given, or what belongs to the object or class it is a method of. */
export interface ArgumentChange {
  offset: number
  own: boolean
  /** How many functions stand around it: that of `@extends(cls)` changes cls in a function within. */
  level: number
}

/** Takes what is changed through a function's own names back to where they have it from. */
export function spreadChanges(occurrences: readonly Occurrence[]): ArgumentChange[] {
  const changes: ArgumentChange[] = []
  const queue = occurrences.filter(use => use.flags & MUTATED)
  for (let use = queue.pop(); use; use = queue.pop()) {
    const scope = localScope(use)
    if (!scope) continue
    const place = parameterPlace(scope, use.name)
    const own = place === 0 && scope.isMethod
    if (place !== undefined && (!own || isBeyond(use)))
      changes.push({ offset: use.start, own, level: functionsAround(use.scope) })
    for (const { source, direct } of scope.aliases?.get(use.name) ?? []) {
      const flags = source.flags | MUTATED | (direct ? WRITTEN : 0)
      if (flags === source.flags) continue
      source.flags = flags
      queue.push(source)
    }
  }
  return changes
}

/** Parameters are the first of a function's names, which may be very many. */
function parameterPlace({ names, parameters }: Scope, name: string): number | undefined {
  let place = 0
  for (const known of names) {
    if (place === parameters) return undefined
    if (known === name) return place
    place++
  }
  return undefined
}

/** `self.things.append(x)`, `self[0] = x`, and not `self.size = 1`, which makes the object what it is. */
function isBeyond({ chain, flags }: Occurrence): boolean {
  if (!chain) return (flags & WRITTEN) !== 0 || !(flags & INVOKED)
  return chain.length > (flags & (STORED | INVOKED) ? 1 : 0)
}

function localScope(use: Occurrence): Scope | undefined {
  for (let scope: Scope | undefined = use.scope; scope && scope.type !== 'module'; scope = scope.parent) {
    if (scope.globals?.has(use.name)) return undefined
    if (!scope.names.has(use.name) || scope.nonlocals?.has(use.name)) continue
    if (scope.type !== 'class' || scope === use.scope) return scope
  }
  return undefined
}
