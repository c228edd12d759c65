/** Proxies from the environment, as a user's shell has them. */
import * as http from 'node:http'
import * as net from 'node:net'
import t from 'tap'
import { bench, many } from './describe-bench.ts'
import { records } from './harness.ts'

/** A CONNECT proxy that does as `act` says with each way that is asked for. */
async function startProxy(
  t: { teardown(end: () => unknown): void },
  act: (client: net.Socket, target: string) => void,
) {
  const asked: string[] = []
  const server = http.createServer((_, response) => response.writeHead(400).end())
  server.on('connect', (request, client) => {
    asked.push(request.url!)
    client.on('error', () => {})
    act(client as net.Socket, request.url!)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return { asked, url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}` }
}

const passOn = (client: net.Socket, target: string) => {
  const [host, port] = target.split(':')
  const behind = net.connect(Number(port), host, () => client.write('HTTP/1.1 200 OK\r\n\r\n'))
  behind.on('error', () => client.destroy())
  client.pipe(behind).pipe(client)
}

t.test('requests go through the proxy that the environment names, but for what it leaves out', async t => {
  const { describe, fake } = await bench(t)
  const proxy = await startProxy(t, passOn)
  for (const [name, count] of [
    ['HTTP_PROXY', 1],
    ['http_proxy', 2],
  ] as const) {
    const result = await describe(['--all'], many(count), { env: { [name]: proxy.url } })
    t.equal(result.code, 0, result.stderr)
    t.match(records(result.stdout).at(-1)?.description, new RegExp(`number n${count - 1}`))
    t.equal(proxy.asked.length, count, name)
    t.equal(fake.seen.length, count)
  }
  await describe([], many(3), { env: { http_proxy: proxy.url, no_proxy: '127.0.0.1' } })
  t.equal(fake.seen.length, 3)
  t.equal(proxy.asked.length, 2)
})

t.test('a proxy that hangs up, refuses or is not there is named, and not run against', async t => {
  const { describe, fake } = await bench(t)
  const closing = await startProxy(t, client => client.destroy())
  const refusing = await startProxy(t, client =>
    client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
  )
  const args = ['--max-attempts', '2', '--concurrency', '1']
  const through = (url: string) => describe(args, many(2), { env: { http_proxy: url } })
  const { code, stderr } = await through(closing.url)
  t.equal(code, 2)
  t.match(stderr, /cannot reach 127\.0\.0\.1:\d+ through the proxy 127\.0\.0\.1:\d+: it hung up/)
  t.ok(closing.asked.length <= 4, `${closing.asked.length} connections`)
  t.match(await through(refusing.url), { code: 2, stderr: /the proxy refused/ })
  t.ok(refusing.asked.length <= 4, `${refusing.asked.length} connections`)
  t.match(await through('http://127.0.0.1:1'), {
    code: 2,
    stderr: /through the proxy 127\.0\.0\.1:1: connection refused/,
  })
  t.equal(fake.seen.length, 0)
})

t.test('a variable that is no address is named, and what it holds is kept', async t => {
  const { describe } = await bench(t)
  for (const value of ['secret@nowhere', 'ftp://u:secret@x']) {
    const { code, stderr } = await describe([], many(1), { env: { HTTPS_PROXY: value } })
    t.equal(code, 2)
    t.match(stderr, /HTTPS_PROXY is no address of a proxy/)
    t.notMatch(stderr, /secret/)
  }
})
