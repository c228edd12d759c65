// A bench's figures as a picture that needs no library: bars, and lines over a logarithmic axis. Plain SVG as text.
import { figure } from './report.mjs'

const width = 720
const ink = '#24292f'
const faint = '#8c959f'
const colors = ['#0969da', '#bf8700', '#1a7f37', '#8250df']
const text = (x, y, content, more = '') =>
  `<text x="${x}" y="${y}" font-family="sans-serif" font-size="12" fill="${ink}" ${more}>${escaped(content)}</text>`

/** `title` for those who don't see it; `panels` below one another: { title, bars: [{ label, value, unit }] } or { title, unit, x, lines: [{ label, points: [[x, y]] }] }. */
export function chart(title, panels) {
  let y = 0
  const parts = []
  for (const panel of panels) {
    const { svg, height } = panel.bars ? bars(panel) : lines(panel)
    parts.push(`<g transform="translate(0 ${y})">${svg}</g>`)
    y += height + 24
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}"><title>${escaped(title)}</title><rect width="100%" height="100%" fill="#ffffff"/>${parts.join('')}</svg>\n`
}

function bars({ title, bars: all }) {
  const left = 250
  const most = Math.max(...all.map(({ value }) => value))
  const rows = all.map(({ label, value, unit }, index) => {
    const top = 34 + index * 22
    const length = Math.max(1, ((width - left - 110) * value) / most)
    return [
      text(left - 8, top + 12, label, 'text-anchor="end"'),
      `<rect x="${left}" y="${top}" width="${length.toFixed(1)}" height="16" fill="${index === 0 ? colors[0] : faint}"/>`,
      text(left + length + 6, top + 12, `${figure(value)} ${unit}`),
    ].join('')
  })
  return { svg: heading(title) + rows.join(''), height: 40 + all.length * 22 }
}

/** Both axes logarithmic: what grows with the input is a straight line that rises, what does not is a level one. */
function lines({ title, x: xName, unit, lines: all }) {
  const [left, top, height, right] = [70, 34, 170, 150]
  const points = all.flatMap(each => each.points)
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const scale = (values, from, to) => {
    const [low, high] = [
      Math.floor(Math.log10(Math.min(...values))),
      Math.ceil(Math.log10(Math.max(...values))),
    ]
    const at = value => from + ((Math.log10(value) - low) / Math.max(1, high - low)) * (to - from)
    return { at, ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)) }
  }
  const across = scale(xs, left, width - right)
  const up = scale(ys, top + height, top)
  const grid = [
    ...up.ticks.map(tick => {
      const y = up.at(tick).toFixed(1)
      return `<path d="M${left} ${y}H${width - right}" stroke="#d0d7de"/>${text(left - 6, Number(y) + 4, `${figure(tick)} ${unit}`, 'text-anchor="end"')}`
    }),
    ...across.ticks.map(tick =>
      text(across.at(tick), top + height + 18, figure(tick), 'text-anchor="middle"'),
    ),
    text((left + width - right) / 2, top + height + 34, xName, 'text-anchor="middle"'),
  ]
  const drawn = all.map(({ label, points: own }, index) => {
    const color = colors[index % colors.length]
    const path = own
      .map(([x, y], at) => `${at ? 'L' : 'M'}${across.at(x).toFixed(1)} ${up.at(y).toFixed(1)}`)
      .join('')
    const dots = own.map(
      ([x, y]) =>
        `<circle cx="${across.at(x).toFixed(1)}" cy="${up.at(y).toFixed(1)}" r="3" fill="${color}"/>`,
    )
    const [endX, endY] = own.at(-1)
    return `<path d="${path}" fill="none" stroke="${color}" stroke-width="2"/>${dots.join('')}${text(across.at(endX) + 8, up.at(endY) + 4, label)}`
  })
  return { svg: heading(title) + grid.join('') + drawn.join(''), height: top + height + 44 }
}

const heading = title => text(8, 18, title, 'font-weight="bold"')
const escaped = content =>
  String(content).replace(/[&<>]/g, each => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[each])
