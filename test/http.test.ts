import { createServer } from 'node:http'
import * as net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { AnswerReader, MalformedAnswer } from '../lib/http/answer-reader.ts'
import { createHttpClient, type HttpRequest } from '../lib/http/client.ts'
import { TransportError } from '../lib/http/transport-error.ts'

const head = (...fields: string[]) => `HTTP/1.1 200 OK\r\n${fields.map(field => `${field}\r\n`).join('')}\r\n`

/** What comes of `pieces`, each as it would come from a connection. */
function read(pieces: readonly (string | Buffer)[]) {
  const reader = new AnswerReader()
  const whole = pieces.map(piece => reader.read(Buffer.from(piece)))
  return { reader, isWhole: whole.at(-1)!, text: Buffer.concat(reader.chunks).toString() }
}

/** The same, cut into two at every place. */
function everyCut(t: Test, text: string, check: (seen: ReturnType<typeof read>, at: number) => void) {
  const bytes = Buffer.from(text)
  check(read([bytes]), 0)
  for (let at = 1; at < bytes.length; at++) check(read([bytes.subarray(0, at), bytes.subarray(at)]), at)
  const single = [...bytes].map(byte => Buffer.of(byte))
  check(read(single), -1)
  t.pass(`${bytes.length} cuts`)
}

t.test('an answer is read wherever it is cut', async t => {
  const bodies: [fields: string[], body: string][] = [
    [['Content-Length: 8'], 'größe!'],
    [['content-length:8', 'Content-Length: 8'], 'größe!'],
    [['Transfer-Encoding: chunked'], '4\r\ngrö\r\n0004;name="x"\r\nße!\r\n0\r\n\r\n'],
    [['Transfer-Encoding: CHUNKED'], '8\ngröße!\n0\nSum: 12\n\n'],
  ]
  for (const [fields, body] of bodies) {
    everyCut(t, head('X-One:  a b ', 'x-one: c', ...fields) + body, ({ reader, isWhole, text }, at) => {
      const seen = [isWhole, text, reader.status, reader.isReusable, reader.headers['x-one']]
      const wanted = [true, 'größe!', 200, true, 'a b']
      if (JSON.stringify(seen) !== JSON.stringify(wanted)) t.same(seen, wanted, `${fields}, cut at ${at}`)
    })
  }
})

t.test('what comes before the answer is none, and some have no body', async t => {
  const early = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'
  everyCut(t, `${early}${head('Content-Length: 2')}ok`, ({ reader, isWhole, text }, at) => {
    if (!isWhole || text !== 'ok' || reader.headers.link !== undefined) t.fail(`cut at ${at}`)
  })
  for (const status of ['204 No Content', '304 Not Modified']) {
    const { isWhole, reader } = read([`HTTP/1.1 ${status}\r\ncontent-length: 5\r\n\r\n`])
    t.ok(isWhole && reader.isReusable, status)
  }
  t.ok(read([head('content-length: 0')]).isWhole)
})

t.test('a connection carries another request only where it is clear that it may', async t => {
  const reusable = (text: string) => read([text]).reader.isReusable
  t.ok(reusable(`${head('content-length: 2', 'connection: Keep-Alive')}ok`))
  t.notOk(reusable(`${head('content-length: 2', 'connection: close')}ok`))
  t.notOk(reusable(`${head('content-length: 2', 'connection: foo', 'connection: bar, Close')}ok`))
  t.notOk(reusable('HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok'))
  t.ok(reusable('HTTP/1.0 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok'))
  t.notOk(reusable(`${head('content-length: 2')}okay`), 'more than was asked for')
  t.notOk(reusable(`${head('content-length: 2', 'transfer-encoding: chunked')}1\r\na\r\n0\r\n\r\n`))
})

t.test('without a length, the end of the connection ends the answer, and no other', async t => {
  for (const fields of [[], ['transfer-encoding: gzip'], ['connection: keep-alive']]) {
    const { reader, isWhole, text } = read([head(...fields), 'a', 'b'])
    t.same([isWhole, text, reader.end(), reader.isReusable], [false, 'ab', true, false])
  }
  for (const cut of ['', 'HTTP/1.1 200 OK\r\n', `${head('content-length: 3')}ab`]) {
    const { reader, isWhole } = read([cut])
    t.notOk(isWhole || reader.end(), JSON.stringify(cut))
  }
  t.notOk(read([`${head('transfer-encoding: chunked')}1\r\na\r\n`]).reader.end())
})

t.test('what is no answer is refused', async t => {
  const wrong = [
    'SSH-2.0-OpenSSH_9.6\r\n\r\n',
    'HTTP/2 200 OK\r\n\r\n',
    'HTTP/1.1 2000 OK\r\n\r\n',
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    head('no colon'),
    head('content-length : 2'),
    head(' folded: x'),
    head('content-length: 2', 'content-length: 3'),
    head('content-length: -1'),
    head('content-length: 0x10'),
    `${head('transfer-encoding: chunked')}zz\r\n`,
    `${head('transfer-encoding: chunked')}-1\r\n`,
    `${head('transfer-encoding: chunked')}1\r\nab\r\n`,
    `${head('transfer-encoding: chunked')}${'0'.repeat(2000)}`,
    `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`,
    `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}\r\n\r\n`,
  ]
  for (const text of wrong) t.throws(() => read([text]), MalformedAnswer, JSON.stringify(text.slice(0, 60)))
})

/** Gives the port, and the connections so far. All ends with the test. */
async function listening(t: Test, server: net.Server) {
  const sockets: net.Socket[] = []
  server.on('connection', socket => {
    sockets.push(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as net.AddressInfo).port, sockets }
}

function newClient(t: Test) {
  const client = createHttpClient({})
  t.teardown(() => client.close())
  return client
}

/** A server that answers as `answer` says, and counts its connections. */
async function serve(t: Test, answer: (socket: net.Socket, request: string, count: number) => void) {
  const requests: string[] = []
  const server = net.createServer(socket => {
    let text = ''
    socket.on('data', bytes => {
      text += bytes
      const end = text.indexOf('\r\n\r\n')
      const length = Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0)
      if (end < 0 || text.length < end + 4 + length) return
      requests.push(text)
      answer(socket, text, requests.length)
      text = ''
    })
  })
  const { port, sockets } = await listening(t, server)
  const client = newClient(t)
  const abort = new AbortController()
  const send = (more: Partial<HttpRequest> = {}) =>
    client.send({
      url: `http://127.0.0.1:${port}/a?b=c`,
      headers: { 'content-type': 'application/json' },
      body: '{}',
      timeoutMs: 5000,
      signal: abort.signal,
      ...more,
    })
  return { client, sockets, requests, send, abort, port }
}

const ok = (text: string, ...fields: string[]) =>
  `${head(`content-length: ${text.length}`, ...fields)}${text}`

t.test('one connection carries request after request, several those at once', async t => {
  const { send, sockets, requests, port } = await serve(t, (socket, _, count) => socket.write(ok(`${count}`)))
  t.equal((await send()).text, '1')
  t.equal((await send()).text, '2')
  t.equal(sockets.length, 1)
  t.equal(
    requests[0],
    `POST /a?b=c HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: keep-alive\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`,
  )
  await Promise.all([send(), send(), send()])
  t.equal(sockets.length, 3)
  await send({ method: 'GET', body: '' })
  t.notMatch(requests.at(-1), /content-length/)
})

t.test('a connection that the server gives up is not used again', async t => {
  const { send, sockets } = await serve(t, (socket, _, count) => {
    if (count === 1) socket.write(ok('a', 'connection: close'))
    else if (count === 2) socket.end(ok('b'))
    else if (count === 3) socket.write(`${ok('c')}and more`)
    else if (count === 4) socket.write(ok('d', 'keep-alive: timeout=1'))
    else if (count === 5) socket.end('HTTP/1.1 200 OK\r\n\r\ne')
    else socket.write(ok('f'))
  })
  for (const [index, text] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) {
    t.equal((await send()).text, text)
    await sleep(30)
    t.equal(sockets.length, index + 1)
  }
  t.equal((await send()).text, 'f')
  t.equal(sockets.length, 6)
})

t.test('what breaks is told from what never left', async t => {
  const { send, abort, port } = await serve(t, (socket, _, count) => {
    if (count === 1) socket.end()
    else if (count === 2) socket.end(`${head('content-length: 9')}half`)
    else if (count === 3) socket.write('nonsense\r\n\r\n')
    else if (count === 4) socket.resetAndDestroy()
  })
  const fault = (sent: Promise<unknown>) =>
    sent.then(
      () => 'answered',
      (error: unknown) => (error instanceof TransportError ? error.fault : error),
    )
  for (const name of ['at once', 'in the middle', 'in another language', 'rudely'])
    t.equal(await fault(send()), 'lost', name)
  t.equal(await fault(send({ timeoutMs: 50 })), 'timeout')
  const reason = new Error('^C')
  const waiting = fault(send())
  setTimeout(() => abort.abort(reason), 20)
  t.equal(await waiting, reason)
  t.equal(await fault(send()), reason, 'and nothing is sent any more')
  const free = new AbortController().signal
  const nobody = net.createServer()
  await new Promise<void>(resolve => nobody.listen(0, '127.0.0.1', resolve))
  const { port: closed } = nobody.address() as net.AddressInfo
  await new Promise(resolve => nobody.close(resolve))
  t.equal(await fault(send({ url: `http://127.0.0.1:${closed}/`, signal: free })), 'unsent')
  await t.rejects(
    send({ url: `http://127.0.0.1:${port}/`, headers: { 'x-key': 'a\r\nhost: b' }, signal: free }),
    { code: 'ERR_INVALID_CHAR' },
  )
})

t.test('what waits for its answer does not hold the request', async t => {
  const { send } = await serve(t, () => {})
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  /** In a function of its own, which is over when the memory is looked at. */
  const waiting = (size: number) => {
    const body = Buffer.alloc(size)
    send({ body }).catch(() => {})
    return new WeakRef(body)
  }
  // The short one leaves with its head, the long one by itself.
  const bodies = [1000, 100_000].map(waiting)
  await sleep(100)
  collect()
  t.same(
    bodies.map(body => body.deref()),
    [undefined, undefined],
  )
})

t.test('closing the client ends what is under way, and its clocks', async t => {
  const { client, send } = await serve(t, () => {})
  const sent = send({ timeoutMs: 600_000 })
  await sleep(30)
  await client.close()
  await t.rejects(sent, { name: 'TransportError', fault: 'lost' })
})

t.test('an answer that is packed is unpacked, by itself and through a proxy', async t => {
  const text = '{"größe":1}'
  const packed: Record<string, Buffer> = {
    gzip: gzipSync(text),
    br: brotliCompressSync(text),
    deflate: deflateSync(text),
    identity: Buffer.from(text),
    GZIP: gzipSync(text),
  }
  const packing = createServer((request, response) => {
    const encoding = request.url!.slice(1)
    response.setHeader('content-encoding', encoding === 'broken' ? 'gzip' : encoding)
    response.end(packed[encoding] ?? 'x')
  })
  // The tunnel of a proxy that is always willing.
  packing.on('connect', (request, client) => {
    const behind = net.connect(Number(request.url!.split(':')[1]), '127.0.0.1', () =>
      client.write('HTTP/1.1 200 OK\r\n\r\n'),
    )
    client.on('error', () => {})
    behind.on('error', () => {})
    client.pipe(behind).pipe(client)
  })
  await new Promise<void>(resolve => packing.listen(0, '127.0.0.1', resolve))
  t.teardown(() => packing.close())
  const base = `http://127.0.0.1:${(packing.address() as net.AddressInfo).port}`
  const to = (path: string) => ({
    url: `${base}/${path}`,
    headers: {},
    timeoutMs: 5000,
    signal: new AbortController().signal,
  })
  for (const env of [{}, { http_proxy: base }]) {
    const client = createHttpClient(env)
    for (const encoding of Object.keys(packed)) {
      t.equal((await client.send(to(encoding))).text, text, encoding)
    }
    await t.rejects(client.send(to('broken')), TransportError)
    const unreadable = client.send(to('unknown'))
    t.equal((await unreadable).text, 'x', 'an encoding that nobody knows is left as it is')
    await client.close()
  }
})

t.test('a body of megabytes goes and comes, through Node’s own server', async t => {
  const server = createServer((request, response) => {
    response.setHeader('x-method', request.method!)
    response.writeEarlyHints({ link: '</a>; rel=preload' })
    // Without a length: in chunks.
    request.pipe(response)
  })
  const { port } = await listening(t, server)
  const client = newClient(t)
  const body = 'größer '.repeat(1_000_000)
  const request = {
    url: `http://localhost:${port}/`,
    headers: {},
    timeoutMs: 20_000,
    signal: new AbortController().signal,
  }
  for (const method of ['POST', 'DELETE'] as const) {
    const { text, headers, status } = await client.send({ ...request, method, body: Buffer.from(body) })
    t.ok(text === body)
    t.same([status, headers['x-method'], headers.link], [200, method, undefined])
  }
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => client.send({ ...request, body: `${index}` })),
  )
  t.same(
    answers.map(({ text }) => text),
    Array.from({ length: 200 }, (_, index) => `${index}`),
  )
})

t.test('an answer that comes before the request is whole is taken, and its connection given up', async t => {
  const server = net.createServer(socket => {
    // The rest of the request is never read.
    socket.once('data', () => {
      socket.pause()
      socket.write(ok('too long').replace('200 OK', '413 Content Too Large'))
    })
  })
  const { port, sockets } = await listening(t, server)
  const client = newClient(t)
  const request = {
    url: `http://127.0.0.1:${port}/`,
    headers: {},
    body: Buffer.alloc(20_000_000),
    timeoutMs: 20_000,
    signal: new AbortController().signal,
  }
  t.equal((await client.send(request)).status, 413)
  t.equal((await client.send(request)).status, 413)
  t.equal(sockets.length, 2)
})
