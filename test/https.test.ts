import { writeFileSync } from 'node:fs'
import * as net from 'node:net'
import { join } from 'node:path'
import * as tls from 'node:tls'
import { generate } from 'selfsigned'
import t from 'tap'
import { bench, many } from './describe-bench.ts'
import { records } from './harness.ts'

t.test('https: certificates are looked at, names sent along, connections kept', async t => {
  const { describe, fake, folder } = await bench(t)
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })
  const authority = join(folder, 'authority.pem')
  writeFileSync(authority, cert)
  const names: (string | false | null)[] = []
  const front = tls.createServer({ key, cert, ALPNProtocols: ['h2', 'http/1.1'] }, socket => {
    names.push(socket.servername, socket.alpnProtocol)
    const behind = net.connect(Number(new URL(fake.url).port), '127.0.0.1')
    for (const one of [socket, behind]) one.on('error', () => {})
    socket.pipe(behind).pipe(socket)
  })
  front.on('tlsClientError', () => {})
  await new Promise<void>(resolve => front.listen(0, '127.0.0.1', resolve))
  t.teardown(() => front.close())
  const { port } = front.address() as net.AddressInfo
  const to = (host: string) => ['--concurrency', '2', '--base-url', `https://${host}:${port}`]
  const trusting = { env: { NODE_EXTRA_CA_CERTS: authority } }

  const stranger = await describe([...to('localhost'), '--max-attempts', '1'], many(1), {
    env: { NODE_EXTRA_CA_CERTS: undefined },
  })
  t.equal(stranger.code, 2)
  t.match(stranger.stderr, /its certificate was not accepted/)
  const otherName = await describe([...to('127.0.0.1'), '--max-attempts', '1'], many(1), trusting)
  t.equal(otherName.code, 2)
  t.match(otherName.stderr, /its certificate was not accepted/)
  t.equal(fake.seen.length, 0, 'and the key went nowhere')

  names.length = 0
  const { code, stdout, stderr } = await describe(to('localhost'), many(12), trusting)
  t.equal(code, 0, stderr)
  t.equal(records(stdout).length, 12)
  t.equal(fake.seen.length, 12)
  t.ok(names.length <= 4, `two connections, not ${names.length / 2}`)
  t.same(names.slice(0, 2), ['localhost', 'http/1.1'])
})
