import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { type GatewayRefused, httpGateway } from '#messages/http-gateway.ts'
import type { Message } from '#messages/outbox.ts'
import type { What } from '#messages/trouble.ts'

const message: Message = { kind: 'sms', to: '+4790000047', text: 'sesam', about: 'minid-code', useless: 0 }

interface Heard {
  readonly method: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A gateway's other end: answers with a status, or never. */
async function listen(
  t: TestContext,
  status: number | 'silent',
  location?: string,
): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      heard.push({ method: request.method, headers: request.headers, body })
      if (status !== 'silent')
        response.writeHead(status, location === undefined ? {} : { location }).end('{"some":"answer"}')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`, heard }
}

test('an SMS is posted as JSON under the secret', async (t) => {
  const { url, heard } = await listen(t, 202)
  await httpGateway({ url, secret: 'hemmelig' }).send(message, 'id-1')
  assert.equal(heard.length, 1)
  assert.equal(heard[0]?.method, 'POST')
  assert.equal(heard[0]?.headers.authorization, 'Bearer hemmelig')
  assert.equal(heard[0]?.headers['content-type'], 'application/json')
  assert.deepEqual(JSON.parse(heard[0]?.body ?? ''), { to: '+4790000047', text: 'sesam', id: 'id-1' })
})

const answers: readonly [status: number, what: What][] = [
  [400, 'later'],
  [401, 'down'],
  [422, 'refused'],
  [429, 'later'],
  [500, 'down'],
  [503, 'down'],
]
for (const [status, what] of answers)
  test(`a gateway that answers ${status} has not taken the message, and the error tells neither number nor text`, async (t) => {
    const { url } = await listen(t, status)
    await assert.rejects(httpGateway({ url, secret: 'x' }).send(message, 'id-1'), (error: GatewayRefused) => {
      assert.deepEqual(
        [error.name, error.what, error.message],
        [`GatewayRefused${status}`, what, `a gateway for messages: ${what}, status-${status}`],
      )
      return true
    })
  })

test('a redirect is not followed', async (t) => {
  const other = await listen(t, 200)
  const { url } = await listen(t, 307, other.url)
  await assert.rejects(httpGateway({ url, secret: 'x' }).send(message, 'id-1'))
  assert.equal(other.heard.length, 0)
})

test('a gateway that never answers is given up', async (t) => {
  const { url } = await listen(t, 'silent')
  await assert.rejects(httpGateway({ url, secret: 'x', timeout: 50 }).send(message, 'id-1'), { name: 'TimeoutError' })
})

const addresses: readonly [url: string, allowed: boolean][] = [
  ['https://sms.example.no/send', true],
  ['http://127.0.0.1:9/send', true],
  ['http://localhost:9/send', true],
  ['http://sms.example.no/send', false],
  ['ftp://127.0.0.1/send', false],
]
for (const [url, allowed] of addresses)
  test(`${url} ${allowed ? 'may' : 'may not'} be a gateway`, () => {
    const open = (): unknown => httpGateway({ url, secret: 'x' })
    if (allowed) assert.doesNotThrow(open)
    else assert.throws(open, /https/)
  })
