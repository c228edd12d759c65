/** The tables in a zip archive, unpacked piece by piece; what else is in it stays there. */
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isTable } from './table.ts'

/** More than any dataset of programs, less than a disk: an archive may unpack to a thousand times its size. */
const maxBytes = 4 * 1024 ** 3

/** Names of the files written to `folder`, in the order of the archive. Rejects where the archive is broken. */
export async function unzipTables(path: string, folder: string): Promise<string[]> {
  const { Unzip, UnzipInflate } = await import('fflate')
  const names: string[] = []
  let pieces: { name: string; bytes: Uint8Array }[] = []
  let failure: Error | undefined
  let total = 0
  const unzip = new Unzip(file => {
    // Folders of the archive mean nothing here, and `../` must not.
    const name = basename(file.name.replaceAll('\\', '/'))
    if (!isTable(name) || name.startsWith('.') || names.includes(name)) return
    names.push(name)
    file.ondata = (error, bytes) => {
      if (error) failure ??= error
      else pieces.push({ name, bytes })
    }
    file.start()
  })
  unzip.register(UnzipInflate)

  const writers = new Map<string, Awaited<ReturnType<typeof open>>>()
  const temporary = (name: string) => join(folder, `${name}.${process.pid}.tmp`)
  const write = async () => {
    if (failure) throw failure
    for (const { name, bytes } of pieces) {
      total += bytes.length
      if (total > maxBytes) throw new Error('it unpacks to more than 4 GiB')
      const writer = writers.get(name) ?? (await open(temporary(name), 'w'))
      writers.set(name, writer)
      await writer.write(bytes)
    }
    pieces = []
  }
  try {
    for await (const chunk of createReadStream(path)) {
      unzip.push(chunk)
      await write()
    }
    unzip.push(new Uint8Array(0), true)
    await write()
    for (const [name, writer] of writers) {
      await writer.close()
      await rename(temporary(name), join(folder, name))
    }
    return names.filter(name => writers.has(name))
  } finally {
    for (const [name, writer] of writers) {
      await writer.close().catch(() => {})
      await rm(temporary(name), { force: true })
    }
  }
}
