import t from 'tap'
import { wordsOf } from '../lib/checks/text.ts'
import type { Evidence } from '../lib/checks/types.ts'
import { rules, scene } from './evidence.ts'

const code = scene(
  'a = Circle(color=BLUE)',
  'b = Square(color=RED)',
  'c = Triangle(color=GREEN)',
  ...['self.play(Create(a))', 'self.play(a.animate.shift(LEFT*3))', 'self.play(Create(b))'],
  ...['self.play(b.animate.shift(RIGHT*3))', 'self.play(Create(c))', 'self.play(Rotate(c, PI))'],
  ...['self.play(c.animate.scale(2))', 'self.play(Circumscribe(c))'],
)
const step = (action: string, kind: string, color: string) => ({ action, things: [{ kind, color }] })
const features = {
  storyboard: [
    step('show', 'circle', 'blue'),
    step('move', 'circle', 'blue'),
    step('show', 'square', 'red'),
    step('move', 'square', 'red'),
    step('show', 'triangle', 'green'),
    step('rotate', 'triangle', 'green'),
    step('resize', 'triangle', 'green'),
    step('highlight', 'triangle', 'green'),
  ],
}
const told = {
  Spanish:
    'Dibuja un círculo azul en el centro y haz que se deslice hacia la izquierda. Después aparece un cuadrado rojo que se va hacia la derecha. En el medio se traza un triángulo verde que da media vuelta, crece hasta el doble y, al final, queda rodeado por un marco amarillo.',
  Russian:
    'Нарисуй синий круг в центре и сдвинь его влево. Затем появляется красный квадрат, который уходит вправо. Посередине рисуется зелёный треугольник, он поворачивается на пол-оборота, вырастает вдвое, а в конце его обводит жёлтая рамка.',
  German:
    'Zeichne zuerst einen blauen Kreis in der Mitte und lass ihn nach links gleiten. Danach erscheint ein rotes Quadrat, das nach rechts wandert. In der Mitte wird dann ein grünes Dreieck gezeichnet, das sich um eine halbe Drehung dreht, auf das Doppelte wächst und am Ende von einem gelben Rahmen umfahren wird.',
  Chinese:
    '请画一个蓝色的圆形并让它向左移动，然后出现一个红色的正方形向右移动，最后在中间画一个绿色三角形，旋转半圈，放大两倍，并用黄色边框环绕强调。',
  Japanese:
    '青い円を中央に描いて左へ動かし、次に赤い正方形を描いて右へ動かします。それから中央に緑の三角形を描いて半回転させ、二倍に拡大し、最後に黄色い枠で囲んで強調してください。',
  Thai: 'วาดวงกลมสีน้ำเงินตรงกลางแล้วเลื่อนไปทางซ้าย จากนั้นให้สี่เหลี่ยมจัตุรัสสีแดงปรากฏและเลื่อนไปทางขวา ตรงกลางวาดสามเหลี่ยมสีเขียวที่หมุนครึ่งรอบและขยายเป็นสองเท่า',
} as const

t.test('a description in any language passes: what depends on the language is not compared', async t => {
  for (const [language, text] of Object.entries(told)) {
    for (const level of ['normal', undefined]) {
      t.strictSame(rules(text, { code, features, language, level }), [], `${language}, hard`)
      t.strictSame(rules(text, { code, features, language, level }, false), [], `${language}, soft`)
    }
  }
  const short = 'Zeichne einen blauen Kreis, ein rotes Quadrat und ein grünes Dreieck.'
  const long = `${code}${'# line\n'.repeat(40)}`
  t.strictSame(rules(short, { code: long, language: 'German' }), [])
  const question =
    '¿Podrías dibujar un círculo azul, un cuadrado rojo y un triángulo verde que da media vuelta?'
  t.strictSame(rules(question, { code: long, language: 'Spanish' }), [])
})

t.test('what was asked for in English is held against all of the storyboard', async t => {
  t.ok(rules(told.Spanish, { code, features }).includes('language'))
  t.ok(
    rules('Draw a blue circle in the middle of the screen and let it move to the left side.', {
      code,
      features,
    }).some(rule => rule === 'ending' || rule === 'opening_only'),
  )
})

const titled = {
  storyboard: ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta'].map(text => ({
    action: 'show',
    things: [{ kind: 'text', text: `${text} ${text}` }],
  })),
}

t.test(
  'texts on screen are the same in every language: who quotes only the first has not told the end',
  async t => {
    const opening: [string, string][] = [
      [
        'Spanish',
        'Muestra uno tras otro los textos «alpha alpha», «beta beta» y «gamma gamma» en la pantalla.',
      ],
      ['Chinese', '在屏幕上依次显示文字“alpha alpha”、“beta beta”和“gamma gamma”，每个文字都逐渐出现。'],
    ]
    for (const [language, text] of opening)
      t.ok(rules(text, { features: titled, language }).includes('opening_only'), language)
    const whole =
      'Muestra uno tras otro los textos «alpha alpha», «beta beta», «gamma gamma» y así hasta «eta eta» y «theta theta».'
    t.notOk(rules(whole, { features: titled, language: 'Spanish' }).includes('opening_only'))
  },
)

t.test('too few words are too few in any script, and words said again are found in any', async t => {
  t.ok(rules('画一个蓝色圆形。', { code, language: 'Chinese' }).includes('too_short'))
  t.ok(rules('青い円を描く。', { code, language: 'Japanese' }).includes('too_short'))
  t.ok(rules('红色方块 旋转 '.repeat(20), { code, language: 'Chinese' }).includes('repetition'), 'repetition')
  const said = '现在我们来看看圆形的面积是怎样随着半径的变化而变化的'
  const extra: Partial<Evidence> = { code, language: 'Chinese', transcript: `大家好，${said}，好吗？` }
  t.ok(rules(`画一个蓝色的圆形，${said}，最后旋转三角形。`, extra).includes('transcript'))
  t.notOk(rules(told.Chinese, extra).includes('transcript'))
  t.ok(
    rules(told.Chinese, { code, features, language: 'Chinese', level: 'detailed' }, false).includes(
      'off_level',
    ),
  )
})

t.test('texts in corner brackets are quoted', async t => {
  const text = (shown: string) =>
    `青い円を中央に描いて、その上に「${shown}」と「${shown}です」という文字を書いて、左へ動かしてください。`
  const extra = { code: `${code}Text("面積です")`, language: 'Japanese' }
  t.notOk(rules(text('面積'), extra).includes('quote'))
  t.ok(rules(text('体積'), extra).includes('quote'))
})

t.test('words are parted where there are spaces, and where there are none', async t => {
  t.strictSame(wordsOf("It’s a three-part Test, isn't it?"), [
    "it's",
    'a',
    'three-part',
    'test',
    "isn't",
    'it',
  ])
  t.strictSame(wordsOf('蓝色的 circle2 圆形'), ['蓝色', '的', 'circle2', '圆形'])
  t.strictSame(wordsOf('วาดวงกลม'), ['วาด', 'วงกลม'])
  t.strictSame(wordsOf('चित्र बनाओ'), ['चित्र', 'बनाओ'])
})
