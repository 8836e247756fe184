/** Part E of the mission: the gateway. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { landed, linksIn, textOf, type Visit } from '../browser.ts'
import { byMinid, byTestEid, service } from '../client.ts'
import { owners } from '../services.ts'
import { type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const refused = (visit: Visit, error: string): void => {
  const url = landed(visit)
  assert.equal(url.searchParams.get('error'), error, url.href)
  assert.equal(url.searchParams.get('code'), null)
  assert.equal(url.searchParams.get('iss'), 'http://localhost:8700')
}

for (const [name, par] of [
  ['pushed', true],
  ['by address', false],
] as const) {
  test(`E1 a service's user logs in, the request ${name}, and the service gets the result by code`, async () => {
    const tax = await service(world, 'tax')
    const asked = await tax.ask({}, { par })
    const browser = world.browser()
    const person = world.people.at(0)
    const back = await byTestEid(browser, await browser.get(asked.url), person.number, 'substantial')
    const claims = (await asked.finish(back)).claims()
    assert.equal(claims?.['pid'], person.number)
    assert.equal(claims?.['acr'], 'idporten-loa-substantial')
    assert.deepEqual(claims?.['amr'], ['TestID'])
  })
}

test('E1 a public client without a secret logs its user in with PKCE', async () => {
  const spa = await service(world, 'spa')
  const asked = await spa.ask()
  const browser = world.browser()
  const back = await byTestEid(browser, await browser.get(asked.url), world.people.at(0).number, 'high')
  assert.equal((await asked.finish(back)).claims()?.['acr'], 'idporten-loa-high')
})

test('E1 an unknown service is told on a page of ours, and nobody is sent anywhere', async () => {
  const visit = await world
    .browser()
    .get('/authorize?client_id=nobody&response_type=code&scope=openid&redirect_uri=https%3A%2F%2Fevil.example')
  assert.equal(visit.status, 400)
  assert.equal(visit.headers.get('location'), null)
  assert.match(textOf(visit), /IN-04/)
})

test('E1 a user who cancels is sent back to the service with access_denied', async () => {
  const asked = await (await service(world, 'health')).ask()
  const browser = world.browser()
  const chooser = await browser.get(asked.url)
  const back = await browser.submit(chooser, '/cancel')
  refused(back, 'access_denied')
  await assert.rejects(asked.finish(back), /access_denied|authorization response/i)
})

const offeredTo = async (
  clientId: string,
  parameters: Record<string, string> = {},
): Promise<{ ids: string[]; visit: Visit }> => {
  const visit = await world.browser().get((await (await service(world, clientId)).ask(parameters)).url)
  const ids = linksIn(visit).flatMap((href) => /\/login\/att_[\w-]{22}\/(\w+)$/.exec(href)?.[1] ?? [])
  return { ids: [...new Set(ids)].toSorted(), visit }
}

test('E2 at substantial MinID is offered beside the stronger ones', async () => {
  assert.deepEqual((await offeredTo('tax')).ids, ['minid', 'test'])
})

test('E2 at high MinID is not offered, and one line says why', async () => {
  const { ids, visit } = await offeredTo('health')
  assert.deepEqual(ids, ['test'])
  assert.match(textOf(visit), /MinID/)
})

test('E2 a service narrows the list', async () => {
  assert.deepEqual((await offeredTo('only-minid')).ids, ['minid'])
})

test('E2 no deep link leads to an eID that is not offered', async () => {
  const browser = world.browser()
  const chooser = await browser.get((await (await service(world, 'health')).ask()).url)
  const visit = await browser.get(`${new URL(chooser.url).pathname}/minid`)
  assert.equal(visit.url, chooser.url)
})

const levels: readonly [clientId: string, acr: string | undefined, offers: string[], answered: string][] = [
  ['tax', undefined, ['minid', 'test'], 'idporten-loa-high'],
  ['tax', 'idporten-loa-substantial', ['minid', 'test'], 'idporten-loa-high'],
  ['tax', 'idporten-loa-high', ['test'], 'idporten-loa-high'],
  ['tax', 'loa:low', ['minid', 'test'], 'loa:high'],
  ['tax', 'loa:substantial', ['minid', 'test'], 'loa:high'],
  ['tax', 'loa:high', ['test'], 'loa:high'],
  ['tax', 'Level3', ['minid', 'test'], 'Level4'],
  ['tax', 'Level4', ['test'], 'Level4'],
  ['tax', 'idporten-loa-high idporten-loa-substantial', ['minid', 'test'], 'idporten-loa-high'],
  ['tax', 'unheard-of idporten-loa-high', ['test'], 'idporten-loa-high'],
  ['health', 'idporten-loa-substantial', ['test'], 'idporten-loa-high'],
  ['health', 'loa:low', ['test'], 'loa:high'],
]
for (const [clientId, acr, offers, answered] of levels) {
  test(`E3 ${clientId} asks for ${acr ?? 'nothing'}: ${offers.join(' and ')} offered, answered ${answered}`, async () => {
    const asked = await (await service(world, clientId)).ask(acr === undefined ? {} : { acr_values: acr })
    const browser = world.browser()
    const chooser = await browser.get(asked.url)
    const shown = [
      ...new Set(linksIn(chooser).flatMap((href) => /\/login\/att_[\w-]{22}\/(\w+)$/.exec(href)?.[1] ?? [])),
    ]
    assert.deepEqual(shown.toSorted(), offers)
    const back = await byTestEid(browser, chooser, world.people.at(3).number, 'high')
    assert.equal((await asked.finish(back)).claims()?.['acr'], answered)
  })
}

test('E3 only unknown levels: refused, never a downgrade', async () => {
  const visit = await world
    .browser()
    .get((await (await service(world, 'tax')).ask({ acr_values: 'gold platinum' })).url)
  assert.ok(landed(visit).searchParams.has('error'))
  assert.equal(landed(visit).searchParams.get('code'), null)
})

test('E3 I2 an eID that proves less than was asked for is asked again, never answered', async () => {
  const asked = await (await service(world, 'health')).ask()
  const browser = world.browser()
  const chooser = await browser.get(asked.url)
  const visit = await byTestEid(browser, chooser, world.people.at(0).number, 'substantial')
  assert.equal(visit.url, chooser.url, 'back at the chooser')
  assert.equal(visit.status, 200)
})

test('E5 the number always; the name only where the eID gives it', async () => {
  const [person] = world.people.withMinid(1)
  assert.ok(person)
  const asked = await (await service(world, 'tax')).ask()
  const claims = (await asked.finish(await byMinid(world, world.browser(), asked.url, person))).claims()
  assert.equal(claims?.['pid'], person.number)
  assert.equal(claims?.['given_name'], undefined)
  const again = await (await service(world, 'tax')).ask()
  const browser = world.browser()
  const named = (
    await again.finish(await byTestEid(browser, await browser.get(again.url), person.number, 'high'))
  ).claims()
  assert.equal(named?.['given_name'], person.given)
  assert.equal(named?.['family_name'], person.family)
})

test('E5 without the profile scope no name leaves', async () => {
  const asked = await (await service(world, 'tax')).ask({ scope: 'openid' })
  const browser = world.browser()
  const claims = (
    await asked.finish(await byTestEid(browser, await browser.get(asked.url), world.people.at(0).number, 'high'))
  ).claims()
  assert.equal(claims?.['given_name'], undefined)
  assert.equal(claims?.['pid'], world.people.at(0).number)
})

test('E7 language: own choice before the service before the browser before Bokmål', async () => {
  const languageOf = (visit: Visit): string | undefined => /<html[^>]*\slang="(\w+)"/.exec(visit.body)?.[1]
  const tax = await service(world, 'tax')
  const plain = world.browser({ language: 'de' })
  assert.equal(languageOf(await plain.get((await tax.ask()).url)), 'nb')
  const sami = world.browser({ language: 'se,en;q=0.5' })
  assert.equal(languageOf(await sami.get((await tax.ask()).url)), 'se')
  assert.equal(languageOf(await sami.get((await tax.ask({ ui_locales: 'xx nn' })).url)), 'nn')
  const page = await sami.get((await tax.ask({ ui_locales: 'nn' })).url)
  const chosen = await sami.click(page, /^\/language\/en/)
  assert.equal(languageOf(chosen), 'en')
  assert.equal(chosen.url, page.url, 'the switch comes back to the page it was on')
  assert.equal(languageOf(await sami.get((await tax.ask({ ui_locales: 'nn' })).url)), 'en')
})

test('E7 the language of the login is told to a service that asked for the profile', async () => {
  const asked = await (await service(world, 'tax')).ask({ ui_locales: 'se' })
  const browser = world.browser()
  const back = await byTestEid(browser, await browser.get(asked.url), world.people.at(0).number, 'high')
  assert.equal((await asked.finish(back)).claims()?.['locale'], 'se')
})

test('M11 every page of a login links to help, privacy and safe use', async () => {
  const visit = await world.browser().get((await (await service(world, 'tax')).ask()).url)
  for (const path of ['/help', '/privacy', '/safe-use'])
    assert.ok(
      linksIn(visit).some((href) => href.startsWith(path)),
      path,
    )
})
