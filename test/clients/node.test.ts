/** Two clients of the Node world, as their manuals set them up: one without PKCE, one with. */
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { endAll } from '../process/started.ts'
import { app, assertClaims, outside } from './setting.ts'
import { walker } from './walker.ts'

afterEach(endAll)

test('E1 passport-openidconnect, which knows no PKCE, logs a person in where the client is registered so', async () => {
  const setting = await outside((home) => ({
    redirect_uris: [`${home}/callback`],
    profile: 'plain',
    code_challenge_method: 'none',
    token_endpoint_auth_method: 'client_secret_post',
  }))
  await app('passport.mjs', setting)
  const person = walker()
  assert.equal((await person.read(`${setting.home}/`))['user'], null)
  const { user } = await person.read(`${setting.home}/login`)
  const { claims, iss } = user as { readonly claims: unknown; readonly iss: string }
  assert.equal(iss, setting.issuer)
  assertClaims(claims, setting)
  await setting.close()
})

test('E1 passport-openidconnect is told what is missing where PKCE is registered', async () => {
  const setting = await outside((home) => ({ redirect_uris: [`${home}/callback`] }))
  await app('passport.mjs', setting)
  const { status, body, url } = await walker().go(`${setting.home}/login`)
  assert.equal(status, 400)
  assert.equal(url.searchParams.get('error'), 'invalid_request')
  assert.match(body, /code_challenge is required/)
  await setting.close()
})

test('E1 E9 express-openid-connect logs a person in with PKCE, reads userinfo, refreshes, and logs out at the provider too', async () => {
  const setting = await outside((home) => ({
    redirect_uris: [`${home}/callback`],
    post_logout_redirect_uris: [`${home}`, `${home}/`],
    grant_types: ['authorization_code', 'refresh_token'],
  }))
  await app('express-openid-connect.mjs', setting)
  const person = walker()
  const { user } = await person.read(`${setting.home}/login`)
  assertClaims(user, setting)
  const userinfo = await person.read(`${setting.home}/userinfo`)
  assert.equal(userinfo['pid'], setting.number)
  const refreshed = await person.read(`${setting.home}/refresh`)
  assert.deepEqual(refreshed, { changed: true, type: 'Bearer' })
  const out = await person.go(`${setting.home}/logout`)
  assert.ok(out.trail.some((address) => address.startsWith(`${setting.issuer}/logout?`)))
  assert.equal(out.url.origin, setting.home)
  assert.equal((await person.read(`${setting.home}/`))['user'], null)
  await setting.close()
})
