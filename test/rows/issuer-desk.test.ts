/** Row X4, for developers: a sandbox issuer that answers twice, or as another person, so that a service can try what it must refuse. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { landed, textOf } from '../browser.ts'
import { service } from '../client.ts'
import { answered, answeredTwice, byIssuer, sentTo } from '../issuers.ts'
import { owners } from '../services.ts'
import { fetchOf, type Reply } from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened), { INNGANG_ISSUER_PORT: '8711' })

async function goingOut(browser = world.browser()) {
  const asked = await (await service(world, 'health')).ask()
  const out = sentTo(await browser.click(await browser.get(asked.url), '/bankid'))
  return { asked, browser, out }
}
const whoIs = (json: { readonly access_token: string }): Promise<Reply> =>
  fetchOf(world, '/userinfo', { authorization: `Bearer ${json.access_token}` })

test('X4 I4 an issuer that answers twice: the service gets the very same answer again, whose code counts once', async () => {
  const { asked, browser, out } = await goingOut()
  const { number } = world.people.at(2)
  const [first = '', second = '', ...more] = await answeredTwice(world, 'bankid', out, { number })
  assert.deepEqual([first, more], [second, []])
  const back = await browser.get(first)
  const tokens = await asked.finish(back)
  assert.equal(tokens.claims()?.['pid'], number)
  assert.equal((await whoIs(tokens)).status, 200)
  const again = await browser.get(second)
  assert.equal(landed(again).href, landed(back).href)
  await assert.rejects(asked.finish(again), { error: 'invalid_grant' })
  // What was handed out for it before counts no more: two had the code.
  assert.equal((await whoIs(tokens)).status, 401)
})

test('X4 I1 the second answer counts in the browser that asked, and in no other', async () => {
  const { asked, browser, out } = await goingOut()
  const [first = '', second = ''] = await answeredTwice(world, 'bankid', out, {})
  assert.match(textOf(await world.browser().get(first)), /IN-02/)
  // Nobody is named: the first of the people.
  assert.equal((await asked.finish(await browser.get(second))).claims()?.['pid'], world.people.at(0).number)
})

test('X4 E4 an issuer that answers as another person: the user is asked, and the service gets another one, or is refused', async () => {
  const [person, other] = [world.people.at(0), world.people.at(2)]
  for (const answer of ['yes', 'no']) {
    const browser = world.browser()
    const tax = await (await service(world, 'tax')).ask()
    await tax.finish(
      await byIssuer(world, browser, await browser.get(tax.url), 'bankid', { number: person.number, way: '1' }),
    )
    const { asked, out } = await goingOut(browser)
    const to = await answered(world, 'bankid', out, { number: person.number, outcome: 'other' })
    const page = await browser.get(to)
    assert.equal(page.headers.get('location'), null, 'never silently')
    const back = await browser.submit(page, '/person', { 'go-on': answer })
    if (answer === 'yes') assert.equal((await asked.finish(back)).claims()?.['pid'], other.number)
    else assert.equal(landed(back).searchParams.get('error'), 'access_denied')
  }
})

test('X4 E9 a service that says whom it expects never gets another', async () => {
  const person = world.people.at(2)
  const health = await service(world, 'health')
  const before = await health.ask()
  const old = world.browser()
  const tokens = await before.finish(
    await byIssuer(world, old, await old.get(before.url), 'bankid', { number: person.number }),
  )
  const asked = await health.ask({ id_token_hint: tokens.id_token ?? '' })
  const browser = world.browser()
  const chooser = await browser.get(asked.url)
  const refused = await byIssuer(world, browser, chooser, 'bankid', { number: person.number, outcome: 'other' })
  assert.equal(landed(refused).searchParams.get('error'), 'login_required')
})
