/** Names that `from manim import *` brings, as values. */
import { constantWord } from '../../facts/colors.ts'
import { colorHex, kindOf, modernName } from '../../facts/manim.ts'
import { classOf, num, type Value, vec } from './values.ts'
import { VECTOR_FUNCTIONS } from './vectors.ts'

const VECTORS: Record<string, Value> = {
  ORIGIN: vec(0, 0),
  UP: vec(0, 1),
  DOWN: vec(0, -1),
  LEFT: vec(-1, 0),
  RIGHT: vec(1, 0),
  IN: vec(0, 0, -1),
  OUT: vec(0, 0, 1),
  UL: vec(-1, 1),
  UR: vec(1, 1),
  DL: vec(-1, -1),
  DR: vec(1, -1),
  X_AXIS: vec(1, 0),
  Y_AXIS: vec(0, 1),
  Z_AXIS: vec(0, 0, 1),
  TOP: vec(0, 4),
  BOTTOM: vec(0, -4),
  LEFT_SIDE: vec(-7.1, 0),
  RIGHT_SIDE: vec(7.1, 0),
}
const NUMBERS: Record<string, number> = {
  PI: Math.PI,
  TAU: 2 * Math.PI,
  DEGREES: Math.PI / 180,
  SMALL_BUFF: 0.1,
  MED_SMALL_BUFF: 0.25,
  MED_LARGE_BUFF: 0.5,
  LARGE_BUFF: 1,
  DEFAULT_WAIT_TIME: 1,
}
const FUNCTIONS = new Set(
  `always_redraw always_rotate always_shift turn_animation_into_updater always f_always cycle_animation linear smooth there_and_back there_and_back_with_pause wiggle range len
enumerate zip list tuple set dict reversed sorted str int float round min max sum abs map filter any all bool next iter
print isinstance hasattr getattr setattr super type open np numpy math random config itertools it os deepcopy copy interpolate
rotate_vector interpolate_color color_gradient average_color rgb_to_color chr ord hex bin pow divmod prepare_animation
flatten_iterable_parameters Bubble SpeechBubble DoubleSpeechBubble OldSpeechBubble ThoughtBubble`
    .split(/\s+/)
    .concat(VECTOR_FUNCTIONS),
)

/** What functions of `math`, of NumPy and of `itertools` are called by. */
export const OF_MATH = 'math.'
export const OF_NUMPY = 'np.'
export const OF_LISTS = 'itertools.'

const MODULES: ReadonlyMap<string, string> = new Map([
  ['math', OF_MATH],
  ['np', OF_NUMPY],
  ['numpy', OF_NUMPY],
  ['itertools', OF_LISTS],
  ['random', 'random.'],
  ['np.random', 'np.random.'],
  ['numpy.random', 'np.random.'],
  // As ManimGL brings it.
  ['it', OF_LISTS],
  ['dict', 'dict.'],
  ['os', 'os.'],
  ['os.environ', 'os.environ.'],
])
const LINALG = 'np.linalg'
const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['tau', 2 * Math.PI],
  ['e', Math.E],
])

/** `math.pi`, `itertools.product`, `np.linalg.norm`; undefined for what is no such module. */
export function moduleValue(module: string, name: string): Value | undefined {
  if (module === LINALG) return { t: 'lib', name: `${module}.${name}` }
  const prefix = MODULES.get(module)
  if (prefix === undefined) return undefined
  const constant = prefix === OF_MATH || prefix === OF_NUMPY ? CONSTANTS.get(name) : undefined
  return constant === undefined ? { t: 'lib', name: prefix + name } : num(constant, true)
}

/** What was found, for good: there are as many as Manim and Python have names. */
const known = new Map<string, Value>()

/** Undefined for a name that Manim and Python do not have. */
export function libraryValue(name: string): Value | undefined {
  const before = known.get(name)
  if (before) return before
  const found = find(name)
  if (found) known.set(name, found)
  return found
}

function find(name: string): Value | undefined {
  const vector = VECTORS[name]
  if (vector && Object.hasOwn(VECTORS, name)) return vector
  if (Object.hasOwn(NUMBERS, name)) return num(NUMBERS[name]!, true)
  if (colorHex(name) !== undefined) return { t: 'color', word: constantWord(name) ?? name.toLowerCase() }
  const today = modernName(name)
  if (today !== undefined && kindOf(today) !== 'other') return classOf(today)
  return FUNCTIONS.has(name) ? { t: 'lib', name } : undefined
}
