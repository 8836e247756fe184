/** Keys that open what others encrypted for us: found by them, kept for as long as somebody may be using them, and then destroyed. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { CompactEncrypt, importJWK } from 'jose'
import { fixedClock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openToken } from '#keys/open-token.ts'
import { type OpeningAlgorithm, openingAlgorithms, type PublishedJwk, type SigningKeys } from '#keys/keys.ts'
import { openSigningKeys } from '#keys/signing.ts'
import { migrations, readKeys } from '#keys/store.ts'
import { vaultInMemory } from '#keys/vault.ts'

async function world(t: { after(done: () => Promise<void>): void }) {
  const database = openSqlite(':memory:')
  t.after(() => database.close())
  await migrate(database, migrations)
  const clock = fixedClock(1_800_000_000_000)
  const vault = vaultInMemory()
  return {
    database,
    process: () => openSigningKeys({ database, vault, clock, rsaBits: 2048 }),
    pass: (seconds: number) => clock.advance(seconds * 1000),
  }
}

const found = (keys: SigningKeys, algorithm: OpeningAlgorithm): readonly PublishedJwk[] =>
  keys.published().keys.filter(({ alg }) => alg === algorithm)
const kids = (keys: SigningKeys, algorithm: OpeningAlgorithm = 'ECDH-ES'): readonly unknown[] =>
  found(keys, algorithm).map(({ kid }) => kid)

/** As somebody does who has nothing but the published key. */
async function encrypted(jwk: PublishedJwk | undefined, header: object = {}, text = 'for you'): Promise<string> {
  const { alg, kid } = jwk ?? {}
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: String(alg), enc: 'A256GCM', kid: String(kid), cty: 'JWT', ...header })
    .encrypt(await importJWK({ ...jwk }))
}

test('each has a key of its own, which says that it is for encryption, after those that sign', async (t) => {
  const { process, database } = await world(t)
  const keys = await process()
  assert.deepEqual(
    keys.published().keys.map(({ use }) => use),
    ['sig', 'sig', 'sig', 'sig', 'enc', 'enc'],
  )
  for (const algorithm of openingAlgorithms) {
    const [jwk] = found(keys, algorithm)
    for (const enc of ['A128CBC-HS256', 'A256CBC-HS512', 'A128GCM', 'A256GCM'])
      assert.equal(await openToken(keys, await encrypted(jwk, { enc })), 'for you')
    assert.equal(await openToken(keys, await encrypted(jwk, { kid: undefined, cty: undefined })), 'for you')
    // It signs nothing, and no signature is checked with it.
    assert.equal(keys.verifier(String(jwk?.['kid'])), undefined)
  }
  for (const row of await readKeys(database)) assert.match(String(row.private_cipher), /^v1\./)
})

test('what is not for us, or not as it should be, is not opened', async (t) => {
  const { process } = await world(t)
  const keys = await process()
  const other = await (await world(t)).process()
  const [rsa] = found(keys, 'RSA-OAEP-256')
  const [ec] = found(keys, 'ECDH-ES')
  const whole = await encrypted(rsa)
  const [head = '', key = '', iv = '', cipher = '', tag = ''] = whole.split('.')
  const flipped = (part: string): string => (part.startsWith('A') ? 'B' : 'A') + part.slice(1)
  const headed = (over: object): string => {
    const header = { ...(JSON.parse(Buffer.from(head, 'base64url').toString()) as object), ...over }
    return [Buffer.from(JSON.stringify(header)).toString('base64url'), key, iv, cipher, tag].join('.')
  }
  const bad: Readonly<Record<string, string>> = {
    'for another': await encrypted(found(other, 'RSA-OAEP-256')[0], { kid: undefined }),
    'by the other algorithm of the key’s kind': await encrypted({ ...rsa, alg: 'RSA-OAEP' }),
    'by another algorithm on the same curve': await encrypted({ ...ec, alg: 'ECDH-ES+A128KW' }),
    'by a kid that is none of ours': await encrypted(rsa, { kid: 'x' }),
    'by a kid that is no text': headed({ kid: 5 }),
    'by the kid of another algorithm’s key': await encrypted(rsa, { kid: ec?.['kid'] }),
    'with another cty': await encrypted(rsa, { cty: 'json' }),
    'with an enc that is not ours': headed({ enc: 'A192GCM' }),
    compressed: headed({ zip: 'DEF' }),
    'with an extension': headed({ crit: ['exp'], exp: 1 }),
    'with a key changed': [head, flipped(key), iv, cipher, tag].join('.'),
    'with the text changed': [head, key, iv, flipped(cipher), tag].join('.'),
    'with the tag changed': [head, key, iv, cipher, flipped(tag)].join('.'),
    'with the head changed': headed({ more: 1 }),
    padded: [head, key, iv, cipher, `${tag}=`].join('.'),
    'of four parts': [head, key, iv, cipher].join('.'),
    'of nothing': '....',
    'with a head that is no object': [Buffer.from('[]').toString('base64url'), key, iv, cipher, tag].join('.'),
    'too long': await encrypted(rsa, {}, 'x'.repeat(25_000)),
  }
  assert.equal(await openToken(keys, whole), 'for you')
  for (const [what, token] of Object.entries(bad)) assert.equal(await openToken(keys, token), undefined, what)
})

test('the next key is found beside the old one, then alone; the old one opens for whoever found it before', async (t) => {
  const { process, pass } = await world(t)
  const [one, two] = [await process(), await process()]
  const refresh = () => Promise.all([one.refresh(), two.refresh()])
  const [old] = found(one, 'ECDH-ES')
  const sent = await encrypted(old)
  pass(lifetimes.keyRotation - lifetimes.keyAnnounced)
  await one.refresh()
  // The other process may not know it yet, so nobody is told of it.
  assert.deepEqual(kids(one), [old?.['kid']])
  pass(60)
  await refresh()
  const both = kids(one)
  assert.equal(both.length, 2)
  assert.deepEqual(kids(two), both)
  const newer = await encrypted(found(one, 'ECDH-ES')[1])
  for (const keys of [one, two]) assert.equal(await openToken(keys, newer), 'for you')
  pass(lifetimes.keyAnnounced)
  await refresh()
  assert.deepEqual(kids(one), [both[1]])
  pass(lifetimes.keyKept - 61)
  await refresh()
  for (const keys of [one, two]) assert.equal(await openToken(keys, sent), 'for you')
  pass(61)
  await refresh()
  await two.refresh()
  for (const keys of [one, two, await process()]) assert.equal(await openToken(keys, sent), undefined)
  assert.equal(await openToken(one, newer), 'for you')
})

test('a key that the operator asks for at once is found a minute later, and until then the one before', async (t) => {
  const { process, pass } = await world(t)
  const keys = await process()
  const [old] = kids(keys, 'RSA-OAEP-256')
  const { kid } = await keys.rotate('RSA-OAEP-256', 0)
  assert.deepEqual(kids(keys, 'RSA-OAEP-256'), [old])
  pass(60)
  assert.deepEqual(kids(keys, 'RSA-OAEP-256'), [kid])
})
