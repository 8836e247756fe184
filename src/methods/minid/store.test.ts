import assert from 'node:assert/strict'
import { newPersonId } from '#base/ids.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { migrations, minidStore } from '#methods/minid/store.ts'

const onEach = onEachDatabase(migrations)
const start = 1_800_000_000_000

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
      language: undefined,
      mobile: '+447700900123',
      email: 'kari@example.no',
    },
  )
  assert.doesNotMatch(JSON.stringify(await db.raw('select * from minid_account', [])), /7700900123|kari@/)
  const speaks = async () => (await store.account(person))?.language
  await db.batch([store.setLanguage(person, 'nn')])
  assert.equal(await speaks(), 'nn')
  await db.batch([store.renew(person, { ...first, passwordHash: 'hash-2' }, start + 1)])
  assert.equal(await speaks(), 'nn', 'kept where nothing is said of it')
  await db.batch([store.renew(person, { ...first, passwordHash: 'hash-2', language: 'se' }, start + 1)])
  assert.equal(await speaks(), 'se')
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
