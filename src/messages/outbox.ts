/** Messages on their way out: written in the caller's transaction, sent at least once by the courier. */
import type { Step } from '#db/db.ts'

export interface SmsMessage {
  readonly kind: 'sms'
  /** E.164: `+4790000000`. */
  readonly to: string
  readonly text: string
  /** What it is for, for audit and metrics. */
  readonly about: 'minid-code'
  /** Milliseconds; a message later than this is not sent. */
  readonly useless: number
}
export type Message = SmsMessage

export interface Outbox {
  /** Encrypts and queues the message as part of a batch. */
  step(message: Message): Step
  /** Tells the courier that there is something: call after the batch. */
  nudge(): void
}

/** Takes a message to the outside. Throws when it may be tried again. */
export interface Gateway {
  readonly name: string
  /** `id` is the same at every try: a gateway that keeps ids can drop what comes twice. */
  send(message: Message, id: string): Promise<void>
}
