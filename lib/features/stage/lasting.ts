/** How long animations last. */
import { defaultRunTime, families } from '../../facts/manim.ts'
import { exactly, given, type Lasting, UNKNOWN } from './clock.ts'
import { glyphsOf } from './glyphs.ts'
import { asMob, asNumber, unpacked, type Value } from './values.ts'

/** What is given other animations, and how much of each passes before the next; those that descend from these make their own. */
const LAGS: Readonly<Record<string, number>> = { AnimationGroup: 0, LaggedStart: 0.05, Succession: 1 }

const isA = families({
  letters: ['AddTextLetterByLetter'],
  writes: ['Write'],
  /** Groups of as many as the things have parts, all at once. */
  matches: ['TransformMatchingAbstractBase'],
})

export function lasting(value: Value): Lasting {
  if (value.t === 'list') return longest(value.items.map(lasting))
  // What a thing or a helper gives that is not followed.
  if (value.t === 'unknown' || value.t === 'mob') return UNKNOWN
  if (value.t === 'builder') return given(value.time) ?? exactly(1)
  if (value.t !== 'anim') return exactly(0)
  const { cls, kws, rest } = value
  const time = given(kws.get('run_time'))
  if (time) return time
  if (cls === 'Wait') return given(rest[0]) ?? exactly(1)
  const lag = LAGS[cls]
  if (lag !== undefined) {
    const own = kws.get('lag_ratio')
    return inTurn(unpacked(rest).map(lasting), own ? asNumber(own) : lag)
  }
  const is = isA(cls)
  if (is.letters) return typing(value.mobs[0], kws.get('time_per_char'))
  if (is.writes) return writing(value.mobs[0])
  if (is.matches) return exactly(1)
  // It changes what another one takes.
  return cls === 'ChangeSpeed' ? UNKNOWN : exactly(defaultRunTime(cls))
}

/** All at once. */
export const longest = (parts: readonly Lasting[]): Lasting => inTurn(parts, 0)

/** Each begins when `lag` of the one before is over; undefined where that is not known. */
function inTurn(parts: readonly Lasting[], lag: number | undefined): Lasting {
  let start = 0
  let seconds = 0
  let exact = lag !== undefined
  for (const part of parts) {
    seconds = Math.max(seconds, start + part.seconds)
    start += part.seconds * (lag ?? 0)
    exact &&= part.exact
  }
  return { seconds, exact }
}

/** A `Write` takes a second for few glyphs, two for more. */
const FEW = 15

function writing(what: Value | undefined): Lasting {
  const [least, most] = glyphsOf(asMob(what))
  const isMany = least >= FEW
  return { seconds: isMany ? 2 : 1, exact: isMany || most < FEW }
}

const PER_LETTER = 0.1

function typing(what: Value | undefined, each: Value | undefined): Lasting {
  const [least, most] = glyphsOf(asMob(what))
  const { seconds, exact } = given(each) ?? exactly(PER_LETTER)
  return { seconds: seconds * least, exact: exact && least === most }
}
