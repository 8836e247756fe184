import assert from 'node:assert/strict'
import test from 'node:test'
import { ended, type Lived, nextDue, published, signing, usualTimes } from '#keys/timeline.ts'

const day = 24 * 3600 * 1000
type Key = Lived & { readonly id: string }
const key = (id: string, from: number, until?: number, gone?: number): Key => ({
  id,
  signs_from: from * day,
  signs_until: until === undefined ? null : until * day,
  gone_after: gone === undefined ? null : gone * day,
})
const ids = (keys: readonly Key[]): string => keys.map(({ id }) => id).join('')

/** Keys, the day, who signs, who is published, whose end is to be written, when the next is to sign. */
const cases: readonly [string, readonly Key[], number, string, string, string, number | undefined][] = [
  ['none', [], 5, '', '', '', 5],
  ['the first', [key('a', 0)], 5, 'a', 'a', '', undefined],
  ['a day before it is time', [key('a', 0)], 87, 'a', 'a', '', undefined],
  ['time to announce', [key('a', 0)], 88, 'a', 'a', '', 90],
  ['announced late', [key('a', 0)], 300, 'a', 'a', '', 302],
  ['announced', [key('a', 0), key('b', 90)], 89, 'a', 'ab', '', undefined],
  ['takes over', [key('a', 0), key('b', 90)], 90, 'b', 'ab', 'a', undefined],
  ['took over, not written', [key('a', 0), key('b', 90)], 91.9, 'b', 'ab', 'a', undefined],
  ['took over, written', [key('a', 0, 90, 92), key('b', 90)], 91.9, 'b', 'ab', '', undefined],
  ['gone', [key('a', 0, 90, 92), key('b', 90)], 92, 'b', 'b', '', undefined],
  ['gone although nobody wrote it', [key('a', 0), key('b', 90)], 92, 'b', 'b', 'a', undefined],
  ['an urgent one before the announced', [key('a', 0), key('u', 89), key('b', 90)], 89, 'u', 'aub', 'a', undefined],
  ['the announced after the urgent', [key('a', 0, 89, 91), key('u', 89), key('b', 90)], 90, 'b', 'aub', 'u', undefined],
  ['two at once: the later number', [key('a', 0), key('b', 90), key('c', 90)], 90, 'c', 'abc', 'ab', undefined],
  ['clock set back', [key('a', 50), key('b', 90)], 10, 'a', 'ab', '', undefined],
]

test('which keys sign, are published, have ended, and when the next is due', () => {
  for (const [name, keys, today, signs, shown, over, due] of cases) {
    const now = today * day
    assert.equal(signing(keys, now)?.id ?? '', signs, `${name}: signs`)
    assert.equal(ids(published(keys, now, usualTimes)), shown, `${name}: published`)
    assert.equal(ids(ended(keys, now).map((end) => end.key)), over, `${name}: ended`)
    assert.equal(nextDue(keys, now, usualTimes), due === undefined ? undefined : due * day, `${name}: next`)
  }
})
