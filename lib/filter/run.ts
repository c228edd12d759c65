/** The run loop of a filter: lines in, one step for each record, lines out in the same order. */
import type { Invocation } from '../cli/command.ts'
import { InputError } from '../errors.ts'
import { bytesOf, createSplitter, isBlank, type Line } from '../ndjson/lines.ts'
import { giveChunk } from '../ndjson/load-fast.ts'
import { JsonRecord } from '../ndjson/record.ts'
import { requireApart } from './files.ts'
import { inputsOf, openInputs, requireReadable } from './input.ts'
import type { recordOptions } from './options.ts'
import { createOrderedWriter, type Slot } from './ordered.ts'
import { ReaderGone, WriteError } from './output.ts'
import { openOutput } from './produce.ts'
import { openRejects } from './rejects.ts'

/** `drop`: the record is not written. Bytes, without a newline: they are written in its place. */
export type Verdict = 'drop' | Buffer | undefined

export interface Filter {
  /**
   * What is to be written in the place of that line, where that is known without reading it: good until
   * the next call. A promise: to be asked again when that resolves.
   */
  recall?(line: Buffer): Buffer | Promise<void> | undefined
  /**
   * Reads and changes one record. Throws InputError where the record is bad (the user's --on-error decides), UsageError
   * where no further record can succeed. A step that returns a promise runs beside others; a plain one costs no turn.
   */
  step(record: JsonRecord): Verdict | Promise<Verdict>
  /**
   * Resolves when a further record may be taken in, or undefined where one may at once: what is read before its time is
   * held in memory for nothing.
   */
  room?(): Promise<void> | undefined
  /** How many records may be under way at once, the slowest holding its place. */
  window?: number
  /** Always called, once no step is under way: after success, failure and ^C. */
  finish?(): Promise<void>
  /** Behind the number of records in the line at the end. */
  summary?(): string
}

/** Input that waits behind a slow record is held in memory: at most this many bytes of it. */
const waitingBytes = 64 * 1024 * 1024

export async function runFilter(invocation: Invocation<typeof recordOptions>, filter: Filter): Promise<void> {
  const { options, operands, log, progress } = invocation
  await requireReadable(operands)
  await requireApart(inputsOf(operands), options)
  const output = await openOutput(invocation, options.output)
  const rejects = openRejects(options.rejects)
  const writer = createOrderedWriter(output, { records: filter.window ?? 1, bytes: waitingBytes })

  // Ends the reading, not the work under way: that is finished, cached and, up to the bad record, written.
  const ending = new AbortController()
  const reading = AbortSignal.any([invocation.signal, ending.signal])
  let failure: unknown
  const end = (error: unknown) => {
    failure ??= error
    ending.abort()
  }

  let records = 0
  let bad = 0

  /** What --on-error says of one bad line. True: nothing behind it is wanted. */
  const reject = (error: InputError, line: Line, origin: string): 'cut' | 'skip' | 'pass' => {
    const message = `${origin}:${line.number}: ${error.message}`
    bad += 1
    if (!line.tooLong) rejects?.add(bytesOf(line))
    if (options['on-error'] === 'fail') {
      end(new InputError(message, { cause: error }))
      return 'cut'
    }
    log.error(message)
    invocation.fail()
    if (options['on-error'] === 'skip') return 'skip'
    if (!line.tooLong) return 'pass'
    end(new InputError(`${origin}:${line.number}: too long to be passed on; --max-line sets the limit`))
    return 'cut'
  }

  /** Writes the line as it came, or as the step left it. */
  const emit = (record: JsonRecord, line: Line) => {
    if (record.isUnchanged) return pass(line)
    if (line.inChunk && writer.isClear) {
      pieces.memory = line.memory
      // The newline is the next line's neighbour: with that one's beginning it makes one piece.
      if (record.write(pieces)) return writer.addRange(line.memory, line.end, line.end + 1)
    }
    writer.add(record.bytes)
  }
  const pieces = {
    memory: Buffer.alloc(0) as Buffer,
    range(start: number, end: number) {
      writer.addRange(this.memory, start, end)
    },
    text: writer.addText,
  }
  const pass = (line: Line) => {
    if (line.inChunk && writer.isClear) writer.addRange(line.memory, line.start, line.end + 1)
    else writer.add(bytesOf(line))
  }

  // Neither of them makes functions for a record: V8 forgets the machine code of such and makes it again and again.
  const later = (pending: Promise<Verdict>, record: JsonRecord, line: Line, origin: string) => {
    void fill(writer.reserve(line.end - line.start), pending, record, line, origin)
  }
  const fill = async (
    slot: Slot,
    pending: Promise<Verdict>,
    record: JsonRecord,
    line: Line,
    origin: string,
  ) => {
    let verdict: Verdict
    try {
      verdict = await pending
    } catch (error) {
      // On ^C the step gives up: its record, and with it all behind it, is left for the next run.
      const fate = invocation.signal.aborted ? 'cut' : fateOf(error, line, origin)
      if (fate === 'cut') slot.cut()
      else slot.fill(fate === 'pass' ? bytesOf(line) : undefined)
      return
    }
    slot.fill(verdict === 'drop' ? undefined : (verdict ?? record.bytes))
  }
  const fateOf = (error: unknown, line: Line, origin: string) => {
    if (error instanceof InputError) return reject(error, line, origin)
    end(error)
    return 'cut'
  }

  /** A promise: the line is still to be handled when it resolves. */
  const handle = (line: Line, origin: string): Promise<void> | undefined => {
    if (isBlank(line)) return undefined
    const recalled = line.tooLong ? undefined : filter.recall?.(bytesOf(line))
    if (recalled instanceof Promise) return recalled
    records += 1
    try {
      if (line.tooLong) throw new InputError(`longer than ${options['max-line']} bytes (--max-line)`)
      if (recalled) {
        writer.add(writer.isClear ? recalled : Buffer.from(recalled))
        return undefined
      }
      const record = new JsonRecord(line.memory, origin, line.number, line)
      const verdict = filter.step(record)
      if (verdict instanceof Promise) later(verdict, record, line, origin)
      else if (Buffer.isBuffer(verdict)) writer.add(verdict)
      else if (verdict !== 'drop') emit(record, line)
    } catch (error) {
      if (fateOf(error, line, origin) === 'pass') pass(line)
    }
    return undefined
  }
  const handleAfter = async (waiting: Promise<void>, line: Line, origin: string): Promise<void> => {
    writer.flush()
    await waiting
    const more = reading.aborted ? undefined : handle(line, origin)
    if (more) await handleAfter(more, line, origin)
  }

  const room = (): Promise<void> | undefined => {
    const wait = writer.room() ?? filter.room?.()
    if (wait) writer.flush()
    return wait
  }

  try {
    for await (const { origin, chunks } of openInputs(operands, reading)) {
      const splitter = createSplitter(options['max-line'])
      for await (const chunk of chunks) {
        for (const line of splitter.push(chunk)) {
          // Awaiting nothing would still cost a turn for every line.
          for (let full = room(); full; full = room()) await full
          if (reading.aborted) break
          const waiting = handle(line, origin)
          if (waiting) await handleAfter(waiting, line, origin)
        }
        progress.advance(records, chunk.length)
        await writer.flush()
        // No record that is still worked on has its bytes there.
        if (writer.isClear) giveChunk(chunk)
      }
      if (!reading.aborted) {
        for (const line of splitter.end()) {
          const waiting = handle(line, origin)
          if (waiting) await handleAfter(waiting, line, origin)
        }
      }
    }
  } catch (error) {
    end(error)
  }
  await writer.finish().catch(end)
  if (invocation.signal.aborted) failure ??= invocation.signal.reason
  // A file is put in place where all of the input was read, bad records or not: it may be that input. Standard output
  // has what it has.
  await (failure === undefined ? output.close() : output.discard()).catch(end)
  await filter.finish?.()
  rejects?.close()
  progress.stop()
  const outputLost = failure instanceof ReaderGone || failure instanceof WriteError
  if (!outputLost) log.note(summaryLine(records, bad, filter.summary?.()))
  if (failure instanceof InputError && output.discarded) failure.hint = output.discarded
  if (failure !== undefined) throw failure
}

function summaryLine(records: number, bad: number, own: string | undefined): string {
  const parts = [`${records} record${records === 1 ? '' : 's'}`]
  if (own) parts.push(own)
  if (bad > 0) parts.push(`${bad} bad`)
  return parts.join(', ')
}
