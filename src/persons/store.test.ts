/** The person store: one person for a number, the identity seal, and nothing readable in the tables. */
import assert from 'node:assert/strict'
import { createHash, createSecretKey, generateKeyPairSync } from 'node:crypto'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import { NationalId } from '#base/national-id.ts'
import { hmac } from '#base/secrets.ts'
import type { Database } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { written } from '#db/written.ts'
import type { Vault } from '#keys/keys.ts'
import { IdentityMismatch, type Persons, WrongWorld } from '#persons/persons.ts'
import { migrations, openPersons } from '#persons/store.ts'

const read = (digits: string): NationalId => {
  const number = NationalId.read(digits)
  if (typeof number === 'string') throw new Error(`not a number: ${number}`)
  return number
}
const anna = read('15819010029')
const bjorn = read('29820050043')
const realLooking = read('02013299997')

/** Binds to the place as the real one does, and hides the text; no more. */
function fakeVault(): Vault {
  const key = createSecretKey(Buffer.alloc(32, 7))
  const pair = generateKeyPairSync('ed25519')
  const mark = (place: string, text: string) => hmac(key, `${place}\n${text}`)
  const flip = (text: Buffer) => Buffer.from(text.map((byte) => byte ^ 0x5a))
  return {
    world: 'twin',
    encrypt: (place, plain) => `v1.${flip(Buffer.from(plain)).toString('base64url')}.${mark(place, plain)}`,
    decrypt(place, cipher) {
      const [, text = '', seal] = cipher.split('.')
      const plain = flip(Buffer.from(text, 'base64url')).toString()
      if (seal !== mark(place, plain)) throw new Error('does not open here')
      return plain
    },
    lookUp: (digits) => ({ version: 1, hash: hmac(key, digits) }),
    pairwise: (sector, person) => hmac(key, `${sector} ${person}`),
    macKey: (use) => createSecretKey(createHash('sha256').update(use).digest()),
    sealKey: pair.privateKey,
    sealPublicKey: pair.publicKey,
  }
}

const persons = (database: Database, world: 'twin' | 'production' = 'twin'): Persons =>
  openPersons({ database, vault: fakeVault(), world, clock: fixedClock(1_800_000_000_000) })

const on = onEachDatabase(migrations)

on('a person is made once and found again', async (database) => {
  const people = persons(database)
  assert.equal(await people.find(anna), undefined)
  const made = await people.ensure(anna)
  assert.match(made.id, /^per_[\w-]{22}$/)
  assert.deepEqual(await people.ensure(anna), made)
  assert.deepEqual(await people.find(anna), made)
  assert.equal(made.numberHash, people.hashOf(anna))
  assert.notEqual((await people.ensure(bjorn)).id, made.id)
})

on('fifty callers at once get the same person, and nothing is left of the others', async (database) => {
  const people = persons(database)
  const all = await Promise.all(Array.from({ length: 50 }, () => people.ensure(anna)))
  assert.equal(new Set(all.map((person) => person.id)).size, 1)
  const rows = await database.raw<{ n: number }>('select count(*) as n from person', [])
  assert.equal(rows[0]?.n, 1)
})

on('the number comes back for the hash that was proved', async (database) => {
  const people = persons(database)
  const { id, numberHash } = await people.ensure(anna)
  assert.equal((await people.numberOf(id, numberHash)).reveal('claim'), anna.reveal('claim'))
})

on('the seal: nobody gets a number that was not proved', async (database) => {
  const people = persons(database)
  const a = await people.ensure(anna)
  const b = await people.ensure(bjorn)
  await assert.rejects(people.numberOf(a.id, b.numberHash), IdentityMismatch)
  await assert.rejects(people.numberOf('per_nobody' as PersonId, a.numberHash), IdentityMismatch)
  const swap = 'update person set number_cipher = (select number_cipher from person where id = $1) where id = $2'
  await database.raw(swap, [b.id, a.id])
  await assert.rejects(people.numberOf(a.id, a.numberHash), IdentityMismatch)
  // A swapped look-up row leads to another person, whose number then has another hash.
  await database.raw('update person_number set person_id = $1 where hash = $2', [b.id, a.numberHash])
  const mistaken = await people.find(anna)
  assert.equal(mistaken?.id, b.id)
  await assert.rejects(people.numberOf(b.id, mistaken?.numberHash ?? ''), IdentityMismatch)
})

on("each world refuses the other one's numbers, at entry and at the answer", async (database) => {
  await assert.rejects(persons(database).ensure(realLooking), WrongWorld)
  await assert.rejects(persons(database, 'production').ensure(anna), WrongWorld)
  const { id, numberHash } = await persons(database).ensure(anna)
  await assert.rejects(persons(database, 'production').numberOf(id, numberHash), WrongWorld)
  assert.equal((await persons(database, 'production').ensure(realLooking)).id.length, 26)
})

on('a blocked person fails the guard, and so does one who is not there', async (database) => {
  const people = persons(database)
  const { id } = await people.ensure(anna)
  assert.deepEqual(await database.batch([people.notBlocked(id)]), { ok: true })
  await database.batch([{ query: written('update person set blocked = $1 where id = $2')(1_800_000_000_000, id) }])
  const failed = { ok: false, failed: 'person-blocked' }
  assert.deepEqual(await database.batch([people.notBlocked(id)]), failed)
  assert.deepEqual(await database.batch([people.notBlocked('per_nobody' as PersonId)]), failed)
})

on('no column holds the digits, and no error says them', async (database) => {
  const people = persons(database)
  const { id } = await people.ensure(anna)
  const digits = anna.reveal('look-up')
  for (const table of ['person', 'person_number']) {
    assert.doesNotMatch(JSON.stringify(await database.raw(`select * from ${table}`, [])), new RegExp(digits))
  }
  const error = await people.numberOf(id, 'other').then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof IdentityMismatch)
  assert.doesNotMatch(`${error.stack} ${String(error.cause)}`, new RegExp(digits))
})

test('an identity number is never printed', () => {
  for (const shown of [String(anna), JSON.stringify({ anna }), `${anna}`]) assert.match(shown, /\[nin\]/)
})
