/** `state` as it goes out: ours is known by itself, and belongs to one eID and one attempt. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { newAttemptId } from '#base/ids.ts'
import { randomToken, secretKey } from '#base/secrets.ts'
import { readState, stateIn, stateOf } from '#login/state.ts'

const key = secretKey(Buffer.alloc(32, 1))
const [attempt, secret] = [newAttemptId(), randomToken(16)]
const state = stateOf(key, 'bankid', attempt, secret)

test('a state that we sent out is known as ours, without anything kept of it', () => {
  assert.deepEqual(readState(key, 'bankid', state), { attempt })
  assert.match(state, /^att_[\w-]{22}\.[\w-]{44}$/)
})

const others: readonly (readonly [what: string, state: string, method?: string])[] = [
  ['of another eID', state, 'buypass'],
  ['of another attempt', state.replace(attempt, newAttemptId())],
  ['with another secret', state.replace(secret, randomToken(16))],
  ['with another MAC', state.slice(0, -22) + randomToken(16)],
  ['cut short', state.slice(0, -1)],
  ['with no MAC', `${attempt}.${secret}`],
  ['with more behind it', `${state}A`],
  ['with another part behind it', `${state}.more`],
  ['of another gateway', stateOf(secretKey(Buffer.alloc(32, 2)), 'bankid', attempt, secret)],
  ['that is none', ''],
]
for (const [what, text, method = 'bankid'] of others) {
  test(`a state ${what} is not ours`, () => assert.equal(readState(key, method, text), undefined))
}

test('JARM §2.3 the state is found in the signed answer, too', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const response = `${part({ alg: 'RS256' })}.${part({ state })}.c2ln`
  assert.equal(stateIn(new URLSearchParams({ response })), state)
  assert.equal(stateIn(new URLSearchParams({ response: 'not.a.token' })), '')
  assert.equal(stateIn(new URLSearchParams()), '')
})
