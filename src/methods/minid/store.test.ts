import assert from 'node:assert/strict'
import { newPersonId } from '#base/ids.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { lockSeconds, personRule } from '#methods/minid/lock.ts'
import { migrations, minidStore } from '#methods/minid/store.ts'

const onEach = onEachDatabase(migrations)
const start = 1_800_000_000_000
const day = 24 * 3600_000

onEach('an account is kept with its number encrypted, and a second one does not replace it', async (db) => {
  const store = minidStore(db, vaultInMemory())
  const person = newPersonId()
  const details = { email: 'per@example.no', channel: 'sms', recovery: 'mail' } as const
  await store.provide(person, { ...details, passwordHash: 'hash-1', mobile: '+4790000047' }, start)
  await store.provide(person, { ...details, passwordHash: 'hash-2', mobile: '+4790000012' }, start)
  const account = await store.account(person)
  assert.deepEqual([account?.passwordHash, account?.mobile()], ['hash-1', '+4790000047'])
  assert.doesNotMatch(JSON.stringify(await db.raw('select * from minid_account', [])), /90000047/)
  assert.equal(await store.account(newPersonId()), undefined)
  assert.equal(await store.account(undefined), undefined)
})

onEach('the statement that counts keeps to the rule, one try at a time', async (db) => {
  const store = minidStore(db, vaultInMemory())
  let now = start
  for (let failures = 1; failures <= 16; failures += 1) {
    const reserved = await store.reserve('who', now)
    const wait = lockSeconds(personRule, failures) * 1000
    assert.equal(reserved.ok, true)
    assert.equal(Math.max(0, reserved.until - now), wait, `after ${failures} failures`)
    if (wait === 0) continue
    assert.deepEqual(await store.reserve('who', now + wait - 1), { ok: false, until: now + wait, failures })
    now += wait
  }
})

onEach('of sixty tries at once five get through, for each of two numbers', async (db) => {
  const store = minidStore(db, vaultInMemory())
  const tries = await Promise.all(
    Array.from({ length: 120 }, async (_, i) => ({ who: i % 2, ok: (await store.reserve(`who-${i % 2}`, start)).ok })),
  )
  for (const who of [0, 1]) assert.equal(tries.filter((one) => one.who === who && one.ok).length, 5)
})

onEach('with a bound, of thirty tries at once as many count as it says, and none after', async (db) => {
  const store = minidStore(db, vaultInMemory())
  const tries = await Promise.all(Array.from({ length: 30 }, () => store.reserve('who', start, 3)))
  assert.deepEqual(
    tries.flatMap(({ ok, failures }) => (ok ? [failures] : [])).toSorted((a, b) => a - b),
    [1, 2, 3],
  )
  assert.deepEqual(await store.reserve('who', start, 3), { ok: false, until: 0, failures: 3 })
  assert.deepEqual(await store.reserve('who', start), { ok: true, until: 0, failures: 4 })
  assert.deepEqual(await store.reserve('who', start + day + 1, 3), { ok: true, until: 0, failures: 1 })
})

onEach('the count begins anew after the right password, and after a quiet day', async (db) => {
  const store = minidStore(db, vaultInMemory())
  const five = async (now: number): Promise<boolean[]> => {
    const seen: boolean[] = []
    for (let i = 0; i < 6; i += 1) seen.push((await store.reserve('who', now)).ok)
    return seen
  }
  const free = [true, true, true, true, true, false]
  assert.deepEqual(await five(start), free)
  await db.batch([store.forget('who')])
  assert.deepEqual(await five(start), free)
  assert.deepEqual(await five(start + day + 1), free)
})

onEach('a sweep removes what no longer counts, and nothing else', async (db) => {
  const store = minidStore(db, vaultInMemory())
  await store.reserve('old', start)
  await store.reserve('new', start + day)
  await store.sweep(start + day + 1)
  const left = await db.raw<{ who: string }>('select who from minid_failures', [])
  assert.deepEqual(
    left.map(({ who }) => who),
    ['new'],
  )
})

onEach('what somebody registers with can be changed piece by piece, and only while the account is open', async (db) => {
  const store = minidStore(db, vaultInMemory())
  const person = newPersonId()
  const first = { email: 'per@example.no', channel: 'letter', recovery: 'mail', mobile: '+4790000047' } as const
  assert.deepEqual(await db.batch([store.setPassword(person, 'x', start)]), {
    ok: false,
    failed: 'minid-account-closed',
  })
  await db.batch([store.register(person, { ...first, passwordHash: 'hash-1' }, start)])
  // A batch writes a row once: its steps do not see one another's writes.
  for (const step of [
    store.setPassword(person, 'hash-2', start + 1),
    store.setMobile(person, '+447700900123', start + 2),
    store.setEmail(person, 'kari@example.no', start + 3),
    store.setChannels(person, { channel: 'sms', recovery: 'sms' }, start + 4),
  ])
    assert.deepEqual(await db.batch([step]), { ok: true })
  const account = await store.account(person)
  assert.deepEqual(
    { ...account, mobile: account?.mobile(), email: account?.email() },
    {
      person,
      passwordHash: 'hash-2',
      channel: 'sms',
      recovery: 'sms',
      asksFirst: undefined,
      closed: false,
      passwordSince: start + 1,
      mobileSince: start + 2,
      mobileAloneFrom: 0,
      mobile: '+447700900123',
      email: 'kari@example.no',
    },
  )
  assert.doesNotMatch(JSON.stringify(await db.raw('select * from minid_account', [])), /7700900123|kari@/)
  assert.deepEqual(await db.batch([store.passwordFrom(person, start + 1)]), { ok: true })
  const newer = { ok: false, failed: 'minid-password-newer' }
  assert.deepEqual(await db.batch([store.passwordFrom(person, start)]), newer, 'there is a newer one')
  await db.batch([store.close(person, start + 5)])
  assert.equal((await store.account(person))?.closed, true)
  for (const step of [store.setEmail(person, 'a@example.no', start + 6), store.close(person, start + 6)])
    assert.equal((await db.batch([step])).ok, false)
  await db.batch([store.register(person, { ...first, passwordHash: 'hash-3' }, start + 7)])
  const again = await store.account(person)
  assert.deepEqual([again?.closed, again?.passwordHash, again?.mobileSince], [false, 'hash-3', start + 7])
})

onEach('an address or a number that somebody else has is known as such, whatever its capitals', async (db) => {
  const store = minidStore(db, vaultInMemory())
  const [one, other] = [newPersonId(), newPersonId()]
  const details = { passwordHash: 'hash', channel: 'sms', recovery: 'sms' } as const
  await db.batch([store.register(one, { ...details, mobile: '+4790000047', email: 'Per@Example.no' }, start)])
  const asked = { mobile: '+4790000047', email: ' per@example.NO' }
  assert.deepEqual(await store.sharedWith(other, asked), { mobile: true, email: true })
  assert.deepEqual(await store.sharedWith(one, asked), { mobile: false, email: false })
  assert.deepEqual(await store.sharedWith(other, { mobile: '+4790000048' }), { mobile: false, email: false })
  await db.batch([store.close(one, start)])
  assert.deepEqual(await store.sharedWith(other, asked), { mobile: false, email: false })
})
