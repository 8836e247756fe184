/** Reads delivery receipts: SMPP 3.4 §5.3.2.12, §5.3.2.35 (parameters), else the text of appendix B. */
import type { Receipt } from '#messages/receipts.ts'
import type { Pdu } from '#messages/smpp-session.ts'

export type SmppReceipt = Pick<Receipt, 'reference' | 'state' | 'detail'>

/** SMPP 3.4 §5.2.28, and the words of appendix B. On the way and accepted are no end: undefined. */
const byNumber: Readonly<Record<number, string>> = {
  2: 'DELIVRD',
  3: 'EXPIRED',
  4: 'DELETED',
  5: 'UNDELIV',
  7: 'UNKNOWN',
  8: 'REJECTD',
}
const ends: Readonly<Record<string, Pick<Receipt, 'state' | 'detail'>>> = {
  DELIVRD: { state: 'delivered', detail: 'delivered' },
  EXPIRED: { state: 'failed', detail: 'expired' },
  DELETED: { state: 'failed', detail: 'deleted' },
  UNDELIV: { state: 'failed', detail: 'undeliverable' },
  REJECTD: { state: 'failed', detail: 'rejected' },
  UNKNOWN: { state: 'unknown', detail: 'unknown' },
}

/** §5.2.12: bits 5–2 say that this is a receipt and no message of a person. */
export const isReceipt = (pdu: Pdu): boolean =>
  pdu.command === 'deliver_sm' && (Number(pdu['esm_class'] ?? 0) & 0b0011_1100) === 0b0000_0100

/** Undefined: it tells of no end, or not of which message. */
export function readReceipt(pdu: Pdu): SmppReceipt | undefined {
  const text = textOf(pdu['short_message']) ?? textOf(pdu['message_payload']) ?? ''
  const reference = wordOf(pdu['receipted_message_id']) ?? /\bid:\s*([\w.-]{1,65})/i.exec(text)?.[1]
  const number = pdu['message_state']
  const word = (typeof number === 'number' ? byNumber[number] : undefined) ?? /\bstat:\s*(\w+)/i.exec(text)?.[1]
  const end = ends[word?.toUpperCase() ?? '']
  return reference === undefined || end === undefined ? undefined : { reference, ...end }
}

function textOf(field: unknown): string | undefined {
  if (typeof field !== 'object' || field === null || !('message' in field)) return undefined
  const { message } = field
  const text = Buffer.isBuffer(message) ? message.toString('latin1') : message
  return typeof text === 'string' && text !== '' ? text : undefined
}

const wordOf = (field: unknown): string | undefined =>
  typeof field === 'string' && /^[\w.-]{1,65}$/.test(field) ? field : undefined
