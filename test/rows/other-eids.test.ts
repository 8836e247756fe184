/** Rows E2, E5, X1–X4: BankID, Buypass and Commfides through the real connector, against issuers that speak the same protocol. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { PresetName } from '#methods/federated/presets.ts'
import { linksIn, textOf } from '../browser.ts'
import { service } from '../client.ts'
import { answered, byIssuer, sentTo } from '../issuers.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened), { INNGANG_ISSUER_PORT: '8711' })

const all: readonly PresetName[] = ['bankid', 'buypass', 'commfides']

for (const [id, amr] of [
  ['bankid', 'BankID'],
  ['buypass', 'Buypass'],
  ['commfides', 'Commfides'],
] as const) {
  test(`X1 X2 X3 X4 E2 E5 a citizen logs in at high with ${amr}, and the service gets number and name`, async () => {
    const asked = await (await service(world, 'health')).ask()
    const browser = world.browser()
    const person = world.people.at(2)
    const back = await byIssuer(world, browser, await browser.get(asked.url), id, { number: person.number })
    const claims = (await asked.finish(back)).claims()
    assert.equal(claims?.['pid'], person.number)
    assert.equal(claims?.['acr'], 'idporten-loa-high')
    assert.deepEqual(claims?.['amr'], [amr])
    assert.deepEqual([claims?.['given_name'], claims?.['family_name']], [person.given, person.family])
  })
}

test('E2 which are offered follows the level: MinID is not, where high is asked for', async () => {
  const offered = async (clientId: string): Promise<readonly string[]> => {
    const visit = await world.browser().get((await (await service(world, clientId)).ask()).url)
    return [...new Set(linksIn(visit).flatMap((href) => /\/login\/att_[\w-]{22}\/(\w+)$/.exec(href)?.[1] ?? []))]
  }
  assert.deepEqual(await offered('health'), [...all, 'test'])
  assert.deepEqual(await offered('tax'), [...all, 'minid', 'test'])
  assert.deepEqual(await offered('only-minid'), ['minid'])
})

test('X1 I2 BankID Biometric is substantial: enough for the tax service, and never for health', async () => {
  const person = world.people.at(3)
  const tax = await (await service(world, 'tax')).ask()
  const first = world.browser()
  const back = await byIssuer(world, first, await first.get(tax.url), 'bankid', { number: person.number, way: '1' })
  assert.equal((await tax.finish(back)).claims()?.['acr'], 'idporten-loa-substantial')

  const health = await (await service(world, 'health')).ask()
  const second = world.browser()
  const out = sentTo(await second.click(await second.get(health.url), '/bankid'))
  const page = await second.get(await answered(world, 'bankid', out, { number: person.number, way: '1' }))
  assert.equal(page.headers.get('location'), null)
  assert.match(
    textOf(page),
    /krever høyt.*Vi vet hvem du er, men måten du logget inn på nå, er ikke sikker nok for dette/,
  )
  // The way on is there: the same BankID, proved higher.
  const again = await byIssuer(world, second, page, 'bankid', { number: person.number })
  assert.equal((await health.finish(again)).claims()?.['acr'], 'idporten-loa-high')
})

test('X1 what goes to BankID: pushed, with the level it has a name for, and nothing of the person in the address', async () => {
  const asked = await (await service(world, 'health')).ask({ login_hint: 'BID:12345678901' })
  const browser = world.browser()
  const out = new URL(sentTo(await browser.click(await browser.get(asked.url), '/bankid')))
  assert.equal(out.origin, world.issuers?.origins.bankid)
  assert.deepEqual([...out.searchParams.keys()].toSorted(), ['client_id', 'request_uri'])
})

test('E4 a user logged in with MinID’s level steps up with BankID in a second service', async () => {
  const person = world.people.at(4)
  const browser = world.browser()
  const tax = await (await service(world, 'tax')).ask()
  await tax.finish(
    await byIssuer(world, browser, await browser.get(tax.url), 'bankid', { number: person.number, way: '1' }),
  )
  const health = await (await service(world, 'health')).ask()
  const chooser = await browser.get(health.url)
  const back = await byIssuer(world, browser, chooser, 'buypass', { number: person.number })
  const claims = (await health.finish(back)).claims()
  assert.deepEqual([claims?.['pid'], claims?.['amr']], [person.number, ['Buypass']])
})

test('X4 who cancels at the issuer is back at the chooser, and can take another', async () => {
  const asked = await (await service(world, 'health')).ask()
  const browser = world.browser()
  const page = await byIssuer(world, browser, await browser.get(asked.url), 'bankid', { outcome: 'cancel' })
  assert.equal(page.status, 200)
  const person = world.people.at(6)
  const back = await byIssuer(world, browser, page, 'commfides', { number: person.number })
  assert.equal((await asked.finish(back)).claims()?.['pid'], person.number)
})

for (const [outcome, id, says] of [
  ['fail', 'bankid', /hos BankID lyktes ikke.*Feilkoden derfra er C302/],
  ['fail:C131', 'bankid', /hos BankID lyktes ikke.*Feilkoden derfra er C131/],
  ['fail:14ab', 'bankid', /hos BankID lyktes ikke.*Feilkoden derfra er 14ab/],
  ['late', 'commfides', /Svaret fra Commfides kunne ikke bekreftes/],
  ['away', 'buypass', /svarer ikke akkurat nå/],
] as const) {
  test(`X4 an issuer that says ${outcome} is told of in words, with the other ways beside it`, async () => {
    const asked = await (await service(world, 'health')).ask()
    const browser = world.browser()
    const page = await byIssuer(world, browser, await browser.get(asked.url), id, { outcome })
    assert.match(textOf(page), says)
    assert.ok(linksIn(page).some((href) => href.endsWith('/test')))
  })
}

test('I1 an issuer’s answer counts in the browser that asked, and in no other', async () => {
  const asked = await (await service(world, 'health')).ask()
  const [mine, theirs] = [world.browser(), world.browser()]
  const out = sentTo(await mine.click(await mine.get(asked.url), '/bankid'))
  const address = await answered(world, 'bankid', out, { number: world.people.at(0).number })
  const stranger = await theirs.get(address)
  assert.match(textOf(stranger), /IN-02/)
  // It was not used up by them: the first browser goes on.
  assert.equal((await asked.finish(await mine.get(address))).claims()?.['pid'], world.people.at(0).number)
})

test('I1 of two tabs of one login the newer one’s answer counts; the older one’s says so', async () => {
  const asked = await (await service(world, 'health')).ask()
  const browser = world.browser()
  const chooser = await browser.get(asked.url)
  const first = sentTo(await browser.click(chooser, '/bankid'))
  const second = sentTo(await browser.click(chooser, '/buypass'))
  const old = await browser.get(await answered(world, 'bankid', first, { number: world.people.at(0).number }))
  assert.equal(old.headers.get('location'), null)
  assert.match(textOf(old), /på nytt|annen fane/i)
  assert.ok(second.length > 0)
})

test('I1 one login’s answer under another login’s state proves nobody', async () => {
  const browser = world.browser()
  const [one, two] = [await (await service(world, 'health')).ask(), await (await service(world, 'tax')).ask()]
  const outOne = sentTo(await browser.click(await browser.get(one.url), '/bankid'))
  const outTwo = sentTo(await browser.click(await browser.get(two.url), '/bankid'))
  const [a, b] = await Promise.all([
    answered(world, 'bankid', outOne, { number: world.people.at(0).number }),
    answered(world, 'bankid', outTwo, { number: world.people.at(2).number }),
  ])
  const crossed = new URL(a)
  crossed.searchParams.set('code', new URL(b).searchParams.get('code') ?? '')
  const page = await browser.get(crossed.href)
  assert.equal(page.headers.get('location'), null)
  assert.match(textOf(page), /kunne ikke bekreftes/)
  assert.ok(world.log.some((line) => line.includes('could not be believed')))
})

test('I4 the same return twice, and at once: one answer, and the same one again', async () => {
  const asked = await (await service(world, 'health')).ask()
  const browser = world.browser()
  const out = sentTo(await browser.click(await browser.get(asked.url), '/bankid'))
  const address = await answered(world, 'bankid', out, { number: world.people.at(0).number })
  const visits = await Promise.all([browser.get(address), browser.get(address), browser.get(address)])
  const codes = new Set(visits.map((visit) => new URL(sentTo(visit)).searchParams.get('code')))
  assert.equal(codes.size, 1)
  const last = visits[0]
  assert.ok(last !== undefined)
  assert.equal((await asked.finish(last)).claims()?.['pid'], world.people.at(0).number)
})

test('X4 an answer by form post is parked, and fetched once by the browser that has the cookies', async () => {
  const asked = await (await service(world, 'health')).ask()
  const browser = world.browser()
  const out = sentTo(await browser.click(await browser.get(asked.url), '/bankid'))
  const address = new URL(await answered(world, 'bankid', out, { number: world.people.at(0).number }))
  const fields = Object.fromEntries(address.searchParams)
  // security.md 13. From the issuer's page, so without our cookies.
  const post = await world.browser().once('POST', address.pathname, new URLSearchParams(fields).toString(), {
    origin: world.issuers?.origins.bankid ?? '',
    'sec-fetch-site': 'cross-site',
  })
  assert.equal(post.status, 303)
  const parked = sentTo(post)
  assert.match(parked, /^\/callback\/bankid\?parked=[\w-]{43}$/)
  assert.equal((await asked.finish(await browser.get(issuer + parked))).claims()?.['pid'], world.people.at(0).number)
  assert.match(textOf(await browser.get(issuer + parked)), /IN-01/)
})

test('X4 a post that belongs to nothing we sent out takes no room: it is refused before anything is kept', async () => {
  const asked = await (await service(world, 'health')).ask()
  const browser = world.browser()
  const out = sentTo(await browser.click(await browser.get(asked.url), '/bankid'))
  const { pathname, searchParams } = new URL(
    await answered(world, 'bankid', out, { number: world.people.at(0).number }),
  )
  const mine = searchParams.get('state') ?? ''
  const post = (state: string, path = pathname) =>
    world.browser().once('POST', path, new URLSearchParams({ state, code: 'x' }).toString(), { origin: 'null' })
  const madeUp = [`att_${'a'.repeat(22)}.${'b'.repeat(44)}`, mine.slice(0, -2), mine.slice(0, 50) + mine.slice(51), '']
  for (const state of madeUp) assert.match(textOf(await post(state)), /IN-01/)
  // Sent out with BankID, so no answer of Buypass's.
  assert.match(textOf(await post(mine, '/callback/buypass')), /IN-01/)
  // Five of one leg in a minute: a user who reloads. The next minute is another one.
  for (let i = 0; i < 5; i++) assert.equal((await post(mine)).status, 303)
  const sixth = await post(mine)
  assert.equal(sixth.status, 429)
  assert.match(textOf(sixth), /IN-06/)
  world.clock.advance(61_000)
  assert.equal((await post(mine)).status, 303)
  const large = await post(`${mine}&more=${'x'.repeat(16_400)}`)
  assert.match(textOf(large), /IN-10/)
})

test('I3 a return without a state, with somebody’s, or with nothing leads to a page that says so', async () => {
  for (const query of ['', '?state=x&code=y', '?parked=x', `?state=att_${'a'.repeat(22)}.${'b'.repeat(22)}&code=y`]) {
    const page = await world.browser().get(`/callback/bankid${query}`)
    assert.match(textOf(page), /IN-01/)
  }
})

test('X4 an eID that does not answer says so in the chooser, the others do not, and it is tried again later', async () => {
  const { issuers, clock } = world
  assert.ok(issuers)
  const asked = await (await service(world, 'health')).ask()
  const browser = world.browser()
  issuers.down('commfides', true)
  for (let i = 0; i < 5; i++)
    assert.match(textOf(await browser.click(await browser.get(asked.url), '/commfides')), /svarer ikke akkurat nå/)
  const chooser = await browser.get(asked.url)
  assert.match(textOf(chooser), /Commfides Svarer ikke nå/)
  assert.equal(textOf(chooser).match(/Svarer ikke nå/g)?.length, 1)
  issuers.down('commfides', false)
  clock.advance(11_000)
  const back = await byIssuer(world, browser, chooser, 'commfides', { number: world.people.at(0).number })
  assert.equal((await asked.finish(back)).claims()?.['pid'], world.people.at(0).number)
  assert.doesNotMatch(textOf(await world.browser().get(asked.url)), /Svarer ikke nå/)
})

test('E11 whoever has no eID reads of each who issues it, its level, how to get it and whether a D number will do, and comes back', async () => {
  const browser = world.browser()
  const chooser = await browser.get((await (await service(world, 'health')).ask()).url)
  const page = await browser.click(chooser, /^\/no-eid/)
  for (const name of ['MinID', 'BankID', 'Buypass', 'Commfides']) {
    const section = new RegExp(`<section>\\s*<h2[^>]*>${name}</h2>([\\s\\S]*?)</section>`).exec(page.body)?.[1] ?? ''
    for (const term of ['Utsteder', 'Nivå', 'Slik får du den', 'Med D-nummer?']) assert.ok(section.includes(term), name)
  }
  assert.match(textOf(page), /D-nummer.*Skatteetaten/)
  const back = await browser.click(page, /\/login\/att_[\w-]{22}$/)
  assert.match(textOf(back), /Velg hvordan du vil logge inn/)
})
