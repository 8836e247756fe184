/**
 * Identity number and password: one way through for everybody. A number that nobody has, one without MinID and a wrong
 * password take the same steps, the same hash and the same counters, so that nothing tells them apart (security.md 38).
 */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import type { NationalId } from '#base/national-id.ts'
import { networkOf } from '#base/networks.ts'
import { hmac } from '#base/secrets.ts'
import type { Step } from '#db/db.ts'
import type { Hot } from '#hot/hot.ts'
import type { Vault } from '#keys/keys.ts'
import { addressHumanFrom, addressRule, type LockRule, lockSeconds } from '#methods/minid/lock.ts'
import { type Passwords, PasswordsBusy } from '#methods/minid/password.ts'
import type { Account, Details } from '#methods/minid/accounts-store.ts'
import type { MinidStore } from '#methods/minid/store.ts'
import type { KnownPerson, Persons } from '#persons/persons.ts'

/** A synthetic person's MinID, made when it is first needed; the twin alone has this. */
export type Provision = (
  number: NationalId,
) => Promise<{ readonly password: string; readonly mobile: string; readonly email?: string } | undefined>

export interface AccountsDeps {
  readonly store: MinidStore
  readonly persons: Persons
  readonly passwords: Passwords
  readonly hot: Hot
  readonly clock: Clock
  readonly vault: Vault
  readonly provision?: Provision | undefined
  readonly addressRule?: LockRule | undefined
  /** Failures with one number after which tries need a human check. Undefined: none does. */
  readonly humanFrom?: number | undefined
}

export type Checked =
  | {
      readonly ok: true
      readonly person: KnownPerson
      readonly account: Account
      /** Before the password was read that it was compared with, milliseconds. */
      readonly began: number
      /** For the caller's batch: the count begins anew. */
      readonly forget: Step
    }
  | {
      readonly ok: false
      /** `locked`, `address`: by the number's or the address's failures. `human`: not tried without a check. */
      readonly why: 'unknown' | 'wrong' | 'locked' | 'address' | 'human'
      readonly person: PersonId | undefined
      /** The next try may come then; 0: at once. */
      readonly until: number
      /** The next try needs a human check. */
      readonly human: boolean
    }

export interface Accounts {
  /** `why` is for the audit trail: the page must not tell `unknown` from `wrong`. `human`: a check was passed. @throws PasswordsBusy, with no try counted */
  check(number: NationalId, password: string, address: string, human: boolean): Promise<Checked>
  /** Who has the number, and their account unless it is closed: the same steps whoever it is, strangers too. */
  find(number: NationalId): Promise<LookedUp>
  /** The person's account, unless it is closed. */
  openOf(person: PersonId): Promise<Account | undefined>
}

/** How often old counts are removed, milliseconds. */
const sweepEvery = 3600_000

export function openAccounts(deps: AccountsDeps): Accounts {
  const { store, passwords, clock } = deps
  const addresses = addressCounter(deps)
  const from = deps.humanFrom
  let swept = clock.now()

  const sweep = async (): Promise<void> => {
    if (clock.now() - swept < sweepEvery) return
    swept = clock.now()
    await store.sweep(swept)
  }
  return {
    check: async (number, password, address, human) => {
      const network = await addresses.look(address)
      const began = clock.now()
      const unknown = { ok: false, person: undefined, human: network.human } as const
      if (network.until > clock.now()) return { ...unknown, why: 'address', until: network.until }
      if (!human && (network.human || from === 0)) return { ...unknown, why: 'human', until: 0, human: true }
      if (passwords.busy()) throw new PasswordsBusy('password queue full')
      const { person, account } = await lookUp(deps, number)
      // security.md 28: counted before the hash, per person and in the database, so that many at once get no more tries than one by one.
      const stranger = deps.persons.hashOf(number)
      const who = person?.id ?? stranger
      const reserved = await store.reserve(who, clock.now(), human ? undefined : from)
      const refused = { ok: false, person: person?.id, until: reserved.until } as const
      const often = from !== undefined && reserved.failures >= from
      if (!reserved.ok) return { ...refused, why: reserved.until > clock.now() ? 'locked' : 'human', human: often }
      const right = await passwords.verify(account?.passwordHash, password)
      if (right && person !== undefined && account !== undefined)
        return { ok: true, person, account, began, forget: store.forget(who) }
      const oftenHere = await addresses.failed(address)
      await sweep()
      return { ...refused, why: account === undefined ? 'unknown' : 'wrong', human: often || oftenHere }
    },
    find: (number) => lookUp(deps, number),
    openOf: async (person) => {
      const account = await store.account(person)
      return account?.closed === false ? account : undefined
    },
  }
}

export interface LookedUp {
  readonly person: KnownPerson | undefined
  readonly account: Account | undefined
}

async function lookUp(deps: AccountsDeps, number: NationalId): Promise<LookedUp> {
  const person = await deps.persons.find(number)
  const account = await deps.store.account(person?.id)
  // A closed account is as good as none: nothing may tell them apart.
  if (account?.closed === true) return { person, account: undefined }
  if (account !== undefined || deps.provision === undefined) return { person, account }
  return (await provisioned(deps, deps.provision, number)) ?? { person, account }
}

/** In the twin only, where the population is no secret: a stranger still costs the hash that a first login costs. */
async function provisioned(
  deps: AccountsDeps,
  provision: Provision,
  number: NationalId,
): Promise<LookedUp | undefined> {
  const made = await provision(number)
  const passwordHash = await deps.passwords.hash(made?.password ?? 'nobody')
  if (made === undefined) return undefined
  const person = await deps.persons.ensure(number)
  const { mobile, email } = made
  const details: Details = {
    passwordHash,
    mobile,
    email,
    channel: 'sms',
    recovery: email === undefined ? 'sms' : 'mail',
  }
  await deps.store.provide(person.id, details, deps.clock.now())
  return { person, account: await deps.store.account(person.id) }
}

interface AddressCounter {
  look(address: string): Promise<AddressState>
  /** Whether its next try needs a human check. */
  failed(address: string): Promise<boolean>
}

interface AddressState {
  readonly until: number
  readonly human: boolean
}

/** By address only failures count: offices and mobile networks share one. Rates live in `hot`; losing them loses nothing lasting. */
function addressCounter({
  hot,
  clock,
  vault,
  addressRule: rule = addressRule,
  humanFrom,
}: AccountsDeps): AddressCounter {
  const key = (kind: string, address: string): string =>
    `minid:${kind}:${hmac(vault.macKey('minid-address'), networkOf(address))}`
  return {
    look: async (address) => (await hot.get<AddressState>(key('state', address)))?.value ?? { until: 0, human: false },
    failed: async (address) => {
      const failures = await hot.count(key('failures', address), rule.forget)
      const seconds = lockSeconds(rule, failures, 10)
      const human = humanFrom !== undefined && failures >= addressHumanFrom
      const state: AddressState = { until: seconds === 0 ? 0 : clock.now() + seconds * 1000, human }
      if (human || seconds > 0) await hot.put(key('state', address), state, Math.max(seconds, human ? rule.forget : 0))
      return human
    },
  }
}
