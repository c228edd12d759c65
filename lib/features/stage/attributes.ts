/** Attributes: `self.title`, `square.animate`, `np.array`. */
import { family } from '../../facts/manim.ts'
import { remember } from '../remember.ts'
import { arrayAttribute } from './array-functions.ts'
import { asArray, isArray } from './arrays.ts'
import { configured } from './configuration.ts'
import { piecesOfGraph } from './graphs.ts'
import { partOf } from './groups.ts'
import { lasting } from './lasting.ts'
import { libraryValue, moduleValue } from './library.ts'
import { isScene, type Machine, memberOf, NOTHING } from './machine.ts'
import { callMethod } from './methods.ts'
import { wordsOf } from './text.ts'
import { asMob, builder, func, list, type Mob, newMob, num, str, unknown, type Value } from './values.ts'

const isListing = family('Code')
/** What a listing is made of, by the attribute that holds it. */
const LISTING_PARTS: ReadonlyMap<string, string> = new Map([
  ['background', 'BackgroundRectangle'],
  ['background_mobject', 'BackgroundRectangle'],
  ['line_numbers', 'line numbers'],
])
const isTracker = family('ValueTracker')
const isPlain = remember(name => /^[a-z_[\]A-Z0-9…:]+$/.test(name))

/** Undefined where the thing has no such. */
type Attribute = (m: Machine, mob: Mob, name: string) => Value | undefined

/** One attribute under all its names. */
const attribute = (names: string, find: Attribute): [string, Attribute][] =>
  names.split(' ').map(name => [name, find])

const ATTRIBUTES = new Map(
  [
    attribute('[] [:] submobjects', (m, mob, name) => callMethod(m, mob, name, NOTHING)),
    attribute('target', (_m, mob) => mob.target ?? unknown()),
    attribute('tracker', (_m, mob) => (isTracker(mob.cls) ? mob : undefined)),
    attribute('text original_text tex_string', (_m, mob) => wordsOf(mob)),
    // Who first sees the lines of a listing sees the listing.
    attribute('code code_lines', (m, mob, name) =>
      isListing(mob.cls) && !mob.shown ? mob : pieceOf(m, mob, name),
    ),
    attribute(
      'x_axis y_axis z_axis axes brackets label labels tip lines line_numbers bars top bottom',
      pieceOf,
    ),
    attribute('vertices edges decimal number body chars coordinate_labels', pieceOf),
    attribute('background background_mobject background_rectangle', pieceOf),
  ].flat(),
)

/** A part, which stays the same part however often it is named. */
function pieceOf(m: Machine, mob: Mob, name: string): Value {
  const pieces = piecesOfGraph(mob, name) ?? (isListing(mob.cls) ? LISTING_PARTS.get(name) : undefined)
  const part = pieces === undefined ? callMethod(m, mob, '[]', NOTHING) : partOf(mob, pieces)
  mob.attrs.set(name, part)
  return part
}

export function attributeOf(m: Machine, of: Value, name: string): Value {
  const { world } = m
  switch (of.t) {
    case 'scene': {
      const own = of.attrs.get(name) ?? member(m, of.cls, of, name)
      if (own) return own
      if (name === 'mobjects') return list([...world.shown], false, 'list', true)
      if (name === 'camera') return camera(m)
      if (name === 'renderer') return { t: 'obj', cls: 'renderer', attrs: new Map([['camera', camera(m)]]) }
      if (name === 'camera_frame') return world.frame
      if (isInset(name)) return inset(m, of, name)
      return { t: 'method', of, name }
    }
    case 'obj': {
      const own = of.attrs.get(name) ?? member(m, of.cls, of, name)
      if (own) return own
      if (of.cls !== 'camera') return unknown(name)
      return name === 'auto_zoom' ? { t: 'method', of: world.frame, name } : unknown()
    }
    case 'mob': {
      // Asked for most often, and hidden by nothing.
      if (name === 'animate') return builder(of, world.clock.open)
      const own = of.attrs.get(name)
      if (own) return own
      if (of.local !== undefined) {
        const shared = member(m, of.local, of, name)
        if (shared) return shared
      }
      return ATTRIBUTES.get(name)?.(m, of, name) ?? { t: 'method', of, name }
    }
    case 'unknown': {
      if (name === 'animate') {
        const mob = asMob(of)
        return mob ? builder(mob, world.clock.open) : unknown()
      }
      const own = of.attrs?.get(name)
      if (own) return own
      if (!isPlain(name)) return unknown()
      // `mn.Circle`, `manim.RED`: an unknown owner that holds a name of Manim is the module.
      const library = of.hint !== undefined && isModule(m, of.hint) ? libraryValue(name) : undefined
      if (library) return library
      return { t: 'method', of, name }
    }
    case 'lib':
      return (of.name === 'config' ? configured(m, name) : moduleValue(of.name, name)) ?? unknown()
    case 'class': {
      if (name === '__name__') return str(of.name)
      const member = of.def?.body.find(
        one => one.k === 'Assign' && one.targets[0]?.k === 'Name' && one.targets[0].id === name,
      )
      if (member?.k === 'Assign' && member.value) return m.eval(member.value, of.env ?? world.module)
      return { t: 'method', of, name }
    }
    case 'anim':
    case 'builder':
      return name === 'run_time' ? timeOf(of) : { t: 'method', of, name }
    case 'func':
      return name === '__name__' && of.def.k === 'Def' ? str(of.def.name) : unknown()
    case 'vec':
      return arrayAttribute(asArray(of), name) ?? { t: 'method', of, name }
    case 'coords':
      return unknown()
    case 'list':
      if (name === '[:]') return list([...of.items], of.open, of.type)
      return (isArray(of) ? arrayAttribute(of, name) : undefined) ?? { t: 'method', of, name }
    default:
      return { t: 'method', of, name }
  }
}

function timeOf(of: Value): Value {
  const { seconds, exact } = lasting(of)
  return exact ? num(seconds, true) : unknown()
}

function camera({ world }: Machine): Value {
  return { t: 'obj', cls: 'camera', attrs: new Map([['frame', world.frame]]) }
}

const isInset = (name: string) => name === 'zoomed_camera' || name === 'zoomed_display'

/** What a zoomed scene magnifies is framed on screen, and so is the magnified view. */
function inset(m: Machine, scene: Extract<Value, { t: 'scene' }>, name: string): Value {
  if (!isScene(m, 'ZoomedScene')) return { t: 'method', of: scene, name }
  const frame = newMob('SurroundingRectangle')
  const view = newMob('ImageMobjectFromCamera')
  view.pos = [5, 2]
  view.attrs.set('display_frame', newMob('SurroundingRectangle'))
  scene.attrs.set('zoomed_camera', { t: 'obj', cls: 'camera', attrs: new Map([['frame', frame]]) })
  scene.attrs.set('zoomed_display', view)
  return scene.attrs.get(name)!
}

/** What the class or a base calls so: a method of `of`, or a value, which is worked out once and stays the same thing. */
function member(
  m: Machine,
  cls: string,
  of: Value & { readonly attrs: Map<string, Value> },
  name: string,
): Value | undefined {
  const found = memberOf(m.world, cls, name)
  if (!found) return undefined
  if ('def' in found) return bound(m, found.def, found.owner, of)
  const value = m.eval(found.value, m.world.module)
  of.attrs.set(name, value)
  return value
}

function isModule(m: Machine, name: string): boolean {
  const origin = m.world.names.bindings.get(name)
  return origin !== undefined && /^manim/.test(origin)
}

function bound(m: Machine, def: Extract<Value, { t: 'func' }>['def'], owner: string, self: Value): Value {
  if (
    def.k === 'Def' &&
    def.decorators.length > 0 &&
    def.decorators.some(
      one =>
        (one.k === 'Name' && one.id === 'property') || (one.k === 'Attr' && one.name === 'cached_property'),
    )
  )
    return m.run(def, NOTHING, m.world.module, self, owner)
  return func(def, m.world.module, self, owner)
}
