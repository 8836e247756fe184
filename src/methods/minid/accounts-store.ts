/** MinID's accounts: owner of `minid_account`. What may be changed here is changed as steps of somebody's batch, each with its guard. */
import type { PersonId } from '#base/ids.ts'
import { hmac } from '#base/secrets.ts'
import { isLanguage, type Language } from '#i18n/text.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Vault } from '#keys/keys.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0002-minid-account',
    up: async (tx, column) => {
      const add = (name: string, type: typeof column.text | typeof column.integer): Promise<void> =>
        tx.schema.alterTable('minid_account').addColumn(name, type).execute()
      // Null: the account is open; else when it was closed.
      await add('closed', column.integer)
      // Null: no address is known.
      await add('email_cipher', column.text)
      // Keyed hashes: only to see that somebody else has the same one.
      await add('email_hash', column.text)
      await add('mobile_hash', column.text)
      // Since when each is what it is; null: since the account was made.
      await add('password_since', column.integer)
      await add('mobile_since', column.integer)
      await add('email_since', column.integer)
      // Where a temporary password goes: `sms` or `mail`. Null: `sms`.
      await add('recovery', column.text)
      await tx.schema.createIndex('minid_account_email').on('minid_account').column('email_hash').execute()
      await tx.schema.createIndex('minid_account_mobile').on('minid_account').column('mobile_hash').execute()
    },
  },
  {
    name: '0003-minid-mobile-alone',
    // From when a mobile number that was changed may be the only proof; null: at once.
    up: async (tx, column) =>
      void (await tx.schema.alterTable('minid_account').addColumn('mobile_alone', column.integer).execute()),
  },
  {
    name: '0004-minid-asks-first',
    // `passkey`, `totp`: asked for before what `channel` says. Null: nothing is.
    up: async (tx, column) =>
      void (await tx.schema.alterTable('minid_account').addColumn('asks_first', column.text).execute()),
  },
  {
    name: '0005-minid-language',
    // The one that its owner last registered or logged in in; null: not known yet.
    up: async (tx, column) =>
      void (await tx.schema.alterTable('minid_account').addColumn('language', column.text).execute()),
  },
]

/** How the second factor comes when nothing else is asked for (row M2). */
export type Channel = 'sms' | 'letter'
/** A device that its owner has added, and is asked for first. */
export type FirstDevice = 'passkey' | 'totp'
/** Where a temporary password goes (row M6). */
export type Recovery = 'sms' | 'mail'

export interface Account {
  readonly person: PersonId
  readonly passwordHash: string
  readonly channel: Channel
  readonly recovery: Recovery
  /** Asked for at login before what `channel` says. */
  readonly asksFirst: FirstDevice | undefined
  /** Closed accounts let nobody in; registering with a letter opens one again. */
  readonly closed: boolean
  /** Since when the password and the mobile number are what they are, milliseconds. */
  readonly passwordSince: number
  readonly mobileSince: number
  /** Until then a code to the mobile number proves nothing by itself: it was changed lately. Milliseconds; 0: never was. */
  readonly mobileAloneFrom: number
  /** The one that its owner last used here: for what they are told when somebody else does something. */
  readonly language: Language | undefined
  /** E.164. Read only when it is needed. */
  mobile(): string
  /** Undefined: none is known. */
  email(): string | undefined
}

/** What somebody registers with. */
export interface Details {
  readonly passwordHash: string
  /** E.164 */
  readonly mobile: string
  /** As it was typed, without spaces around it. */
  readonly email: string | undefined
  readonly channel: Channel
  readonly recovery: Recovery
  /** Absent: as it was. */
  readonly language?: Language
}

export interface AccountStore {
  /** Undefined: nobody known; asks all the same. */
  account(person: PersonId | undefined): Promise<Account | undefined>
  /** A new account, or a closed one anew and open. Fails as `minid-account-open`: over an open one it must wait. */
  register(person: PersonId, details: Details, now: number): Step
  /** An account that is there already stays as it is: the twin's people. */
  provide(person: PersonId, details: Details, now: number): Promise<void>
  /** Fails as `minid-password-newer`: there is a newer password than from that time. */
  passwordFrom(person: PersonId, before: number): Step
  /** Each fails as `minid-account-closed` where there is no open account. */
  setPassword(person: PersonId, passwordHash: string, now: number): Step
  /** `aloneFrom`: until then the number is not enough where nothing else is asked for. */
  setMobile(person: PersonId, mobile: string, now: number, aloneFrom?: number): Step
  setEmail(person: PersonId, email: string, now: number): Step
  setChannels(person: PersonId, channels: Pick<Details, 'channel' | 'recovery'>, now: number): Step
  setFirst(person: PersonId, first: FirstDevice | undefined, now: number): Step
  /** Of what they are told when they are not here. No guard: nothing rests on it. */
  setLanguage(person: PersonId, language: Language): Step
  close(person: PersonId, now: number): Step
  /** All of it anew, of an open account. */
  renew(person: PersonId, details: Details, now: number): Step
  /** Which of them an open account of somebody else has (row M5). */
  sharedWith(
    person: PersonId,
    contact: { readonly mobile?: string; readonly email?: string },
  ): Promise<{ readonly mobile: boolean; readonly email: boolean }>
}

const columns = `person_id, password_hash, mobile_cipher, mobile_hash, email_cipher, email_hash, channel, recovery, created, changed, language`
const values = `$1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10`
const insert = `insert into minid_account (${columns}) values (${values}) on conflict (person_id) do nothing`
const upsert = written(`insert into minid_account (${columns}) values (${values}) on conflict (person_id) do update set
  password_hash = excluded.password_hash, mobile_cipher = excluded.mobile_cipher, mobile_hash = excluded.mobile_hash,
  email_cipher = excluded.email_cipher, email_hash = excluded.email_hash, channel = excluded.channel,
  recovery = excluded.recovery, changed = excluded.changed, closed = null, password_since = excluded.changed,
  mobile_since = excluded.changed, email_since = excluded.changed, mobile_alone = null, asks_first = null,
  language = coalesce(excluded.language, minid_account.language)
  where minid_account.closed is not null`)
const ofOpen = 'where person_id = $1 and closed is null'
const selectPasswordFrom = written(
  'select 1 from minid_account where person_id = $1 and coalesce(password_since, created) <= $2',
)
const updatePassword = written(
  `update minid_account set password_hash = $3, password_since = $2, changed = $2 ${ofOpen}`,
)
const updateMobile = written(
  `update minid_account set mobile_cipher = $3, mobile_hash = $4, mobile_since = $2, mobile_alone = $5, changed = $2 ${ofOpen}`,
)
const updateEmail = written(
  `update minid_account set email_cipher = $3, email_hash = $4, email_since = $2, changed = $2 ${ofOpen}`,
)
const updateChannels = written(`update minid_account set channel = $3, recovery = $4, changed = $2 ${ofOpen}`)
const updateAll = written(`update minid_account set password_hash = $2, mobile_cipher = $3, mobile_hash = $4,
  email_cipher = $5, email_hash = $6, channel = $7, recovery = $8, changed = $9, password_since = $9, mobile_since = $9,
  email_since = $9, mobile_alone = null, asks_first = null, language = coalesce($10, language) ${ofOpen}`)
const updateLanguage = written('update minid_account set language = $2 where person_id = $1')
const updateFirst = written(`update minid_account set asks_first = $3, changed = $2 ${ofOpen}`)
const updateClosed = written(`update minid_account set closed = $2, changed = $2 ${ofOpen}`)
const select = `select password_hash, mobile_cipher, email_cipher, channel, recovery, created, closed, password_since,
  mobile_since, mobile_alone, asks_first, language from minid_account where person_id = $1`
const selectShared = `select
  exists (select 1 from minid_account where mobile_hash = $2 and person_id <> $1 and closed is null) as mobile,
  exists (select 1 from minid_account where email_hash = $3 and person_id <> $1 and closed is null) as email`

interface AccountRow {
  readonly password_hash: string
  readonly mobile_cipher: string
  readonly email_cipher: string | null
  readonly channel: string
  readonly recovery: string | null
  readonly created: number
  readonly closed: number | null
  readonly password_since: number | null
  readonly mobile_since: number | null
  readonly mobile_alone: number | null
  readonly asks_first: string | null
  readonly language: string | null
}

export function accountStore(db: Database, vault: Vault): AccountStore {
  const key = vault.macKey('minid-contact')
  const mobileHash = (mobile: string): string => hmac(key, `mobile:${mobile}`)
  // Capitals and spaces around it make no other mailbox.
  const emailHash = (email: string): string => hmac(key, `email:${email.trim().toLowerCase()}`)
  const sealedEmail = (person: PersonId, email: string): string => vault.encrypt(emailPlace(person), email)
  const row = (person: PersonId, details: Details, now: number) =>
    [
      person,
      details.passwordHash,
      vault.encrypt(mobilePlace(person), details.mobile),
      mobileHash(details.mobile),
      details.email === undefined ? null : sealedEmail(person, details.email),
      details.email === undefined ? null : emailHash(details.email),
      details.channel,
      details.recovery,
      now,
      details.language ?? null,
    ] as const
  const must = 'minid-account-closed'
  return {
    account: async (person) => {
      const [found] = await db.raw<AccountRow>(select, [person ?? 'nobody'])
      return found === undefined || person === undefined ? undefined : accountOf(vault, person, found)
    },
    register: (person, details, now) => ({ query: upsert(...row(person, details, now)), must: 'minid-account-open' }),
    provide: async (person, details, now) => void (await db.raw(insert, row(person, details, now))),
    passwordFrom: (person, before) => ({ query: selectPasswordFrom(person, before), must: 'minid-password-newer' }),
    setPassword: (person, hash, now) => ({ query: updatePassword(person, now, hash), must }),
    setMobile: (person, mobile, now, aloneFrom) => ({
      query: updateMobile(
        person,
        now,
        vault.encrypt(mobilePlace(person), mobile),
        mobileHash(mobile),
        aloneFrom ?? null,
      ),
      must,
    }),
    setEmail: (person, email, now) => ({
      query: updateEmail(person, now, sealedEmail(person, email), emailHash(email)),
      must,
    }),
    setChannels: (person, { channel, recovery }, now) => ({
      query: updateChannels(person, now, channel, recovery),
      must,
    }),
    renew: (person, details, now) => ({ query: updateAll(...row(person, details, now)), must }),
    setFirst: (person, first, now) => ({ query: updateFirst(person, now, first ?? null), must }),
    setLanguage: (person, language) => ({ query: updateLanguage(person, language) }),
    close: (person, now) => ({ query: updateClosed(person, now), must }),
    sharedWith: async (person, { mobile, email }) => {
      const hashes = [mobile === undefined ? '' : mobileHash(mobile), email === undefined ? '' : emailHash(email)]
      // SQLite says 0 and 1, PostgreSQL false and true.
      const [found] = await db.raw<{ mobile: unknown; email: unknown }>(selectShared, [person, ...hashes])
      return { mobile: Boolean(found?.mobile), email: Boolean(found?.email) }
    },
  }
}

function accountOf(vault: Vault, person: PersonId, row: AccountRow): Account {
  return {
    person,
    passwordHash: row.password_hash,
    channel: row.channel === 'letter' ? 'letter' : 'sms',
    recovery: row.recovery === 'mail' ? 'mail' : 'sms',
    asksFirst: row.asks_first === 'passkey' || row.asks_first === 'totp' ? row.asks_first : undefined,
    closed: row.closed !== null,
    passwordSince: row.password_since ?? row.created,
    mobileSince: row.mobile_since ?? row.created,
    mobileAloneFrom: row.mobile_alone ?? 0,
    language: row.language !== null && isLanguage(row.language) ? row.language : undefined,
    mobile: () => vault.decrypt(mobilePlace(person), row.mobile_cipher),
    email: () => (row.email_cipher === null ? undefined : vault.decrypt(emailPlace(person), row.email_cipher)),
  }
}

const mobilePlace = (person: PersonId): string => `minid_account:mobile:${person}`
const emailPlace = (person: PersonId): string => `minid_account:email:${person}`
