/** Rows X4, I1: an eID that signs its answer (JARM): believed when it is its own, and in no other way. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { textOf } from '../browser.ts'
import type { Lies } from '../fakes/issuer.ts'
import { issuer as gateway } from '../world.ts'
import { lyingIssuer, told } from '../lying-issuer.ts'

const signing = await lyingIssuer(import.meta.filename, { response_mode: 'jwt' })
const { issuer } = signing.server
const seconds = (): number => Math.floor(signing.world().clock.now() / 1000)
const number = (): string => signing.world().people.at(0).number

test('X4 JARM §2.3 the answer is asked for signed, and a signed one is taken', async () => {
  const { asked, go } = await signing.begin()
  const visit = await go({}, (plain) => issuer.signedAnswer(plain))
  assert.equal(issuer.wanted.at(-1)?.get('response_mode'), 'jwt')
  assert.equal((await asked.finish(visit)).claims()?.['pid'], number())
})

type SignedLies = Pick<Lies, 'claims' | 'header' | 'otherKey' | 'none'>
const lies: readonly (readonly [what: string, lies: () => SignedLies])[] = [
  ['another issuer', () => ({ claims: { iss: 'http://127.0.0.2:9' } })],
  ['no issuer', () => ({ claims: { iss: undefined } })],
  ['another audience', () => ({ claims: { aud: 'somebody-else' } })],
  ['no audience', () => ({ claims: { aud: undefined } })],
  ['a time that is over', () => ({ claims: { exp: seconds() - 11 } })],
  ['no end', () => ({ claims: { exp: undefined } })],
  ['no signature', () => ({ none: true })],
  ['a key that is not published', () => ({ otherKey: true })],
  ['the name of such a key', () => ({ header: { kid: 'made-up' } })],
  ['another algorithm', () => ({ header: { alg: 'PS256' } })],
  ['no code', () => ({ claims: { code: undefined } })],
]
for (const [what, make] of lies) {
  test(`X4 JARM §2.4 a signed answer with ${what} is not believed, and the code in it is not used`, async () => {
    const login = await signing.begin()
    const before = issuer.asked.filter((one) => one === 'POST /token').length
    const visit = await login.go({}, (plain) => issuer.signedAnswer(plain, make()))
    assert.match(told(visit) ?? '', /^Svaret fra Løgneren kunne ikke bekreftes/)
    assert.equal(issuer.asked.filter((one) => one === 'POST /token').length, before)
    // The way on: the same browser, an honest answer.
    signing.honest()
    const out = await login.leave(visit)
    assert.ok(typeof out === 'string')
    const again = await login.back(await issuer.signedAnswer(login.answer(out)))
    assert.equal((await login.asked.finish(again)).claims()?.['pid'], number())
  })
}

test('X4 an answer in the open is none where a signed one was agreed', async () => {
  const { go } = await signing.begin()
  assert.match(told(await go()) ?? '', /kunne ikke bekreftes/)
  const { go: both } = await signing.begin()
  const doubled = async (plain: URLSearchParams) =>
    new URLSearchParams([
      ...plain,
      ...(await issuer.signedAnswer(new URLSearchParams({ ...Object.fromEntries(plain), code: 'made-up' }))),
    ])
  assert.match(told(await both({}, doubled)) ?? '', /kunne ikke bekreftes/)
})

test('X4 a signed no is heard: the user turned back', async () => {
  const login = await signing.begin()
  const no = (plain: URLSearchParams) =>
    issuer.signedAnswer(new URLSearchParams({ error: 'access_denied', state: plain.get('state') ?? '' }))
  const visit = await login.go({}, no)
  assert.equal(told(visit), undefined)
  assert.equal(visit.status, 200)
})

test('I1 a signed answer for another login, and one without a state, lead nowhere', async () => {
  const [mine, theirs] = [await signing.begin(), await signing.begin()]
  const [outMine, outTheirs] = [await mine.leave(), await theirs.leave()]
  assert.ok(typeof outMine === 'string' && typeof outTheirs === 'string')
  assert.match(textOf(await mine.back(await issuer.signedAnswer(theirs.answer(outTheirs)))), /IN-02/)
  const bare = await issuer.signedAnswer(mine.answer(outMine), { claims: { state: undefined } })
  assert.match(textOf(await mine.back(bare)), /IN-01/)
  // A state in the open finds the leg; what is signed must have the same one.
  const crossed = await issuer.signedAnswer(theirs.answer(outTheirs))
  crossed.set('state', mine.answer(outMine).get('state') ?? '')
  assert.match(told(await mine.back(crossed)) ?? '', /kunne ikke bekreftes/)
})

test('X4 a signed answer by form post is parked by the state in it', async () => {
  const login = await signing.begin()
  const out = await login.leave()
  assert.ok(typeof out === 'string')
  const signed = await issuer.signedAnswer(login.answer(out))
  const post = await signing.world().browser().once('POST', '/callback/liar', signed.toString(), { origin: 'null' })
  assert.equal(post.status, 303)
  const visit = await login.browser.get(gateway + (post.headers.get('location') ?? ''))
  assert.equal((await login.asked.finish(visit)).claims()?.['pid'], number())
})
