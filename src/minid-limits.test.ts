/** The operator's limits reach MinID, each where it is meant. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { ConfigFaults, readConfig } from '#config/read.ts'
import { codeRules } from '#methods/minid/codes.ts'
import { confirmBudget } from '#methods/minid/confirm/budget.ts'
import { orderCrowd } from '#methods/minid/order/number-step.ts'
import { registerCrowd } from '#methods/minid/register/letter-step.ts'
import { minidLimits } from '#minid-limits.ts'

const limits = (settings: Readonly<Record<string, string>>) =>
  minidLimits(readConfig({ INNGANG_ISSUER: 'http://localhost:8700', ...settings }, 'twin'))

test('preset they are what MinID’s parts have by themselves', () => {
  const { crowds, mobileRefused, ...rest } = limits({})
  assert.deepEqual(crowds?.order, orderCrowd)
  assert.deepEqual([crowds?.register, crowds?.recover, crowds?.block], [registerCrowd, registerCrowd, registerCrowd])
  assert.deepEqual(rest, {
    codesPerHour: codeRules.perHour,
    confirmationsPerHour: confirmBudget.all.most,
    confirmationsFromNetwork: confirmBudget.network.most,
  })
  assert.ok(mobileRefused?.includes('+882'))
})

test('each setting is its own', () => {
  const read = limits({
    INNGANG_MINID_CODES_PER_HOUR: '1',
    INNGANG_MINID_CONFIRMATIONS_PER_HOUR: '2',
    INNGANG_MINID_CONFIRMATIONS_FROM_NETWORK: '3',
    INNGANG_MINID_MOBILE_REFUSED: '+252, +4478',
    INNGANG_MINID_ERRANDS_PER_HOUR: '5',
    INNGANG_MINID_ERRANDS_FROM_NETWORK: '4',
    INNGANG_LETTER_ORDERS_PER_HOUR: '7',
    INNGANG_LETTER_ORDERS_FROM_NETWORK: '6',
  })
  const errands = { network: 4, all: 5 }
  assert.deepEqual(read, {
    codesPerHour: 1,
    confirmationsPerHour: 2,
    confirmationsFromNetwork: 3,
    mobileRefused: ['+252', '+4478'],
    crowds: { order: { network: 6, all: 7 }, register: errands, recover: errands, block: errands },
  })
})

test('what is no beginning of a number stops the start', () => {
  for (const text of ['882', '+0', '+47 900', '+47;+46'])
    assert.throws(() => limits({ INNGANG_MINID_MOBILE_REFUSED: text }), ConfigFaults, text)
})
