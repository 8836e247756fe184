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
import { addressRule, type LockRule, lockSeconds } from '#methods/minid/lock.ts'
import { type Passwords, PasswordsBusy } from '#methods/minid/password.ts'
import type { Account, MinidStore } from '#methods/minid/store.ts'
import type { KnownPerson, Persons } from '#persons/persons.ts'

/** A synthetic person's MinID, made when it is first needed; the twin alone has this. */
export type Provision = (
  number: NationalId,
) => Promise<{ readonly password: string; readonly mobile: string } | undefined>

export interface AccountsDeps {
  readonly store: MinidStore
  readonly persons: Persons
  readonly passwords: Passwords
  readonly hot: Hot
  readonly clock: Clock
  readonly vault: Vault
  readonly provision?: Provision | undefined
  readonly addressRule?: LockRule | undefined
}

export type Checked =
  | {
      readonly ok: true
      readonly person: KnownPerson
      readonly mobile: string
      /** For the caller's batch: the count begins anew. */ readonly forget: Step
    }
  | {
      readonly ok: false
      readonly why: 'unknown' | 'wrong'
      readonly person: PersonId | undefined
      /** The next try may come then; 0: at once. */ readonly until: number
    }
  | { readonly ok: false; readonly why: 'locked'; readonly person: PersonId | undefined; readonly until: number }
  | { readonly ok: false; readonly why: 'address'; readonly person: undefined; readonly until: number }

export interface Accounts {
  /** `why` is for the audit trail: the page must not tell `unknown` from `wrong`. @throws PasswordsBusy, with no try counted */
  check(number: NationalId, password: string, address: string): Promise<Checked>
  mobileOf(person: PersonId): Promise<string | undefined>
}

/** How often old counts are removed, milliseconds. */
const sweepEvery = 3600_000

export function openAccounts(deps: AccountsDeps): Accounts {
  const { store, passwords, clock } = deps
  const addresses = addressCounter(deps)
  let swept = clock.now()

  const sweep = async (): Promise<void> => {
    if (clock.now() - swept < sweepEvery) return
    swept = clock.now()
    await store.sweep(swept)
  }
  return {
    check: async (number, password, address) => {
      const network = await addresses.lockedUntil(address)
      if (network !== undefined) return { ok: false, why: 'address', person: undefined, until: network }
      if (passwords.busy()) throw new PasswordsBusy('password queue full')
      const { person, account } = await lookUp(deps, number)
      // security.md 28: counted before the hash, per person and in the database, so that many at once get no more tries than one by one.
      const stranger = deps.persons.hashOf(number)
      const who = person?.id ?? stranger
      const reserved = await store.reserve(who, clock.now())
      if (!reserved.ok) return { ok: false, why: 'locked', person: person?.id, until: reserved.until }
      const right = await passwords.verify(account?.passwordHash, password)
      if (right && person !== undefined && account !== undefined)
        return { ok: true, person, mobile: account.mobile(), forget: store.forget(who) }
      await addresses.failed(address)
      await sweep()
      return { ok: false, why: account === undefined ? 'unknown' : 'wrong', person: person?.id, until: reserved.until }
    },
    mobileOf: async (person) => (await store.account(person))?.mobile(),
  }
}

interface LookedUp {
  readonly person: KnownPerson | undefined
  readonly account: Account | undefined
}

async function lookUp(deps: AccountsDeps, number: NationalId): Promise<LookedUp> {
  const person = await deps.persons.find(number)
  const account = await deps.store.account(person?.id)
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
  await deps.store.create(person.id, passwordHash, made.mobile, deps.clock.now())
  return { person, account: await deps.store.account(person.id) }
}

interface AddressCounter {
  lockedUntil(address: string): Promise<number | undefined>
  failed(address: string): Promise<void>
}

/** By address only failures count: offices and mobile networks share one. Rates live in `hot`; losing them loses nothing lasting. */
function addressCounter({ hot, clock, vault, addressRule: rule = addressRule }: AccountsDeps): AddressCounter {
  const key = (kind: string, address: string): string =>
    `minid:${kind}:${hmac(vault.macKey('minid-address'), networkOf(address))}`
  return {
    lockedUntil: async (address) => {
      const lock = await hot.get<{ readonly until: number }>(key('closed', address))
      return lock !== undefined && lock.value.until > clock.now() ? lock.value.until : undefined
    },
    failed: async (address) => {
      const failures = await hot.count(key('failures', address), rule.forget)
      const seconds = lockSeconds(rule, failures, 10)
      if (seconds > 0) await hot.put(key('closed', address), { until: clock.now() + seconds * 1000 }, seconds)
    },
  }
}
