/** Codes that confirm a number, an address or a change: what they are bound to, how often they are guessed at and sent. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { openSqlite } from '#db/sqlite.ts'
import { written } from '#db/written.ts'
import { openHotSql } from '#hot/sql.ts'
import { languages } from '#i18n/text.ts'
import { vaultInMemory } from '#keys/vault.ts'
import type { Message } from '#messages/outbox.ts'
import { confirmBudget, mayConfirm } from '#methods/minid/confirm/budget.ts'
import {
  type Asking,
  type Confirmation,
  confirmationHolds,
  judgeConfirmation,
  renewalRefused,
  sendConfirmation,
} from '#methods/minid/confirm/confirm.ts'
import { confirmPart } from '#methods/minid/confirm/page.ts'
import type { MinidDeps } from '#methods/minid/deps.ts'
import { html, markup } from '#ui/html.ts'

const phone = { kind: 'sms', to: '+4790000047' } as const
const mail = { kind: 'mail', to: 'kari@example.no' } as const

function setting() {
  const clock = fixedClock(1_800_000_000_000)
  const vault = vaultInMemory()
  const sent: Message[] = []
  const step = (message: Message) => {
    sent.push(message)
    return { query: written('select 1')() }
  }
  const m = { clock, vault, codeKey: vault.macKey('minid-code'), outbox: { step, nudge: () => undefined } }
  const ask = (over: Partial<Asking> = {}, before?: Confirmation) => {
    const asking = { id: 'err_1', receiver: phone, language: 'en', why: 'contact', ...over } as const
    const { state, event } = sendConfirmation(m, asking, before)
    const message = sent.at(-1)
    assert.ok(message)
    return { state, event, message, code: /(?:^|\n)([2-9A-Z]{5,6})(?: |\n)/.exec(message.text)?.[1] ?? 'none' }
  }
  return { m, clock, ask }
}

test('the code that was sent holds: in its errand, for its receiver, and nowhere else', () => {
  const { m, ask } = setting()
  for (const receiver of [phone, mail]) {
    const { state, code, event, message } = ask({ receiver })
    assert.equal(code.length, receiver.kind === 'sms' ? 5 : 6)
    assert.deepEqual(
      [message.kind, message.to, event],
      [receiver.kind, receiver.to, { type: 'minid.confirmation.sent', channel: receiver.kind }],
    )
    assert.deepEqual(judgeConfirmation(m, 'err_1', state, ` ${code.slice(0, 2).toLowerCase()} ${code.slice(2)} `), {
      ok: true,
    })
    assert.equal(confirmationHolds(m, 'err_1', state, code), true)
    assert.equal(judgeConfirmation(m, 'err_2', state, code).ok, false)
    assert.equal(
      judgeConfirmation(m, 'err_1', { ...state, receiver: { ...receiver, to: `x${receiver.to}` } }, code).ok,
      false,
    )
    assert.doesNotMatch(JSON.stringify(state), new RegExp(code))
  }
})

test('three wrong guesses kill a code; what cannot be one costs none', () => {
  const { m, ask } = setting()
  const { state, code } = ask()
  let now = state
  for (const typed of ['', 'ABC', 'ABCD0', 'ABCDÆ']) {
    const judged = judgeConfirmation(m, 'err_1', now, typed)
    assert.ok(!judged.ok && judged.why === undefined)
    now = judged.state
  }
  for (const guess of ['22222', '33333', '44444'].filter((one) => one !== code)) {
    const judged = judgeConfirmation(m, 'err_1', now, guess)
    assert.ok(!judged.ok)
    assert.equal(judged.why, 'wrong')
    now = judged.state
  }
  assert.deepEqual(judgeConfirmation(m, 'err_1', now, code), { ok: false, state: now, why: 'spent' })
  assert.equal(confirmationHolds(m, 'err_1', now, code), false)
})

test('a code grows too old, by SMS sooner than by mail', () => {
  const { m, clock, ask } = setting()
  const [sms, letter] = [ask(), ask({ receiver: mail })]
  clock.advance(lifetimes.smsCode * 1000 - 1)
  assert.equal(judgeConfirmation(m, 'err_1', sms.state, sms.code).ok, true)
  clock.advance(1)
  const late = judgeConfirmation(m, 'err_1', sms.state, sms.code)
  assert.ok(!late.ok && late.why === 'expired')
  assert.equal(judgeConfirmation(m, 'err_1', letter.state, letter.code).ok, true)
  clock.advance((lifetimes.mailCode - lifetimes.smsCode) * 1000)
  assert.equal(judgeConfirmation(m, 'err_1', letter.state, letter.code).ok, false)
})

test('a new code after half a minute, three times; the one before it counts no more', () => {
  const { m, clock, ask } = setting()
  const first = ask()
  assert.deepEqual(renewalRefused(first.state, clock.now())?.notice, { kind: 'not-yet', until: clock.now() + 30_000 })
  let last = first
  for (let i = 0; i < 3; i += 1) {
    clock.advance(30_000)
    assert.equal(renewalRefused(last.state, clock.now()), undefined)
    last = ask({}, last.state)
  }
  clock.advance(30_000)
  assert.equal(renewalRefused(last.state, clock.now()), last.state)
  assert.equal(judgeConfirmation(m, 'err_1', last.state, first.code).ok, first.code === last.code)
  assert.equal(judgeConfirmation(m, 'err_1', last.state, last.code).ok, true)
})

test('messages fit an SMS, and a mail shows no code where it is locked', () => {
  const { ask } = setting()
  for (const language of languages)
    for (const why of ['contact', 'change'] as const) {
      assert.ok(ask({ language, why }).message.text.length <= 160)
      const { message, code } = ask({ receiver: mail, language, why })
      assert.ok(message.kind === 'mail')
      assert.doesNotMatch(message.subject, new RegExp(code))
    }
})

test('the page shows little of a number and an address, unless its owner has just typed it', () => {
  const { clock, ask } = setting()
  const own = { language: 'en', now: clock.now(), action: '/a', newCode: '/b', stamp: html`` } as const
  const text = (whole: boolean, receiver: Asking['receiver']) =>
    markup(confirmPart({ ...own, state: ask({ receiver }).state, whole }).body)
  assert.match(text(false, phone), /ending in 47\. It is valid for 5 minutes/)
  assert.doesNotMatch(text(false, phone), /9000/)
  assert.match(text(false, mail), /k…@e….no\. It is valid for 15 minutes/)
  assert.match(text(true, phone), /to 900 00 047\./)
  assert.match(text(true, mail), /kari@example\.no/)
})

type Limits = Partial<Pick<MinidDeps, 'codesPerHour' | 'confirmationsPerHour' | 'confirmationsFromNetwork'>>

const budgets = async (over: Limits = {}) => {
  const clock = fixedClock(1_800_000_000_000)
  const lines: string[] = []
  const hot = await openHotSql(openSqlite(':memory:'), clock)
  const log = (_level: string, line: string) => void lines.push(line)
  const none = { codesPerHour: undefined, confirmationsPerHour: undefined, confirmationsFromNetwork: undefined }
  const m = { hot, vault: vaultInMemory(), log, ...none, ...over }
  let serial = 0
  const may = (over: { who?: string; to?: string; from?: string; kind?: 'sms' | 'mail' }) => {
    serial += 1
    const { who = `per_${serial}`, to = `+4690000${serial}`, from = `192.0.2.${serial}`, kind = 'sms' } = over
    return mayConfirm(m, who, { kind, to }, from)
  }
  const many = async (over: Parameters<typeof may>[0], times: number): Promise<number> => {
    let allowed = 0
    for (let i = 0; i < times; i += 1) allowed += Number(await may(over))
    return allowed
  }
  return { clock, lines, may, many }
}

test('so many codes to one person, one receiver, one network, and no more', async () => {
  const { many } = await budgets()
  assert.equal(await many({ who: 'per_x' }, 15), confirmBudget.person.most)
  assert.equal(await many({ to: '+4790000047' }, 15), confirmBudget.receiver[0].most)
  assert.equal(await many({ to: 'kari@example.no', kind: 'mail' }, 4), 4)
  assert.equal(await many({ to: 'KARI@example.no', kind: 'mail' }, 4), 2)
  assert.equal(await many({ from: '198.51.100.7' }, 80), confirmBudget.network.most)
})

test('the operator’s own limits for one person and one network', async () => {
  const { many } = await budgets({ codesPerHour: 2, confirmationsFromNetwork: 3 })
  assert.equal(await many({ who: 'per_x' }, 5), 2)
  assert.equal(await many({ from: '198.51.100.7' }, 5), 3)
})

test('one receiver gets no more in a day than in a few hours', async () => {
  const { clock, many } = await budgets()
  let all = 0
  for (let hour = 0; hour < 12; hour += 1) {
    all += await many({ to: '+4790000047' }, 10)
    clock.advance(3600_000)
  }
  assert.equal(all, confirmBudget.receiver[1].most)
})

test('SMS pumping: past the budget of all no SMS is sent, mails are, and the log tells of it once', async () => {
  const { lines, many } = await budgets({ confirmationsPerHour: 10 })
  assert.equal(await many({}, 20), 10)
  assert.equal(await many({ kind: 'mail' }, 5), 5)
  assert.equal(lines.length, 2)
})
