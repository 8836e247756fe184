/** People in the database: owner of `person` and `person_number`. */
import { type Clock, systemClock } from '#base/clock.ts'
import { newPersonId, type PersonId } from '#base/ids.ts'
import { NationalId } from '#base/national-id.ts'
import type { Database, Migration } from '#db/db.ts'
import type { World } from '#db/world.ts'
import { written } from '#db/written.ts'
import type { Vault } from '#keys/keys.ts'
import { isReplaced, numberPlace, type NumbersDeps, openNumbers } from '#persons/numbers.ts'
import { IdentityMismatch, type KnownPerson, type Persons, WrongWorld } from '#persons/persons.ts'

export interface PersonsDeps {
  readonly database: Database
  readonly vault: Vault
  readonly world: World
  readonly clock?: Clock
  /** Asks which numbers were replaced. Absent: none is (commands, and a gateway without the register). */
  readonly numbers?: Pick<NumbersDeps, 'audit' | 'ask' | 'days'> | undefined
}

const selectByHash = 'select person_id from person_number where hash = $1'
const selectHashes = 'select hash from person_number where person_id = $1'
const selectCipher = 'select number_cipher from person where id = $1'
const insertPerson = written(
  'insert into person (id, created, number_cipher, number_hash, kind, number_checked) values ($1, $2, $3, $4, $5, $6)',
)
const insertNumber = written('insert into person_number (person_id, kind, key_version, hash) values ($1, $2, $3, $4)')
const selectNotBlocked = written('select 1 from person where id = $1 and blocked is null')
// One statement with it: a login pays nothing for it.
const selectProofCounts = written(
  'select 1 from person where id = $1 and blocked is null and (proofs_after is null or proofs_after <= $2)',
)
// Never back: of two at once the later counts.
const updateProofs = written(
  'update person set proofs_after = $2 where id = $1 and (proofs_after is null or proofs_after < $2)',
)
const selectEnded = 'select 1 as ended from person where id = $1 and proofs_after > $2'

export function openPersons({ database, vault, world, clock = systemClock, numbers }: PersonsDeps): Persons {
  const known = numbers && openNumbers({ ...numbers, database, vault, clock })
  const hashOf = (number: NationalId): string => vault.lookUp(number.reveal('look-up')).hash

  async function byHash(numberHash: string): Promise<KnownPerson | undefined> {
    const [row] = await database.raw<{ person_id: PersonId }>(selectByHash, [numberHash])
    return row && { id: row.person_id, numberHash }
  }

  async function make(number: NationalId): Promise<KnownPerson | undefined> {
    const adopted = await known?.adopt(number)
    if (adopted === 'adopted') return byHash(hashOf(number))
    const id = newPersonId()
    const { version, hash } = vault.lookUp(number.reveal('look-up'))
    const cipher = vault.encrypt(numberPlace(id), number.reveal('seal'))
    const checked = adopted === 'nobody' ? clock.now() : null
    const made = await database.batch([
      { query: insertPerson(id, clock.now(), cipher, hash, number.kind, checked) },
      { query: insertNumber(id, number.kind, version, hash), must: 'unknown-before' },
    ])
    return made.ok ? { id, numberHash: hash } : undefined
  }

  return {
    hashOf,
    find: (number) => byHash(hashOf(number)),
    hashesOf: async (person) => (await database.raw<{ hash: string }>(selectHashes, [person])).map(({ hash }) => hash),
    async ensure(number) {
      checkWorld(world, number)
      const hash = hashOf(number)
      const person = (await byHash(hash)) ?? (await make(number)) ?? (await byHash(hash))
      if (person === undefined) throw new Error('a person was neither found nor made')
      return person
    },
    async numberOf(person, numberHash) {
      const [row] = await database.raw<{ number_cipher: string }>(selectCipher, [person])
      if (row === undefined) throw new IdentityMismatch('no such person')
      const number = open(vault, person, row.number_cipher)
      // The seal (security.md 10): what the eID asserted, against what is about to be told.
      const hash = hashOf(number)
      if (hash !== numberHash && !(await isReplaced({ database, vault }, person, numberHash, hash)))
        throw new IdentityMismatch('the number is not the one that was proved')
      checkWorld(world, number)
      return number
    },
    settleNumber: async ({ person, numberHash }) => (await known?.settle(person, numberHash)) ?? 'theirs',
    notBlocked: (person, provedAt) => ({
      query: provedAt === undefined ? selectNotBlocked(person) : selectProofCounts(person, provedAt),
      must: 'person-blocked',
    }),
    endProofs: (person, now) => ({ query: updateProofs(person, now) }),
    proofEnded: async (person, provedAt) => (await database.raw(selectEnded, [person, provedAt])).length > 0,
  }
}

function open(vault: Vault, person: PersonId, cipher: string): NationalId {
  let digits: string
  try {
    // Authenticated with the ciphertext: a row's number does not open in another row.
    digits = vault.decrypt(numberPlace(person), cipher)
  } catch (cause) {
    throw new IdentityMismatch('the number does not open for this person', { cause })
  }
  const number = NationalId.read(digits)
  if (typeof number === 'string') throw new IdentityMismatch('what was stored is no identity number')
  return number
}

/** Synthetic people live in the twin and real ones in production (security.md 34). */
function checkWorld(world: World, number: NationalId): void {
  if (number.synthetic !== (world === 'twin')) throw new WrongWorld(world)
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-person',
    async up(tx, column) {
      await tx.schema
        .createTable('person')
        .addColumn('id', column.text, (c) => c.primaryKey())
        .addColumn('created', column.integer, (c) => c.notNull())
        .addColumn('number_cipher', column.text, (c) => c.notNull())
        .addColumn('number_hash', column.text, (c) => c.notNull())
        .addColumn('kind', column.text, (c) => c.notNull())
        // When the person was blocked, milliseconds; null: not blocked.
        .addColumn('blocked', column.integer)
        .execute()
      // Every number a person ever had, under every version of the look-up key that still counts.
      await tx.schema
        .createTable('person_number')
        .addColumn('hash', column.text, (c) => c.primaryKey())
        .addColumn('person_id', column.text, (c) => c.notNull().references('person.id'))
        .addColumn('kind', column.text, (c) => c.notNull())
        .addColumn('key_version', column.integer, (c) => c.notNull())
        .execute()
      await tx.schema.createIndex('person_number_person').on('person_number').column('person_id').execute()
    },
  },
  {
    name: '0002-person-proofs-after',
    // What a person proved before this counts no longer, milliseconds; null: all does.
    up: async (tx, column) =>
      void (await tx.schema.alterTable('person').addColumn('proofs_after', column.integer).execute()),
  },
  {
    name: '0003-person-numbers',
    async up(tx, column) {
      // When the register was last asked whether the number was replaced.
      await tx.schema.alterTable('person').addColumn('number_checked', column.integer).execute()
      // Of a number that was: since when, the seal that binds it to the one in use, and the number itself, to ask about.
      await tx.schema.alterTable('person_number').addColumn('replaced', column.integer).execute()
      await tx.schema.alterTable('person_number').addColumn('seal', column.text).execute()
      await tx.schema.alterTable('person_number').addColumn('cipher', column.text).execute()
    },
  },
]
