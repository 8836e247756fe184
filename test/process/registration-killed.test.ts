/** MinID's registration and kill -9: nothing half-written, nothing confirmed lost, and the person can go on or begin anew. */
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PrintedLetter } from '#sandbox/letters.ts'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, textOf, type Visit } from '../browser.ts'
import { codeAsked, newPassword, orderLetter, toCode } from '../errands.ts'
import { countOn, type Program, program, sqlOn } from './program.ts'
import { endAll, type Started } from './started.ts'

let gateway: Program
let running: Started | undefined
before(async () => {
  gateway = await program()
  running = await gateway.start()
})
after(async () => {
  await running?.stop('SIGKILL')
  gateway.remove()
  endAll()
})

const kill = async (): Promise<void> => void (await running?.stop('SIGKILL'))
const restart = async (): Promise<Started> => (running = await gateway.start())
const outbox = async (to: string): Promise<readonly { readonly text: string }[]> =>
  (await (await fetch(`${gateway.issuer}/sandbox/outbox?to=${encodeURIComponent(to)}`)).json()) as { text: string }[]

/** The newest code there, once there is one. */
async function codeSent(to: string): Promise<string> {
  for (;;) {
    const code = /(?:^|\n)([2-9A-HJKMNP-Z]{5,6})(?= |\n)/.exec((await outbox(to))[0]?.text ?? '')?.[1]
    if (code !== undefined) return code
    await sleep(10)
  }
}

interface Newcomer {
  readonly person: Person
  readonly browser: Browser
  readonly letter: PrintedLetter
  readonly contact: { readonly mobile: string; readonly email: string }
}

async function newcomer(index: number): Promise<Newcomer> {
  const person = gateway.wire.people.search({ kind: 'no-mobile' })[index] ?? assert.fail('nobody')
  const browser = gateway.wire.browser()
  await orderLetter(browser, person.number)
  const contact = { mobile: `+474912345${index}`, email: `newcomer${index}@epost.example` }
  for (;;) {
    const letters = (await (await fetch(`${gateway.issuer}/sandbox/letters.json`)).json()) as readonly PrintedLetter[]
    const letter = letters.find(({ to }) => to[0] === `${person.given} ${person.family}`)
    if (letter !== undefined) return { person, browser, letter, contact }
    await sleep(20)
  }
}

async function codeUsed({ browser, letter, person }: Newcomer): Promise<Visit> {
  const asked = await toCode(browser, letter.letter, person.number)
  return browser.submit(asked, /\/code$/, { code: codeAsked(asked, letter) })
}

async function confirmed({ browser, contact }: Newcomer, reached: Visit): Promise<Visit> {
  const sms = await browser.submit(reached, /\/contact$/, contact)
  const mail = await browser.submit(sms, /\/confirm$/, { code: await codeSent(contact.mobile) })
  return browser.submit(mail, /\/confirm$/, { code: await codeSent(contact.email) })
}

const choose = (browser: Browser, visit: Visit): Promise<Visit> =>
  browser.submit(visit, /\/password$/, { password: newPassword, again: newPassword })

test('I5 M5 killed right after the letter’s code: it stays used, nobody has MinID yet, and the same browser goes on', async () => {
  const one = await newcomer(0)
  const reached = await codeUsed(one)
  await kill()
  assert.equal(await countOn(gateway.data, 'letter_code where used is not null'), 1)
  assert.deepEqual(
    [await countOn(gateway.data, 'minid_account'), await countOn(gateway.data, 'minid_registration')],
    [0, 1],
  )
  await restart()
  const again = await one.browser.get(reached.url)
  assert.match(textOf(await choose(one.browser, await confirmed(one, again))), /Du er registrert/)
})

test('I5 M5 killed after the code, and the browser lost: another code of the same letter does', async () => {
  const one = await newcomer(1)
  const first = await codeUsed(one)
  await kill()
  await restart()
  const anew = { ...one, browser: gateway.wire.browser() }
  assert.match(textOf(await anew.browser.get(first.url)), /IN-02/)
  assert.match(textOf(await choose(anew.browser, await confirmed(anew, await codeUsed(anew)))), /Du er registrert/)
})

test('I5 M5 killed right after "you are registered": the account and the event are there', async () => {
  const one = await newcomer(2)
  const chosen = await confirmed(one, await codeUsed(one))
  const earlier = await whole()
  assert.match(textOf(await choose(one.browser, chosen)), /Du er registrert/)
  await kill()
  const { accounts, events, begun } = earlier
  assert.deepEqual(await whole(), { accounts: accounts + 1, events: events + 1, begun: begun - 1 })
  await restart()
  assert.match(textOf(await one.browser.get(chosen.url)), /Du er registrert/)
})

/** Of each account: is there exactly one event, and nothing left of what began it? */
async function whole(): Promise<{ readonly accounts: number; readonly events: number; readonly begun: number }> {
  const [accounts, events, begun] = await Promise.all([
    countOn(gateway.data, 'minid_account'),
    countOn(gateway.data, "audit_row where type = 'minid.registered'"),
    countOn(gateway.data, 'minid_registration'),
  ])
  return { accounts, events, begun }
}

/** What a browser meets whose gateway was killed: `fetch` fails with this, and with nothing else. */
function cutOff(error: unknown): undefined {
  assert.ok(error instanceof TypeError, String(error))
}

test('I5 M5 killed at any moment of the last form: all of it is written or none, and the next click ends it', async () => {
  const outcomes = { written: 0, not: 0 }
  for (let round = 0; round < 5; round += 1) {
    const one = await newcomer(3 + round)
    const chosen = await confirmed(one, await codeUsed(one))
    const earlier = await whole()
    const answer = choose(one.browser, chosen).catch(cutOff)
    // Between nothing done and all done: the estimate of the password, its hash, the batch, the answer.
    await sleep(randomInt(10 + round * 60))
    await kill()
    const told = await answer
    const now = await whole()
    const written = now.accounts - earlier.accounts
    assert.deepEqual(now, {
      accounts: earlier.accounts + written,
      events: earlier.events + written,
      begun: earlier.begun - written,
    })
    if (told !== undefined && /Du er registrert/.test(textOf(told))) assert.equal(written, 1, 'what was told is there')
    outcomes[written === 1 ? 'written' : 'not'] += 1
    await restart()
    const page = await one.browser.get(chosen.url)
    const end = /Du er registrert/.test(textOf(page)) ? page : await choose(one.browser, page)
    assert.match(textOf(end), /Du er registrert/)
    const last = await whole()
    assert.deepEqual([last.accounts, last.events], [earlier.accounts + 1, earlier.events + 1])
  }
  const { code, said } = await gateway.cli('audit', 'verify')
  assert.equal(code, 0, said)
})

test('I5 M3 killed right after "the order has been received": the letter is printed by the next process', async () => {
  const person = gateway.wire.people.search({ kind: 'no-mobile' })[9] ?? assert.fail('nobody')
  assert.match(textOf(await orderLetter(gateway.wire.browser(), person.number)), /Bestillingen er mottatt/)
  await kill()
  const [row] = await sqlOn<{ n: number }>(gateway.data, 'select count(*) as n from letter_order')
  assert.equal(row?.n, 9)
})
