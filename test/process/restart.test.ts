/** Started again on the same data: what stays, and what a changed file of services changes. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { landed } from '../browser.ts'
import { callback, secret } from '../services.ts'
import { authorize, claimsOf, fetchOf, good, hint, tokensFor, userinfo } from '../wire.ts'
import { type Program, program } from './program.ts'
import { start } from './started.ts'

let gateway: Program
beforeEach(async () => {
  gateway = await program()
})
afterEach(() => gateway.remove())

const entry = (client_id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  client_id,
  client_name: `Tjenesten ${client_id}`,
  token_endpoint_auth_method: 'client_secret_post',
  client_secret: secret,
  redirect_uris: [callback(client_id)],
  ...more,
})
const owned = (...services: readonly unknown[]): readonly unknown[] => [
  { org_number: '991825827', name: 'Prøveetaten', services },
]
const changes = (printed: string): string[] => printed.split('\n').filter((line) => /^[+~-] /.test(line))

/** Starts, stops in good order, gives the lines of what was changed. */
async function changesAtStart(): Promise<string[]> {
  const twin = await gateway.start()
  assert.equal(await twin.stop(), 0, twin.printed())
  return changes(twin.printed())
}

test('P1 keys, people and services are there after a restart: tokens hold, subjects stay', async () => {
  const first = await gateway.start()
  const jwks = (await fetchOf(gateway.wire, '/jwks.json')).json
  const before = await tokensFor(gateway.wire, 'library')
  assert.equal(await first.stop(), 0)
  const second = await gateway.start()
  assert.deepEqual((await fetchOf(gateway.wire, '/jwks.json')).json, jwks)
  assert.equal((await userinfo(gateway.wire, before.access)).status, 200, 'a token of before')
  assert.equal(claimsOf((await tokensFor(gateway.wire, 'library')).id)['sub'], claimsOf(before.id)['sub'])
  const hinted = good('library', { id_token_hint: before.id, login_hint: hint(gateway.wire, 3) })
  assert.equal(
    landed(await authorize(gateway.wire, hinted)).searchParams.get('code'),
    null,
    'another person than the hint',
  )
  assert.equal(await second.stop(), 0)
})

test('S1 a start prints what the file of services changes: everything, nothing, then each change', async () => {
  gateway.declare(owned(entry('one'), entry('two')))
  assert.deepEqual(await changesAtStart(), [
    '+ added one: Tjenesten one (Prøveetaten)',
    '+ added two: Tjenesten two (Prøveetaten)',
  ])
  assert.deepEqual(await changesAtStart(), [])
  gateway.declare(
    owned(
      entry('one', {
        client_name: 'Nytt navn',
        redirect_uris: ['https://one.example.no/new'],
        minimum_level: 'high',
        client_secret: `${secret}-new`,
      }),
      entry('three'),
    ),
  )
  const changed = await changesAtStart()
  assert.deepEqual(
    changed.map((line) => line.split(':')[0]),
    ['~ changed one', '+ added three', '- removed two'],
  )
  for (const says of [
    'client_name "Tjenesten one" → "Nytt navn"',
    'redirect_uris -https://one.example.no/callback +https://one.example.no/new',
    'minimum_level substantial → high',
    'client_secret changed',
  ])
    assert.ok(changed[0]?.includes(says), `${says} in ${changed[0]}`)
  assert.ok(!changed.join().includes(secret), 'no secret')
  assert.deepEqual(await changesAtStart(), [])
})

test('S1 a service that was removed is unknown, one that was added works', async () => {
  gateway.declare(owned(entry('library')))
  await changesAtStart()
  gateway.declare(
    owned(entry('spa', { application_type: 'browser', token_endpoint_auth_method: 'none', client_secret: undefined })),
  )
  const twin = await gateway.start()
  assert.equal((await authorize(gateway.wire, good('library'))).status, 400)
  assert.ok((await tokensFor(gateway.wire, 'spa')).id)
  assert.equal(await twin.stop(), 0)
})

test('S1 a faulty file stops the start, every fault is told at once, and nothing of it is applied', async () => {
  gateway.declare(owned(entry('one')))
  await changesAtStart()
  gateway.declare([
    ...owned(
      entry('one', { redirect_uris: ['http://one.example.no/callback'] }),
      entry('two', { client_secret: undefined, minimum_level: 'gold' }),
      entry('two', { scopes: ['profile'], unheard_of: true }),
    ),
    { org_number: '123456789', name: 'Feil nummer', services: [] },
  ])
  const twin = start('twin.ts', gateway.settings)
  assert.equal(await twin.ended(), 78)
  const said = twin.printed()
  for (const fault of [
    /redirect_uris\[0\] must begin with https/,
    /minimum_level must be/,
    /unheard_of is not known/,
    /client_id is used by owners\[0\]\.services\[1\] already/,
    /owners\[1\]\.org_number is no organisation number/,
  ])
    assert.match(said, fault)
  assert.doesNotMatch(said, /\n\s+at /)
  assert.deepEqual(changes(said), [])
  gateway.declare(owned(entry('one')))
  assert.deepEqual(await changesAtStart(), [])
})
