/** RFC 9207, OAuth 2.0 Authorization Server Issuer Identification. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formIn, landed } from '../browser.ts'
import { byTestEid, service } from '../client.ts'
import { callback, owners } from '../services.ts'
import { answered, authorize, type Fields, fetchOf, good, hint } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

test('RFC 9207 §2 the code comes with the issuer, the very one of the metadata', async () => {
  const metadata = (await fetchOf(world, '/.well-known/openid-configuration')).json
  assert.equal((await answered(world, 'tax')).get('iss'), metadata['issuer'])
  // §3
  assert.equal(metadata['authorization_response_iss_parameter_supported'], true)
})

for (const [what, over] of [
  ['a fault of the request', { scope: 'profile' }],
  ['a login that would need a page', { prompt: 'none' }],
  ['a level that cannot be reached', { acr_values: 'gold' }],
  ['a person that is refused', { login_hint: 'testid:00000000000_idporten-loa-high' }],
] as [string, Fields][]) {
  test(`RFC 9207 §2 the error comes with it, too: ${what}`, async () => {
    const back = landed(await authorize(world, good('tax', over))).searchParams
    assert.ok(back.get('error'))
    assert.equal(back.get('iss'), issuer)
  })
}

test('RFC 9207 §2 a form has it as a field, a user’s cancel has it', async () => {
  const posted = await authorize(world, good('tax', { response_mode: 'form_post', login_hint: hint(world) }))
  assert.equal(formIn(posted, callback('tax')).fields.get('iss'), issuer)
  const browser = world.browser()
  const chooser = await browser.get((await (await service(world, 'tax')).ask()).url)
  assert.equal(landed(await browser.submit(chooser, '/cancel')).searchParams.get('iss'), issuer)
})

test('RFC 9207 §2.4 an outside client takes our answer, and none that names another issuer or none', async () => {
  const tax = await service(world, 'tax')
  for (const change of ['keep', 'other', 'none'] as const) {
    const asked = await tax.ask()
    const browser = world.browser()
    const back = await byTestEid(browser, await browser.get(asked.url), world.people.at(0).number, 'high')
    const url = landed(back)
    if (change === 'other') url.searchParams.set('iss', 'https://evil.example')
    if (change === 'none') url.searchParams.delete('iss')
    const visit = { ...back, headers: new Headers({ location: url.href }) }
    if (change === 'keep') assert.ok((await asked.finish(visit)).access_token)
    else
      await assert.rejects(
        asked.finish(visit),
        ({ cause }: Error) => cause instanceof Error && /"iss"/.test(cause.message),
      )
  }
})
