/** What the creatures of ManimGL say and think stands in bubbles. */
import { type Args, type Machine, NO_KEYWORDS } from './machine.ts'
import { makeMob } from './objects.ts'
import { asMob, type Mob, newMob, type Value } from './values.ts'

/** `SpeechBubble("Why?")`: an outline, and what stands in it; undefined for another function. */
export function bubble(m: Machine, name: string, { args: [first], kws }: Args): Mob | undefined {
  if (!name.endsWith('Bubble')) return undefined
  const made = newMob('VGroup')
  const body = newMob('VMobject')
  const content = contentOf(m, first ?? kws.get('content'))
  for (const one of [made, body]) one.hint = name.replace(/^(?:Double|Old)/, '')
  made.children = content ? [body, content] : [body]
  made.attrs.set('body', body)
  if (content) made.attrs.set('content', content)
  return made
}

function contentOf(m: Machine, value: Value | undefined): Mob | undefined {
  return value?.t === 'str' ? makeMob(m, 'Text', { args: [value], kws: NO_KEYWORDS }) : asMob(value)
}
