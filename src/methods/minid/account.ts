/**
 * Identity number and password: one way through for everybody. A number that nobody has, one without MinID and a wrong
 * password take the same steps, the same hash and the same counters, so that nothing tells them apart (security.md 38).
 */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import type { NationalId } from '#base/national-id.ts'
import { networkOf } from '#base/networks.ts'
import { hmac } from '#base/secrets.ts'
import type { Database, Step } from '#db/db.ts'
import { aheadMs } from '#guessing/rule.ts'
import type { Hot } from '#hot/hot.ts'
import type { Vault } from '#keys/keys.ts'
import type { MinidGuesses } from '#methods/minid/guesses.ts'
import { addressHumanFrom, addressRule, type LockRule, lockSeconds } from '#methods/minid/lock.ts'
import { type Passwords, PasswordsBusy } from '#methods/minid/password.ts'
import type { Account, Details } from '#methods/minid/accounts-store.ts'
import type { Marks } from '#methods/minid/marks/marks.ts'
import type { MinidStore } from '#methods/minid/store.ts'
import { type Asking, closedTo, type Network, takeTurn } from '#methods/minid/turn.ts'
import type { KnownPerson, Persons } from '#persons/persons.ts'

/** A synthetic person's MinID, made when it is first needed; the twin alone has this. */
export type Provision = (
  number: NationalId,
) => Promise<{ readonly password: string; readonly mobile: string; readonly email?: string } | undefined>

export interface AccountsDeps {
  readonly store: MinidStore
  readonly guesses: MinidGuesses
  readonly marks: Marks
  readonly batch: Database['batch']
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
      /** For the caller's batch: it was no guess. */
      readonly giveBack: readonly Step[]
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

export type Retyped =
  | { readonly ok: true; readonly giveBack: readonly Step[] }
  | { readonly ok: false; readonly why: 'wrong' | 'locked' | 'address' | 'human'; readonly until: number }

export interface Accounts {
  /** `why` is for the audit trail: the page must not tell `unknown` from `wrong`. @throws PasswordsBusy, with no try counted */
  check(number: NationalId, password: string, asking: Asking): Promise<Checked>
  /** The same of somebody who is logged in and types the password once more. @throws PasswordsBusy */
  tryOwn(account: Account, password: string, asking: Omit<Asking, 'human'>): Promise<Retyped>
  /** Who has the number, and their account unless it is closed: the same steps whoever it is, strangers too. */
  find(number: NationalId): Promise<LookedUp>
  /** The person's account, unless it is closed. */
  openOf(person: PersonId): Promise<Account | undefined>
}

/** How often old counts are removed, milliseconds. */
const sweepEvery = 3600_000

export function openAccounts(deps: AccountsDeps): Accounts {
  const { store, guesses, marks, passwords, clock } = deps
  const addresses = addressCounter(deps)
  let swept = clock.now()

  const sweep = async (): Promise<void> => {
    // Either way: a clock that ran ahead has been put right since.
    if (Math.abs(clock.now() - swept) < sweepEvery) return
    swept = clock.now()
    await Promise.all([guesses.sweep(swept), marks.sweep(swept)])
  }
  return {
    check: async (number, password, asking) => {
      const network = await addresses.look(asking.address)
      const began = clock.now()
      const closed = asking.mark === undefined ? closedTo(deps, network, asking) : undefined
      if (closed !== undefined) return { ...closed, person: undefined }
      if (passwords.busy()) throw new PasswordsBusy('password queue full')
      const { person, account } = await lookUp(deps, number)
      const stranger = deps.persons.hashOf(number)
      const owner = person?.id ?? stranger
      const turn = await takeTurn(deps, owner, account?.passwordSince ?? 0, network, asking)
      if (!turn.ok) return { ...turn, person: person?.id }
      const right = await looking(deps, turn.giveBack, () => passwords.verify(account?.passwordHash, password))
      if (right && person !== undefined && account !== undefined)
        return { ok: true, person, account, began, giveBack: turn.giveBack }
      const oftenHere = await addresses.failed(asking.address)
      await sweep()
      const why = account === undefined ? 'unknown' : 'wrong'
      return { ok: false, why, person: person?.id, until: turn.until, human: turn.human || oftenHere }
    },
    tryOwn: async ({ person, passwordHash, passwordSince }, password, asking) => {
      if (passwords.busy()) throw new PasswordsBusy('password queue full')
      // Whoever is here has logged in just now: no network's failures are in their way, and no check.
      const turn = await takeTurn(deps, person, passwordSince, { until: 0, human: false }, { ...asking, human: true })
      if (!turn.ok) return turn
      const right = await looking(deps, turn.giveBack, () => passwords.verify(passwordHash, password))
      return right ? turn : { ok: false, why: 'wrong', until: turn.until }
    },
    find: (number) => lookUp(deps, number),
    openOf: async (person) => {
      const account = await store.account(person)
      return account?.closed === false ? account : undefined
    },
  }
}

/** Too many wait to be looked at: a guess that was not is none. */
async function looking<T>({ batch }: AccountsDeps, giveBack: readonly Step[], look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    await batch(giveBack)
    throw error
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
  look(address: string): Promise<Network>
  /** Whether its next try needs a human check. */
  failed(address: string): Promise<boolean>
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
  const longest = Math.max(...rule.steps) * 1000
  return {
    look: async (address) => {
      const { until, human } = (await hot.get<Network>(key('state', address)))?.value ?? { until: 0, human: false }
      // Later than any wait: of a clock that ran ahead.
      return { until: until > clock.now() + longest + aheadMs ? 0 : until, human }
    },
    failed: async (address) => {
      const failures = await hot.count(key('failures', address), rule.forget)
      const seconds = lockSeconds(rule, failures)
      const human = humanFrom !== undefined && failures >= addressHumanFrom
      const state: Network = { until: seconds === 0 ? 0 : clock.now() + seconds * 1000, human }
      if (human || seconds > 0) await hot.put(key('state', address), state, Math.max(seconds, human ? rule.forget : 0))
      return human
    },
  }
}
