import assert from 'node:assert/strict'
import test from 'node:test'
import { calculateJwkThumbprint, importJWK, jwtVerify } from 'jose'
import { fixedClock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { Database } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { signJws, verifyJws } from '#keys/jws.ts'
import { type KeyEvent, type SigningAlgorithm, signingAlgorithms, type SigningKeys } from '#keys/keys.ts'
import { openSigningKeys } from '#keys/signing.ts'
import { migrations, readKeys } from '#keys/store.ts'
import { vaultInMemory } from '#keys/vault.ts'

const start = 1_800_000_000_000
const second = 1000

/** A database with its keys; `process()` opens them as another process would. */
async function world(t: { after(done: () => Promise<void>): void }) {
  const database = openSqlite(':memory:')
  t.after(() => database.close())
  await migrate(database, migrations)
  const clock = fixedClock(start)
  const vault = vaultInMemory()
  const told: KeyEvent[] = []
  const write = async (steps: Parameters<Database['batch']>[0], events: readonly KeyEvent[]) => {
    const result = await database.batch(steps)
    if (result.ok) told.push(...events)
    return result
  }
  const process = () => openSigningKeys({ database, vault, clock, rsaBits: 2048, write })
  const pass = (seconds: number) => clock.advance(seconds * second)
  return { database, clock, vault, told, process, pass }
}

const kids = (keys: SigningKeys, algorithm?: SigningAlgorithm): readonly unknown[] =>
  keys
    .published()
    .keys.filter((jwk) => algorithm === undefined || jwk['alg'] === algorithm)
    .map((jwk) => jwk['kid'])

test('the first start makes a key of each kind, published as RFC 7517 and named as RFC 7638 says', async (t) => {
  const { process, database, told } = await world(t)
  const keys = await process()
  const jwks = keys.published().keys.filter(({ use }) => use === 'sig')
  // RS256 first: some take the first RSA key they find.
  assert.deepEqual(
    jwks.map(({ alg }) => alg),
    ['RS256', 'PS256', 'ES256', 'EdDSA'],
  )
  assert.deepEqual(
    jwks.map((jwk) => Object.keys(jwk).toSorted().join(' ')),
    ['alg e kid kty n use', 'alg e kid kty n use', 'alg crv kid kty use x y', 'alg crv kid kty use x'],
  )
  for (const jwk of jwks) {
    assert.equal(jwk['use'], 'sig')
    assert.equal(jwk['kid'], await calculateJwkThumbprint(jwk))
  }
  for (const algorithm of signingAlgorithms) {
    const token = signJws(keys.signer(algorithm), { sub: 'a' })
    const jwk = jwks.find(({ alg }) => alg === algorithm)
    assert.equal((await jwtVerify(token, await importJWK({ ...jwk }))).payload.sub, 'a')
    const read = verifyJws(token, (header) => {
      const known = keys.verifier(String(header['kid']))
      return known && { key: known.publicKey, algorithm: known.algorithm }
    })
    assert.equal(read?.payload['sub'], 'a')
  }
  // Two more open what is encrypted for us.
  assert.equal(told.filter(({ type }) => type === 'key.created').length, 6)
  assert.equal(told.filter(({ type }) => type === 'key.activated').length, 6)
  for (const row of await readKeys(database)) assert.match(String(row.private_cipher), /^v1\./)
})

test('processes that start at once, or one after another, have the same keys', async (t) => {
  const { process, told } = await world(t)
  const started = await Promise.all([process(), process(), process()])
  const later = await process()
  for (const keys of started) assert.deepEqual(keys.published(), later.published())
  for (const keys of started) assert.equal(keys.signer('RS256').kid, later.signer('RS256').kid)
  assert.equal(told.length, 12)
})

test('a key is announced before it signs, kept after, and then destroyed, each told once', async (t) => {
  const { process, pass, told, database } = await world(t)
  const one = await process()
  const two = await process()
  const both = async () => {
    await Promise.all([one.refresh(), two.refresh()])
  }
  const first = one.signer('ES256').kid
  pass(lifetimes.keyRotation - lifetimes.keyAnnounced - 1)
  await both()
  assert.deepEqual(kids(one, 'ES256'), [first])
  pass(1)
  await both()
  const [, next = ''] = kids(one, 'ES256')
  assert.deepEqual(kids(two, 'ES256'), [first, next])
  assert.equal(one.signer('ES256').kid, first)
  pass(lifetimes.keyAnnounced)
  // By the clock alone, before anything is read again.
  assert.equal(one.signer('ES256').kid, next)
  assert.equal(two.signer('ES256').kid, next)
  assert.ok(one.verifier(first))
  await both()
  pass(lifetimes.keyKept - 1)
  assert.deepEqual(kids(one, 'ES256'), [first, next])
  pass(1)
  assert.deepEqual(kids(one, 'ES256'), [next])
  assert.equal(one.verifier(first), undefined)
  await both()
  const rows = await readKeys(database)
  assert.equal(rows.find(({ kid }) => kid === first)?.private_cipher, null)
  assert.deepEqual(
    told.filter(({ kid }) => kid === first || kid === next).map(({ type, kid }) => `${type} ${kid === first ? 1 : 2}`),
    ['key.created 1', 'key.activated 1', 'key.created 2', 'key.activated 2', 'key.retired 1'],
  )
  assert.equal((await process()).signer('ES256').kid, next)
})

test('the operator rotates: announced as long as asked for, or at once', async (t) => {
  const { process, pass, clock } = await world(t)
  const keys = await process()
  const first = keys.signer('RS256').kid
  const announced = await keys.rotate('RS256')
  assert.equal(announced.signsFrom, clock.now() + lifetimes.keyAnnounced * second)
  assert.deepEqual(kids(keys, 'RS256'), [first, announced.kid])
  assert.equal(keys.signer('RS256').kid, first)
  const urgent = await keys.rotate('RS256', 0)
  assert.equal(keys.signer('RS256').kid, urgent.kid)
  assert.deepEqual(new Set(kids(keys, 'RS256')), new Set([first, announced.kid, urgent.kid]))
  pass(lifetimes.keyAnnounced)
  assert.equal(keys.signer('RS256').kid, announced.kid)
})

test('two operators who rotate at once get a key each', async (t) => {
  const { process } = await world(t)
  const [one, two] = [await process(), await process()]
  const made = await Promise.all([one.rotate('ES256'), two.rotate('ES256')])
  assert.notEqual(made[0].kid, made[1].kid)
  await one.refresh()
  assert.equal(kids(one, 'ES256').length, 3)
})

test('the signer of a key stays the same object, so what is kept for it is kept', async (t) => {
  const { process } = await world(t)
  const keys = await process()
  const signer = keys.signer('ES256')
  await keys.refresh()
  assert.equal(keys.signer('ES256'), signer)
})

test('a database of another key file stops the start and says why', async (t) => {
  const { process, database, clock } = await world(t)
  await process()
  await assert.rejects(openSigningKeys({ database, clock, vault: vaultInMemory(), rsaBits: 2048 }), /another key file/)
})

test('the size of new RSA keys is a setting', async (t) => {
  const { database, clock, vault } = await world(t)
  const keys = await openSigningKeys({ database, clock, vault, rsaBits: 3072 })
  for (const algorithm of ['RS256', 'PS256'] as const)
    assert.equal(keys.signer(algorithm).privateKey.asymmetricKeyDetails?.modulusLength, 3072)
})
