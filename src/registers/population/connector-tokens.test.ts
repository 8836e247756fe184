/** The connector's tokens, of the token server that stands before the register. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { openConnector } from '#registers/population/connector.ts'
import { away, bench, kari, people, per, read } from '#registers/population/test-bench.ts'

test('one token serves many questions until shortly before its end', async () => {
  const { connector, sent, clock } = bench()
  const tokens = (): number => sent.filter((one) => one.startsWith('POST')).length
  await Promise.all([kari, per, people.at(2)].map(({ number }) => connector.person(read(number))))
  assert.equal(tokens(), 1)
  clock.advance(98_000)
  await connector.person(read(kari.number))
  assert.equal(tokens(), 1)
  clock.advance(2_000)
  await connector.person(read(kari.number))
  assert.equal(tokens(), 2)
})

test('a token that is no longer taken is changed for a new one at once, and the question asked again', async () => {
  const { connector, world, sent } = bench()
  await connector.person(read(kari.number))
  world.register.forgetTokens()
  assert.ok(await connector.person(read(kari.number)))
  assert.deepEqual(
    sent.map((one) => one.slice(0, 4)),
    ['POST', 'GET ', 'GET ', 'POST', 'GET '],
  )
})

for (const skew of [-90_000, 45_000])
  test(`a clock that is ${skew / 1000} s off the token server’s: corrected by its answer, and told in the log`, async () => {
    const { connector, log, sent } = bench({ skew })
    assert.ok(await connector.person(read(kari.number)))
    assert.ok(log.some((line) => line.includes('clock') && line.includes(`"seconds":${skew / 1000}`)))
    assert.equal(sent.filter((one) => one.startsWith('POST')).length, 2)
  })

test('a clock that is an hour off is for somebody to look at', async () => {
  const { connector } = bench({ skew: 3_600_000 })
  await away(connector.person(read(kari.number)))
})

test('an assertion is never the same twice, and a wrong client, key or scope gets no token', async () => {
  const assertions: string[] = []
  const { connector, world } = bench({
    send: (send) => (address, request) => {
      if (request.body !== undefined) assertions.push(new URLSearchParams(request.body).get('assertion') ?? '')
      return send(address, request)
    },
  })
  await connector.person(read(kari.number))
  world.register.forgetTokens()
  await connector.person(read(kari.number))
  assert.equal(new Set(assertions).size, 2)
  const { address, client } = world.at('http://127.0.0.1:1')
  const again = await world.send(client.tokenUrl, {
    method: 'POST',
    headers: {},
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertions[0] ?? '',
    }).toString(),
  })
  assert.equal(again.status, 400)
  for (const over of [{ clientId: 'another' }, { scope: 'another' }, { audience: 'https://another.example/' }]) {
    const clock = fixedClock(Date.UTC(2026, 10, 24, 8))
    const stranger = openConnector({
      address,
      client: { ...client, ...over },
      clock,
      send: world.send,
      wait: () => Promise.resolve(),
      count: () => undefined,
      log: () => undefined,
    })
    await away(stranger.person(read(kari.number)))
  }
})
