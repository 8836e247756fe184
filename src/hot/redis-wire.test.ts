/** A connection that breaks: what was under way fails, nothing is sent twice, and whoever asks next is served again. */
import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import test from 'node:test'
import { openWire, readAddress } from '#hot/redis-wire.ts'

/** Hands each connection and what came on it to the test. */
async function server(heard: (text: string, socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const listening = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => heard(bytes.toString(), socket))
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const close = (): void => {
    for (const socket of sockets) socket.destroy()
    listening.close()
  }
  return { url: `redis://127.0.0.1:${(listening.address() as AddressInfo).port}`, close }
}

test('what is asked in one turn goes out in one write, and answers find their callers', async () => {
  const writes: string[] = []
  const there = await server((text, socket) => {
    writes.push(text)
    socket.write('+one\r\n$-1\r\n:3\r\n')
  })
  const wire = openWire(there.url)
  assert.deepEqual(await Promise.all([wire.ask(['A']), wire.ask(['B', 'blåb']), wire.ask(['C'])]), ['one', null, 3])
  assert.deepEqual(writes, ['*1\r\n$1\r\nA\r\n*2\r\n$1\r\nB\r\n$5\r\nblåb\r\n*1\r\n$1\r\nC\r\n'])
  wire.close()
  there.close()
})

test('a lost connection fails what was under way and sends none of it again; the next one is answered', async () => {
  const came: string[] = []
  let lost = 0
  const there = await server((text, socket) => {
    came.push(text)
    if (came.length === 1) socket.destroy()
    else socket.write('+again\r\n')
  })
  const wire = openWire(there.url)
  wire.onLost(() => (lost += 1))
  const under = [wire.ask(['GETDEL', 'x']), wire.ask(['GETDEL', 'y'])]
  for (const one of await Promise.allSettled(under)) assert.equal(one.status, 'rejected')
  assert.equal(lost, 1)
  assert.equal(await wire.ask(['PING']), 'again')
  assert.deepEqual(came.slice(1), ['*1\r\n$4\r\nPING\r\n'])
  wire.close()
  there.close()
})

test('the server says no to the greeting: nothing else is sent to it', async () => {
  const came: string[] = []
  const there = await server((text, socket) => {
    came.push(text)
    socket.write('-WRONGPASS no\r\n+somebody else\r\n')
  })
  const wire = openWire(there.url.replace('redis://', 'redis://:word@'))
  await assert.rejects(wire.ask(['GET', 'x']))
  assert.ok(came.every((text) => text.includes('AUTH') && !text.includes('GET')))
  wire.close()
  there.close()
})

test('closing fails what is under way, and what comes after', async () => {
  const there = await server(() => undefined)
  const wire = openWire(there.url)
  const under = wire.ask(['GET', 'x'])
  wire.close()
  await assert.rejects(under)
  await assert.rejects(wire.ask(['GET', 'x']))
  there.close()
})

for (const [url, address] of [
  ['redis://a', { host: 'a', port: 6379, tls: false, greeting: [] }],
  ['rediss://[::1]:7/3', { host: '::1', port: 7, tls: true, greeting: [['SELECT', '3']] }],
  ['redis://:w%40rd@a', { host: 'a', port: 6379, tls: false, greeting: [['AUTH', 'w@rd']] }],
  ['redis://me:word@a/', { host: 'a', port: 6379, tls: false, greeting: [['AUTH', 'me', 'word']] }],
] as const) {
  test(`address ${url}`, () => assert.deepEqual(readAddress(url), address))
}
