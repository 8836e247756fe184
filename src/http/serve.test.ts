import assert from 'node:assert/strict'
import { request } from 'node:https'
import { connect } from 'node:net'
import test from 'node:test'
import { serve } from '#http/serve.ts'
import { type MadeCertificate, makeCertificate } from '#keys/test-issuer.ts'

/** An app that answers only when it is told to, and tells when it was asked. */
function held(): { fetch: () => Promise<Response>; asked: Promise<void>; release: () => void } {
  const asked = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const fetch = async (): Promise<Response> => {
    asked.resolve()
    await go.promise
    return new Response('done')
  }
  return { fetch, asked: asked.promise, release: () => go.resolve() }
}

test('serve: P1 what runs is finished while the door is closed', { timeout: 5000 }, async () => {
  const app = held()
  const server = await serve(app, { port: 0, host: '127.0.0.1' })
  const address = `http://127.0.0.1:${server.port}/`
  const answer = fetch(address)
  await app.asked
  const closed = server.close(600_000)
  await assert.rejects(fetch(address))
  app.release()
  const response = await answer
  assert.equal(response.headers.get('connection'), 'close')
  assert.equal(await response.text(), 'done')
  // Ends long before the grace does: the test runner's own time limit would tell.
  await closed
})

test('serve: who does not finish in time is cut, so the process can leave', async () => {
  const app = held()
  const server = await serve(app, { port: 0, host: '127.0.0.1' })
  const answer = fetch(`http://127.0.0.1:${server.port}/`)
  const cut = assert.rejects(answer)
  await app.asked
  await server.close(1)
  await cut
  app.release()
})

test('serve: a connection that says nothing does not hold the process', async () => {
  const server = await serve({ fetch: () => new Response('') }, { port: 0, host: '127.0.0.1' })
  const socket = connect(server.port, '127.0.0.1')
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await server.close(1)
  await ended
})

test('serve: a port that is taken is an error, not silence', async () => {
  const app = { fetch: () => new Response('') }
  const first = await serve(app, { port: 0, host: '127.0.0.1' })
  await assert.rejects(serve(app, { port: first.port, host: '127.0.0.1' }), { code: 'EADDRINUSE' })
  await first.close(1)
})

/** The status, or why there was no connection. Each asks on a connection of its own. */
const shown = (port: number, { cert, key }: MadeCertificate): Promise<number | string | undefined> =>
  new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, cert, key, rejectUnauthorized: false, agent: false }
    request(options, (got) => {
      got.resume()
      got.once('end', () => resolve(got.statusCode))
    })
      .once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      .end()
  })

test('serve: whose certificates are taken can be others for connections from now on', async () => {
  const own = makeCertificate({ subject: [['CN', 'localhost']] })
  const [old, next] = ['Old', 'Next'].map((name) => {
    const issuer = makeCertificate({ subject: [['CN', name]], ca: true })
    return { issuer, client: makeCertificate({ subject: [['CN', `${name} client`]], issuer }) }
  })
  assert.ok(old !== undefined && next !== undefined)
  const tls = (issuers: string) => ({ cert: own.cert, key: own.key, clients: { issuers, must: true } })
  const app = { fetch: () => new Response('') }
  const server = await serve(app, { port: 0, host: '127.0.0.1', tls: tls(old.issuer.cert) })
  assert.equal(await shown(server.port, old.client), 200)
  assert.notEqual(await shown(server.port, next.client), 200)
  server.renew(tls(next.issuer.cert))
  assert.equal(await shown(server.port, next.client), 200)
  assert.notEqual(await shown(server.port, old.client), 200)
  await server.close(1)
})
