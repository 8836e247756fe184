import assert from 'node:assert/strict'
import test from 'node:test'
import { newLegId } from '#base/ids.ts'
import { secretKey } from '#base/secrets.ts'
import {
  codeEnded,
  codeMatches,
  freshCode,
  mayRenew,
  readCode,
  renewalsLeft,
  type ReadCode,
  type SentCode,
} from '#methods/minid/codes.ts'

const key = secretKey(new Uint8Array(32).fill(3))
const leg = newLegId()
const start = 1_800_000_000_000

const typed: readonly [text: string, read: ReadCode][] = [
  ['7KQ2M', { code: '7KQ2M' }],
  ['7kq2m', { code: '7KQ2M' }],
  [' 7k q2-m ', { code: '7KQ2M' }],
  ['7K\u00a0Q2M', { code: '7KQ2M' }],
  ['', { fault: 'length' }],
  ['7KQ2', { fault: 'length' }],
  ['7KQ2MM', { fault: 'length' }],
  ['7KQ20', { fault: 'look-alike' }],
  ['OKQ2M', { fault: 'look-alike' }],
  ['lKQ2M', { fault: 'look-alike' }],
  ['iKQ2M', { fault: 'look-alike' }],
  ['1KQ2M', { fault: 'look-alike' }],
  ['æKQ2M', { fault: 'characters' }],
  ['7KQ2!', { fault: 'characters' }],
]
for (const [text, read] of typed)
  test(`"${text}" is read as ${JSON.stringify(read)}`, () => {
    assert.deepEqual(readCode(text), read)
  })

test('a code has five characters, none of them easily mistaken, and is kept only as a keyed hash', () => {
  for (let i = 0; i < 500; i += 1) {
    const { code, state } = freshCode(key, leg, start, 0)
    assert.match(code, /^[2-9A-HJKMNP-Z]{5}$/)
    assert.equal(JSON.stringify(state).includes(code), false)
  }
})

test('a code opens its own transaction and no other, under its own key alone', () => {
  const { code, state } = freshCode(key, leg, start, 0)
  assert.equal(codeMatches(key, leg, state, code), true)
  assert.equal(codeMatches(key, newLegId(), state, code), false)
  assert.equal(codeMatches(secretKey(new Uint8Array(32).fill(4)), leg, state, code), false)
  assert.equal(codeMatches(key, leg, state, code === '22222' ? '33333' : '22222'), false)
})

const minutes = 60_000
const ends: readonly [tries: number, age: number, end: ReturnType<typeof codeEnded>][] = [
  [0, 0, undefined],
  [2, 5 * minutes - 1, undefined],
  [0, 5 * minutes, 'expired'],
  [3, 0, 'spent'],
  [3, 6 * minutes, 'spent'],
]
for (const [tries, age, end] of ends)
  test(`after ${tries} wrong guesses and ${age} ms a code is ${end ?? 'alive'}`, () => {
    assert.equal(codeEnded({ codeHash: '', codeSent: start, tries, sent: 1 }, start + age), end)
  })

test('a new code: not within 30 seconds, three times, then no more', () => {
  const sent = (times: number): SentCode => ({ codeHash: '', codeSent: start, tries: 0, sent: times })
  assert.deepEqual(mayRenew(sent(1), start + 29_999), { ok: false, why: 'wait', until: start + 30_000 })
  assert.deepEqual(mayRenew(sent(1), start + 30_000), { ok: true })
  assert.deepEqual(mayRenew(sent(3), start + 30_000), { ok: true })
  assert.equal(mayRenew(sent(4), start + 10 * minutes).ok, false)
  assert.deepEqual(
    [1, 2, 3, 4].map((times) => renewalsLeft(sent(times))),
    [3, 2, 1, 0],
  )
})
