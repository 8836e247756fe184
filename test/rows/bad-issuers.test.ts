/**
 * Rows X1–X4, I1–I3: an eID's issuer that lies, through the whole gateway and on the wire. Cases that the OpenID
 * certification has for relying parties bear its names (`rp-…`). Each ends at the chooser, with a sentence and the other ways beside
 * it; the trail has it; and the same user gets in by the same eID when it is honest again.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { textOf } from '../browser.ts'
import { clientId, type Lies } from '../fakes/issuer.ts'
import { eidSecret, lyingIssuer, told } from '../lying-issuer.ts'
import { elsewhere, turnings, unbelieved } from '../turned-back.ts'

const liar = await lyingIssuer(import.meta.filename, { userinfo: true })
const seconds = (): number => Math.floor(liar.world().clock.now() / 1000)

const { refusedAndOn, turnedBack, getsIn } = turnings(liar)

type Case = readonly [name: string, lies: Lies | (() => Lies)]
const idTokens: readonly Case[] = [
  ['rp-id_token-bad-sig-rs256', { badSignature: true }],
  ['rp-id_token-bad-sig-rs256, by a key that is not published', { otherKey: true }],
  ['rp-id_token-bad-sig-hs256, a MAC under our own secret', { hs256: eidSecret }],
  ['rp-id_token-sig-none', { none: true }],
  ['rp-id_token-kid-absent-multiple-jwks', { header: { kid: undefined }, twoKeys: true }],
  ['rp-id_token-issuer-mismatch', { claims: { iss: 'http://127.0.0.2:9' } }],
  ['rp-id_token-sub', { claims: { sub: undefined } }],
  ['rp-id_token-aud', { claims: { aud: 'somebody-else' } }],
  ['rp-id_token-aud, ours among others and another azp', { claims: { aud: [clientId, 'other'], azp: 'other' } }],
  ['azp of another client beside our aud', { claims: { azp: 'other' } }],
  ['rp-id_token-iat', { claims: { iat: undefined } }],
  ['rp-id_token-iat from the future', () => ({ claims: { iat: seconds() + 11 } })],
  ['nbf from the future', () => ({ claims: { nbf: seconds() + 11 } })],
  ['expired', () => ({ claims: { exp: seconds() - 11, iat: seconds() - 60 } })],
  ['no exp', { claims: { exp: undefined } }],
  ['rp-nonce-invalid', { claims: { nonce: 'the-nonce-of-another-login' } }],
  ['no nonce', { claims: { nonce: undefined } }],
  ['a kid that is not published', { header: { kid: 'made-up' } }],
  ['another algorithm than was agreed', { header: { alg: 'PS256' } }],
  ['a header that must be understood', { header: { crit: ['b64'], b64: true } }],
  ['rp-id_token-sig-enc that nobody asked for', { encrypted: true }],
  ['rp-userinfo-bad-sub-claim', { userinfo: { sub: 'somebody-else', number: '1' } }],
  ['rp-userinfo-bad-sub-claim, none', { userinfo: { number: '1' } }],
]
for (const [name, lies] of idTokens) {
  test(`X4 I1 ${name}: not believed, told, and nobody is logged in`, async () => {
    const login = await liar.begin()
    // Its keys are fetched anew.
    liar.world().clock.advance(301_000)
    liar.server.issuer.lies = typeof lies === 'function' ? lies() : lies
    const since = liar.world().clock.now()
    await refusedAndOn(login, await login.go(), unbelieved, 'refused', since)
  })
}

test('X4 rp-id_token-kid-absent-single-jwks: with one key there is no doubt whose it is', async () => {
  const login = await liar.begin()
  liar.server.issuer.lies = { header: { kid: undefined } }
  assert.ok((await login.asked.finish(await login.go())).claims())
  liar.honest()
})

const returns: readonly (readonly [name: string, change: (all: URLSearchParams) => void, says?: RegExp])[] = [
  ['the name of another issuer (mix-up, RFC 9207)', (all) => all.set('iss', 'http://127.0.0.2:9')],
  ['no name of the issuer, where it says that it gives one', (all) => all.delete('iss')],
  ['a made-up code', (all) => all.set('code', 'made-up')],
  ['two codes', (all) => all.append('code', 'another')],
  ['no code', (all) => all.delete('code')],
  ['a code of 6,000 characters', (all) => all.set('code', 'x'.repeat(6000))],
  ['a signed answer where none was asked for', (all) => all.set('response', 'a.b.c')],
  ['an ID token in the address', (all) => all.set('id_token', 'a.b.c')],
]
for (const [name, change] of returns) {
  test(`X4 I1 a return with ${name}: not believed, told, and nobody is logged in`, async () => {
    const login = await liar.begin()
    const since = liar.world().clock.now()
    const changed = (all: URLSearchParams): URLSearchParams => (change(all), all)
    await refusedAndOn(login, await login.go({}, changed), unbelieved, 'refused', since)
  })
}

test('X4 rp-discovery-openid-configuration, rp-discovery-issuer-not-matching-config: metadata in another name is not used', async () => {
  liar.world().clock.advance(2 * 3_600_000)
  const login = await liar.begin()
  liar.server.issuer.lies = { metadata: { issuer: 'http://127.0.0.2:9' } }
  const since = liar.world().clock.now()
  const visit = await login.leave()
  assert.ok(typeof visit !== 'string')
  await refusedAndOn(login, visit, unbelieved, 'refused', since)
})

test('X4 rp-key-rotation-op-sign-key: a key rolled without a word fails nobody', async () => {
  const first = await liar.begin()
  await first.asked.finish(await first.go())
  liar.world().clock.advance(11_000)
  liar.server.issuer.rotate()
  const second = await liar.begin()
  await second.asked.finish(await second.go())
})

test('X4 said no by the issuer: the user turned back, or hears its word; an unknown word is none of ours', async () => {
  const said = (error: string) => (all: URLSearchParams) =>
    new URLSearchParams({
      error,
      error_description: '<b>Ring 800 00 000</b>',
      state: all.get('state') ?? '',
      iss: all.get('iss') ?? '',
    })
  for (const [error, says] of [
    ['login_required', elsewhere],
    ['unmet_authentication_requirements', elsewhere],
    ['no such word', elsewhere],
  ] as const) {
    const login = await liar.begin()
    const since = liar.world().clock.now()
    const visit = await login.go({}, said(error))
    await turnedBack(visit, says, 'refused', since)
    assert.doesNotMatch(visit.body, /800 00 000|no such word/)
    liar.honest()
  }
  const login = await liar.begin()
  const cancelled = await login.go({}, said('access_denied'))
  assert.equal(told(cancelled), undefined)
  await getsIn(login, cancelled)
})

const claimsOf: readonly (readonly [name: string, claims: NonNullable<Lies['claims']>, says: RegExp])[] = [
  ['no number', { number: undefined }, /^Løgneren oppga ikke fødselsnummeret/],
  ['a number that is none', { number: '12345678901' }, /^Nummeret vi fikk fra Løgneren, kan ikke brukes her/],
  [
    'a real person’s number, in the twin',
    { number: '01017012343' },
    /^Nummeret vi fikk fra Løgneren, kan ikke brukes her/,
  ],
  ['a level that is not in the table', { acr: 'very-high' }, /^Løgneren sa ikke hvor sikker innloggingen var/],
  ['no level', { acr: undefined }, /^Løgneren sa ikke hvor sikker innloggingen var/],
]
for (const [name, claims, says] of claimsOf) {
  test(`X4 I2 a true answer with ${name} is told in words and lets nobody in`, async () => {
    const login = await liar.begin()
    const since = liar.world().clock.now()
    await refusedAndOn(login, await login.go(claims), says, 'refused', since)
  })
}

test('I2 a lower level than was asked for: the user is told what is missing, and can do it better', async () => {
  const login = await liar.begin()
  const visit = await login.go({ acr: 'substantial' })
  assert.equal(visit.headers.get('location'), null)
  assert.match(textOf(visit), /Du er logget inn på betydelig.*krever høyt/)
  assert.match(told(visit) ?? '', /^Vi vet hvem du er, men måten du logget inn på nå, er ikke sikker nok for dette/)
  await getsIn(login, visit)
})

test('I2 an old login where a new one was asked for: told so; a clock that is off a little is forgiven', async () => {
  const login = await liar.begin('health', { prompt: 'login' })
  const visit = await login.go({ auth_time: seconds() - 60 })
  assert.equal(visit.headers.get('location'), null)
  assert.match(told(visit) ?? '', /svaret vi fikk, var fra en tidligere innlogging/)
  await getsIn(login, visit)
  const slow = await liar.begin('health', { prompt: 'login' })
  const claims = (await slow.asked.finish(await slow.go({ auth_time: seconds() - 9 }))).claims()
  assert.equal(claims?.['auth_time'], seconds())
})

// --- another login's answer ---

test('I1 an answer for another attempt, another tab, another browser, and one that was used', async () => {
  const [mine, theirs] = [await liar.begin(), await liar.begin()]
  const [outMine, outTheirs] = [await mine.leave(), await theirs.leave()]
  assert.ok(typeof outMine === 'string' && typeof outTheirs === 'string')
  const [a, b] = [mine.answer(outMine), theirs.answer(outTheirs, { number: liar.world().people.at(2).number })]
  // Another browser's, brought to mine: its attempt is not mine.
  const foreign = await mine.back(b)
  assert.match(textOf(foreign), /IN-02/)
  assert.equal(foreign.headers.get('location'), null)
  // Its code under my state.
  const crossed = new URLSearchParams(a)
  crossed.set('code', b.get('code') ?? '')
  const since = liar.world().clock.now()
  const visit = await mine.back(crossed)
  await turnedBack(visit, unbelieved, 'refused', since)
  // My own answer comes too late now: that leg is spent, and says so.
  const late = await mine.back(a)
  assert.match(told(late) ?? '', /^Du begynte på nytt i en annen fane/)
  // Mine anew; and what was used gives the same answer again, never another code.
  const out = await mine.leave(late)
  assert.ok(typeof out === 'string')
  const used = mine.answer(out)
  const done = await mine.back(used)
  assert.equal((await mine.asked.finish(done)).claims()?.['pid'], liar.world().people.at(0).number)
  const asked = liar.server.issuer.asked.length
  const replayed = await mine.back(used)
  assert.equal(replayed.headers.get('location'), done.headers.get('location'))
  assert.equal(liar.server.issuer.asked.length, asked)
})
