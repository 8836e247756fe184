import assert from 'node:assert/strict'
import test from 'node:test'
import type { ScopeRules, Scopes } from '#oidc/ports.ts'
import { endsWithSession, grantedScopes, needsFreshLogin, scopeFault, tokenRules } from '#oidc/scopes.ts'
import { testScope } from '#oidc/test-clients.ts'

const scopesOf = (...rules: readonly ScopeRules[]): Scopes => ({
  find: (name) => rules.find((one) => one.name === name),
})
const declared = scopesOf(testScope('acme:things'), testScope('acme:others'), testScope('acme:open', { forAll: true }))

const idporten = { scopes: ['openid', 'profile', 'acme:things'], profile: 'idporten' } as const
const plain = { ...idporten, profile: 'plain' } as const
const rows: readonly (readonly [asked: string, refused: boolean, granted: string, client?: typeof plain])[] = [
  ['openid', false, 'openid'],
  ['openid profile acme:things', false, 'openid profile acme:things'],
  ['email openid offline_access', false, 'openid'],
  ['openid acme:open', false, 'openid acme:open'],
  ['openid acme:others', true, ''],
  ['openid acme:unheard-of', true, ''],
  ['profile', true, ''],
  ['', true, ''],
  ['openid a"b', true, ''],
  ['openid ø', true, ''],
  ['acme:things', true, ''],
  ['acme:things', false, 'acme:things', plain],
  ['acme:others', true, '', plain],
  ['email', true, '', plain],
]

for (const [asked, refused, granted, client = idporten] of rows) {
  test(`scope "${asked}" of ${client.profile} is ${refused ? 'refused' : `granted as "${granted}"`}`, () => {
    const list = asked.split(' ').filter((one) => one !== '')
    assert.equal(scopeFault(list, client, declared) !== undefined, refused)
    if (!refused) assert.equal(grantedScopes(list, client, declared).join(' '), granted)
  })
}

test('profile must be registered like any other', () => {
  const client = { scopes: ['openid'], profile: 'idporten' } as const
  assert.notEqual(scopeFault(['openid', 'profile'], client, declared), undefined)
})

test('the shortest life of all granted scopes counts, and 0 is no limit', () => {
  const scopes = scopesOf(
    testScope('a:none'),
    testScope('a:short', { accessTokenAtMost: 60 }),
    testScope('a:long', { accessTokenAtMost: 3600 }),
  )
  const lifetime = (granted: string): number =>
    tokenRules(scopes, granted.split(' '), { accessTokenLifetime: 300 }).lifetime
  assert.equal(lifetime('openid'), 300)
  assert.equal(lifetime('openid a:none'), 300)
  assert.equal(lifetime('openid a:long'), 300)
  assert.equal(lifetime('openid a:long a:short a:none'), 60)
})

test('one scope that is opaque, pseudonymous or takes no earlier login is enough; a scope that is not granted is not', () => {
  const scopes = scopesOf(
    testScope('a:plain'),
    testScope('a:opaque', { opaque: true }),
    testScope('a:pseudonymous', { pseudonymous: true }),
    testScope('a:fresh', { freshLogin: true }),
  )
  const rules = (granted: string): readonly boolean[] => {
    const list = granted.split(' ')
    const { opaque, pseudonymous } = tokenRules(scopes, list, { accessTokenLifetime: 300 })
    return [opaque, pseudonymous, needsFreshLogin(scopes, list)]
  }
  assert.deepEqual(rules('openid a:plain'), [false, false, false])
  assert.deepEqual(rules('openid a:plain a:opaque'), [true, false, false])
  assert.deepEqual(rules('openid a:pseudonymous'), [false, true, false])
  assert.deepEqual(rules('a:fresh'), [false, false, true])
})

test('what was granted for the login alone ends with it', () => {
  assert.equal(endsWithSession(['openid', 'profile']), true)
  assert.equal(endsWithSession(['openid', 'acme:things']), false)
})
