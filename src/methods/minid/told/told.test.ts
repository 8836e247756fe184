/** What owners are told: on every channel they have, in their language, with a way to stop it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { languages } from '#i18n/text.ts'
import { written } from '#db/written.ts'
import type { Message } from '#messages/outbox.ts'
import { type Channels, type TellDeps, type Told, tellOwner } from '#methods/minid/told/told.ts'
import { doneTexts } from '#methods/minid/told/texts.ts'

const now = Date.UTC(2026, 10, 24, 8)
const both: Channels = { mobile: () => '+4790000047', email: () => 'kari@example.no' }

function told(owner: Channels, what: Told, given: Partial<TellDeps> = {}, except?: 'sms' | 'mail'): Message[] {
  const messages: Message[] = []
  const step = (message: Message) => {
    messages.push(message)
    return { query: written('select 1')() }
  }
  const deps = { outbox: { step }, clock: fixedClock(now), issuer: 'https://id.example.no', helpPhone: '800 00 000' }
  const steps = tellOwner({ ...deps, ...given }, owner, what, 'en', except)
  assert.equal(steps.length, messages.length)
  return messages
}

test('both channels are told, and how to stop it', () => {
  const [sms, mail] = told(both, 'password')
  const text =
    'Your password for MinID has been changed. If this was not you, block MinID at https://id.example.no/minid/block, or call user support on 800 00 000.'
  assert.deepEqual([sms?.kind, sms?.to, sms?.text, sms?.about], ['sms', '+4790000047', text, 'minid-told'])
  assert.ok(mail?.kind === 'mail')
  assert.equal(mail.subject, 'Your password for MinID has been changed')
  assert.equal(mail.text.replace('\n\n', ' '), text)
})

test('a channel that is not there, or left out, is not told', () => {
  assert.deepEqual(
    told({ ...both, email: () => undefined }, 'password').map(({ kind }) => kind),
    ['sms'],
  )
  assert.deepEqual(
    told(both, 'password', {}, 'sms').map(({ kind }) => kind),
    ['mail'],
  )
  assert.deepEqual(told({ mobile: () => undefined, email: () => undefined }, 'password'), [])
})

test('what waits is told with its day; without a help desk no phone is named', () => {
  const [sms] = told(both, { waits: 'mobile', from: now + 3 * 24 * 3600_000 }, { helpPhone: undefined })
  assert.equal(
    sms?.text,
    'Your mobile number for MinID will be changed on 27 November 2026. If this was not you, block MinID at https://id.example.no/minid/block',
  )
})

test('where nothing is left to block, the way is a new letter', () => {
  for (const what of ['closed', 'blocked', 'blocked-by-desk'] as const)
    assert.match(told(both, what)[0]?.text ?? '', /order a new letter .*\/minid\/order,/)
})

test('what was done is said in few words, for a subject and for an SMS', () => {
  for (const what of Object.keys(doneTexts) as (keyof typeof doneTexts)[])
    for (const language of languages) {
      const said = doneTexts[what][language]
      assert.ok(said.length <= 70, `${what} ${language}: ${said.length}`)
      assert.doesNotMatch(said, /[.!]$/)
    }
})
