/** What a `manim.cfg` beside a program, or above it, makes of its picture: no program says so itself. */
import { folderOf, foldersAbove } from './folders.ts'

export interface PictureConfig {
  file: string
  /** As they are written there. */
  settings: Record<string, string>
}

interface Files {
  list(): readonly string[]
  read(path: string): string | undefined
}

/** Those that change what is seen, and not where or how fast a film of it is written. */
const ofThePicture =
  /^(?:background_(?:color|opacity)|frame_(?:height|width|rate)|pixel_(?:height|width)|quality)$/

/**
 * By path of a program. Manim reads the one in the folder that it is run from, which nobody knows: the nearest is taken.
 */
export function createConfigFinder(files: Files): (path: string) => PictureConfig | undefined {
  const byFolder = new Map<string, PictureConfig>()
  for (const file of files.list()) {
    if (!/(?:^|\/)manim\.cfg$/.test(file)) continue
    byFolder.set(folderOf(file), { file, settings: settingsOf(files.read(file) ?? '') })
  }
  return path => {
    for (const folder of foldersAbove(path)) {
      const config = byFolder.get(folder)
      if (config) return Object.keys(config.settings).length > 0 ? config : undefined
    }
    return undefined
  }
}

/** Of the section that Manim reads, as Python's configparser has it: later lines count, and no comment ends a line. */
function settingsOf(text: string): Record<string, string> {
  const settings: Record<string, string> = {}
  let section = ''
  for (const line of text.split(/\r\n?|\n/)) {
    section = /^\[([^\]]+)\]/.exec(line)?.[1] ?? section
    const [, name, value] = /^([^\s#;=:[][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? []
    if (section === 'CLI' && value && ofThePicture.test(name!.toLowerCase()))
      settings[name!.toLowerCase()] = value
  }
  return settings
}
