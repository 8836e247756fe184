/** Rows X2, X3: a login with the certificate on a card, over real TLS; and everything that lets nobody in. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { linksIn, textOf, type Visit } from '../browser.ts'
import { atDesk, byCard, cardFor, cardsOf, goOut, shown } from '../cards.ts'
import { service } from '../client.ts'
import { sentTo } from '../issuers.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened), { INNGANG_ISSUER_PORT: '8711' })

const both = [
  ['buypass-card', 'Buypass', 'X2'],
  ['commfides-card', 'Commfides', 'X3'],
] as const

/** A login at the health portal, at its chooser. */
async function begin(browser = world.browser()) {
  const asked = await (await service(world, 'health')).ask()
  return { asked, browser, chooser: await browser.get(asked.url) }
}

/** Still at the login, with these words and a way on. */
function stays(visit: Visit, says: RegExp): void {
  assert.equal(visit.status, 200)
  assert.match(textOf(visit), says)
  assert.ok(linksIn(visit).length > 0)
}

for (const [id, amr, row] of both) {
  test(`X2 X3 I2 ${row}: the card's owner is let in at high, by number and name, after a page that says whose card it is`, async () => {
    const person = world.people.at(3)
    const { asked, browser, chooser } = await begin()
    const page = await byCard(world, browser, chooser, id, cardFor(world, id, 3))
    stays(page, new RegExp(`Kortet tilhører ${person.given} ${person.family}`))
    const claims = (await asked.finish(await browser.submit(page, '/confirm'))).claims()
    assert.equal(claims?.['pid'], person.number)
    assert.equal(claims?.['acr'], 'idporten-loa-high')
    assert.deepEqual(claims?.['amr'], [amr])
    assert.deepEqual([claims?.['given_name'], claims?.['family_name']], [person.given, person.family])
  })

  for (const [state, says] of [
    ['expired', /gått ut på dato/],
    ['revoked', /Kortet er sperret/],
    ['signing', /for innlogging \(autentisering\)/],
    ['no-number', /oppga ikke fødselsnummeret/],
  ] as const)
    test(`X2 X3 X5 ${row}: a card that is ${state} lets nobody in, and is told so in words`, async () => {
      const { browser, chooser } = await begin()
      stays(await byCard(world, browser, chooser, id, cardFor(world, id, 3, state)), says)
      // Nothing was proved.
      assert.equal((await browser.get(chooser.url)).headers.get('location'), null)
    })
}

test('X2 X5 no answer about revocation is no login, and a later try may go well', async (t) => {
  const [persons] = cardsOf(world).authorities()
  t.after(() => persons?.behave({}))
  // What is kept of its lists has run out by then.
  world.clock.advance(25 * 3_600_000)
  const certificate = cardFor(world, 'buypass-card', 3)
  const { browser, chooser } = await begin()
  persons?.behave({ refuse: 'try-later', list: { nextUpdate: 0 } })
  stays(await byCard(world, browser, chooser, 'buypass-card', certificate), /ikke bekreftet/)
  // Not revoked, as its list says; but who its owner is, nobody told.
  persons?.behave({ refuse: 'try-later' })
  stays(
    await byCard(world, browser, await browser.get(chooser.url), 'buypass-card', certificate),
    /svarte ikke på hvem/,
  )
  persons?.behave({})
  stays(await byCard(world, browser, await browser.get(chooser.url), 'buypass-card', certificate), /Kortet tilhører/)
})

test('X2 an enterprise certificate is no card, and its holder is told what to choose', async () => {
  const { browser, chooser } = await begin()
  stays(await byCard(world, browser, chooser, 'buypass-card', cardsOf(world).enterprise()), /tilhører en virksomhet/)
})

test('X2 X3 a card of the other issuer is led to the other choice', async () => {
  const { browser, chooser } = await begin()
  stays(await byCard(world, browser, chooser, 'buypass-card', cardFor(world, 'commfides-card', 3)), /ikke fra Buypass/)
})

test('X2 E2 the card stands beside its issuer’s own sign-in, and nowhere where it is too weak or excluded', async () => {
  const offered = async (clientId: string): Promise<readonly string[]> => {
    const visit = await world.browser().get((await (await service(world, clientId)).ask()).url)
    return [...new Set(linksIn(visit).flatMap((href) => /\/login\/att_[\w-]{22}\/([\w-]+)$/.exec(href)?.[1] ?? []))]
  }
  const all = ['bankid', 'buypass', 'buypass-card', 'commfides', 'commfides-card']
  assert.deepEqual(await offered('health'), [...all, 'test'])
  assert.deepEqual(await offered('only-minid'), ['minid'])
})

test('X2 I3 a browser without a certificate comes back to a page that helps, and the next try goes well', async () => {
  const { asked, browser, chooser } = await begin()
  const page = await byCard(world, browser, chooser, 'buypass-card', undefined)
  stays(page, /viste oss ikke noe sertifikat/)
  assert.match(textOf(page), /Lukk alle vinduene/)
  const out = sentTo(await browser.submit(page, '/buypass-card'))
  const { location = '' } = await atDesk(world, out, { certificate: cardFor(world, 'buypass-card', 3) })
  const back = await browser.submit(await browser.get(location), '/confirm')
  assert.equal((await asked.finish(back)).claims()?.['pid'], world.people.at(3).number)
})

test('X2 I1 the hand-over counts once: whoever comes with it again is sent home with nothing', async () => {
  const { browser, chooser } = await begin()
  const out = await goOut(browser, chooser, 'buypass-card')
  const certificate = cardFor(world, 'buypass-card', 3)
  const first = await atDesk(world, out, { certificate })
  assert.match(first.location ?? '', /\/callback\/buypass-card\?/)
  const again = await atDesk(world, out, { certificate })
  assert.equal(again.location, `${new URL(chooser.url).href}/buypass-card`)
  // Nor the way back: what was parked is taken, and its second use changes nothing.
  stays(await browser.get(first.location ?? ''), /Kortet tilhører/)
  stays(await browser.get(first.location ?? ''), /Kortet tilhører/)
})

test('X2 I1 whoever lures another into carrying their hand-over gets nothing of it, and the other neither', async () => {
  const attacker = await begin()
  const victim = await begin()
  const out = await goOut(attacker.browser, attacker.chooser, 'buypass-card')
  // The victim's browser follows the link, shows its card, and is sent back to a login that is not its own.
  const { location = '' } = await atDesk(world, out, { certificate: cardFor(world, 'buypass-card', 5) })
  const there = await victim.browser.get(location)
  assert.match(textOf(there), /IN-02/)
  // The attacker's own login has heard of nobody.
  const page = await attacker.browser.get(`${new URL(attacker.chooser.url).pathname}/buypass-card`)
  assert.doesNotMatch(textOf(page), /Kortet tilhører/)
})

test('X2 I1 nobody is logged in as another who was lured into using that other’s way back', async () => {
  const attacker = await begin()
  const victim = await begin()
  const certificate = cardFor(world, 'buypass-card', 5)
  const back = new URL(await shown(world, attacker.browser, attacker.chooser, 'buypass-card', certificate))
  const own = new URL(
    await shown(world, victim.browser, victim.chooser, 'buypass-card', cardFor(world, 'buypass-card', 6)),
  )
  assert.match(textOf(await victim.browser.get(back.href)), /IN-02/)
  // What the attacker's card left, under the victim's own leg.
  const mixed = new URL(own.href)
  mixed.searchParams.set('shown', back.searchParams.get('shown') ?? '')
  const page = await victim.browser.get(mixed.href)
  assert.doesNotMatch(textOf(page), /Kortet tilhører/)
})

test('X2 I1 another tab begins anew: what the older one brings back counts no more', async () => {
  const { browser, chooser } = await begin()
  const older = await shown(world, browser, chooser, 'buypass-card', cardFor(world, 'buypass-card', 3))
  const newer = await shown(world, browser, chooser, 'buypass-card', cardFor(world, 'buypass-card', 4))
  assert.doesNotMatch(textOf(await browser.get(older)), /Kortet tilhører/)
  const { given, family } = world.people.at(4)
  const page = await browser.get(newer)
  assert.match(textOf(page), new RegExp(`Kortet tilhører ${given} ${family}|Begynte du på nytt`))
})

test('X2 I4 the way back twice and at once leads both clicks to the same page', async () => {
  const { browser, chooser } = await begin()
  const back = await shown(world, browser, chooser, 'buypass-card', cardFor(world, 'buypass-card', 3))
  for (const visit of await Promise.all([browser.get(back), browser.get(back)])) stays(visit, /Kortet tilhører/)
})

test('X2 I4 the hand-over lives five minutes, the way back one; whose card it was is asked for five', async () => {
  const certificate = cardFor(world, 'buypass-card', 3)
  const late = await begin()
  const out = await goOut(late.browser, late.chooser, 'buypass-card')
  world.clock.advance(5 * 60_000 + 1)
  assert.doesNotMatch((await atDesk(world, out, { certificate })).location ?? '', /callback/)
  const slow = await begin()
  const back = await shown(world, slow.browser, slow.chooser, 'buypass-card', certificate)
  world.clock.advance(60_001)
  stays(await slow.browser.get(back), /ikke noe svar fra kortet i tide/)
  const away = await begin()
  const page = await byCard(world, away.browser, away.chooser, 'buypass-card', certificate)
  world.clock.advance(5 * 60_000 + 1)
  stays(await away.browser.submit(page, '/confirm'), /ikke noe svar fra kortet i tide/)
})

test('X2 “that is not me” forgets the card and says how the browser forgets it, too', async () => {
  const { browser, chooser } = await begin()
  const page = await byCard(world, browser, chooser, 'buypass-card', cardFor(world, 'buypass-card', 3))
  const other = await browser.submit(page, '/not-me')
  stays(other, /lukk alle vinduene/i)
  assert.doesNotMatch(textOf(await browser.get(other.url)), /Kortet tilhører/)
})

test('X2 I6 nothing of the person stands in an address, in the log or outside the seal', async () => {
  const { browser, chooser } = await begin()
  const person = world.people.at(3)
  const out = await goOut(browser, chooser, 'buypass-card')
  const { location = '' } = await atDesk(world, out, { certificate: cardFor(world, 'buypass-card', 3) })
  for (const address of [out, location]) {
    assert.match(
      new URL(address).search,
      /^\?(?:handover=att_[\w-]{22}\.[\w-]{43}|state=att_[\w-]{22}\.[\w-]+&shown=[\w-]{43})$/,
    )
  }
  await browser.get(location)
  const logged = world.log.join('\n')
  for (const secret of [person.number, person.family, new URL(location).searchParams.get('shown') ?? '?'])
    assert.ok(!logged.includes(secret))
})

test('X2 a certificate is shown anew for each login: no TLS session is resumed, and no connection kept', async () => {
  const certificate = cardFor(world, 'buypass-card', 3)
  let session: Buffer | undefined
  const { browser, chooser } = await begin()
  const out = await goOut(browser, chooser, 'buypass-card')
  const first = await atDesk(world, out, {
    certificate,
    connected: (socket) => socket.on('session', (one) => (session = one)),
  })
  assert.equal(first.headers.connection, 'close')
  const again = await atDesk(world, await goOut(browser, await browser.get(chooser.url), 'buypass-card'), {
    certificate,
    session,
  })
  assert.equal(again.resumed, false)
})

test('X2 the header of a proxy says nothing, neither here nor at the login’s own address', async () => {
  const { browser, chooser } = await begin()
  const { pem } = cardFor(world, 'buypass-card', 3)
  const headers = {
    'client-cert': `:${pem.replaceAll(/-----[^-]+-----|\s/g, '')}:`,
    'x-ssl-client-cert': encodeURIComponent(pem),
    'inngang-proxy-secret': 'p'.repeat(43),
  }
  const out = new URL(await goOut(browser, chooser, 'buypass-card'))
  const main = await browser.get(`${issuer}${out.pathname}${out.search}`, headers)
  assert.match(textOf(main), /IN-07/)
  const { location = '' } = await atDesk(world, out.href, { headers })
  stays(await browser.get(location), /viste oss ikke noe sertifikat/)
})

test('X2 I3 the card’s address serves nothing else: other pages lead home, other hosts and guesses ahead nowhere', async () => {
  const origin = world.parts.cards?.desk.origin ?? ''
  const certificate = cardFor(world, 'buypass-card', 3)
  for (const path of ['/', '/login/att_x', '/token', '/buypass-card/shown/../../my', '/nothing'])
    assert.equal((await atDesk(world, origin + path, { certificate })).location, `${issuer}/`)
  assert.equal((await atDesk(world, `${origin}/`, { certificate, host: 'evil.example' })).status, 421)
  const { browser, chooser } = await begin()
  const out = await goOut(browser, chooser, 'buypass-card')
  assert.equal((await atDesk(world, out, { certificate, headers: { 'sec-purpose': 'prefetch' } })).status, 503)
  assert.match((await atDesk(world, out, { certificate })).location ?? '', /callback/)
  for (const query of ['', '?handover=', '?handover=x', `?handover=att_${'x'.repeat(22)}.${'y'.repeat(43)}`])
    assert.ok(
      (await atDesk(world, `${origin}/buypass-card/shown${query}`, { certificate })).location?.startsWith(`${issuer}/`),
    )
  // A hand-over of one kind is none of the other's.
  const other = (await goOut(browser, await browser.get(chooser.url), 'buypass-card')).replace('buypass', 'commfides')
  assert.doesNotMatch((await atDesk(world, other, { certificate })).location ?? '', /callback/)
})
