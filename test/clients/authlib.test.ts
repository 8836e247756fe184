/** Authlib (Debian's python3-authlib), run by Debian's own interpreter. */
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import path from 'node:path'
import { afterEach, test } from 'node:test'
import { promisify } from 'node:util'
import { secret } from '../services.ts'
import { endAll } from '../process/started.ts'
import { assertClaims, outside, type Setting } from './setting.ts'

const python = '/usr/bin/python3'
const here = spawnSync(python, ['-c', 'import authlib, requests']).status === 0
const skip = here ? false : 'python3-authlib is not here (INNGANG_TEST_PEERS)'

afterEach(endAll)

async function run(setting: Setting, more: object = {}): Promise<Record<string, unknown>> {
  const { issuer, home, loginHint } = setting
  const told = JSON.stringify({ issuer, home, loginHint, secret, ...more })
  const { stdout } = await promisify(execFile)(
    python,
    [path.join(import.meta.dirname, 'apps/authlib_client.py')],
    // It refuses http elsewhere: this is the twin on this very machine.
    { env: { ...process.env, APP: told, AUTHLIB_INSECURE_TRANSPORT: '1' }, timeout: 60_000 },
  )
  return JSON.parse(stdout) as Record<string, unknown>
}

test('E1 Authlib logs a person in with PKCE, checks the ID token, and reads userinfo', { skip }, async () => {
  const setting = await outside((home) => ({ redirect_uris: [`${home}/callback`] }))
  const { claims, userinfo } = await run(setting)
  assertClaims(claims, setting)
  assert.equal((userinfo as Record<string, unknown>)['pid'], setting.number)
  await setting.close()
})

test('E1 Authlib refreshes and revokes, and the access token is dead with its grant', { skip }, async () => {
  const setting = await outside((home) => ({
    redirect_uris: [`${home}/callback`],
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token'],
  }))
  const said = await run(setting, { method: 'client_secret_post' })
  assert.equal(said['refreshed'], true)
  assert.equal(said['after_revocation'], 401)
  await setting.close()
})

test('E1 Authlib with another verifier than it began with is refused', { skip }, async () => {
  const setting = await outside((home) => ({ redirect_uris: [`${home}/callback`] }))
  await assert.rejects(run(setting, { verifier: 'another-verifier-than-the-one-it-began-with-1' }), /invalid_grant/)
  await setting.close()
})
