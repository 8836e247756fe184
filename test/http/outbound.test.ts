/** The outbound guard over TLS: the certificate must be the name's, though the connection goes to an address. */
import assert from 'node:assert/strict'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { fetchOutside, OutboundFailed, type OutsideAnswer } from '#http/outbound.ts'
import { certificateFor } from '../journeys/certificate.ts'

const certificate = certificateFor(['service.example'])

async function listen(t: TestContext): Promise<number> {
  const server = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) =>
    response.end(`${request.headers.host ?? ''} ${(request.socket as { servername?: string }).servername ?? ''}`),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const ask = (url: string, ca?: string): Promise<OutsideAnswer> =>
  fetchOutside(url, {
    timeouts: { connect: 2000, read: 2000 },
    mostBytes: 1000,
    allow: [{ address: '127.0.0.1', prefix: 32 }],
    resolve: () => Promise.resolve(['127.0.0.1']),
    ...(ca === undefined ? {} : { ca }),
  })

test('over https the connection goes to the judged address under the name of the service', async (t) => {
  const port = await listen(t)
  const answer = await ask(`https://service.example:${port}/`, certificate.cert)
  assert.equal(answer.body.toString(), `service.example:${port} service.example`)
})

test('a certificate of another name, or of nobody known, is no service', async (t) => {
  const port = await listen(t)
  const unreachable = (error: unknown): boolean => error instanceof OutboundFailed && error.why === 'unreachable'
  await assert.rejects(ask(`https://other.example:${port}/`, certificate.cert), unreachable)
  await assert.rejects(ask(`https://service.example:${port}/`), unreachable)
})
