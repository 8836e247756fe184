import assert from 'node:assert/strict'
import test from 'node:test'
import { type DetailTypes, narrowedDetails, readDetails } from '#oidc/authorization-details.ts'
import { OAuthError, isFault } from '#oidc/errors.ts'
import { testClient, testDetails } from '#oidc/test-clients.ts'

const client = testClient('c', { authorizationDetailsTypes: ['acme:pay'] })
const pay = { type: 'acme:pay', amount: 10, actions: ['read', 'write'] }
const read = (text: string): unknown => {
  const found = readDetails(testDetails, text, client)
  return found !== undefined && isFault(found) ? found.code : found
}

test('RFC 9396 §2 a list of objects, each of a registered type', () => {
  assert.deepEqual(read(JSON.stringify([pay, pay])), [pay, pay])
  assert.equal(readDetails(testDetails, undefined, client), undefined)
  for (const text of [
    'x',
    'null',
    '[null]',
    '[[]]',
    '["acme:pay"]',
    '[{"type":5}]',
    '[{"__proto__":{"type":"acme:pay","amount":1}}]',
    JSON.stringify(Array.from({ length: 21 }, () => pay)),
    JSON.stringify([{ ...pay, padding: 'x'.repeat(16_384) }]),
  ])
    assert.equal(read(text), 'invalid_authorization_details', text.slice(0, 60))
})

const narrowed = (asked: unknown, granted: Parameters<typeof narrowedDetails>[2] = [pay], by = client): unknown => {
  try {
    return narrowedDetails(testDetails, asked === undefined ? undefined : JSON.stringify(asked), granted, by)
  } catch (error) {
    if (error instanceof OAuthError) return error.code
    throw error
  }
}

test('RFC 9396 §6.1 at the token endpoint: the same, fewer, shorter lists', () => {
  const other = { type: 'acme:pay', amount: 20 }
  assert.deepEqual(narrowed(undefined), [pay])
  assert.equal(narrowedDetails(testDetails, undefined, undefined, client), undefined)
  assert.deepEqual(narrowed([other], [pay, other]), [other])
  assert.deepEqual(narrowed([{ ...pay, actions: ['read'] }]), [{ ...pay, actions: ['read'] }])
})

test('RFC 9396 §6.1 what says for whom the user acts is not left out beside others', () => {
  const power = { type: 'acme:power', from: 'a' }
  const by = testClient('c', { authorizationDetailsTypes: ['acme:pay', 'acme:power'] })
  const types = (stays: boolean): DetailTypes => ({
    ...testDetails,
    find: (type) => {
      const pays = testDetails.find('acme:pay')
      return type === 'acme:power' && pays !== undefined ? { ...pays, stays } : testDetails.find(type)
    },
  })
  const ask = (stays: boolean, ...asked: unknown[]) =>
    narrowedDetails(types(stays), JSON.stringify(asked), [pay, power], by)
  assert.deepEqual(ask(false, pay), [pay])
  assert.deepEqual(ask(true, power), [power])
  assert.throws(
    () => ask(true, pay),
    (error) => error instanceof OAuthError && error.code === 'invalid_authorization_details',
  )
})

test('RFC 9396 §6.1 never more, never other', () => {
  const { actions: _, ...without } = pay
  for (const asked of [
    [{ ...pay, amount: 11 }],
    [{ ...pay, actions: ['read', 'delete'] }],
    [{ ...pay, actions: [] }],
    [{ ...pay, more: true }],
    [without],
    [pay, { type: 'acme:other' }],
    [],
    'x',
  ])
    assert.equal(narrowed(asked), 'invalid_authorization_details', JSON.stringify(asked))
  assert.equal(narrowed([pay], []), 'invalid_authorization_details')
})

test('RFC 9396 §6 what the client may no longer have is gone', () => {
  const fewer = testClient('c', { authorizationDetailsTypes: [] })
  assert.deepEqual(narrowed(undefined, [pay], fewer), [])
  assert.equal(narrowed([pay], [pay], fewer), 'invalid_authorization_details')
})
