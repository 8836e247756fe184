/** One row of the trail: how an event becomes a row, and the bytes that its MAC and its seal stand for. */
import { hash, type KeyObject } from 'node:crypto'
import { hmac, randomToken } from '#base/secrets.ts'
import { encryptField } from '#keys/vault.ts'
import { type AuditEvent, auditEvents, voidType } from '#audit/events.ts'
import { cleanWord, type Field, type FieldValue } from '#audit/fields.ts'

export type AuditRow = {
  /** One run of one process. */
  readonly strand: string
  /** 1, 2, 3 … without a hole. */
  readonly n: number
  /** Milliseconds. */
  readonly at: number
  readonly type: string
  /** Which key the payload is encrypted under (`person_key.id`); null: the event is about nobody, the payload is JSON. */
  readonly subject: string | null
  readonly payload: string
  /** Random: who knows a seal cannot try out what an erased row said. */
  readonly salt: string
  readonly mac: string
}

type Unsigned = Omit<AuditRow, 'salt' | 'mac'>

/** The place that a payload is bound to: it opens in this row only. */
export const payloadPlace = (strand: string, n: number): string => `audit_row/${strand}/${n}/payload`

export interface Place {
  readonly strand: string
  readonly n: number
  readonly at: number
}

export function eventRow(
  macKey: KeyObject,
  place: Place,
  event: AuditEvent,
  key: { id: string; key: KeyObject } | undefined,
): AuditRow {
  const plain = payloadOf(event)
  const payload = key === undefined ? plain : encryptField(key.key, payloadPlace(place.strand, place.n), plain)
  return signed(macKey, { ...place, type: event.type, subject: key?.id ?? null, payload })
}

/**
 * Stands where a number was given out and nothing was written. `undone`: its transaction was; `lost`: its process ended
 * before it could say.
 */
export const voidRow = (macKey: KeyObject, place: Place, why: 'undone' | 'lost'): AuditRow =>
  signed(macKey, { ...place, type: voidType, subject: null, payload: JSON.stringify({ why }) })

const fieldsOf = new Map(
  Object.entries(auditEvents).map(([type, { fields }]): [string, [string, Field<never>][]] => [
    type,
    Object.entries<Field<never>>(fields),
  ]),
)

/** Only what the event's entry names, each through its own `clean`: whatever else the object holds stays out. */
function payloadOf(event: AuditEvent): string {
  const payload: Record<string, FieldValue> = {}
  if (event.attempt !== undefined) payload['attempt'] = cleanWord(event.attempt)
  if (event.client !== undefined) payload['client'] = cleanWord(event.client)
  const values = event as unknown as Readonly<Record<string, never>>
  for (const [name, field] of fieldsOf.get(event.type) ?? []) payload[name] = field.clean(values[name] as never)
  return JSON.stringify(payload)
}

function signed(macKey: KeyObject, row: Unsigned): AuditRow {
  const salted = { ...row, salt: randomToken(16) }
  return { ...salted, mac: hmac(macKey, canonical(salted)) }
}

/** The same row gives the same bytes everywhere: a JSON list in this order. */
const canonical = (row: Omit<AuditRow, 'mac'>): string =>
  JSON.stringify([row.strand, row.n, row.at, row.type, row.subject, row.payload, row.salt])

export const macHolds = (macKey: KeyObject, row: AuditRow): boolean => hmac(macKey, canonical(row)) === row.mac

/** RFC 6962 §2.1: a leaf is hashed behind a zero byte, so that no inner node can pass for one. */
export const leafHash = (row: AuditRow): Buffer =>
  hash('sha256', Buffer.from(`\0${canonical(row)}${row.mac}`), 'buffer')
