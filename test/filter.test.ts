import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { binary, cleanEnvironment, records, run, start, watch } from './harness.ts'

const flagged = '{"a":1,"metadata":{"needs_description":true,"needs_reason":"missing"}}\n'

/** Files that are told to be lost when they are closed, as by a server that has no room for them. */
const lossyFiles = `
  import files from 'node:fs/promises'
  import { syncBuiltinESMExports } from 'node:module'
  const { open } = files
  files.open = async (...args) => {
    const handle = await open(...args)
    const close = handle.close
    handle.close = async () => {
      await close.call(handle)
      throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
    }
    return handle
  }
  syncBuiltinESMExports()
`

t.test('a filter that has nothing to change writes the bytes it read', async t => {
  const done = '"metadata":{"needs_description":true,"needs_reason":"missing"}'
  const cases = [
    `{"n":12345678901234567890,"f":1.0,"e":1e400,"z":-0,${done}}`,
    `{"a":1,"a":2,"2":0,"1":0,"__proto__":{"x":1},${done}}`,
    `{"s":"\\ud800 \\u2028 \\/ é 😀 \u2028",${done}}`,
    `  {  "a"  :\t[ 1 , 2 ] , ${done}  }  `,
    `{"a":1,${done}}\t`,
    `{"deep":${'['.repeat(5000)}${']'.repeat(5000)},${done}}`,
  ]
  const input = `${cases.join('\n')}\n`
  const { stdout, code } = await run('flag-needs', [], { input })
  t.equal(code, 0)
  t.equal(stdout, input)
})

t.test('line ends: CRLF stays, a BOM and blank lines are taken, the last line gets its newline', async t => {
  const input = `\ufeff{"a":1}\r\n\r\n\n{"b":1}`
  const { stdout } = await run('flag-needs', [], { input })
  t.equal(
    stdout,
    '{"a":1,"metadata":{"needs_description":true,"needs_reason":"missing"}}\r\n' +
      '{"b":1,"metadata":{"needs_description":true,"needs_reason":"missing"}}\n',
  )
})

t.test('white space alone is a blank line, and so is a byte order mark', async t => {
  for (const input of ['{"a":1}\n   \n \t\r\n', '\ufeff\n{"a":1}\n', '\ufeff \n{"a":1}\n \t'])
    t.match(await run('flag-needs', [], { input }), { code: 0, stdout: flagged }, JSON.stringify(input))
  t.match(await run('flag-needs', [], { input: '\ufeff' }), { code: 0, stdout: '' })
})

t.test('empty input is empty output', async t => {
  t.match(await run('flag-needs'), {
    code: 0,
    stdout: '',
    stderr: 'flag-needs: 0 records, 0 want a description\n',
  })
})

t.test('a bad line stops the run by default, after what came before it', async t => {
  const { code, stdout, stderr } = await run('flag-needs', [], { input: '{"a":1}\n\n{"b":\n{"c":1}\n' })
  t.equal(code, 1)
  t.equal(stdout, flagged)
  t.match(stderr, /^flag-needs: stdin:3: unexpected end, expected a value at byte 6: \{"b":$/m)
})

t.test('--on-error skip leaves a bad line out, pass writes it unchanged, and both end with 1', async t => {
  const bad = ['{"b":', 'null', '7', '[]', '"x"', '\ufeff']
  for (const line of bad) {
    const input = `{"a":1}\n${line}\n{"a":1}\n`
    const skip = await run('flag-needs', ['--on-error', 'skip'], { input })
    t.match(skip, { code: 1, stdout: flagged + flagged }, `skip ${line}`)
    t.match(skip.stderr, /stdin:2: /)
    t.match(skip.stderr, /flag-needs: 3 records, 2 want a description, 1 bad\n$/)
    const pass = await run('flag-needs', ['--on-error', 'pass'], { input })
    t.match(pass, { code: 1, stdout: `${flagged}${line}\n${flagged}` }, `pass ${line}`)
  }
})

t.test('invalid UTF-8 is a bad line', async t => {
  const input = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}\n')])
  const { code, stderr } = await run('flag-needs', [], { input })
  t.equal(code, 1)
  t.match(stderr, 'flag-needs: stdin:1: invalid UTF-8')
})

t.test('--rejects keeps the raw lines', async t => {
  const folder = t.testdir({})
  const file = join(folder, 'bad.txt')
  await run('flag-needs', ['--on-error', 'skip', '--rejects', file], { input: '{"a":1}\n{"b":\nnull\n' })
  t.equal(readFileSync(file, 'utf8'), '{"b":\nnull\n')
  const refused = await run('flag-needs', ['--rejects', join(folder, 'no', 'x')], { input: '' })
  t.match(refused, { code: 2, stderr: /^flag-needs: cannot write to .*: no such file or folder\n$/ })
})

t.test('--max-line: a longer line is bad, and is not held in memory', async t => {
  const input = `{"a":1}\n{"x":"${'y'.repeat(200_000)}"}\n{"a":1}\n`
  const { code, stdout, stderr } = await run('flag-needs', ['--max-line', '1K', '--on-error', 'skip'], {
    input,
  })
  t.equal(code, 1)
  t.equal(stdout, flagged + flagged)
  t.match(stderr, 'stdin:2: longer than 1024 bytes (--max-line)')
})

t.test('files are read in order, with their names in messages; - is standard input', async t => {
  const folder = t.testdir({ 'a.jsonl': '{"id":1}\n', 'b.jsonl': '{"id":2}\n{\n' })
  const args = ['--on-error', 'skip', '--', join(folder, 'b.jsonl'), '-', join(folder, 'a.jsonl')]
  const { stdout, stderr } = await run('flag-needs', args, { input: '{"id":3}\n' })
  t.same(
    records(stdout).map(r => r.id),
    [2, 3, 1],
  )
  t.match(stderr, 'b.jsonl:2: ')
})

t.test('a file that cannot be read stops the run before anything is written', async t => {
  const folder = t.testdir({ 'a.jsonl': '{"id":1}\n' })
  const { code, stdout, stderr } = await run('flag-needs', [join(folder, 'a.jsonl'), join(folder, 'none')])
  t.match({ code, stdout }, { code: 2, stdout: '' })
  t.match(stderr, /^flag-needs: cannot read .*none: no such file or folder\n$/)
  t.match(await run('flag-needs', [folder]), { code: 2, stderr: /: it is a folder\n$/ })
})

t.test('--output is put in place when all is done, and not when the run is stopped', async t => {
  const folder = t.testdir({})
  const file = join(folder, 'out.jsonl')
  t.match(await run('flag-needs', ['-o', file], { input: '{"a":1}\n' }), { code: 0, stdout: '' })
  t.equal(readFileSync(file, 'utf8'), flagged)
  const child = start('flag-needs', ['-o', join(folder, 'other.jsonl')])
  child.stdin!.write('{"a":1}\n')
  await new Promise(resolve => setTimeout(resolve, 500))
  child.kill('SIGTERM')
  await new Promise(resolve => child.on('close', resolve))
  t.same(readdirSync(folder), ['out.jsonl'], 'no other.jsonl, and no temporary file')
  t.match(await run('flag-needs', ['-o', join(folder, 'no', 'x')], { input: '' }), { code: 2 })
})

t.test('a bad line that stops the run leaves the file of --output as it was', async t => {
  const input = '{"a":1}\n{"a":\n{"a":1}\n'
  const folder = t.testdir({ 'in.jsonl': input, 'old.jsonl': 'old' })
  const at = (name: string) => join(folder, name)
  for (const [name, args, said] of [
    ['in.jsonl', [at('in.jsonl')], 'is left as it was'],
    ['old.jsonl', [], 'is left as it was'],
    ['new.jsonl', [], 'is not made'],
  ] as const) {
    const before = existsSync(at(name)) ? readFileSync(at(name), 'utf8') : undefined
    const { code, stderr } = await run('flag-needs', ['-o', at(name), ...args], { input })
    t.equal(code, 1, name)
    t.ok(
      stderr.endsWith(
        `:2: unexpected end, expected a value at byte 6: {"a":\nflag-needs: ${at(name)} ${said}\n`,
      ),
      stderr,
    )
    t.equal(existsSync(at(name)) ? readFileSync(at(name), 'utf8') : undefined, before)
  }
  // Too long to be passed on: the rest is not read.
  const long = await run('flag-needs', ['-o', at('old.jsonl'), '--on-error', 'pass', '--max-line', '8'], {
    input: `{"a":"${'x'.repeat(20)}"}\n{"a":1}\n`,
  })
  t.equal(long.code, 1)
  t.same(readdirSync(folder), ['in.jsonl', 'old.jsonl'])
  t.equal(readFileSync(at('old.jsonl'), 'utf8'), 'old')
  for (const [policy, lines] of [
    ['pass', `${flagged}{"a":\n${flagged}`],
    ['skip', flagged + flagged],
  ] as const) {
    t.match(await run('flag-needs', ['-o', at('old.jsonl'), '--on-error', policy], { input }), { code: 1 })
    t.equal(readFileSync(at('old.jsonl'), 'utf8'), lines, policy)
  }
})

t.test('--output writes to where a link leads, and leaves a file’s mode as it is', async t => {
  const folder = t.testdir({ there: { 'out.jsonl': 'old' }, link: t.fixture('symlink', 'there/out.jsonl') })
  const at = (name: string) => join(folder, name)
  symlinkSync('there/new.jsonl', at('to-nothing'))
  symlinkSync('to-nothing', at('to-link'))
  symlinkSync('round', at('round'))
  chmodSync(at('there/out.jsonl'), 0o606)
  const write = (name: string) => run('flag-needs', ['-o', at(name)], { input: '{"a":1}\n' })
  await write('link')
  t.equal(readFileSync(at('there/out.jsonl'), 'utf8'), flagged)
  t.equal(statSync(at('there/out.jsonl')).mode & 0o777, 0o606)
  await write('to-link')
  t.equal(readFileSync(at('there/new.jsonl'), 'utf8'), flagged)
  for (const name of ['link', 'to-nothing', 'to-link']) t.ok(lstatSync(at(name)).isSymbolicLink(), name)
  t.same(readdirSync(at('there')), ['new.jsonl', 'out.jsonl'])
  const round = await write('round')
  t.match(round, { code: 2, stdout: '' })
  t.match(round.stderr, /^flag-needs: cannot write to .*round: .*\n$/)
})

t.test('a file whose closing fails is not put in place', async t => {
  const folder = t.testdir({ 'out.jsonl': 'old', 'lossy.mjs': lossyFiles })
  const args = ['--import', join(folder, 'lossy.mjs'), binary('flag-needs'), '-o', join(folder, 'out.jsonl')]
  const child = spawn(process.execPath, args, { env: cleanEnvironment() })
  child.stdin.end('{"a":1}\n')
  const { code, stderr } = await watch(child, true)
  t.equal(code, 2)
  t.match(stderr, /^flag-needs: cannot write to .*out\.jsonl: no space left on device\n$/)
  t.equal(readFileSync(join(folder, 'out.jsonl'), 'utf8'), 'old')
  t.same(readdirSync(folder), ['lossy.mjs', 'out.jsonl'])
})

t.test(
  '--output writes into what is no file, as a pipe with a name or a device, and leaves it what it is',
  async t => {
    const folder = t.testdir({})
    const fifo = join(folder, 'fifo')
    const line = `mkfifo "${fifo}"; timeout 20 cat "${fifo}" & echo '{"a":1}' | "${process.execPath}" "${binary('flag-needs')}" -q -o "${fifo}"; wait; test -p "${fifo}"; echo $?`
    const child = spawn('bash', ['-c', line], { env: cleanEnvironment() })
    let stdout = ''
    child.stdout.on('data', chunk => {
      stdout += chunk
    })
    await new Promise(resolve => child.on('close', resolve))
    t.equal(stdout, `${flagged}0\n`)
  },
)

t.test('a reader that has enough ends the run at once, silently, with 0', async t => {
  const line = `yes '{"a":1}' | "${process.execPath}" "${binary('flag-needs')}" | head -1; echo "\${PIPESTATUS[1]}"`
  const child = spawn('bash', ['-c', line], { env: cleanEnvironment() })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', chunk => {
    stdout += chunk
  })
  child.stderr.on('data', chunk => {
    stderr += chunk
  })
  await new Promise(resolve => child.on('close', resolve))
  t.equal(stdout, `${flagged}0\n`)
  t.equal(stderr, '')
})

t.test('each record leaves as soon as it is ready: a pipe that stays open flows', async t => {
  const child = start('flag-needs', [])
  child.stdin!.write('{"a":1}\n{"a"')
  const first = await new Promise<string>(resolve =>
    child.stdout!.once('data', chunk => resolve(String(chunk))),
  )
  t.equal(first, flagged)
  child.stdin!.end(':1}\n')
  const second = await new Promise<string>(resolve =>
    child.stdout!.once('data', chunk => resolve(String(chunk))),
  )
  t.equal(second, flagged)
})

/** What a shell says of a run of the filter: its exit code, and what it said. */
async function inShell(script: string, input: string) {
  const command = script.replace('FILTER', `"${process.execPath}" "${binary('flag-needs')}"`)
  const child = spawn('bash', ['-c', `${command}; echo $?`], { env: cleanEnvironment() })
  child.stdin.end(input)
  const said = { stdout: '', stderr: '' }
  for (const from of ['stdout', 'stderr'] as const)
    child[from].on('data', chunk => {
      said[from] += chunk
    })
  await new Promise(resolve => child.on('close', resolve))
  return said
}

t.test('a full disk is one line and exit code 2, however little is written', async t => {
  if (!existsSync('/dev/full')) return t.pass('no /dev/full here')
  const cases = [
    ['FILTER > /dev/full', 'standard output'],
    ['FILTER -o /dev/full', '/dev/full'],
  ] as const
  for (const [script, name] of cases)
    for (const lines of [1, 1000]) {
      const { stdout, stderr } = await inShell(script, '{"a":1}\n'.repeat(lines))
      t.equal(stdout, '2\n', `${script}, ${lines} lines`)
      t.equal(stderr, `flag-needs: cannot write to ${name}: no space left on device\n`)
    }
})

t.test('^C and SIGTERM end the process by that signal, with whole lines written', async t => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const child = start('flag-needs', [])
    let stdout = ''
    child.stdout!.on('data', chunk => {
      stdout += chunk
    })
    child.stdin!.write('{"a":1}\n{"a":1}\n{"a"')
    await new Promise(resolve => child.stdout!.once('data', resolve))
    child.kill(signal)
    const [code, by] = await new Promise<[number | null, string | null]>(resolve => {
      child.on('close', (code, by) => resolve([code, by]))
    })
    t.same([code, by], [null, signal])
    t.equal(stdout, flagged + flagged)
  }
})

t.test('what is read is not what is written, but by --output', async t => {
  const good = '{"a":1}\n{"a":2}\n'
  const cases: [script: string, said: RegExp][] = [
    ['FILTER x >> x', /: the input is the output: x; --output writes in place\n/],
    ['FILTER y ./x >> x', /: the input is the output: \.\/x; /],
    ['FILTER - < x >> x', /: the input is the output: stdin; /],
    ['FILTER -o /dev/stdout x >> x', /: the input is the output: x; /],
    ['FILTER --rejects x x', /: --rejects x: it is the input\n/],
    ['FILTER --rejects link x', /: --rejects link: it is the input\n/],
    ['FILTER --rejects hard < x', /: --rejects hard: it is the input\n/],
    ['FILTER --rejects x < y > x', /: --rejects x: it is the output\n/],
    ['FILTER --rejects new -o ./new y', /: --rejects new: it is the output\n/],
    ['FILTER --rejects to-new -o new y', /: --rejects to-new: it is the output\n/],
    ['FILTER --rejects x -o x y', /: --rejects x: it is the output\n/],
  ]
  for (const [script, said] of cases) {
    const folder = t.testdir({ x: good, y: good })
    symlinkSync('x', join(folder, 'link'))
    symlinkSync('new', join(folder, 'to-new'))
    linkSync(join(folder, 'x'), join(folder, 'hard'))
    const { stdout, stderr } = await inShell(`cd '${folder}'; ${script}`, '')
    t.equal(stdout, '2\n', script)
    t.match(stderr, said)
    t.equal(readFileSync(join(folder, 'x'), 'utf8'), script.endsWith(' > x') ? '' : good)
    t.notOk(existsSync(join(folder, 'new')))
  }
  for (const script of ['FILTER -q -o x x', 'FILTER -q -o x < x', 'FILTER -q -o link --rejects z x >> y']) {
    const folder = t.testdir({ x: good, y: good })
    symlinkSync('x', join(folder, 'link'))
    t.match(await inShell(`cd '${folder}'; ${script}`, ''), { stdout: '0\n', stderr: '' }, script)
    t.match(readFileSync(join(folder, 'x'), 'utf8'), /"missing".*\n.*"missing".*\n$/)
    t.equal(readFileSync(join(folder, 'y'), 'utf8'), good)
  }
})

t.test('--output /dev/stdout writes where standard output stands', async t => {
  const folder = t.testdir({})
  await inShell(`cd '${folder}'; { echo a; FILTER -q -o /dev/stdout; echo b; } > f`, '{"a":1}\n')
  t.equal(readFileSync(join(folder, 'f'), 'utf8'), `a\n${flagged}b\n`)
  t.equal((await run('flag-needs', ['-q', '-o', '/dev/stdout'], { input: '{"a":1}\n' })).stdout, flagged)
})

t.test('a file that cannot be written is told before anything is read', async t => {
  const folder = t.testdir({ there: {}, file: '' })
  for (const [name, said] of [
    ['', '--output names no file'],
    ['new/', 'cannot write to new/: it is a folder'],
    ['there', 'cannot write to there: it is a folder'],
    ['no/x', 'cannot write to no/x: no such file or folder'],
    ['file/x', 'cannot write to file/x: a part of the path is no folder'],
    ['x'.repeat(300), `cannot write to ${'x'.repeat(300)}: the name is too long`],
  ] as const) {
    // Its input stays open.
    const child = start('flag-needs', ['-o', name], { cwd: folder })
    const { code, stderr } = await watch(child, true)
    t.match({ code, stderr }, { code: 2, stderr: `flag-needs: ${said}\n` }, name)
  }
  const longest = 'y'.repeat(255)
  t.match(await run('flag-needs', ['-o', longest], { input: '{"a":1}\n', cwd: folder }), { code: 0 })
  t.same(readdirSync(folder), ['file', 'there', longest])
  t.match((await inShell('FILTER < /', '')).stderr, 'flag-needs: cannot read stdin: it is a folder\n')
})

t.test('closed standard streams do no harm', async t => {
  const line = `"${process.execPath}" "${binary('flag-needs')}" -q <&-; echo $?; echo '{"a":1}' | "${process.execPath}" "${binary('flag-needs')}" -q >&-; echo $?`
  const child = spawn('bash', ['-c', line], { env: cleanEnvironment() })
  let stdout = ''
  child.stdout.on('data', chunk => {
    stdout += chunk
  })
  await new Promise(resolve => child.on('close', resolve))
  t.equal(stdout, '0\n0\n')
})
