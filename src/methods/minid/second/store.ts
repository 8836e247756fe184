/** Devices that MinID's owners have added: apps with time-based codes, passkeys. Owner of their tables. */
import type { PersonId } from '#base/ids.ts'
import { randomToken } from '#base/secrets.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Vault } from '#keys/keys.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-minid-devices',
    up: async (tx, column) => {
      await tx.schema
        .createTable('minid_totp')
        .addColumn('id', column.text, (c) => c.primaryKey())
        .addColumn('person_id', column.text, (c) => c.notNull())
        .addColumn('name_cipher', column.text, (c) => c.notNull())
        .addColumn('secret_cipher', column.text, (c) => c.notNull())
        .addColumn('created', column.integer, (c) => c.notNull())
        // The newest step whose code was taken: none at or before it is taken again.
        .addColumn('step', column.integer, (c) => c.notNull())
        .addColumn('used', column.integer)
        .execute()
      await tx.schema.createIndex('minid_totp_person').on('minid_totp').column('person_id').execute()
      await tx.schema
        .createTable('minid_totp_guess')
        .addColumn('person_id', column.text, (c) => c.primaryKey())
        // When all wrong guesses are forgotten.
        .addColumn('until', column.integer, (c) => c.notNull())
        .execute()
      await tx.schema
        .createTable('minid_passkey')
        // The credential's, as its authenticator made it.
        .addColumn('id', column.text, (c) => c.primaryKey())
        .addColumn('person_id', column.text, (c) => c.notNull())
        .addColumn('name_cipher', column.text, (c) => c.notNull())
        .addColumn('public_key', column.text, (c) => c.notNull())
        .addColumn('counter', column.integer, (c) => c.notNull())
        .addColumn('transports', column.text, (c) => c.notNull())
        .addColumn('created', column.integer, (c) => c.notNull())
        .addColumn('used', column.integer)
        .execute()
      await tx.schema.createIndex('minid_passkey_person').on('minid_passkey').column('person_id').execute()
      // What authenticators call the account: random, so that a lost one tells no number.
      await tx.schema
        .createTable('minid_passkey_user')
        .addColumn('person_id', column.text, (c) => c.primaryKey())
        .addColumn('handle', column.text, (c) => c.notNull())
        .execute()
    },
  },
  {
    // Guesses are counted with all others (`guessing/`).
    name: '0002-minid-totp-guess-moved',
    up: async (tx) => {
      await tx.schema.dropTable('minid_totp_guess').execute()
    },
  },
]

/** So many of each kind; more would be a way to widen the odds of guessing. */
export const mostDevices = 5

export interface Device {
  readonly id: string
  /** As its owner calls it. */
  readonly name: string
  /** Milliseconds. */
  readonly created: number
  readonly used: number | undefined
}

export interface Totp extends Device {
  secret(): Uint8Array
  readonly step: number
}

export interface Passkey extends Device {
  /** COSE, base64url. */
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
}

export interface DeviceStore {
  /** Which kinds the person has: one question. */
  kinds(person: PersonId): Promise<{ readonly totp: boolean; readonly passkey: boolean }>
  totps(person: PersonId): Promise<readonly Totp[]>
  /** Fails as `devices-few`: there are as many as there may be. */
  addTotp(person: PersonId, totp: Pick<Totp, 'id' | 'name' | 'step'>, secret: Uint8Array, now: number): Step
  /** Fails as `step-unused`: this step of this device was used, or a later one. */
  useTotp(person: PersonId, id: string, step: number, now: number): Step
  /** Fails as `device-there`. */
  removeTotp(person: PersonId, id: string): Step
  passkeys(person: PersonId): Promise<readonly Passkey[]>
  /** Fails as `devices-few`; also for a credential that somebody has. */
  addPasskey(
    person: PersonId,
    passkey: Pick<Passkey, 'id' | 'name' | 'publicKey' | 'counter' | 'transports'>,
    now: number,
  ): Step
  /** Fails as `counter-grew`: the authenticator's counter is not past the last one (WebAuthn Level 3 §6.1.1). */
  usePasskey(person: PersonId, id: string, counter: number, now: number): Step
  removePasskey(person: PersonId, id: string): Step
  /** The same for all of a person's passkeys. base64url. */
  handleOf(person: PersonId): Promise<string>
  /** All of them: for an account that is closed, or registered anew. */
  removeAll(person: PersonId): readonly Step[]
}

const few = (table: string): string => `(select count(*) from ${table} where person_id = $2) < ${mostDevices}`
const selectKinds = `select exists (select 1 from minid_totp where person_id = $1) as totp,
  exists (select 1 from minid_passkey where person_id = $1) as passkey`
const selectTotps = `select id, name_cipher, secret_cipher, created, step, used from minid_totp
  where person_id = $1 order by created, id`
// Numbers in a select have no type of their own on PostgreSQL.
const insertTotp = written(`insert into minid_totp (id, person_id, name_cipher, secret_cipher, created, step)
  select $1, $2, $3, $4, cast($5 as bigint), cast($6 as bigint) where ${few('minid_totp')}`)
const updateTotp = written('update minid_totp set step = $3, used = $4 where id = $1 and person_id = $2 and step < $3')
const deleteTotp = written('delete from minid_totp where id = $1 and person_id = $2')
const selectPasskeys = `select id, name_cipher, public_key, counter, transports, created, used from minid_passkey
  where person_id = $1 order by created, id`
const insertPasskey =
  written(`insert into minid_passkey (id, person_id, name_cipher, public_key, counter, transports, created)
  select $1, $2, $3, $4, cast($5 as bigint), $6, cast($7 as bigint) where ${few('minid_passkey')}`)
// Authenticators without a counter always say 0.
const updatePasskey = written(`update minid_passkey set counter = $3, used = $4
  where id = $1 and person_id = $2 and (counter < $3 or (counter = 0 and $3 = 0))`)
const deletePasskey = written('delete from minid_passkey where id = $1 and person_id = $2')
const insertHandle = `insert into minid_passkey_user (person_id, handle) values ($1, $2) on conflict (person_id) do nothing`
const selectHandle = 'select handle from minid_passkey_user where person_id = $1'
const deleteTotps = written('delete from minid_totp where person_id = $1')
const deletePasskeys = written('delete from minid_passkey where person_id = $1')

export function deviceStore(database: Database, vault: Vault): DeviceStore {
  const { raw } = database
  return {
    kinds: async (person) => {
      // SQLite says 0 and 1, PostgreSQL false and true.
      const [found] = await raw<{ totp: unknown; passkey: unknown }>(selectKinds, [person])
      return { totp: Boolean(found?.totp), passkey: Boolean(found?.passkey) }
    },
    totps: async (person) => (await raw<TotpRow>(selectTotps, [person])).map((row) => totpOf(vault, row)),
    addTotp: (person, { id, name, step }, secret, now) => ({
      query: insertTotp(
        id,
        person,
        vault.encrypt(namePlace(id), name),
        vault.encrypt(secretPlace(id), Buffer.from(secret).toString('base64url')),
        now,
        step,
      ),
      must: 'devices-few',
    }),
    useTotp: (person, id, step, now) => ({ query: updateTotp(id, person, step, now), must: 'step-unused' }),
    removeTotp: (person, id) => ({ query: deleteTotp(id, person), must: 'device-there' }),
    passkeys: async (person) => (await raw<PasskeyRow>(selectPasskeys, [person])).map((row) => passkeyOf(vault, row)),
    addPasskey: (person, { id, name, publicKey, counter, transports }, now) => ({
      query: insertPasskey(
        id,
        person,
        vault.encrypt(namePlace(id), name),
        publicKey,
        counter,
        JSON.stringify(transports),
        now,
      ),
      must: 'devices-few',
    }),
    usePasskey: (person, id, counter, now) => ({
      query: updatePasskey(id, person, counter, now),
      must: 'counter-grew',
    }),
    removePasskey: (person, id) => ({ query: deletePasskey(id, person), must: 'device-there' }),
    handleOf: async (person) => {
      await raw(insertHandle, [person, randomToken(32)])
      const [found] = await raw<{ handle: string }>(selectHandle, [person])
      if (found === undefined) throw new Error('a handle that was written is not there')
      return found.handle
    },
    removeAll: (person) => [{ query: deleteTotps(person) }, { query: deletePasskeys(person) }],
  }
}

interface TotpRow {
  readonly id: string
  readonly name_cipher: string
  readonly secret_cipher: string
  readonly created: number
  readonly step: number
  readonly used: number | null
}
interface PasskeyRow {
  readonly id: string
  readonly name_cipher: string
  readonly public_key: string
  readonly counter: number
  readonly transports: string
  readonly created: number
  readonly used: number | null
}

const totpOf = (vault: Vault, { id, name_cipher, secret_cipher, created, step, used }: TotpRow): Totp => ({
  id,
  name: vault.decrypt(namePlace(id), name_cipher),
  secret: () => Buffer.from(vault.decrypt(secretPlace(id), secret_cipher), 'base64url'),
  created,
  step,
  used: used ?? undefined,
})

const passkeyOf = (vault: Vault, row: PasskeyRow): Passkey => ({
  id: row.id,
  name: vault.decrypt(namePlace(row.id), row.name_cipher),
  publicKey: row.public_key,
  counter: row.counter,
  transports: JSON.parse(row.transports) as readonly string[],
  created: row.created,
  used: row.used ?? undefined,
})

const namePlace = (id: string): string => `minid_device:name:${id}`
const secretPlace = (id: string): string => `minid_totp:secret:${id}`
