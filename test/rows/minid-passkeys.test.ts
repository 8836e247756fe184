/** Row M13: passkeys, against an authenticator in software that says what it wants. In a real browser: test/journeys/passkeys.test.ts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  answerWith,
  type CreationOptions,
  createPasskey,
  type Lies,
  optionsOn,
  type RequestOptions,
  type SoftPasskey,
  verified,
} from '../authenticator.ts'
import { landed, textOf, type Visit } from '../browser.ts'
import {
  about,
  addApp,
  addingOn,
  addPasskey,
  atHome,
  bySms,
  isIn,
  type SecondWorld,
  secondWorld,
  told,
  type Walker,
} from '../second.ts'
import { issuer } from '../world.ts'

const answer = (walker: Walker, at: Visit, passkey: SoftPasskey, lies: Lies = {}): Promise<Visit> =>
  walker.browser.submit(at, '/minid/passkey', {
    response: answerWith(passkey, optionsOn<RequestOptions>(at), issuer, lies),
  })

test('M13 a passkey is added with a name, told to its owner, and asked for first at the next login: Minid-WEBAUTHN, no more than substantial', async (t) => {
  const s = await secondWorld(t)
  const passkey = await addPasskey(s)
  assert.match(await s.world.sms(s.person.mobile ?? ''), /passnøkkel|passkey/i)
  const before = await s.messages()
  const walker = await s.walk()
  assert.match(walker.visit.url, /\/minid\/passkey$/)
  const done = await answer(walker, walker.visit, passkey)
  const { amr, acr } = await told(walker, done)
  assert.deepEqual([amr, acr], [['Minid-WEBAUTHN'], 'idporten-loa-substantial'])
  assert.equal(await s.messages(), before, 'no SMS is sent to who needs none')
})

test('M13 a passkey opens no service that needs high: MinID is not offered there', async (t) => {
  const s = await secondWorld(t)
  await addPasskey(s)
  await assert.rejects(s.walk({ service: 'health' }), /no link/)
})

test('M13 WebAuthn §5.4 what a browser is asked: user verification, our own address, a random handle and the owner’s own name for it', async (t) => {
  const s = await secondWorld(t)
  const first = await addPasskey(s)
  const { browser, visit } = await atHomeBySms(s)
  const options = optionsOn<CreationOptions>(await addingOn(s, browser, visit, 'passkeys', 'Nøkkel to'))
  assert.deepEqual(options.rp, { id: 'localhost', name: 'MinID' })
  assert.deepEqual(options.authenticatorSelection, { residentKey: 'preferred', userVerification: 'required' })
  assert.equal(options.attestation, 'none')
  assert.equal(options.user.name, 'Nøkkel to')
  assert.equal(options.user.id, first.handle, 'the same for all passkeys of one account')
  assert.equal(Buffer.from(options.user.id, 'base64url').length, 32)
  assert.deepEqual(
    options.excludeCredentials.map(({ id }) => id),
    [first.id],
  )
  assert.ok(!JSON.stringify(options).includes(s.person.number))
  const asked = optionsOn<RequestOptions>((await s.walk()).visit)
  assert.deepEqual(
    [asked.rpId, asked.userVerification, asked.allowCredentials.map(({ id }) => id)],
    ['localhost', 'required', [first.id]],
  )
  assert.notEqual(asked.challenge, optionsOn<RequestOptions>((await s.walk()).visit).challenge)
})

/** My page for somebody whose first factor to be asked for is a passkey: by SMS. */
const atHomeBySms = (s: SecondWorld): Promise<Walker> => atHome(s, '/my/minid/passkeys')

const lies: readonly [name: string, lies: Lies][] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['an origin below ours', { origin: 'http://evil.localhost:8700' }],
  ['another port', { origin: 'http://localhost:8701' }],
  ['a relying party of another name', { rpId: 'evil.example' }],
  ['a challenge of its own', { challenge: 'A'.repeat(43) }],
  ['an answer to the making of one', { type: 'webauthn.create' }],
  ['no user verification', { flags: 0x01 }],
  ['no user presence', { flags: verified }],
  ['another person’s handle', { userHandle: 'B'.repeat(43) }],
  ['a credential that nobody has', { id: 'C'.repeat(22) }],
]
for (const [name, said] of lies)
  test(`M13 ${name}: refused, and the next page asks anew`, async (t) => {
    const s = await secondWorld(t)
    const passkey = await addPasskey(s)
    const walker = await s.walk()
    const refused = await answer(walker, walker.visit, passkey, said)
    assert.match(textOf(refused), /could not be used here/)
    assert.notEqual(
      optionsOn<RequestOptions>(refused).challenge,
      optionsOn<RequestOptions>(walker.visit).challenge,
      'a challenge is used up by a wrong answer, too',
    )
    assert.ok(isIn(await answer(walker, refused, passkey)))
  })

test('M13 a signature by another key is refused', async (t) => {
  const s = await secondWorld(t)
  const passkey = await addPasskey(s)
  const thief = createPasskey(await optionsForAnother(s), issuer).passkey
  const walker = await s.walk()
  const refused = await answer(walker, walker.visit, { ...passkey, key: thief.key })
  assert.match(textOf(refused), /could not be used here/)
})

async function optionsForAnother(s: SecondWorld): Promise<CreationOptions> {
  const { browser, visit } = await atHomeBySms(s)
  return optionsOn<CreationOptions>(await addingOn(s, browser, visit, 'passkeys', 'A'))
}

test('M13 another person’s passkey opens nothing, though it answers the challenge', async (t) => {
  const s = await secondWorld(t)
  const mine = await addPasskey(s)
  const theirs = await addPasskey(about(s.world, s.world.people.withMinid(2)[1] ?? assert.fail('nobody else')))
  const walker = await s.walk()
  let visit = await answer(walker, walker.visit, theirs)
  assert.match(textOf(visit), /could not be used here/)
  visit = await answer(walker, visit, theirs, { userHandle: mine.handle })
  assert.match(textOf(visit), /could not be used here/)
  visit = await answer(walker, visit, { ...theirs, id: mine.id, handle: mine.handle })
  assert.match(textOf(visit), /could not be used here/)
})

test('M13 one answer is taken once: not again, not in another login, and not after five minutes', async (t) => {
  const s = await secondWorld(t)
  const passkey = await addPasskey(s)
  const [one, two] = [await s.walk(), await s.walk()]
  const response = answerWith(passkey, optionsOn<RequestOptions>(one.visit), issuer)
  const elsewhere = await two.browser.submit(two.visit, '/minid/passkey', { response })
  assert.match(textOf(elsewhere), /could not be used here/)
  assert.ok(isIn(await one.browser.submit(one.visit, '/minid/passkey', { response })))
  const again = await two.browser.submit(elsewhere, '/minid/passkey', { response })
  assert.match(textOf(again), /could not be used here/)
  s.world.clock.advance(300_000)
  const late = await answer(two, again, passkey)
  assert.match(textOf(late), /took too long/)
  s.world.clock.advance(300_000)
  const fresh = await two.browser.get(late.url)
  assert.notEqual(optionsOn<RequestOptions>(fresh).challenge, optionsOn<RequestOptions>(late).challenge)
  assert.ok(isIn(await answer(two, fresh, passkey)))
})

test('M13 many posts of one answer at once: one login goes on', async (t) => {
  const s = await secondWorld(t)
  const passkey = await addPasskey(s)
  const walker = await s.walk()
  const ends = await Promise.all(Array.from({ length: 6 }, () => answer(walker, walker.visit, passkey)))
  assert.equal(new Set(ends.filter(isIn).map((end) => landed(end).searchParams.get('code'))).size, 1)
})

test('M13 WebAuthn §6.1.1 a counter that goes back, or stands still, is refused and stands in the trail; one that grows is taken', async (t) => {
  const s = await secondWorld(t)
  const passkey = await addPasskey(s, 'Key', 7)
  const walker = await s.walk()
  let visit = walker.visit
  for (const counter of [0, 6, 7]) {
    visit = await answer(walker, visit, passkey, { counter })
    assert.match(textOf(visit), /could not be used here/)
  }
  assert.ok(isIn(await answer(walker, visit, passkey, { counter: 8 })))
  await s.world.audit.flush()
  const home = await atHomeBySms(s)
  const activity = await home.browser.get('/my/activity')
  assert.equal([...textOf(activity).matchAll(/it may have been copied/g)].length, 3)
})

test('M13 WebAuthn §6.1.1 of two answers at once with the same counter one is taken', async (t) => {
  const s = await secondWorld(t)
  const passkey = await addPasskey(s, 'Key', 7)
  const walkers = [await s.walk(), await s.walk(), await s.walk()]
  const ends = await Promise.all(walkers.map((walker) => answer(walker, walker.visit, passkey, { counter: 8 })))
  assert.equal(ends.filter(isIn).length, 1)
})

test('M13 WebAuthn §6.1.1 an authenticator without a counter always says 0', async (t) => {
  const s = await secondWorld(t)
  const passkey = await addPasskey(s)
  for (let i = 0; i < 2; i++) {
    const walker = await s.walk()
    assert.ok(isIn(await answer(walker, walker.visit, passkey)))
  }
})

const garbage = [
  '',
  '{',
  '[]',
  'null',
  '{"id":1}',
  JSON.stringify({ id: 'a', rawId: 'a', type: 'public-key', response: {} }),
  'x'.repeat(30_000),
]
test('M13 what is no answer is refused without a fault of ours, and other ways stay', async (t) => {
  const s = await secondWorld(t)
  await addPasskey(s)
  const walker = await s.walk()
  let { visit } = walker
  for (const response of garbage) {
    visit = await walker.browser.submit(visit, '/minid/passkey', { response })
    assert.equal(visit.status, 200)
    assert.match(textOf(visit), /got no answer|could not be used here/)
  }
  const ways = await walker.browser.click(visit, '/minid/ways')
  const sms = await walker.browser.submit(ways, '/minid/ways', { way: 'code' })
  assert.ok(isIn(await bySms(s, walker, sms)))
})

const bad: readonly [name: string, lies: Lies][] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['a relying party of another name', { rpId: 'evil.example' }],
  ['a challenge of its own', { challenge: 'A'.repeat(43) }],
  ['an answer to a login', { type: 'webauthn.get' }],
  ['no user verification', { flags: 0x01 }],
]
test('M13 a passkey that was not made here, for us and by its owner is not added', async (t) => {
  const s = await secondWorld(t)
  const { browser, visit } = await atHomeBySms(s)
  let adding = await addingOn(s, browser, visit, 'passkeys', 'My computer')
  for (const [name, said] of bad) {
    const { response } = createPasskey(optionsOn<CreationOptions>(adding), issuer, said)
    adding = await browser.submit(adding, /\/passkeys\/new\//, { response })
    assert.match(textOf(adding), /cannot be used here/, name)
  }
  for (const response of garbage) {
    adding = await browser.submit(adding, /\/passkeys\/new\//, { response })
    assert.match(textOf(adding), /No passkey was made|cannot be used here/)
  }
  assert.deepEqual(await s.world.database.raw('select * from minid_passkey', []), [])
})

test('M13 the making of a passkey is answered once, and by no login’s challenge', async (t) => {
  const s = await secondWorld(t)
  const passkey = await addPasskey(s)
  const { browser, visit } = await atHomeBySms(s)
  const adding = await addingOn(s, browser, visit, 'passkeys', 'Second')
  const asked = optionsOn<RequestOptions>((await s.walk()).visit)
  const crossed = createPasskey(optionsOn<CreationOptions>(adding), issuer, { challenge: asked.challenge })
  const refused = await browser.submit(adding, /\/passkeys\/new\//, { response: crossed.response })
  assert.match(textOf(refused), /cannot be used here/)
  const { response } = createPasskey(optionsOn<CreationOptions>(refused), issuer)
  const ends = await Promise.all([1, 2, 3].map(() => browser.submit(refused, /\/passkeys\/new\//, { response })))
  assert.ok(ends.every(({ url }) => /\/my\/minid\/passkeys(\?said=added)?$/.test(url)))
  assert.equal((await s.world.database.raw('select id from minid_passkey', [])).length, 2)
  const taken = await addingOn(s, browser, await browser.get('/my/minid/passkeys'), 'passkeys', 'Third')
  const twin = createPasskey(optionsOn<CreationOptions>(taken), issuer, { id: passkey.id })
  const twice = await browser.submit(taken, /\/passkeys\/new\//, { response: twin.response })
  assert.match(textOf(twice), /cannot be used here/, 'a credential has one owner')
})

test('M13 removed: told to its owner, opens nothing any more; an app that is left is asked for first then', async (t) => {
  const s = await secondWorld(t)
  await addApp(s)
  const passkey = await addPasskey(s)
  const walker = await s.walk()
  const { browser, visit } = await atHomeBySms(s)
  const done = await browser.submit(visit, '/passkeys/remove')
  assert.match(textOf(done), /has been removed here/)
  assert.match(await s.world.sms(s.person.mobile ?? ''), /fjernet|removed/)
  const refused = await answer(walker, walker.visit, passkey)
  assert.match(textOf(refused), /could not be used here/)
  assert.match((await s.walk()).visit.url, /\/minid\/totp$/)
})

test('M13 nobody removes another person’s passkey, nor finishes what another is adding', async (t) => {
  const s = await secondWorld(t)
  const mine = await addPasskey(s)
  const other = about(s.world, s.world.people.withMinid(2)[1] ?? assert.fail('nobody else'))
  await addPasskey(other)
  const theirs = await atHome(other, '/my/minid/passkeys')
  const refused = await theirs.browser.submit(theirs.visit, '/passkeys/remove', { device: mine.id })
  assert.match(textOf(refused), /removed already/)
  const adding = await addingOn(other, theirs.browser, theirs.visit, 'passkeys', 'A')
  const here = await atHomeBySms(s)
  assert.match((await here.browser.get(adding.url)).url, /\/my\/minid\/passkeys$/)
})

test('M13 without scripts the page says so, and other ways are one step away', async (t) => {
  const s = await secondWorld(t)
  await addPasskey(s)
  const { visit } = await s.walk()
  const hidden = /<div data-passkey-able hidden>/.exec(visit.body)
  assert.ok(hidden !== null)
  assert.match(textOf(visit), /Passkeys need scripts.*Use something other than a passkey/)
})
