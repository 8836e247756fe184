import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import test, { type TestContext } from 'node:test'
import { type Network, readNetwork } from '#base/networks.ts'
import { fetchOutside, OutboundFailed, type OutboundTrouble, type OutsideRequest } from '#http/outbound.ts'

const networks = (...texts: readonly string[]): readonly Network[] =>
  texts.flatMap((text) => {
    const read = readNetwork(text)
    return read === undefined ? [] : [read]
  })
const here = networks('127.0.0.1', '::1')
const options = (over: Partial<OutsideRequest> = {}): OutsideRequest => ({
  timeouts: { connect: 2000, read: 2000 },
  mostBytes: 1000,
  allow: here,
  resolve: () => Promise.reject(new Error('no name is asked for here')),
  ...over,
})

const fails = (address: string, why: OutboundTrouble, over: Partial<OutsideRequest> = {}): Promise<void> =>
  assert.rejects(fetchOutside(address, options(over)), (error: unknown) => {
    assert.ok(error instanceof OutboundFailed, String(error))
    assert.equal(error.why, why)
    return true
  })

interface Heard {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly host: string | undefined
  readonly body: string
}

async function listen(
  t: TestContext,
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => response.end('hello'),
): Promise<{ port: number; heard: Heard[] }> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      heard.push({ method: request.method, path: request.url, host: request.headers.host, body })
      answer(request, response)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, heard }
}

test('a request goes out as it was made, and the answer comes back', async (t) => {
  const { port, heard } = await listen(t, (_request, response) =>
    response.writeHead(201, { 'x-own': 'y' }).end('hello'),
  )
  const answer = await fetchOutside(
    `http://127.0.0.1:${port}/there?a=b`,
    options({ method: 'POST', body: 'token=ø', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  )
  assert.deepEqual([answer.status, answer.headers['x-own'], answer.body.toString()], [201, 'y', 'hello'])
  assert.deepEqual(heard, [{ method: 'POST', path: '/there?a=b', host: `127.0.0.1:${port}`, body: 'token=ø' }])
})

const refused: readonly [address: string, why: OutboundTrouble, what: string][] = [
  ['http://127.0.0.1:9/', 'inside', 'loopback'],
  ['https://127.0.0.1/', 'inside', 'loopback'],
  ['https://2130706433/', 'inside', 'loopback as one number'],
  ['https://0x7f.1/', 'inside', 'loopback in hexadecimal'],
  ['https://0177.0.0.1/', 'inside', 'loopback in octal'],
  ['https://127.1/', 'inside', 'loopback, shortened'],
  ['https://0/', 'inside', 'this host'],
  ['https://[::1]/', 'inside', 'loopback of IPv6'],
  ['https://[::ffff:127.0.0.1]/', 'inside', 'mapped loopback'],
  ['https://[::ffff:a9fe:a9fe]/', 'inside', 'mapped link-local'],
  ['https://[64:ff9b::10.0.0.1]/', 'inside', 'translated private'],
  ['https://[fe80::1]/', 'inside', 'link-local'],
  ['https://169.254.169.254/latest/meta-data/', 'inside', 'a cloud’s own address'],
  ['https://10.0.0.1/', 'inside', 'private'],
  ['http://8.8.8.8/', 'address', 'plain http to the internet'],
  ['ftp://8.8.8.8/', 'address', 'another scheme'],
  ['file:///etc/passwd', 'address', 'a file'],
  ['https://user:pass@8.8.8.8/', 'address', 'a password in the address'],
  ['//8.8.8.8/', 'address', 'no address'],
]
for (const [address, why, what] of refused)
  test(`${address} is refused: ${what}`, () => fails(address, why, { allow: [] }))

const names: readonly [addresses: readonly string[], why: OutboundTrouble][] = [
  [['10.1.2.3'], 'inside'],
  [['127.0.0.1'], 'inside'],
  [['::1'], 'inside'],
  [['::ffff:192.168.0.1'], 'inside'],
  [['8.8.8.8', '10.0.0.1'], 'inside'],
  [['2001:4860:4860::8888', 'fd00::1'], 'inside'],
  [[], 'unresolved'],
]
for (const [addresses, why] of names)
  test(`a name that leads to ${addresses.join(' and ') || 'nowhere'} is refused`, () =>
    fails('https://service.example/', why, { allow: [], resolve: () => Promise.resolve(addresses) }))

test('without another way to resolve, names are asked for as this machine knows them', async (t) => {
  const { port } = await listen(t)
  const { resolve: _ours, ...system } = options()
  assert.equal((await fetchOutside(`http://localhost:${port}/`, { ...system, allow: here })).status, 200)
  await assert.rejects(fetchOutside(`http://localhost:${port}/`, { ...system, allow: [] }), { why: 'inside' })
})

test('a name that nobody knows', () => fails('https://service.example/', 'unresolved'))

test('what the operator allows is reached, and nothing beside it; plain http to this machine alone', async (t) => {
  const { port } = await listen(t)
  const at = (address: string, allow: readonly Network[]) =>
    fetchOutside(`http://inner.example:${port}/`, options({ allow, resolve: () => Promise.resolve([address]) }))
  assert.equal((await at('127.0.0.1', networks('127.0.0.0/8'))).status, 200)
  assert.equal((await at('::ffff:127.0.0.1', networks('127.0.0.0/8'))).status, 200)
  const wider = { allow: networks('10.20.0.0/16') }
  await fails(`http://inner.example:${port}/`, 'inside', { ...wider, resolve: () => Promise.resolve(['10.21.0.1']) })
  await fails(`http://inner.example:${port}/`, 'address', { ...wider, resolve: () => Promise.resolve(['10.20.0.1']) })
})

test('the name is asked for once, and the connection goes to the address that was judged, whatever it says the next moment', async (t) => {
  const { port, heard } = await listen(t)
  const answers = [['127.0.0.1'], ['169.254.169.254'], ['127.0.0.1']]
  let asked = 0
  const resolve = (): Promise<readonly string[]> => Promise.resolve(answers[asked++] ?? [])
  const address = `http://rebinding.example:${port}/`
  assert.equal((await fetchOutside(address, options({ resolve }))).status, 200)
  assert.equal(asked, 1)
  assert.equal(heard[0]?.host, `rebinding.example:${port}`)
  // Judged anew each time: a connection that was good once is not used again.
  await fails(address, 'inside', { resolve })
  assert.equal((await fetchOutside(address, options({ resolve }))).status, 200)
  assert.deepEqual([asked, heard.length], [3, 2])
})

test('a redirect is an answer like others, and is not followed', async (t) => {
  const other = await listen(t)
  const { port } = await listen(t, (_request, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${other.port}/` }).end(),
  )
  assert.equal((await fetchOutside(`http://127.0.0.1:${port}/`, options())).status, 302)
  assert.equal(other.heard.length, 0)
})

test('more than was asked for is refused, also where no length is said; with 0 nothing is read', async (t) => {
  const { port } = await listen(t, (_request, response) => {
    response.write('x'.repeat(600))
    response.end('x'.repeat(600))
  })
  await fails(`http://127.0.0.1:${port}/`, 'too-large')
  const unread = await fetchOutside(`http://127.0.0.1:${port}/`, options({ mostBytes: 0 }))
  assert.deepEqual([unread.status, unread.body.length], [200, 0])
  assert.equal((await fetchOutside(`http://127.0.0.1:${port}/`, options({ mostBytes: 1200 }))).body.length, 1200)
})

test('who never answers, or never ends, is given up', async (t) => {
  const silent = await listen(t, () => undefined)
  const dripping = await listen(t, (_request, response) => void response.write('x'))
  const soon = { timeouts: { connect: 2000, read: 50 } }
  await fails(`http://127.0.0.1:${silent.port}/`, 'timeout', soon)
  await fails(`http://127.0.0.1:${dripping.port}/`, 'timeout', soon)
})

test('a name that takes for ever, and a connection that never stands, are given up', async (t) => {
  const soon = { timeouts: { connect: 50, read: 2000 } }
  await fails('https://slow.example/', 'timeout', { ...soon, resolve: () => new Promise(() => undefined) })
  // TCP stands, TLS never does.
  const mute = createSocketServer(() => undefined)
  await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done))
  t.after(() => mute.close())
  await fails(`https://127.0.0.1:${(mute.address() as AddressInfo).port}/`, 'timeout', soon)
})

test('nobody there, and somebody who hangs up in the middle', async (t) => {
  await fails('http://127.0.0.1:9/', 'unreachable')
  const { port } = await listen(t, (request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('x')
    setImmediate(() => request.socket.destroy())
  })
  await fails(`http://127.0.0.1:${port}/`, 'unreachable')
})

test('no failure tells the address', async () => {
  await assert.rejects(fetchOutside('http://127.0.0.1:9/hemmelig', options()), (error: Error) => {
    assert.doesNotMatch(`${error.name} ${error.message} ${error.stack ?? ''}`, /hemmelig|127\.0\.0\.1:9/)
    assert.equal(error.cause, undefined)
    return true
  })
})
