/** From what is wanted to what will be registered: judged as in the operator's file, with its steps and its audit event. */
import { lifetimes } from '#base/lifetimes.ts'
import { randomPart, randomToken } from '#base/secrets.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Database } from '#db/db.ts'
import { same } from '#services/difference.ts'
import { checkService } from '#services/check.ts'
import type { Fault, Surroundings } from '#services/rules.ts'
import { type ClientRecord, putRecord } from '#services/self-service.ts'
import { keptService, type Registered, type Registration, serviceStore } from '#services/store.ts'
import type { Change } from '#registration/registry.ts'

export interface Settled {
  readonly registration: Registration
  readonly record: ClientRecord
}

export type What = Extract<AuditEvent, { type: 'registration.client' }>['what']

/** @throws what `refuse` throws */
export interface Settling {
  readonly database: Database
  readonly around: Surroundings
  /** A client that needs keys may be registered without: they follow in a request of their own. */
  readonly keysLater: boolean
  readonly refuse: (faults: readonly Fault[]) => Error
}

export interface Wanted {
  /** In the words of the file. */
  readonly written: unknown
  readonly owner: string
  readonly source: Registration['source']
  readonly record: Omit<ClientRecord, 'revision' | 'updated'>
  readonly before: Settled | undefined
  readonly by: string
  readonly what: What
}

/** @throws what `refuse` throws */
export function settle(settling: Settling, registered: Registered, now: number, wanted: Wanted) {
  const { database, around, keysLater, refuse } = settling
  const { owner, source, before } = wanted
  const { integrationType } = wanted.record
  const checked = checkService(wanted.written, { around, registered, owner, integrationType, keysLater })
  if (!checked.ok) throw refuse(checked.faults)
  const registration: Registration = { owner, source, active: true, service: keptService(checked.entry) }
  const stays =
    before !== undefined && same(before.registration, registration) && sameRecord(before.record, wanted.record)
  if (stays) return { steps: [], events: [], answer: before } satisfies Change<Settled>
  const record: ClientRecord = { ...wanted.record, updated: now, revision: (before?.record.revision ?? 0) + 1 }
  const event: AuditEvent = {
    type: 'registration.client',
    client: registration.service.client_id,
    by: wanted.by,
    what: wanted.what,
  }
  return {
    steps: [serviceStore(database).put(registration, now), putRecord(record)],
    events: [event],
    answer: { registration, record },
  } satisfies Change<Settled>
}

function sameRecord(before: ClientRecord, { ...after }: Wanted['record']): boolean {
  const { revision: _revision, updated: _updated, ...rest } = before
  return same(rest, after)
}

/** Deactivated, not forgotten: its id is not given to somebody else. */
export function deactivation(database: Database, now: number, { registration, record }: Settled, by: string) {
  const client = registration.service.client_id
  const after: ClientRecord = { ...record, updated: now, revision: record.revision + 1, tokenHash: undefined }
  return {
    steps: registration.active ? [serviceStore(database).switchOff(client, now), putRecord(after)] : [],
    events: [{ type: 'registration.client', client, by, what: 'deactivated' }],
    answer: undefined,
  } satisfies Change<undefined>
}

export interface NewSecret {
  readonly secret: string
  /** Seconds. */
  readonly expires: number
}

export const newSecret = (now: number): NewSecret => ({
  secret: randomToken(32),
  expires: Math.floor(now / 1000) + lifetimes.clientSecret,
})

export const hasSecret = (method: string): boolean => method.startsWith('client_secret')

/** RFC 9562 §5.4. Again, where eleven digits in a row could be taken for an identity number. */
export function newClientId(): string {
  const bytes = randomPart(16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const id = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  return /\d{11}/.test(id) ? newClientId() : id
}
