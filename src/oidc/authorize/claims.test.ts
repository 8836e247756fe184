import assert from 'node:assert/strict'
import test from 'node:test'
import { essentialName, readClaims } from '#oidc/authorize/claims.ts'
import { isFault } from '#oidc/errors.ts'
import { testClient } from '#oidc/test-clients.ts'
import { acrNames } from '#oidc/test-provider.ts'

const read = (claims: unknown, client = testClient('c')): ReturnType<typeof readClaims> =>
  readClaims({ acr: acrNames }, typeof claims === 'string' ? claims : JSON.stringify(claims), client)

for (const [what, claims] of [
  ['no JSON', '{"id_token":'],
  ['a list', []],
  ['a word', '"id_token"'],
  ['a member that is a list', { id_token: ['acr'] }],
  ['a claim that is a word', { userinfo: { given_name: 'yes' } }],
  ['essential that is a word', { id_token: { acr: { essential: 'true' } } }],
  ['values that are none', { id_token: { acr: { values: 'loa:high' } } }],
  ['too many values', { id_token: { acr: { values: Array.from({ length: 21 }, () => 'loa:high') } } }],
  ['too many claims', { id_token: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`c${i}`, null])) }],
  ['too long', { padding: 'x'.repeat(8192) }],
  ['too deep', `{"id_token":{"a":{"value":${'['.repeat(5000)}`],
] as [string, unknown][]) {
  test(`OIDC Core §5.5 malformed: ${what}`, () => {
    const found = read(claims)
    assert.ok(isFault(found))
    assert.equal(found.code, 'invalid_request')
  })
}

test('OIDC Core §5.5 nothing sent, nothing asked; what is not understood is ignored', () => {
  assert.equal(readClaims({ acr: acrNames }, undefined, testClient('c')), undefined)
  const asked = { idToken: [], userinfo: [], subject: undefined, wishes: [], levels: [] }
  assert.deepEqual(read({}), asked)
  const strange = {
    verified_claims: 5,
    id_token: { email: { essential: true, purpose: 'x' }, acr: null, __proto__: null },
  }
  assert.deepEqual(read(strange), asked)
  assert.deepEqual(read('{"id_token":{"__proto__":{"value":"x"},"constructor":null}}'), asked)
})

test('OIDC Core §5.5 a claim may be asked for by a client that may have it', () => {
  const all = { given_name: null, family_name: { essential: true }, locale: null, pid: null, address: null }
  const some = testClient('c', { scopes: ['openid'] })
  const asked = (client?: Parameters<typeof read>[1]): unknown => {
    const found = read({ id_token: all, userinfo: all }, client)
    return found === undefined || isFault(found) ? found : [found.idToken, found.userinfo]
  }
  const names = ['given_name', 'family_name', 'locale', 'pid']
  assert.deepEqual(asked(), [names, names])
  assert.deepEqual(asked(some), [['pid'], ['pid']])
})

const levels = (wish: object): unknown => {
  const found = read({ id_token: { acr: wish } })
  return found === undefined || isFault(found) ? found?.code : [found.levels, found.wishes]
}
test('OIDC Core §5.5.1.1 essential levels must be met, others are a wish', () => {
  assert.deepEqual(levels({ essential: true, value: 'loa:high' }), [['loa:high'], []])
  assert.deepEqual(levels({ essential: true, values: ['x', 'loa:high', 'Level3'] }), [['loa:high', 'Level3'], []])
  assert.deepEqual(levels({ values: ['loa:high', 'x'] }), [[], ['loa:high']])
  assert.deepEqual(levels({ essential: true }), [[], []])
  assert.equal(levels({ essential: true, values: ['x', 5] }), 'unmet_authentication_requirements')
})

test('OIDC Core §5.5.1.1 the answer is one of the essential values: the highest that is reached', () => {
  const among = ['loa:substantial', 'Level4', 'loa:low']
  assert.equal(essentialName(acrNames, among, 'high'), 'Level4')
  assert.equal(essentialName(acrNames, among, 'substantial'), 'loa:substantial')
  assert.equal(essentialName(acrNames, ['Level4'], 'substantial'), undefined)
  assert.equal(essentialName(acrNames, [], 'high'), undefined)
})

test('OIDC Core §5.5.1 one subject may be expected, in either place', () => {
  const subject = (claims: object): unknown => {
    const found = read(claims)
    return found === undefined || isFault(found) ? found?.code : found.subject
  }
  assert.equal(subject({ id_token: { sub: { value: 's' } } }), 's')
  assert.equal(subject({ userinfo: { sub: { values: ['s'] } }, id_token: { sub: { value: 's' } } }), 's')
  assert.equal(subject({ id_token: { sub: null } }), undefined)
  for (const value of [5, { a: 1 }, null]) assert.equal(subject({ id_token: { sub: { value } } }), 'invalid_request')
  assert.equal(subject({ id_token: { sub: { value: 'a' } }, userinfo: { sub: { value: 'b' } } }), 'invalid_request')
})
