import assert from 'node:assert/strict'
import { connect } from 'node:net'
import test from 'node:test'
import { serve } from '#http/serve.ts'

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
