import assert from 'node:assert/strict'
import test from 'node:test'
import type { PersonId } from '#base/ids.ts'
import type { Ask, Proof } from '#login/attempt.ts'
import { nextStep, type Step, type View } from '#login/dispatch.ts'
import type { Level } from '#login/levels.ts'

const kari = 'per_kari' as PersonId
const ola = 'per_ola' as PersonId

const ask = (changed: Partial<Ask> = {}): Ask => ({
  clientId: 'tax',
  atLeast: 'substantial',
  vocabulary: 'idporten',
  eids: undefined,
  freshAfter: undefined,
  silent: false,
  expectedSub: undefined,
  uiLocales: [],
  loginHint: undefined,
  eid: undefined,
  session: 'shared',
  groups: ['idporten'],
  ...changed,
})

const proof = (person: PersonId, level: Level, at = 1000, method = 'minid'): Proof => ({
  person,
  numberHash: 'h',
  level,
  amr: ['x'],
  at,
  method,
  group: 'idporten',
})

const mail = (person: PersonId): Proof => ({ ...proof(person, 'high', 1000, 'mail'), group: 'mail' })

const view = (changed: Partial<View>): View => ({
  ask: ask(),
  proved: undefined,
  session: undefined,
  allowed: () => true,
  expected: () => true,
  ...changed,
})

const high = ask({ atLeast: 'high' })
const consenting = ask({ consent: true })
const table: readonly [name: string, view: View, kind: Step['kind'] | `refuse:${string}`][] = [
  ['nobody known', view({}), 'choose-eid'],
  ['nobody known, no page allowed', view({ ask: ask({ silent: true }) }), 'refuse:login_required'],
  ['E9 a session that reaches the level answers', view({ session: proof(kari, 'substantial') }), 'answer'],
  ['E9 a session above the level answers', view({ session: proof(kari, 'high') }), 'answer'],
  ['E4 a session below the level steps up', view({ ask: high, session: proof(kari, 'substantial') }), 'step-up'],
  [
    'E4 the same without a page',
    view({ ask: { ...high, silent: true }, session: proof(kari, 'substantial') }),
    'refuse:interaction_required',
  ],
  ['I2 a proof below the level never answers', view({ ask: high, proved: proof(kari, 'substantial') }), 'step-up'],
  ['a proof of this attempt answers', view({ proved: proof(kari, 'substantial') }), 'answer'],
  [
    'prompt=login: the session is too old',
    view({ ask: ask({ freshAfter: 2000 }), session: proof(kari, 'high', 1999) }),
    'choose-eid',
  ],
  [
    'prompt=login: so is a session of the very millisecond',
    view({ ask: ask({ freshAfter: 2000 }), session: proof(kari, 'high', 2000) }),
    'choose-eid',
  ],
  [
    'max_age: the session is young enough',
    view({ ask: ask({ freshAfter: 1000 }), session: proof(kari, 'high', 1001) }),
    'answer',
  ],
  ['the service does not take this eID', view({ session: proof(kari, 'high'), allowed: () => false }), 'choose-eid'],
  [
    'E4 somebody else proves themself',
    view({ session: proof(kari, 'high'), proved: proof(ola, 'high', 3000) }),
    'confirm-person',
  ],
  [
    'E4 the same, strong as the session may be: no proof of one is answered as another',
    view({ ask: ask({ freshAfter: 2000 }), session: proof(kari, 'high', 3000), proved: proof(ola, 'high', 1999) }),
    'choose-eid',
  ],
  [
    'the session is not who the service expects',
    view({ session: proof(kari, 'high'), expected: (p) => p === ola }),
    'choose-eid',
  ],
  ['a consent is asked for after the proof', view({ ask: consenting, proved: proof(kari, 'high') }), 'consent'],
  ['and with single sign-on', view({ ask: consenting, session: proof(kari, 'high') }), 'consent'],
  ['it was answered', view({ ask: consenting, proved: proof(kari, 'high'), consented: kari }), 'answer'],
  ['I1 by somebody else', view({ ask: consenting, proved: proof(kari, 'high'), consented: ola }), 'consent'],
  [
    'a consent needs a page',
    view({ ask: { ...consenting, silent: true }, session: proof(kari, 'high') }),
    'refuse:consent_required',
  ],
  [
    'no page is skipped for it: first the level',
    view({ ask: { ...consenting, atLeast: 'high' }, session: proof(kari, 'substantial'), consented: kari }),
    'step-up',
  ],
  [
    'then whose session it is',
    view({ ask: consenting, session: proof(kari, 'high'), proved: proof(ola, 'high', 3000), consented: ola }),
    'confirm-person',
  ],
  [
    'the proof is not who the service expects',
    view({ proved: proof(kari, 'high'), expected: (p) => p === ola }),
    'refuse:login_required',
  ],
  [
    'a fresh proof too weak does not fall back to another person silently',
    view({ ask: high, session: proof(kari, 'high'), proved: proof(ola, 'substantial', 3000) }),
    'step-up',
  ],
  [
    'E9 a session of another trust group is none, allowed as its eID may be',
    view({ session: mail(kari) }),
    'choose-eid',
  ],
  ['E9 the same without a page', view({ ask: ask({ silent: true }), session: mail(kari) }), 'refuse:login_required'],
  ['E9 nor does a proof of this attempt count in another group', view({ proved: mail(kari) }), 'choose-eid'],
  [
    'E9 where both groups were asked for, a session of either answers',
    view({ ask: ask({ groups: ['idporten', 'mail'] }), session: mail(kari) }),
    'answer',
  ],
  [
    'E9 a session of another group ends before the same person goes on',
    view({ ask: ask({ groups: ['mail'] }), session: proof(kari, 'high'), proved: mail(kari) }),
    'leave-group',
  ],
  [
    'E9 and before another one does: nobody is asked whether they are somebody else',
    view({ ask: ask({ groups: ['mail'] }), session: proof(kari, 'high'), proved: mail(ola) }),
    'leave-group',
  ],
]

for (const [name, seen, expected] of table) {
  test(`next step: ${name}`, () => {
    const step = nextStep(seen)
    assert.equal(step.kind === 'refuse' ? `refuse:${step.error}` : step.kind, expected)
  })
}

test('I1 the answer carries the proof of the one who proved themself, never a mixture', () => {
  const step = nextStep(view({ session: proof(ola, 'high'), proved: proof(ola, 'substantial', 3000) }))
  assert.ok(step.kind === 'answer')
  assert.equal(step.proof.person, ola)
  assert.equal(step.proof.level, 'substantial')
})
