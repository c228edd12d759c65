import t from 'tap'
import { board, prose } from './stage.ts'

const scene = 'self.play(FadeIn(Square()))'

t.test('the colour behind everything is told where it is not black', async t => {
  const white = { action: 'camera', how: 'background', color: 'white' }
  t.match(board(`self.camera.background_color = WHITE\n${scene}`), [white, { action: 'show' }])
  t.match(board(scene, 'config.background_color = "#FFFFFF"'), [white, { action: 'show' }])
  t.match(board(scene, 'config["background_color"] = WHITE'), [white, { action: 'show' }])
  t.match(board(scene, 'PAPER = WHITE\nconfig.background_color = PAPER'), [white, { action: 'show' }])
  for (const color of ['BLACK', '"#000000"', 'unknown()'])
    t.equal(board(`self.camera.background_color = ${color}\n${scene}`).length, 1, color)
  t.equal(
    board(`if unknown():\n    self.camera.background_color = WHITE\n${scene}`).length,
    1,
    'of another render',
  )
  t.equal(board(scene, 'config.frame_width = WHITE\nother.background_color = WHITE').length, 1)
})

t.test('in prose', async t => {
  t.equal(
    prose(`self.camera.background_color = ORANGE\n${scene}\nself.camera.background_color = BLUE\n${scene}`),
    'Use an orange background. Fade in a square, then turn the background blue. Finally, fade in another square.',
  )
})
