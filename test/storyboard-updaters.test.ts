import t from 'tap'
import { board, prose } from './stage.ts'

const keeping = (body: string, more = '') => board(body, more).filter(({ how }) => how === 'keep')

t.test('what goes on by itself is told when time first passes', async t => {
  const rotating = 's = Square()\ns.add_updater(lambda m, dt: m.rotate(dt))\n'
  t.match(board(`${rotating}self.add(s)\nself.wait(3)\nself.wait()`), [
    { how: 'appear' },
    { action: 'rotate', how: 'keep', things: [{ id: 1 }], with: undefined },
    { action: 'wait' },
  ])
  t.match(board(`${rotating}self.play(FadeIn(s))\nself.wait()`), [
    { how: 'fade in' },
    { action: 'rotate', how: 'keep', with: true },
  ])
  t.same(keeping(`${rotating}self.wait()`), [], 'unseen')
  t.same(keeping(`${rotating}self.add(s)`), [], 'no time passes')
  t.same(keeping(`${rotating}self.add(s)\ns.clear_updaters()\nself.wait()`), [], 'it ended before')
  t.equal(
    prose(`${rotating}self.add(s)\nself.wait(4)`),
    'Show a square. Keep the square rotating. Hold for four seconds.',
  )
})

t.test('how it goes on is what the updater asks of the thing', async t => {
  const action = (updater: string, before = '') =>
    keeping(`${before}d = VGroup(Dot(), Dot())\nd.add_updater(${updater})\nself.add(d)\nself.wait()`)[0]
      ?.action
  t.equal(action('lambda m, dt: m.shift(dt * UP)'), 'move')
  t.equal(action('lambda m, dt: m.scale(1 + dt)'), 'resize')
  t.equal(action('lambda m, dt: m.set_color(random_color())'), 'recolor')
  t.equal(action('lambda m, dt: unknown(m)'), 'change')
  t.equal(action('fly', 'def fly(group, dt):\n    for one in group:\n        one.shift(dt * UP)\n'), 'move')
  t.equal(action('first', 'def first(group, dt):\n    group[0].rotate(dt)\n'), 'rotate')
  t.equal(action('lambda m: m.move_to(UP)'), undefined, 'what only follows others has no time of its own')
  t.equal(action('lambda m, speed=3: m.next_to(m, UP)'), undefined)
  t.equal(action('unknown'), undefined)
  const method = 'class Turning(Scene):\n    def turn(self, mob, dt):\n        mob.rotate(dt)\n'
  const body = 'd = Dot()\nd.add_updater(self.turn)\nself.add(d)\nself.wait()'
  t.match(
    board(body, method, 'Turning').find(({ how }) => how === 'keep'),
    { action: 'rotate' },
    'a method of the scene',
  )
})

t.test('Manim’s own', async t => {
  const made = 'd = Square()\nself.add(d)\n'
  t.match(keeping(`${made}always_rotate(d)\nself.wait()`), [{ action: 'rotate' }])
  t.match(keeping(`${made}always_shift(d, RIGHT)\nself.wait()`), [{ action: 'move' }])
  t.match(keeping(`${made}turn_animation_into_updater(Rotating(d))\nself.wait()`), [{ action: 'rotate' }])
  t.match(keeping(`${made}cycle_animation(MoveAlongPath(d, Circle()))\nself.wait()`), [{ action: 'move' }])
})

t.test('what follows other things is where they put it from its first frame on', async t => {
  const line = 'n = NumberLine()\nv = ValueTracker(2)\n'
  t.match(
    board(`${line}p = Dot().add_updater(lambda m: m.next_to(n.n2p(v.get_value()), UP))\nself.add(n, p)`)[0]
      ?.things,
    [{}, { place: 'above 2 on #1', live: true }],
  )
  const number = 'd = DecimalNumber()\n'
  t.match(
    board(`${line}${number}d.add_updater(lambda m: m.set_value(v.get_value()))\nself.add(d)`)[0]?.things,
    [{ text: '2.00' }],
  )
  t.equal(
    board(`${number}d.add_updater(lambda m: m.set_value(measured()))\nself.add(d)`)[0]?.things?.[0]?.text,
    undefined,
    'nobody knows',
  )
  t.match(board(`${number}self.add(d)`)[0]?.things, [{ text: '0.00' }], 'it begins at nothing')
  const label =
    'l = MathTex("(0, 0)")\nl.add_updater(lambda m: m.become(MathTex(f"({where()})")))\nself.add(l)'
  t.match(board(label)[0]?.things, [{ text: '(0, 0)' }], 'as it was written to begin with')
  t.equal(board('d = Dot()\nd.add_updater(lambda m: self.play(Create(Circle())))\nself.add(d)').length, 1)
})

t.test('what follows a value that runs is told, and not the value', async t => {
  const start = 'v = ValueTracker(0)\na = Axes()\n'
  const run = 'self.wait()\nself.play(v.animate.set_value(3))'
  const after = (made: string) => board(`${start}${made}self.add(a, m)\n${run}`).at(-1)
  t.match(after('m = Dot().add_updater(lambda m: m.set_x(v.get_value()))\n'), {
    action: 'move',
    place: 'on the right',
    things: [{ kind: 'dot' }],
  })
  t.match(after('m = always_redraw(lambda: Dot(a.c2p(v.get_value(), 2 * v.get_value())))\n'), {
    action: 'move',
    place: 'at (3, 6) on #1',
  })
  t.match(after('m = DecimalNumber(0).add_updater(lambda m: m.set_value(v.get_value()))\n'), {
    action: 'change',
    detail: 'to 3.00',
    things: [{ text: '0.00' }],
  })
  t.match(after('m = always_redraw(lambda: Line(ORIGIN, 2 * RIGHT).rotate(v.get_value()))\n'), {
    action: 'rotate',
  })
  t.match(after('m = always_redraw(lambda: Line(a.c2p(0, 0), a.c2p(v.get_value(), 0)))\n'), {
    action: 'resize',
  })
  const value = { action: 'change', how: 'value', detail: 'from 0 to 3' }
  t.match(after('m = always_redraw(lambda: Dot(a.c2p(1, 1)))\n'), value, 'it stays')
  t.match(after('m = always_redraw(lambda: Dot(somewhere(v.get_value())))\n'), value, 'nobody knows')
  t.match(after('m = Dot().add_updater(lambda m: m.set_x(v.get_value()))\nm.clear_updaters()\n'), value)
  const hidden = `${start}m = Dot().add_updater(lambda m: m.set_x(v.get_value()))\nself.add(a)\n${run}`
  t.match(board(hidden).at(-1), value, 'what is not on screen')
  t.equal(
    board(`${start}m = Dot(a.c2p(np.sin(PI), 0))\nself.add(a, m)`)[0]?.things?.[1]?.place,
    'at (0, 0) on #1',
  )
})

t.test('an animation by a function ends as the function says at its end', async t => {
  const dot = 'd = Dot()\nself.add(d)\n'
  t.match(board(`${dot}self.play(UpdateFromAlphaFunc(d, lambda m, a: m.move_to(a * 3 * RIGHT)))`)[1], {
    action: 'move',
    place: 'on the right',
  })
  t.match(board(`${dot}self.play(UpdateFromAlphaFunc(d, lambda m, a: m.set_opacity(1 - a)))`)[1], {
    action: 'hide',
  })
  t.match(board(`${dot}self.play(UpdateFromAlphaFunc(d, follow))`)[1], { action: 'change' })
  const number = 'n = DecimalNumber(0)\nself.add(n)\n'
  t.match(board(`${number}self.play(ChangingDecimal(n, lambda a: 5 * a))`)[1], { detail: 'to 5.00' })
  t.match(board(`${number}self.play(ChangeDecimalToValue(n, 10))\nself.play(Indicate(n))`).at(-1)?.things, [
    { text: '10.00' },
  ])
})

t.test('what takes the same step in each frame goes on by itself', async t => {
  const going = (updater: string) =>
    keeping(`s = Square()\no = Dot()\ns.add_updater(${updater})\nself.add(s)\nself.wait()`).map(
      ({ action }) => action,
    )
  t.same(going('lambda m: m.rotate(0.02)'), ['rotate'])
  t.same(going('lambda m: m.shift(0.1 * RIGHT)'), ['move'])
  t.same(going('lambda m: m.shift(o.get_center() - m.get_center())'), [], 'it follows')
  t.same(going('lambda m: m.rotate(angle())'), [], 'by as much as something else says')
  t.same(going('lambda m: m.move_to(o)'), [])
})

t.test('an updater that changes its speed with the animations is one', async t => {
  const added = (how: string) =>
    board(`d = Dot()\nself.add(d)\n${how}lambda m, dt: m.shift(RIGHT * dt))\nself.wait()`)
  t.same(added('ChangeSpeed.add_updater(d, '), added('d.add_updater('))
  t.match(added('ChangeSpeed.add_updater(d, ')[1], { action: 'move', how: 'keep' })
})

t.test('what asks for a value changes as it runs, where no other difference is known', async t => {
  const fan =
    'a = ValueTracker(0)\nfan = always_redraw(lambda: AnnularSector(0, 2, a.get_value(), color=RED))\nself.add(Dot(), fan)\n'
  t.match(board(`${fan}self.play(a.animate.set_value(PI))`)[1], {
    action: 'change',
    how: 'value',
    things: [{ kind: 'ring sector', live: true }],
    detail: 'from 0 to 3.142',
  })
  t.match(
    prose(`${fan}self.play(a.animate.set_value(2))`),
    /let the ring sector change as a value runs from 0 to 2\./i,
  )
  const swing = 'self.play(UpdateFromAlphaFunc(a, lambda m, t: m.set_value(np.sin(t * PI))))'
  t.match(prose(fan + swing), /let the ring sector change as a value runs\./i, 'an error of 1e-16 is none')
  t.match(
    prose('a = ValueTracker(0)\nself.add(Dot())\nself.play(a.animate.set_value(2))'),
    /let a value run from 0 to 2\./i,
  )
})

t.test('what is drawn larger or smaller as a value runs is told so', async t => {
  const round = 'r = ValueTracker(1)\nc = always_redraw(lambda: Circle(radius=r.get_value()))\nself.add(c)\n'
  const found = (to: number) => board(`${round}self.play(r.animate.set_value(${to}))`)[1]
  t.match(found(2), { action: 'resize', how: 'bigger', things: [{ kind: 'circle' }] })
  t.match(found(0.5), { action: 'resize', how: 'smaller' })
})

t.test('a curve that is drawn again of a value that runs changes, whatever else does', async t => {
  const axes = 'v = ValueTracker(1)\naxes = Axes()\n'
  const label = 'num = always_redraw(lambda: Text(f"{v.get_value():.1f}"))\n'
  const play = 'self.add(axes, curve, num)\nself.play(v.animate.set_value(3))'
  const curve = 'curve = always_redraw(lambda: axes.plot(lambda x: np.sin(x + v.get_value()), color=BLUE))\n'
  t.match(board(`${axes}${label}${curve}${play}`).slice(1), [
    { action: 'change', things: [{ kind: 'text', text: '1.0' }], detail: 'to 3.0' },
    { action: 'change', things: [{ kind: 'curve', color: 'blue' }], with: true },
  ])
  t.match(prose(`${axes}${label}${curve}${play}`), /Change the text to 3\.0 and let the curve change\./)
  // One that asks for no value stays as it is.
  const still = 'curve = always_redraw(lambda: axes.plot(lambda x: np.sin(x)))\n'
  t.equal(board(`${axes}${label}${still}${play}`).length, 2)
})
