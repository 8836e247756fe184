/** The last section of docs/integrate.md: what a client of ID-porten notices, line by line. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { landed } from '../browser.ts'
import { owners } from '../services.ts'
import { authorize, claimsOf, fetchOf, good, hint, refusedTo, tokensFor } from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))
const ask = (over: Readonly<Record<string, string>>) =>
  authorize(world, good('tax', { login_hint: hint(world), ...over }))

test('E3 levels that ID-porten has and we have not: refused alone, ignored beside one that is known', async () => {
  for (const level of ['eidas-loa-high', 'eidas-loa-substantial', 'selfregistered-email']) {
    refusedTo(await ask({ acr_values: level }), 'tax', 'unmet_authentication_requirements')
    assert.ok(landed(await ask({ acr_values: `${level} idporten-loa-high` })).searchParams.has('code'))
  }
})

test('E1 what ID-porten has besides is ignored where it asks for less, refused where it stands for a rule', async () => {
  for (const over of [{ scope: 'openid profile idporten-extra' }, { onbehalfof_orgno: '991825827' }])
    assert.ok(landed(await ask(over)).searchParams.has('code'))
  const types = JSON.stringify([{ type: 'ansattporten:altinn:service', resource: 'urn:altinn:resource:x' }])
  refusedTo(await ask({ authorization_details: types }), 'tax', 'invalid_authorization_details')
  refusedTo(await ask({ request: 'eyJhbGciOiJub25lIn0.e30.' }), 'tax', 'request_not_supported')
  for (const path of ['/tokeninfo', '/authorizations']) assert.equal((await fetchOf(world, path)).status, 404)
})

test('E5 access tokens say the organisation as consumer, and list no claims that were not asked for', async () => {
  const claims = claimsOf((await tokensFor(world, 'tax')).access)
  for (const name of ['client_orgno', 'token_type', 'clm']) assert.ok(!(name in claims), name)
  assert.deepEqual(claims['consumer'], { authority: 'iso6523-actorid-upis', ID: '0192:991825827' })
})
