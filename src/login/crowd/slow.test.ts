/** F: whoever sends slowly does no more than sit there: they put nobody off. Over real connections. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import test from 'node:test'
import { Hono } from 'hono'
import { fixedClock } from '#base/clock.ts'
import type { HouseEnv } from '#http/routes.ts'
import { serve } from '#http/serve.ts'
import { openPressure } from '#login/crowd/pressure.ts'
import { openRanges } from '#login/crowd/ranges.ts'
import { turnstile } from '#login/crowd/turnstile.ts'

/** A gateway of two rooms: `/slow` reads what is sent, `/store` waits until it is let go. */
async function openGate() {
  const app = new Hono<HouseEnv>()
  const entered: (() => void)[] = []
  const goes = Promise.withResolvers<void>()
  const pressure = openPressure({ late: 400, underWay: 3 }, () => Promise.resolve(0))
  app.use((c, next) => {
    c.set('language', 'en')
    return next()
  })
  app.use(
    turnstile({
      pressure,
      ranges: openRanges(fixedClock(1_800_000_000_000)),
      addressOf: () => '198.51.100.7',
      most: { authorize: 0, par: 0, logout: 0 },
      count: () => undefined,
    }),
  )
  app.use((_c, next) => {
    entered.shift()?.()
    return next()
  })
  app.post('/slow', async (c) => c.text(await c.req.text()))
  app.post('/store', async (c) => {
    await goes.promise
    return c.text('stored')
  })
  app.get('/authorize', (c) => c.text('in'))
  const { port, close } = await serve(app, { port: 0, host: '127.0.0.1' })
  return {
    port,
    /** Resolves when so many more requests are inside. */
    inside: (many: number): Promise<unknown> =>
      Promise.all(Array.from({ length: many }, () => new Promise<void>((resolve) => entered.push(resolve)))),
    authorize: async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/authorize`)).status,
    underWay: () => pressure.seen().underWay,
    end: (): Promise<void> => {
      goes.resolve()
      return close(100)
    },
  }
}

test('F a hundred who send a body byte by byte keep nobody from logging in', async () => {
  const { port, inside, authorize, underWay, end } = await openGate()
  const all = inside(100)
  const sockets = Array.from({ length: 100 }, () => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\na')
    return socket
  })
  await all
  assert.equal(underWay(), 100)
  assert.equal(await authorize(), 200)
  for (const socket of sockets) socket.end('bcdefghij')
  await end()
})

test('F as many as are waited for, whose requests have come whole, do', async () => {
  const { port, inside, authorize, end } = await openGate()
  const all = inside(3)
  for (let i = 0; i < 3; i += 1) {
    const sent = request({ port, host: '127.0.0.1', path: '/store', method: 'POST' })
    sent.on('error', () => undefined)
    sent.end('a=b')
  }
  await all
  assert.equal(await authorize(), 503)
  await end()
})
