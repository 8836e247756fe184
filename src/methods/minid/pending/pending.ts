/**
 * Changes that wait. The owner hears of each on the channels that stood before it, with the address of a page that stops it: whoever
 * holds a stolen letter has to wait while somebody who can stop them knows.
 */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import { randomToken } from '#base/secrets.ts'
import type { Audit } from '#audit/audit.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Database, Step } from '#db/db.ts'
import type { Language } from '#i18n/text.ts'
import type { Vault } from '#keys/keys.ts'
import type { MethodHouse } from '#login/method.ts'
import type { Outbox } from '#messages/outbox.ts'
import type { Details } from '#methods/minid/accounts-store.ts'
import type { MinidStore } from '#methods/minid/store.ts'
import { type PendingKind, type PendingRow, pendingStore, type PendingStore } from '#methods/minid/pending/store.ts'
import { deviceStore } from '#methods/minid/second/store.ts'
import { type Channels, type TellDeps, type Told, tellOwner } from '#methods/minid/told/told.ts'
import { guessesAnew } from '#methods/minid/guesses.ts'

export interface PendingDeps extends Pick<TellDeps, 'issuer' | 'helpPhone'> {
  readonly db: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly audit: Audit
  readonly outbox: Outbox
  readonly store: MinidStore
  /** How long they wait. */
  readonly days: number
  /** Closes the account of a row that has waited; `done` is the guard of its batch. False: somebody was first. */
  readonly close?: (row: PendingRow, done: Step, house: Lent) => Promise<boolean>
}

/** `value`: E.164, an e-mail address, the old mobile number, or all details as JSON (`anew`); of `close` nothing. */
export interface Asked {
  readonly person: PersonId
  readonly what: PendingKind
  readonly value: string
  readonly language: Language
  /** Where the owner is reached today: the account, before anything is changed. */
  readonly channels: Channels
}

/** For the caller's batch; who has written it nudges the outbox. */
export interface AskedFor {
  /** Fails as `minid-change-waiting` where one of the kind is open. */
  readonly steps: readonly Step[]
  readonly events: readonly AuditEvent[]
  /** When it happens, milliseconds. */
  readonly effective: number
}

export type Lent = Pick<MethodHouse, 'endSessions'>

export interface Pending {
  /** How long what is asked for waits. */
  readonly days: number
  ask(asked: Asked): AskedFor
  /** What waits, the next first. */
  waiting(person: PersonId): Promise<readonly PendingRow[]>
  /** What the secret in a message is for; undefined: nobody knows it, or something newer has taken its place. */
  find(secret: string): Promise<PendingRow | undefined>
  /** False: it is over, one way or the other. `link`: by the secret in a message; `owner`: by whoever is logged in. */
  cancel(row: PendingRow, by: 'link' | 'owner', house: Lent): Promise<boolean>
  /** For the batch that makes the account anew: nothing that was asked for before happens to it. */
  cancelAll(person: PersonId): Step
  /** Does what has waited long enough: call it now and then. */
  due(house: Lent): Promise<void>
}

const day = 24 * 3600_000
/** So many in one look. */
const atOnce = 100

export function openPending(deps: PendingDeps): Pending {
  const own = pendingStore(deps.db, deps.vault)
  return {
    days: deps.days,
    ask: (asked) => ask(deps, own, asked),
    waiting: own.open,
    find: own.bySecret,
    cancel: (row, by, house) => cancel(deps, own, row, by, house),
    cancelAll: (person) => own.cancelAll(person, deps.clock.now()),
    due: async (house) => {
      const failed: unknown[] = []
      for (const row of await own.due(deps.clock.now(), atOnce)) {
        // What is wrong with one person's is no reason for the others' to wait longer.
        await happen(deps, own, row, house).catch((error: unknown) => failed.push(error))
      }
      if (failed.length > 0) throw new AggregateError(failed, `${failed.length} changes that waited could not be made`)
    },
  }
}

/** Where a message's link leads. */
export const cancelPath = '/minid/cancel'

function ask(deps: PendingDeps, own: PendingStore, asked: Asked): AskedFor {
  const { person, what, value, language, channels } = asked
  const now = deps.clock.now()
  const effective = now + deps.days * day
  const secret = randomToken(16)
  const stop = `${deps.issuer.replace(/\/$/, '')}${cancelPath}?c=${secret}`
  const told: Told = what === 'old-mobile' ? { done: 'mobile', stop } : { waits: what, from: effective, stop }
  return {
    steps: [
      own.insert({ person, what, language, asked: now, effective, value, secret }),
      ...tellOwner(deps, channels, told, language),
    ],
    events: [{ type: 'minid.change.asked', person, what, effective }],
    effective,
  }
}

async function cancel(
  deps: PendingDeps,
  own: PendingStore,
  row: PendingRow,
  by: 'link' | 'owner',
  house: Lent,
): Promise<boolean> {
  const { person, what, language } = row
  if (row.cancelled !== undefined || row.done !== undefined) return false
  const now = deps.clock.now()
  const account = await deps.store.account(person)
  const written = await deps.audit.write(
    [
      own.cancel(row, now),
      ...(what === 'old-mobile' ? [deps.store.setMobile(person, row.value(), now), ...house.endSessions(person)] : []),
      ...(account === undefined ? [] : tellOwner(deps, account, 'change-stopped', language)),
      ...(what === 'old-mobile' ? tellOwner(deps, numberAlone(row.value()), 'mobile-back', language) : []),
    ],
    [{ type: 'minid.change.cancelled', person, what, by }],
  )
  deps.outbox.nudge()
  if (written.ok || written.failed === 'minid-change-over') return written.ok
  return closedMeanwhile(deps, own, row)
}

/** An account that is closed is changed by nobody: the change is over, and nothing happens. */
async function closedMeanwhile({ audit, clock }: PendingDeps, own: PendingStore, row: PendingRow): Promise<boolean> {
  const { person, what } = row
  const event: AuditEvent = { type: 'minid.change.cancelled', person, what, by: 'closed' }
  return (await audit.write([own.cancel(row, clock.now())], [event])).ok
}

async function happen(deps: PendingDeps, own: PendingStore, row: PendingRow, house: Lent): Promise<void> {
  const { person, what, language } = row
  const now = deps.clock.now()
  const account = await deps.store.account(person)
  if (account === undefined || account.closed) return void (await closedMeanwhile(deps, own, row))
  if (what === 'close') return close(deps, own, row, house)
  const value = row.value()
  const { steps, told, also } = happens(deps, house, row, value, now)
  const others = besides(account, also)
  const written = await deps.audit.write(
    [
      own.done(row, now),
      // Whoever registered anew did not ask for what waits besides, nor is a number from before it theirs.
      ...(what === 'anew' ? [own.cancelOthers(row, now)] : []),
      ...steps,
      ...(told === undefined ? [] : [account, others].flatMap((one) => tellOwner(deps, one, told, language))),
    ],
    [{ type: 'minid.change.done', person, what }],
  )
  deps.outbox.nudge()
  // Another process was first, or somebody stopped it at the last moment.
  if (written.ok || written.failed === 'minid-change-over') return
  await closedMeanwhile(deps, own, row)
}

/** Whoever asked had a letter and nothing else; who was told has not stopped it. */
async function close(deps: PendingDeps, own: PendingStore, row: PendingRow, house: Lent): Promise<void> {
  if (deps.close === undefined) throw new Error('nobody closes accounts here')
  await deps.close(row, own.done(row, deps.clock.now()), house)
}

interface Happens {
  readonly steps: readonly Step[]
  /** Undefined: everybody has heard of it already. */
  readonly told: 'mobile' | 'email' | 'registered' | undefined
  /** Who is reached from now on. */
  readonly also: Channels
}

function happens({ db, vault, store }: PendingDeps, house: Lent, row: PendingRow, value: string, now: number): Happens {
  const { person, what } = row
  if (what === 'mobile')
    return { steps: [store.setMobile(person, value, now)], told: 'mobile', also: numberAlone(value) }
  if (what === 'email') return { steps: [store.setEmail(person, value, now)], told: 'email', also: addressAlone(value) }
  if (what === 'old-mobile') return { steps: [], told: undefined, also: numberAlone(value) }
  const details = JSON.parse(value) as Details
  return {
    // Devices proved whoever had the account as it was, and failures were counted against its password.
    steps: [
      store.renew(person, details, now),
      guessesAnew(person),
      ...deviceStore(db, vault).removeAll(person),
      ...house.endSessions(person),
    ],
    told: 'registered',
    also: { mobile: () => details.mobile, email: () => details.email },
  }
}

const numberAlone = (mobile: string): Channels => ({ mobile: () => mobile, email: () => undefined })
const addressAlone = (email: string): Channels => ({ mobile: () => undefined, email: () => email })

/** Nobody is told the same twice on one channel. */
const besides = (first: Channels, second: Channels): Channels => ({
  mobile: () => (second.mobile() === first.mobile() ? undefined : second.mobile()),
  email: () => (second.email() === first.email() ? undefined : second.email()),
})
