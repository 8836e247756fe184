import assert from 'node:assert/strict'
import test from 'node:test'
import type { Ask } from '#login/attempt.ts'
import type { Level } from '#login/levels.ts'
import type { Method } from '#login/method.ts'
import { offer } from '#login/offer.ts'

const text = { nb: '', nn: '', se: '', en: '' }
const method = (id: string, highest: Level): Method => ({
  id,
  highest,
  name: text,
  needs: text,
  mark: id,
  mount: () => undefined,
})
const methods = [method('bankid', 'high'), method('buypass', 'high'), method('minid', 'substantial')]
const ask = (atLeast: Level, eids?: string[]): Ask => ({
  clientId: 'x',
  atLeast,
  vocabulary: 'idporten',
  eids,
  freshAfter: undefined,
  silent: false,
  expectedSub: undefined,
  uiLocales: [],
  loginHint: undefined,
  eid: undefined,
  session: 'shared',
  groups: ['idporten'],
})

const table: readonly [string, Ask, offered: string[], tooWeak: string[]][] = [
  ['E2 high: MinID is not offered, and named as missing', ask('high'), ['bankid', 'buypass'], ['minid']],
  ['E2 substantial: MinID too', ask('substantial'), ['bankid', 'buypass', 'minid'], []],
  ['E3 low offers what substantial offers', ask('low'), ['bankid', 'buypass', 'minid'], []],
  ['E2 a service narrows', ask('substantial', ['minid']), ['minid'], []],
  ['E2 a service cannot widen past its level', ask('high', ['minid', 'bankid']), ['bankid'], ['minid']],
]
for (const [name, asked, offered, tooWeak] of table) {
  test(name, () => {
    const result = offer(methods, asked)
    assert.deepEqual(
      result.offered.map((m) => m.id),
      offered,
    )
    assert.deepEqual(
      result.tooWeak.map((m) => m.id),
      tooWeak,
    )
  })
}
