/** Row M13: time-based codes. Added on My page after a full login, used at the next; each code once, guesses counted. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guessesAnew } from '#methods/minid/guesses.ts'
import { minidStore } from '#methods/minid/store.ts'
import { formsIn, landed, textOf, type Visit } from '../browser.ts'
import { byTestEid, minidOwner } from '../client.ts'
import {
  about,
  addApp,
  addingOn,
  atHome,
  bySms,
  codeOf,
  isIn,
  secondWorld,
  secretOn,
  told,
  type Walker,
} from '../second.ts'

const other = (code: string): string => (code === '000000' ? '111111' : '000000')
const halfMinute = 30_000

const give = ({ browser }: Walker, at: Visit, code: string): Promise<Visit> =>
  browser.submit(at, '/minid/totp', { code })

test('M13 a code app is added with a name, told to its owner, and asked for first at the next login: Minid-TOTP, substantial', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s)
  assert.match(await s.world.sms(s.person.mobile ?? ''), /kodeapp|code app/)
  const before = await s.messages()
  s.world.clock.advance(halfMinute)
  const walker = await s.walk()
  assert.match(walker.visit.url, /\/minid\/totp$/)
  const done = await give(walker, walker.visit, codeOf(s, secret))
  const { amr, acr } = await told(walker, done)
  assert.deepEqual([amr, acr], [['Minid-TOTP'], 'idporten-loa-substantial'])
  assert.equal(await s.messages(), before, 'no SMS is sent to who needs none')
  const list = await atHome(s, '/my/minid/totp')
  assert.match(textOf(list.visit), /My phone Added on \d+ \w+ 2026. Last used on/)
})

test('M13 the code that confirmed the app logs nobody in, and none is taken twice', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s)
  const walker = await s.walk()
  const used = await give(walker, walker.visit, codeOf(s, secret))
  assert.match(textOf(used), /This code has been used/)
  s.world.clock.advance(halfMinute)
  const code = codeOf(s, secret)
  const second = await s.walk()
  assert.ok(isIn(await give(second, second.visit, code)))
  assert.match(textOf(await give(walker, used, code)), /This code has been used/)
})

test('M13 of many logins that give one code at once, one gets in', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s)
  s.world.clock.advance(halfMinute)
  const walkers = [await s.walk(), await s.walk(), await s.walk(), await s.walk()]
  const code = codeOf(s, secret)
  const ends = await Promise.all(walkers.map((walker) => give(walker, walker.visit, code)))
  assert.equal(ends.filter(isIn).length, 1)
})

test('M13 many posts of one form at once are one', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s)
  s.world.clock.advance(halfMinute)
  const walker = await s.walk()
  const code = codeOf(s, secret)
  const ends = await Promise.all(Array.from({ length: 6 }, () => give(walker, walker.visit, code)))
  assert.equal(new Set(ends.filter(isIn).map((end) => landed(end).searchParams.get('code'))).size, 1)
})

test('M13 a clock may be half a minute off, and no more', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s)
  s.world.clock.advance(10 * halfMinute)
  for (const [away, takes] of [
    [-2, false],
    [2, false],
    [-1, true],
    [1, true],
  ] as const) {
    const walker = await s.walk()
    assert.equal(isIn(await give(walker, walker.visit, codeOf(s, secret, away))), takes, String(away))
  }
})

test('M13 another person’s app opens nothing here, nor does what is no code', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s)
  const theirs = await addApp(about(s.world, minidOwner(s.world, 1)))
  s.world.clock.advance(halfMinute)
  const walker = await s.walk()
  let visit = await give(walker, walker.visit, codeOf(s, theirs))
  assert.match(textOf(visit), /The code is wrong/)
  for (const [code, says] of [
    ['', /Enter the code that the app shows/],
    ['12345', /six digits/],
    ['12345O', /digits only/],
  ] as const) {
    visit = await give(walker, visit, code)
    assert.match(textOf(visit), says)
  }
  const shown = codeOf(s, secret)
  assert.ok(isIn(await give(walker, visit, ` ${shown.slice(0, 3)} ${shown.slice(3)} `)))
})

const giveTwo = ({ browser }: Walker, at: Visit, code: string, next: string): Promise<Visit> =>
  browser.submit(at, '/minid/totp', { code, next })

test('M13 eight wrong codes, in any number of logins at once: from then on two in a row are asked for, the owner hears of it, nobody waits', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s)
  s.world.clock.advance(halfMinute)
  const walkers: Walker[] = []
  for (let i = 0; i < 5; i++) walkers.push(await s.walk())
  const told = await s.messages()
  const wrong = other(codeOf(s, secret))
  let visits = walkers.map(({ visit }) => visit)
  for (let i = 0; i < 2; i++)
    visits = await Promise.all(walkers.map((walker, n) => give(walker, visits[n] ?? assert.fail(), wrong)))
  await s.world.audit.flush()
  assert.equal(await s.messages(), told + 1)
  assert.match(await s.world.sms(s.person.mobile ?? ''), /was typed many times for MinID.*\/minid\/block/)
  const fresh = await s.walk()
  assert.match(textOf(fresh.visit), /two codes in a row/)
  const alone = await give(fresh, fresh.visit, codeOf(s, secret))
  assert.match(textOf(alone), /two codes in a row/)
  for (const [code, next] of [
    [codeOf(s, secret), wrong],
    [wrong, codeOf(s, secret, 1)],
    [codeOf(s, secret), codeOf(s, secret)],
    [codeOf(s, secret, 1), codeOf(s, secret)],
    [codeOf(s, secret, -1), codeOf(s, secret, 1)],
  ] as const)
    assert.match(textOf(await giveTwo(fresh, alone, code, next)), /The code is wrong/)
  const ways = await walkers[0]?.browser.click(visits[0] ?? assert.fail(), '/minid/ways')
  const sms = await (walkers[0] ?? assert.fail()).browser.submit(ways ?? assert.fail(), '/minid/ways', { way: 'code' })
  assert.ok(isIn(await bySms(s, walkers[0] ?? assert.fail(), sms)), 'the SMS stays open')
  s.world.clock.advance(6 * 3600_000)
  const later = await s.walk()
  const first = codeOf(s, secret)
  s.world.clock.advance(halfMinute)
  assert.ok(isIn(await giveTwo(later, later.visit, first, codeOf(s, secret))))
  const again = await s.walk()
  assert.match(textOf(again.visit), /two codes in a row/, 'nobody lives on its owner’s log-ins')
})

test('M13 two codes in a row are guesses, too: waits come after five', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s)
  s.world.clock.advance(halfMinute)
  const walker = await s.walk()
  let visit = walker.visit
  const wrong = other(codeOf(s, secret))
  for (let i = 0; i < 8; i++) visit = await give(walker, visit, wrong)
  for (let i = 0; i < 5; i++) visit = await giveTwo(walker, visit, wrong, wrong)
  assert.match(textOf(visit), /The code is wrong/)
  const first = codeOf(s, secret)
  s.world.clock.advance(halfMinute - 1)
  assert.match(textOf(await giveTwo(walker, visit, first, codeOf(s, secret, 1))), /too many wrong codes/)
})

test('M13 a new password begins the count of wrong codes anew', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s)
  s.world.clock.advance(halfMinute)
  const walker = await s.walk()
  let visit = walker.visit
  for (let i = 0; i < 8; i++) visit = await give(walker, visit, other(codeOf(s, secret)))
  const { id } = await s.known()
  await s.world.database.batch([guessesAnew(id)])
  const fresh = await s.walk()
  assert.ok(isIn(await give(fresh, fresh.visit, codeOf(s, secret))))
})

test('M13 a right code does not begin the count anew', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s)
  const guess = async (times: number): Promise<Visit> => {
    const walker = await s.walk()
    let visit = walker.visit
    for (let i = 0; i < times; i++) visit = await give(walker, visit, other(codeOf(s, secret)))
    return visit
  }
  s.world.clock.advance(halfMinute)
  assert.match(textOf(await guess(7)), /The code is wrong/)
  const owner = await s.walk()
  assert.ok(isIn(await give(owner, owner.visit, codeOf(s, secret))))
  assert.match(textOf(await guess(1)), /The code is wrong/)
  assert.match(textOf((await s.walk()).visit), /two codes in a row/)
})

test('M13 an app counts only from its first right code on; the secret is another each time, and no row of it stands before', async (t) => {
  const s = await secondWorld(t)
  const { browser, visit } = await atHome(s, '/my/minid/totp')
  const adding = await addingOn(s, browser, visit, 'totp', 'Mobilen min')
  const wrong = await browser.submit(adding, /\/totp\/new\//, { code: other(codeOf(s, secretOn(adding))) })
  assert.match(textOf(wrong), /The code is wrong/)
  assert.deepEqual(secretOn(wrong), secretOn(adding), 'the app has been set up with it already')
  assert.deepEqual(await s.world.database.raw('select * from minid_totp', []), [])
  const again = await addingOn(s, browser, await browser.get('/my/minid/totp'), 'totp', 'Mobilen min')
  assert.notDeepEqual(secretOn(again), secretOn(adding))
  const login = await s.walk()
  assert.match(login.visit.url, /\/minid\/code$/)
})

test('M13 secrets and names lie encrypted', async (t) => {
  const s = await secondWorld(t)
  const secret = await addApp(s, 'Sauebjella')
  const kept = JSON.stringify(await s.world.database.raw('select * from minid_totp', []))
  assert.doesNotMatch(kept, /Sauebjella/)
  for (const form of ['hex', 'base64', 'base64url', 'latin1'] as const)
    assert.ok(!kept.includes(Buffer.from(secret).toString(form)))
})

test('M13 removed: told to its owner, and the next login asks for an SMS', async (t) => {
  const s = await secondWorld(t)
  await addApp(s)
  const { browser, visit } = await atHome(s, '/my/minid/totp')
  const done = await browser.submit(visit, '/totp/remove')
  assert.match(textOf(done), /The code app has been removed/)
  assert.match(await s.world.sms(s.person.mobile ?? ''), /fjernet|removed/)
  const walker = await s.walk()
  assert.match(walker.visit.url, /\/minid\/code$/)
  const ways = await walker.browser.click(walker.visit, '/minid/ways')
  assert.doesNotMatch(ways.body, /value="totp"/)
  const forced = await walker.browser.submit(ways, '/minid/ways', { way: 'totp' })
  assert.match(textOf(forced), /can no longer be used/)
})

test('M13 nobody removes another person’s app, nor confirms what another is adding', async (t) => {
  const s = await secondWorld(t)
  await addApp(s)
  const [row] = await s.world.database.raw<{ id: string }>('select id from minid_totp', [])
  const other = about(s.world, minidOwner(s.world, 1))
  await addApp(other)
  const theirs = await atHome(other, '/my/minid/totp')
  const refused = await theirs.browser.submit(theirs.visit, '/totp/remove', { device: row?.id ?? '' })
  assert.match(textOf(refused), /removed already/)
  const mine = await atHome(s, '/my/minid/totp')
  const adding = await addingOn(s, mine.browser, mine.visit, 'totp', 'A')
  assert.match((await theirs.browser.get(adding.url)).url, /\/my\/minid\/totp$/)
  assert.equal((await s.world.database.raw('select id from minid_totp', [])).length, 2)
})

test('M13 five apps and no more; a name is needed, and stands as it was typed', async (t) => {
  const s = await secondWorld(t)
  const at = await atHome(s, '/my/minid/totp')
  const { browser } = at
  let { visit } = at
  for (const name of ['', ' \u00a0 ', 'a'.repeat(41)])
    assert.match(textOf(await browser.submit(visit, '/totp/new', { name })), /40 characters at most/)
  for (let i = 1; i <= 5; i++) {
    const adding = await addingOn(s, browser, visit, 'totp', `<b>App</b> ${i}`)
    visit = await browser.submit(adding, /\/totp\/new\//, { code: codeOf(s, secretOn(adding)) })
  }
  assert.match(textOf(visit), /<b>App<\/b> 5.*You can have 5/)
  assert.doesNotMatch(visit.body, /id="name"/)
})

test('M13 adding an app needs a login of the last ten minutes', async (t) => {
  const s = await secondWorld(t)
  const { browser, visit } = await atHome(s, '/my/minid/totp')
  s.world.clock.advance(601_000)
  const late = await addingOn(s, browser, visit, 'totp', 'A')
  assert.match(late.url, /\/login\/att_/)
  assert.match((await browser.get('/my/minid/totp')).url, /\/login\/att_/)
})

test('M13 whoever has no MinID is shown the way to it', async (t) => {
  const s = await secondWorld(t)
  const browser = s.world.browser({ language: 'en' })
  const visit = await byTestEid(browser, await browser.get('/my/minid/totp'), s.person.number, 'high')
  assert.match(textOf(visit), /You do not have MinID/)
  assert.match(visit.body, /href="\/minid\/order"/)
})

test('M13 what is asked for first is the owner’s choice', async (t) => {
  const s = await secondWorld(t)
  await addApp(s)
  const { browser, visit } = await atHome(s, '/my/minid/totp')
  const not = await browser.submit(visit, '/totp/first')
  assert.match(textOf(not), /no longer ask for this first/)
  assert.match((await s.walk()).visit.url, /\/minid\/code$/)
  const again = await browser.submit(not, '/totp/first')
  assert.match(textOf(again), /We ask for this first/)
  assert.match((await s.walk()).visit.url, /\/minid\/totp$/)
})

test('M13 what is added is asked of the phone first: neither a secret nor a challenge is shown before its code', async (t) => {
  const s = await secondWorld(t)
  const { browser, visit } = await atHome(s, '/my/minid/totp')
  for (const kind of ['totp', 'passkeys'] as const) {
    const asked = await browser.submit(await browser.get(`/my/minid/${kind}`), `/${kind}/new`, { name: 'A' })
    assert.match(textOf(asked), /So we ask your phone first/)
    assert.doesNotMatch(asked.body, /id="secret"|challenge/)
    const [form] = formsIn(visit)
    const past = new URL(asked.url).pathname
    await browser.post(`http://localhost:8700${past}`, {
      ...Object.fromEntries(form?.fields ?? []),
      code: '000000',
      response: '{}',
    })
    assert.match(textOf(await browser.get(past)), /So we ask your phone first/)
    const wrong = await browser.submit(asked, /\/code$/, { code: '22222' })
    assert.match(textOf(wrong), /The code is wrong/)
    assert.match(textOf(await browser.submit(wrong, /\/code$/, { code: 'O' })), /Enter the code from the SMS/)
  }
  assert.deepEqual(await s.world.database.raw('select id from minid_totp', []), [])
})

test('M13 of many wrong codes at once one is looked at, three end it, and they count with those at login', async (t) => {
  const s = await secondWorld(t)
  const { browser, visit } = await atHome(s, '/my/minid/totp')
  const asked = await browser.submit(visit, '/totp/new', { name: 'A' })
  const right = /\b[2-9A-HJ-NP-Z]{5}\b/.exec(await s.world.sms(s.person.mobile ?? ''))?.[0] ?? assert.fail('no code')
  await Promise.all(Array.from({ length: 20 }, () => browser.submit(asked, /\/code$/, { code: '22222' })))
  const counted = async (): Promise<number> =>
    (
      await s.world.database.raw<{ filled: number }>(
        "select ends - changed as filled from guess_count where what = 'codes'",
        [],
      )
    )[0]?.filled ?? 0
  const each = 8 * 3600_000
  assert.ok((await counted()) <= 3 * each)
  let page = await browser.get(new URL(asked.url).pathname)
  for (let i = 0; i < 3 && formsIn(page).some(({ action }) => action.endsWith('/code')); i += 1)
    page = await browser.submit(page, /\/code$/, { code: '22222' })
  assert.match(textOf(page), /no longer valid/)
  assert.equal(await counted(), 3 * each)
  const late = await browser.post(`${new URL(asked.url).pathname}/code`, {
    ...Object.fromEntries(formsIn(asked)[0]?.fields ?? []),
    code: right,
  })
  assert.match(textOf(late), /no longer valid/)
})

test('M13 a code to a number that is the account’s no more confirms nothing', async (t) => {
  const s = await secondWorld(t)
  const { browser, visit } = await atHome(s, '/my/minid/totp')
  const asked = await browser.submit(visit, '/totp/new', { name: 'A' })
  const code = /\b[2-9A-HJ-NP-Z]{5}\b/.exec(await s.world.sms(s.person.mobile ?? ''))?.[0] ?? assert.fail('no code')
  const { id } = await s.known()
  const store = minidStore(s.world.database, s.world.parts.vault)
  await s.world.database.batch([store.setMobile(id, '+4740000099', s.world.clock.now())])
  assert.match(textOf(await browser.submit(asked, /\/code$/, { code })), /The code is wrong/)
})
