/** MinID through its pages: row M1. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { vaultInMemory } from '#keys/vault.ts'
import { formsIn, textOf } from '../browser.ts'
import { bare, errorsOn, minidWorld, mobile, password, syntheticNumber } from './minid-world.ts'

const minutes = 60_000

test('M1: number, password and the code from the SMS prove the person at substantial', async () => {
  const w = await minidWorld({ host: 'id.example.no' })
  const { browser, visit } = await w.tried(`${w.number.slice(0, 6)} ${w.number.slice(6)}`, password)
  assert.match(textOf(visit), /number ending in 47/)
  assert.doesNotMatch(visit.body, /90000047/)
  const [sms] = await w.sms()
  const code = await w.code()
  assert.equal(sms?.to, mobile)
  assert.equal(
    sms?.text,
    `${code} is your code for logging in with MinID. It is valid for five minutes. Never give it to anyone.\n\n@id.example.no #${code}`,
  )
  const spoken = ` ${code.slice(0, 2).toLowerCase()} ${code.slice(2).toLowerCase()} `
  const last = await browser.submit(visit, /\/code$/, { code: spoken })
  assert.match(last.body, /the login/)
  const [proof] = w.login.proved
  assert.ok(proof)
  assert.deepEqual(proof, {
    person: w.person.id,
    numberHash: w.person.numberHash,
    level: 'substantial',
    amr: ['Minid-OTC'],
    at: w.clock.now(),
    began: w.clock.now(),
    attempt: proof.attempt,
  })
  assert.deepEqual(
    w.events.map((event) => [event.type, event.person]),
    [
      ['minid.password.accepted', w.person.id],
      ['minid.code.sent', w.person.id],
    ],
  )
})

test('a gateway without a domain of its own sends no last line for browsers', async () => {
  const w = await minidWorld({ host: 'localhost:8700' })
  await w.tried(w.number, password)
  assert.doesNotMatch((await w.sms())[0]?.text ?? '', /@|#/)
})

test('the fields are named so that browsers and integrators find them', async () => {
  const w = await minidWorld()
  const first = await w.browser().get(w.login.begin())
  assert.match(
    first.body,
    /<input[^>]* id="number" name="number"[^>]* autocomplete="username"[^>]* inputmode="numeric"/,
  )
  assert.match(
    first.body,
    /<input[^>]* id="password" name="password" type="password"[^>]* autocomplete="current-password"/,
  )
  const { visit } = await w.tried(w.number, password)
  assert.match(
    visit.body,
    /<input[^>]* id="code" name="code"[^>]* autocomplete="one-time-code" inputmode="text" autocapitalize="characters"/,
  )
  assert.match(visit.body, /data-leaves="true"/)
})

const mistyped: readonly [name: string, number: string, password: string, errors: RegExp][] = [
  ['nothing at all', '', '', /Enter your national identity number.*Enter your password/],
  ['no password', syntheticNumber(0), '', /Enter your password/],
  ['ten digits', syntheticNumber(0).slice(1), password, /11 digits/],
  ['no date', '99999910010', password, /not a date/],
  [
    'swapped digits',
    syntheticNumber(0).slice(0, 10) + ((Number(syntheticNumber(0)[10]) + 1) % 10),
    password,
    /no such number/,
  ],
]
for (const [name, number, typed, errors] of mistyped)
  test(`${name}: said at the field, without looking anybody up`, async () => {
    const w = await minidWorld()
    w.operations()
    const { visit } = await w.tried(number, typed)
    assert.match(errorsOn(visit), errors)
    assert.match(visit.body, /aria-invalid="true"/)
    assert.deepEqual(w.operations(), {})
    assert.deepEqual(w.events, [])
  })

test('production does not take a synthetic number', async () => {
  const w = await minidWorld({ vault: vaultInMemory('production') })
  assert.match(errorsOn((await w.tried(w.number, password)).visit), /synthetic number for testing/)
})

test('an unknown number, a person without MinID and a wrong password: the same page, hashes, counters and waiting', async () => {
  const w = await minidWorld()
  const runs = []
  for (const number of [w.number, w.unknown]) {
    w.operations()
    w.waits.length = 0
    const before = w.login.writes()
    const { visit } = await w.tried(number, 'wrong')
    runs.push({ page: bare(visit), did: w.operations(), waits: [...w.waits], writes: w.login.writes() - before })
  }
  const [wrong, unknown] = runs
  assert.deepEqual(wrong, unknown)
  assert.match(wrong?.page ?? '', /do not match/)
  assert.equal(wrong?.did['passwords.verify'], 1)
  assert.deepEqual(wrong?.waits, [300])
  assert.deepEqual(
    w.events.map((event) => [event.type, 'why' in event ? event.why : '']),
    [
      ['minid.password.refused', 'wrong'],
      ['minid.password.refused', 'unknown'],
    ],
  )
})

test('an unknown number is checked against the decoy', async () => {
  const asked: (string | undefined)[] = []
  const w = await minidWorld({
    passwords: {
      busy: () => false,
      hash: () => assert.fail(),
      verify: (hash) => Promise.resolve(asked.push(hash) > 9),
    },
  })
  await w.tried(w.unknown, 'wrong')
  await w.tried(w.number, 'wrong')
  assert.equal(asked[0], undefined)
  assert.match(asked[1] ?? '', /^\$argon2id\$/)
})

test('the wait after five wrong passwords grows, and looks the same for a number that nobody has', async () => {
  const w = await minidWorld()
  const seen: Record<string, string[]> = { known: [], unknown: [] }
  for (let i = 0; i < 9; i += 1) {
    for (const who of ['known', 'unknown'] as const) {
      const number = who === 'known' ? w.number : w.unknown
      const { visit } = await w.tried(number, 'wrong')
      seen[who]?.push(errorsOn(visit))
      if (i < 4) continue
      const locked = await w.tried(number, password)
      assert.equal(
        errorsOn(locked.visit),
        errorsOn(visit),
        'while locked nothing is tried, not even the right password',
      )
    }
    w.clock.advance(i < 4 ? 0 : 2 ** (i - 4) * 30_000)
  }
  assert.deepEqual(seen['known'], seen['unknown'])
})

test('a wait is as long as it says: not a millisecond before it is over is a password tried', async () => {
  const w = await minidWorld()
  const shown: string[] = []
  for (let i = 0; i < 7; i += 1) {
    const { visit } = await w.tried(w.number, 'wrong')
    shown.push(/Wait (\d+ \w+)/.exec(errorsOn(visit))?.[1] ?? 'none')
    if (i < 4) continue
    const wait = 2 ** (i - 4) * 30_000
    w.clock.advance(wait - 1)
    w.operations()
    await w.tried(w.number, password)
    assert.equal(w.operations()['passwords.verify'], undefined)
    w.clock.advance(1)
  }
  assert.deepEqual(shown, ['none', 'none', 'none', 'none', '30 seconds', '60 seconds', '2 minutes'])
  const { visit } = await w.tried(w.number, password)
  assert.match(textOf(visit), /number ending in 47/)
  assert.deepEqual(
    w.events.filter((event) => event.type === 'minid.locked').map((event) => event.until > 0),
    [true, true, true],
  )
})

test('M9 the right password is no guess: between four wrong ones its owner logs in as often as they like', async () => {
  const w = await minidWorld()
  for (let i = 0; i < 4; i += 1) await w.tried(w.number, 'wrong')
  for (let i = 0; i < 6; i += 1)
    assert.match(textOf((await w.tried(w.number, password)).visit), /number ending in 47/, `login ${i}`)
})

test('M9 a guesser neither lives on its owner’s log-ins nor sees them: the waits are the same', async () => {
  const seen: string[][] = []
  for (const logsIn of [true, false]) {
    const w = await minidWorld()
    const waits: string[] = []
    for (let i = 0; i < 9; i += 1) {
      const { visit } = await w.tried(w.number, 'wrong')
      waits.push(/Wait (\d+ \w+)/.exec(errorsOn(visit))?.[1] ?? 'none')
      w.clock.advance(i < 4 ? 0 : 2 ** (i - 4) * 30_000)
      if (logsIn) assert.match(textOf((await w.tried(w.number, password)).visit), /number ending in 47/)
    }
    seen.push(waits)
  }
  assert.deepEqual(seen[0], seen[1])
  assert.deepEqual(seen[0]?.slice(3), ['none', '30 seconds', '60 seconds', '2 minutes', '4 minutes', '8 minutes'])
})

test('failures are forgotten one by one, an hour each', async () => {
  const w = await minidWorld()
  for (let i = 0; i < 5; i += 1) await w.tried(w.number, 'wrong')
  w.clock.advance(5 * 60 * minutes)
  for (let i = 0; i < 4; i += 1) assert.match(errorsOn((await w.tried(w.number, 'wrong')).visit), /do not match/)
})

test('forty guesses at once get no more tries than one by one', async () => {
  const w = await minidWorld()
  w.operations()
  await Promise.all(Array.from({ length: 40 }, () => w.tried(w.number, 'wrong')))
  assert.equal(w.operations()['passwords.verify'], 5)
  const { visit } = await w.tried(w.number, password)
  assert.match(errorsOn(visit), /too many wrong tries with this number/)
})

test('many wrong passwords from one network close it for a while, whoever they are for', async () => {
  const w = await minidWorld({ addressRule: { free: 6, steps: [60, 120], forget: 3600 } })
  for (let i = 1; i <= 6; i += 1) await w.tried(syntheticNumber(i), 'wrong')
  w.operations()
  const { visit } = await w.tried(w.number, password)
  assert.match(errorsOn(visit), /from the network you are using. Wait 60 seconds/)
  assert.equal(w.operations()['passwords.verify'], undefined)
  w.clock.advance(60_000)
  assert.match(textOf((await w.tried(w.number, password)).visit), /number ending in 47/)
})

test('a full queue turns a login away with no try counted', async () => {
  const w = await minidWorld({
    passwords: { busy: () => true, hash: () => assert.fail(), verify: () => assert.fail('no hash is begun') },
  })
  const { visit } = await w.tried(w.number, password)
  assert.equal(visit.status, 503)
  assert.match(visit.body, /IN-15.*\/minid/)
  assert.deepEqual(await w.db.raw('select * from guess_count', []), [])
  assert.deepEqual(w.waits, [300])
})

test('a synthetic person gets an account when it is first needed; a stranger costs the same hashes then', async () => {
  const fresh = syntheticNumber(2)
  const w = await minidWorld({
    provision: (number) =>
      Promise.resolve(
        number.reveal('sandbox') === fresh ? { password: 'Fjord 12 sol', mobile: '+4790000012' } : undefined,
      ),
  })
  w.operations()
  await w.tried(syntheticNumber(3), 'wrong')
  const stranger = w.operations()
  const { visit } = await w.tried(fresh, 'Fjord 12 sol')
  const first = w.operations()
  assert.match(textOf(visit), /number ending in 12/)
  assert.deepEqual(
    [stranger['passwords.hash'], stranger['passwords.verify']],
    [first['passwords.hash'], first['passwords.verify']],
  )
  const [row] = await w.db.raw<{ password_hash: string; mobile_cipher: string }>(
    'select * from minid_account order by created desc, person_id limit 5',
    [],
  )
  assert.match(row?.password_hash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.doesNotMatch(JSON.stringify(row), /9000/)
  await w.tried(fresh, 'Fjord 12 sol')
  assert.equal(w.operations()['passwords.hash'], undefined, 'made once')
})

test('two clicks on the first form send one SMS', async () => {
  const w = await minidWorld()
  const browser = w.browser()
  const first = await browser.get(w.login.begin())
  const click = (): Promise<unknown> => browser.submit(first, /minid$/, { number: w.number, password })
  await Promise.all([click(), click()])
  assert.equal((await w.sms()).length, 1)
})

test('going back to the first page leads to where the login stands; starting again is a button', async () => {
  const w = await minidWorld()
  const { browser, visit } = await w.tried(w.number, password)
  const back = await browser.get(new URL(visit.url).pathname.replace('/code', ''))
  assert.match(back.url, /\/code$/)
  const again = await browser.submit(back, /\/again$/)
  assert.equal(formsIn(again).length, 1)
  assert.match(again.body, /id="password"/)
})

test('the second page before the first leads to the first', async () => {
  const w = await minidWorld()
  const visit = await w.browser().get(`${w.login.begin()}/code`)
  assert.match(visit.body, /id="password"/)
})
