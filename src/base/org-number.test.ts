import assert from 'node:assert/strict'
import test from 'node:test'
import { isSyntheticOrg, readOrgNumber } from '#base/org-number.ts'

const cases: readonly [text: string, number: string | undefined][] = [
  ['999999999', '999999999'],
  ['999 999 999', '999999999'],
  ['310000000', '310000000'],
  ['999999998', undefined],
  ['99999999', undefined],
  ['9999999990', undefined],
  ['099999999', undefined],
  ['99999999x', undefined],
  ['', undefined],
]
for (const [text, number] of cases) {
  test(`"${text}" is ${number === undefined ? 'no organisation number' : 'an organisation number'}`, () => {
    assert.equal(readOrgNumber(text), number)
  })
}

test('synthetic entities are told from real ones', () => {
  const synthetic = (text: string): boolean => {
    const number = readOrgNumber(text)
    assert.ok(number !== undefined)
    return isSyntheticOrg(number)
  }
  assert.equal(synthetic('999999999'), false)
  assert.equal(synthetic('310000000'), true)
})
