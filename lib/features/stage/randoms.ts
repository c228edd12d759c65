/** What nobody knows before the program runs, of `random` and `np.random`: often it is known how many there are. */
import { filled } from './array-functions.ts'
import { array } from './arrays.ts'
import { anyOf } from './containers.ts'
import { type Args, type Machine, NO_KEYWORDS } from './machine.ts'
import { asNumber, list, NONE, roughly, unknown, type Value } from './values.ts'

/** What the functions of the two modules are called by. */
export const OF_CHANCE = 'random.'
export const OF_NUMPYS_CHANCE = 'np.random.'

/** Where a function of `np.random` takes the shape, if it is not given by name. */
const SHAPES: ReadonlyMap<string, number> = new Map([
  ...['random', 'random_sample', 'standard_normal'].map(name => [name, 0] as const),
  ...['choice', 'poisson', 'exponential', 'geometric'].map(name => [name, 1] as const),
  ...['uniform', 'normal', 'randint', 'integers', 'binomial', 'beta', 'gamma', 'laplace'].map(
    name => [name, 2] as const,
  ),
])
/** They take each size by itself. */
const SIZES: ReadonlySet<string> = new Set(['rand', 'randn'])
/** They give what the functions of the module are of, too. */
const GENERATORS: ReadonlySet<string> = new Set(['default_rng', 'RandomState', 'Generator'])

/** A function of `np.random`, or of a generator of it. */
export function numpysChance(name: string, { args, kws }: Args): Value {
  if (GENERATORS.has(name)) return { t: 'lib', name: OF_NUMPYS_CHANCE.slice(0, -1) }
  if (name === 'shuffle') return shuffle(args[0])
  if (name === 'permutation') {
    const [of] = args
    const known = of?.t === 'list' ? of : undefined
    return known ? array(known.items.map(roughly), known.open) : filled(of, unknown(), NO_KEYWORDS)
  }
  if (SIZES.has(name)) return args.length > 0 ? filled(list([...args]), unknown(), NO_KEYWORDS) : unknown()
  const at = SHAPES.get(name)
  const shape = at === undefined ? undefined : (kws.get('size') ?? args[at])
  return shape && shape.t !== 'none' ? filled(shape, unknown(), NO_KEYWORDS) : unknown()
}

/** A function of `random`, or of a `random.Random`. */
export function chance(m: Machine, name: string, { args, kws }: Args): Value {
  switch (name) {
    case 'Random':
      return { t: 'lib', name: OF_CHANCE.slice(0, -1) }
    case 'shuffle':
      return shuffle(args[0])
    case 'sample':
    case 'choices': {
      const count =
        asNumber(kws.get('k') ?? args[name === 'sample' ? 1 : 2]) ?? (name === 'choices' ? 1 : undefined)
      return count === undefined
        ? list([], true)
        : list(
            Array.from({ length: Math.min(count, MOST) }, () => unknown()),
            count > MOST,
            'list',
          )
    }
    case 'choice':
      return oneOf(m, args[0])
    default:
      return unknown()
  }
}

/** Of things of one kind, one of that kind. */
function oneOf(m: Machine, of: Value | undefined): Value {
  const { items } = of ? m.iterate(of) : { items: [] }
  const [first] = items
  const areAlike = first?.t === 'mob' && items.every(item => item.t === 'mob' && item.cls === first.cls)
  return areAlike ? anyOf(m, first) : unknown()
}
const MOST = 200

/** Things stay, in whatever order; which number or text stands where is not known. */
function shuffle(of: Value | undefined): Value {
  if (of?.t === 'list') of.items.splice(0, of.items.length, ...of.items.map(roughly))
  return NONE
}
