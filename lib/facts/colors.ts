/** Colours in words. */
import { colorHex } from './manim.ts'

/** Constants whose name is no plain word already. */
const SHADES: Record<string, string> = { A: 'pale', B: 'light', C: '', D: '', E: 'dark' }

/** `BLUE_E` is dark blue, `PURE_RED` red, `LIGHT_PINK` light pink; undefined for what is no colour of Manim. */
export function constantWord(name: string): string | undefined {
  if (colorHex(name) === undefined) return undefined
  const known = constantWords.get(name) ?? wordOf(name)
  constantWords.set(name, known)
  return known
}

const constantWords = new Map<string, string>()

function wordOf(name: string): string {
  const plain = name.replace(/^(?:PURE|LOGO)_/, '').replace('GREY', 'GRAY')
  const shade = /^([A-Z]+)_([A-E])$/.exec(plain)
  const words = shade ? [SHADES[shade[2]!]!, shade[1]!] : plain.split('_')
  return words
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
    .replace('darker', 'very dark')
    .replace('lighter', 'very light')
}

/** Names of the web's palette that people use as strings: `"red"`, `"lightblue"`; or `#rgb`, `#rrggbb`. */
export function stringWord(text: string): string | undefined {
  const constant = constantWord(text.toUpperCase())
  if (constant !== undefined) return constant
  const hex = /^#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?:[0-9a-fA-F]{2})?$/.exec(text)
  if (hex && (text.startsWith('#') || hex[1]!.length === 6)) return hexWord(hex[1]!)
  return undefined
}

/** The nearest everyday name of a colour given as hex digits. */
export function hexWord(hex: string): string {
  const digits = hex.replace('#', '')
  const full = digits.length === 3 ? [...digits].map(digit => digit + digit).join('') : digits
  const [r, g, b] = [0, 2, 4].map(i => Number.parseInt(full.slice(i, i + 2), 16) / 255) as [
    number,
    number,
    number,
  ]
  const max = Math.max(r, g, b)
  const min = Math.min(r, g, b)
  const light = (max + min) / 2
  const chroma = max - min
  if (chroma < 0.08)
    return light > 0.93
      ? 'white'
      : light < 0.07
        ? 'black'
        : light > 0.7
          ? 'light gray'
          : light < 0.3
            ? 'dark gray'
            : 'gray'
  let hue = max === r ? ((g - b) / chroma) % 6 : max === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4
  hue = (hue * 60 + 360) % 360
  const saturation = chroma / (1 - Math.abs(2 * light - 1))
  if (light < 0.06) return 'black'
  if (light > 0.96) return 'white'
  const tone = saturation < 0.18 ? 'gray' : toneOf(hue, light, saturation)
  const shade = light < 0.25 ? 'dark ' : light > 0.8 ? 'light ' : ''
  return tone === 'brown' || tone === 'pink' ? tone : shade + tone
}

function toneOf(hue: number, light: number, saturation: number): string {
  if (hue < 15 || hue >= 345) return light > 0.75 ? 'pink' : 'red'
  if (hue < 45) return light < 0.35 || saturation < 0.45 ? 'brown' : 'orange'
  if (hue < 70) return 'yellow'
  if (hue < 160) return 'green'
  if (hue < 190) return 'teal'
  if (hue < 255) return 'blue'
  if (hue < 295) return 'purple'
  return light > 0.6 ? 'pink' : 'magenta'
}
