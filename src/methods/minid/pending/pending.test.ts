/** Changes that wait: one of a kind, stopped once or done once, and told on the channels that stood before them. */
import assert from 'node:assert/strict'
import { fixedClock } from '#base/clock.ts'
import { newPersonId } from '#base/ids.ts'
import type { AuditEvent } from '#audit/events.ts'
import { onEachDatabase } from '#db/each-database.ts'
import type { Database } from '#db/db.ts'
import { written } from '#db/written.ts'
import { migrations as guessing } from '#guessing/store.ts'
import { vaultInMemory } from '#keys/vault.ts'
import type { Message } from '#messages/outbox.ts'
import { type Asked, openPending } from '#methods/minid/pending/pending.ts'
import { migrations, minidStore } from '#methods/minid/store.ts'

const onEach = onEachDatabase([...guessing, ...migrations])
const day = 24 * 3600_000
const old = { mobile: '+4790000047', email: 'per@example.no' } as const
const details = { ...old, passwordHash: 'hash-1', channel: 'sms', recovery: 'mail' } as const

async function setting(db: Database) {
  const clock = fixedClock(Date.UTC(2026, 10, 24, 8))
  const vault = vaultInMemory()
  const store = minidStore(db, vault)
  const person = newPersonId()
  await db.batch([store.register(person, details, clock.now())])
  const messages: Message[] = []
  const events: AuditEvent[] = []
  const ended: string[] = []
  const step = (message: Message) => {
    messages.push(message)
    return { query: written('select 1')() }
  }
  const audit = {
    write: async (steps: Parameters<Database['batch']>[0], told: readonly AuditEvent[]) => {
      const result = await db.batch(steps)
      if (result.ok) events.push(...told)
      return result
    },
    note: (event: AuditEvent) => void events.push(event),
    flush: () => Promise.resolve(),
  }
  const outbox = { step, nudge: () => undefined }
  const pending = openPending({ db, vault, clock, audit, outbox, store, issuer: 'https://id.example.no', days: 3 })
  const house = {
    endSessions: (who: string) => {
      ended.push(who)
      return [{ query: written('select 1')() }]
    },
  }
  const account = async () => {
    const found = await store.account(person)
    assert.ok(found)
    return found
  }
  const ask = async (what: Asked['what'], value: string) => {
    const { steps, events: told } = pending.ask({ person, what, value, language: 'en', channels: await account() })
    return audit.write(steps, told)
  }
  const secret = (): string => /cancel\?c=([\w-]{22})/.exec(messages.at(-1)?.text ?? '')?.[1] ?? assert.fail('no link')
  const types = () => events.map(({ type }) => type.replace('minid.change.', ''))
  return { db, clock, store, person, messages, ended, pending, house, account, ask, secret, types }
}

onEach('a new number waits three days, and counts then; both channels and the new one are told', async (db) => {
  const { clock, pending, house, account, ask, messages, types } = await setting(db)
  assert.equal((await ask('mobile', '+4740000012')).ok, true)
  assert.deepEqual(
    messages.map(({ kind, to }) => [kind, to]),
    [
      ['sms', old.mobile],
      ['mail', old.email],
    ],
  )
  assert.match(
    messages[0]?.text ?? '',
    /will be changed on 27 November 2026.*stop it at https:\/\/id\.example\.no\/minid\/cancel\?c=/,
  )
  clock.advance(3 * day - 1)
  await pending.due(house)
  assert.equal((await account()).mobile(), old.mobile)
  clock.advance(1)
  await Promise.all([pending.due(house), pending.due(house)])
  assert.equal((await account()).mobile(), '+4740000012')
  assert.deepEqual(types(), ['asked', 'done'])
  assert.deepEqual(new Set(messages.slice(2).map(({ to }) => to)), new Set([old.mobile, old.email, '+4740000012']))
  assert.deepEqual(await db.raw('select 1 as one from minid_pending where value_cipher is not null', []), [])
})

onEach('what was stopped never comes, and of two who stop it one does', async (db) => {
  const { clock, pending, house, account, ask, secret, types } = await setting(db)
  await ask('email', 'new@example.no')
  const link = secret()
  const row = await pending.find(link)
  assert.ok(row)
  const stopped = await Promise.all([pending.cancel(row, 'link', house), pending.cancel(row, 'owner', house)])
  assert.equal(stopped.filter(Boolean).length, 1)
  clock.advance(4 * day)
  await pending.due(house)
  assert.equal((await account()).email(), old.email)
  assert.deepEqual(types(), ['asked', 'cancelled'])
  const known = await pending.find(link)
  assert.ok(known?.cancelled !== undefined)
  assert.equal(await pending.find(`${link.slice(0, -1)}_`), undefined)
})

onEach('one of a kind at a time; asked for again when the first is over, the first link leads nowhere', async (db) => {
  const { clock, pending, house, account, ask, secret } = await setting(db)
  await ask('mobile', '+4740000012')
  const first = secret()
  assert.deepEqual(await ask('mobile', '+4740000013'), { ok: false, failed: 'minid-change-waiting' })
  assert.equal((await ask('email', 'new@example.no')).ok, true)
  const row = await pending.find(first)
  assert.ok(row)
  assert.equal(await pending.cancel(row, 'link', house), true)
  clock.advance(1000)
  assert.equal((await ask('mobile', '+4740000013')).ok, true)
  assert.equal(await pending.find(first), undefined)
  assert.equal(await pending.cancel(row, 'link', house), false)
  clock.advance(4 * day)
  await pending.due(house)
  assert.deepEqual([(await account()).mobile(), (await account()).email()], ['+4740000013', 'new@example.no'])
})

onEach('many at once: of ten the database takes one', async (db) => {
  const { ask } = await setting(db)
  const asked = await Promise.all(Array.from({ length: 10 }, (_, i) => ask('mobile', `+474000001${i}`)))
  assert.equal(asked.filter(({ ok }) => ok).length, 1)
})

onEach('the old phone takes its number back, everybody is logged out, and later it cannot', async (db) => {
  const { clock, store, person, pending, house, account, ask, secret, ended, types } = await setting(db)
  await ask('old-mobile', old.mobile)
  await db.batch([store.setMobile(person, '+4740000012', clock.now(), clock.now() + 3 * day)])
  assert.equal((await account()).mobileAloneFrom, clock.now() + 3 * day)
  const row = await pending.find(secret())
  assert.ok(row)
  assert.equal(await pending.cancel(row, 'link', house), true)
  assert.deepEqual([(await account()).mobile(), (await account()).mobileAloneFrom], [old.mobile, 0])
  assert.deepEqual(ended, [person])
  await ask('old-mobile', old.mobile)
  clock.advance(3 * day)
  await pending.due(house)
  const late = await pending.find(secret())
  assert.ok(late?.done !== undefined)
  assert.equal(await pending.cancel(late, 'link', house), false)
  assert.deepEqual(types(), ['asked', 'cancelled', 'asked', 'done'])
})

onEach(
  'registered anew: all of it at once, sessions end; a closed account is changed by nothing that waited',
  async (db) => {
    const { clock, store, person, pending, house, account, ask, ended, types } = await setting(db)
    const anew = { ...details, passwordHash: 'hash-2', mobile: '+4740000012', channel: 'letter' } as const
    await ask('anew', JSON.stringify(anew))
    clock.advance(3 * day)
    await pending.due(house)
    const { passwordHash, channel } = await account()
    assert.deepEqual([passwordHash, channel, (await account()).mobile()], ['hash-2', 'letter', '+4740000012'])
    assert.deepEqual(ended, [person])
    await ask('anew', JSON.stringify(details))
    await db.batch([store.close(person, clock.now())])
    clock.advance(3 * day)
    await pending.due(house)
    const closed = await account()
    assert.deepEqual([closed.closed, closed.passwordHash], [true, 'hash-2'])
    assert.deepEqual(types(), ['asked', 'done', 'asked', 'cancelled'])
  },
)

onEach('one person’s change that cannot be made is told of, and holds up nobody else’s', async (db) => {
  // Kept under another key: to the second setting it is damaged.
  await (await setting(db)).ask('mobile', '+4740000012')
  const { clock, pending, house, account, ask } = await setting(db)
  clock.advance(1)
  await ask('mobile', '+4740000013')
  clock.advance(3 * day)
  await assert.rejects(pending.due(house), AggregateError)
  assert.equal((await account()).mobile(), '+4740000013')
})

onEach('what waits is kept encrypted, the secret as a hash', async (db) => {
  const { ask, secret } = await setting(db)
  await ask('mobile', '+4740000012')
  const kept = JSON.stringify(await db.raw('select * from minid_pending', []))
  assert.doesNotMatch(kept, /40000012/)
  assert.ok(!kept.includes(secret()))
})
