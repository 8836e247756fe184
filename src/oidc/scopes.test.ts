import assert from 'node:assert/strict'
import test from 'node:test'
import { grantedScopes, scopeFault } from '#oidc/scopes.ts'

const client = { scopes: ['openid', 'profile', 'acme:things'] }
const rows: readonly (readonly [asked: string, refused: boolean, granted: string])[] = [
  ['openid', false, 'openid'],
  ['openid profile acme:things', false, 'openid profile acme:things'],
  ['email openid offline_access', false, 'openid'],
  ['openid acme:others', true, ''],
  ['profile', true, ''],
  ['', true, ''],
  ['openid a"b', true, ''],
  ['openid ø', true, ''],
]

for (const [asked, refused, granted] of rows) {
  test(`scope "${asked}" is ${refused ? 'refused' : `granted as "${granted}"`}`, () => {
    const list = asked.split(' ').filter((one) => one !== '')
    assert.equal(scopeFault(list, client) !== undefined, refused)
    if (!refused) assert.equal(grantedScopes(list, client).join(' '), granted)
  })
}

test('profile must be registered like any other', () => {
  assert.notEqual(scopeFault(['openid', 'profile'], { scopes: ['openid'] }), undefined)
})
