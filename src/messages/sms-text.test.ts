import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { smsParts } from '#messages/sms-text.ts'

const table: readonly [what: string, text: string, coding: number, parts: number][] = [
  ['a code', 'Kode: SESAM', 0, 1],
  ['æøå, all of them seven bits', 'æøåÆØÅ', 0, 1],
  ['160 septets', 'a'.repeat(160), 0, 1],
  ['161 septets', 'a'.repeat(161), 0, 2],
  ['two full parts', 'a'.repeat(306), 0, 2],
  ['one more', 'a'.repeat(307), 0, 3],
  ['a euro counts twice', '€'.repeat(80), 0, 1],
  ['and is not torn', `${'a'.repeat(152)}€${'a'.repeat(20)}`, 0, 2],
  ['Northern Sámi needs UCS-2', 'Čále koda', 8, 1],
  ['70 units', 'č'.repeat(70), 8, 1],
  ['71 units', 'č'.repeat(71), 8, 2],
  ['outside the basic plane', '😀'.repeat(35), 8, 1],
]
for (const [what, text, coding, parts] of table)
  test(`TS 23.038 ${what}: coding ${coding}, ${parts} parts`, () => {
    const made = smsParts(text, 'id')
    assert.deepEqual([made.coding, made.parts.length], [coding, parts])
  })

test('TS 23.038 §6.2.1 characters and their extensions stand where the tables say', () => {
  assert.deepEqual([...(smsParts('@Å {€à', 'id').parts[0]?.body ?? [])], [0, 14, 32, 27, 40, 27, 101, 127])
  // The escape itself is no character that anybody can send.
  assert.equal(smsParts('\u001b', 'id').coding, 8)
})

test('TS 23.040 §9.2.3.24.1 parts carry one reference, how many and which; nothing is torn or lost', () => {
  const character = fc.constantFrom('a', 'ø', '€', '{', '\n', 'č', '😀', '@')
  fc.assert(
    fc.property(fc.array(character, { maxLength: 400 }), fc.string(), (characters, id) => {
      const { coding, parts } = smsParts(characters.join(''), id)
      const bodies = Buffer.concat(parts.map(({ body }) => body))
      if (coding === 8) assert.equal(Buffer.from(bodies).swap16().toString('utf16le'), characters.join(''))
      for (const [index, { header, body }] of parts.entries()) {
        assert.ok(header.length + body.length <= (coding === 0 && header.length === 0 ? 160 : coding === 0 ? 159 : 140))
        if (parts.length > 1) assert.deepEqual([...header.subarray(4)], [parts.length, index + 1])
        if (coding === 0) assert.notEqual(body.at(-1), 27)
        else assert.ok(!isHigh(body.readUInt16BE(body.length - 2)))
      }
    }),
  )
})

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00

test('a text that no telephone would put together is refused', () => {
  assert.throws(() => smsParts('a'.repeat(2000), 'id'), { what: 'refused', why: 'too-long' })
})
