/** Which licence a file stands under, from the licence text nearest to it. */
import { folderOf, foldersAbove } from './folders.ts'

export interface License {
  /** SPDX id, `LicenseRef-…` for a text that is not known here, `NONE` where there is no text. */
  id: string
  /** Path of the text, or undefined. */
  file: string | undefined
}

interface Files {
  list(): readonly string[]
  /** Folders that are repositories of others: what is above does not speak for them. */
  checkouts?: readonly string[]
  read(path: string): string | undefined
}

/** What the file says of itself; else looks in its own folder first, then in each one above it. */
export function createLicenseFinder(files: Files): (path: string) => License {
  const texts = files.list().filter(path => isLicenseFile(path))
  const byFolder = new Map<string, string>()
  // LICENSE before LICENSE.community: the plain name is the one that speaks for the whole.
  for (const path of texts.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
    const folder = folderOf(path)
    if (!byFolder.has(folder)) byFolder.set(folder, path)
  }
  const borders = new Set(files.checkouts)
  const identified = new Map<string, License>()
  // Scenes come file by file.
  let last: { path: string; own: string | undefined } | undefined
  return path => {
    if (last?.path !== path)
      last = { path, own: path.endsWith('.py') ? ownLicense(files.read(path)) : undefined }
    if (last.own !== undefined) return { id: last.own, file: path }
    for (const folder of foldersAbove(path)) {
      const file = byFolder.get(folder)
      if (file !== undefined) {
        const license = identified.get(file) ?? { id: identify(files.read(file) ?? '', file), file }
        identified.set(file, license)
        return license
      }
      if (borders.has(folder)) break
    }
    return { id: 'NONE', file: undefined }
  }
}

/** What stands behind `SPDX-License-Identifier:` in a comment at the head of a program, alone or in an expression. */
const OWN =
  /^[ \t]*#.*\bSPDX-License-Identifier:[ \t]*(\(*[\w.+:-]+(?:[ \t)]+(?:AND|OR|WITH)[ \t(]+[\w.+:-]+)*\)*)/m

function ownLicense(text: string | undefined): string | undefined {
  return OWN.exec(text?.slice(0, 5000) ?? '')?.[1]
}

function isLicenseFile(path: string): boolean {
  return /^(?:licen[cs]e|copying|unlicense)(?:[.-][\w.-]+)?$/i.test(path.slice(path.lastIndexOf('/') + 1))
}

/** Each by its title, or where it has none by its first words, and by what else it says; the more particular before the more general. */
const marks: readonly (readonly [id: string, title: RegExp, ...words: RegExp[]])[] = [
  ['AGPL-3.0', /gnu affero general public license/, /version 3/],
  ['LGPL-3.0', /gnu lesser general public license/, /version 3/],
  ['LGPL-2.1', /gnu lesser general public license/, /version 2\.1/],
  ['LGPL-2.0', /gnu library general public license/, /version 2/],
  ['GPL-3.0', /gnu general public license/, /version 3/],
  ['GPL-2.0', /gnu general public license/, /version 2/],
  ['GFDL-1.3', /gnu free documentation license/, /version 1\.3/],
  ['GFDL-1.2', /gnu free documentation license/, /version 1\.2/],
  ['Apache-2.0', /apache license/, /version 2\.0/],
  ['MPL-2.0', /mozilla public license/, /2\.0/],
  ['CC-BY-NC-SA-4.0', /attribution[- ]noncommercial[- ]sharealike 4\.0/],
  ['CC-BY-NC-ND-4.0', /attribution[- ]noncommercial[- ]noderivatives 4\.0/],
  ['CC-BY-NC-4.0', /attribution[- ]noncommercial 4\.0/],
  ['CC-BY-SA-4.0', /attribution[- ]sharealike 4\.0/],
  ['CC-BY-ND-4.0', /attribution[- ]noderivatives 4\.0/],
  ['CC-BY-4.0', /attribution 4\.0/],
  ['CC0-1.0', /cc0 1\.0/],
  ['Unlicense', /this is free and unencumbered software released into the public domain/],
  ['BSL-1.0', /boost software license/],
  ['WTFPL', /do what the fuck you want to public license/],
  ['ISC', /permission to use, copy, modify, and\/or distribute this software/],
  ['BSD-3-Clause', /redistribution and use in source and binary forms/, /neither the name/],
  ['BSD-2-Clause', /redistribution and use in source and binary forms/],
  ['MIT', /permission is hereby granted, free of charge/, /without restriction/],
]

function identify(text: string, file: string): string {
  const plain = text.toLowerCase().replace(/\s+/g, ' ')
  let first: { at: number; id: string } | undefined
  for (const [id, title, ...words] of marks) {
    // Licences speak of each other, after their own title.
    const at = plain.search(title)
    if (at >= 0 && at < (first?.at ?? Number.POSITIVE_INFINITY) && words.every(word => word.test(plain)))
      first = { at, id }
  }
  if (first) return first.id
  return `LicenseRef-${file.replace(/[^A-Za-z0-9.-]+/g, '-')}`
}
