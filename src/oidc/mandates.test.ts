import assert from 'node:assert/strict'
import test from 'node:test'
import { readDetails } from '#oidc/authorization-details.ts'
import { isFault } from '#oidc/errors.ts'
import {
  actingBy,
  type Mandate,
  mandatesFor,
  mandateType,
  rolesAsked,
  stillGiven,
  withMandates,
} from '#oidc/mandates.ts'
import { testClient, testDetails } from '#oidc/test-clients.ts'

const mandates = { of: () => Promise.resolve([]) }
const client = testClient('c', { authorizationDetailsTypes: ['acme:pay'] })
const asked = { type: mandateType, permission_roles: ['arbeid', 'helse'] }
const pay = { type: 'acme:pay', amount: 10 }
const mandate = (...roles: string[]): Mandate => ({
  authorizer: { name: 'A A', pid: '1' },
  authorized_representative: { name: 'B B', pid: '2' },
  permissions: roles.map((role) => ({ owner: 'o', role })),
})

test('idporten:fullmakt is any client’s to ask for where there is a register, and nobody’s where there is none', () => {
  const text = JSON.stringify([asked])
  assert.deepEqual(readDetails(withMandates(testDetails, mandates), text, client), [asked])
  const without = readDetails(withMandates(testDetails, undefined), text, client)
  assert.ok(without !== undefined && isFault(without))
  assert.ok(withMandates(testDetails, mandates).names().includes(mandateType))
  assert.ok(!withMandates(testDetails, undefined).names().includes(mandateType))
  // It opens no other type.
  const other = readDetails(withMandates(testDetails, mandates), JSON.stringify([{ type: 'acme:other' }]), client)
  assert.ok(other !== undefined && isFault(other))
})

test('idporten:fullmakt: one role is enough, and others are not told', () => {
  assert.equal(rolesAsked({ authorizationDetails: [pay] }), undefined)
  const roles = rolesAsked({ authorizationDetails: [asked, pay, { ...asked, permission_roles: ['helse'] }] })
  assert.deepEqual(roles, ['arbeid', 'helse'])
  const all = [mandate('arbeid', 'bank'), mandate('bank'), mandate('helse')]
  assert.deepEqual(mandatesFor(roles, all), [mandate('arbeid'), mandate('helse')])
})

test('idporten:fullmakt: what was chosen stands in the place of the question, and other details stay', () => {
  const request = { authorizationDetails: [pay, asked] }
  assert.deepEqual(actingBy(request, mandate('arbeid')).authorizationDetails, [
    pay,
    { type: mandateType, ...mandate('arbeid') },
  ])
  assert.deepEqual(actingBy(request, undefined).authorizationDetails, [pay])
  assert.deepEqual(actingBy({ authorizationDetails: [asked] }, undefined).authorizationDetails, [])
})

const told = (...roles: string[]) => ({ type: mandateType, ...mandate(...roles) })
const registered = (...all: Mandate[]) => ({ of: (pid: string) => Promise.resolve(pid === '2' ? all : []) })
const another = { ...mandate('arbeid', 'helse'), authorizer: { name: 'C C', pid: '3' } }

test('idporten:fullmakt: what holds still is told again, without the roles that were taken back', async () => {
  const both = [pay, told('arbeid', 'helse')]
  const left = (...all: Mandate[]) => stillGiven(registered(...all), '2', both)
  assert.deepEqual(await left(another, mandate('arbeid', 'helse', 'bank')), { details: both })
  assert.deepEqual(await left(mandate('helse')), { details: [pay, told('helse')] })
  assert.deepEqual(await left(mandate('arbeid'), mandate('helse')), { details: both })
})

test('idporten:fullmakt: refused: nothing of it holds, it is another’s, of another owner, or nobody can be asked', async () => {
  const left = (...all: Mandate[]) => stillGiven(registered(...all), '2', [pay, told('arbeid')])
  assert.equal(await left(), undefined)
  assert.equal(await left(mandate('helse'), another), undefined)
  assert.equal(await left({ ...mandate(), permissions: [{ owner: 'p', role: 'arbeid' }] }), undefined)
  const whole = registered(mandate('arbeid'))
  for (const [mandates, pid] of [
    [undefined, '2'],
    [whole, '9'],
    [whole, undefined],
  ] as const)
    assert.equal(await stillGiven(mandates, pid, [told('arbeid')]), undefined)
})

test('idporten:fullmakt: a login for oneself, or without the question, asks nobody', async () => {
  const nobody = { of: () => Promise.reject(new Error('asked')) }
  for (const details of [undefined, [], [pay]]) assert.deepEqual(await stillGiven(nobody, '2', details), { details })
})
