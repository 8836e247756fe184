/** Messages on their way out: written in the caller's transaction, sent at least once by the courier. */
import type { Step } from '#db/db.ts'
import type { Language } from '#i18n/text.ts'

/** What a message is for, for the log and metrics: a closed list. */
export type About = 'minid-code' | 'minid-password' | 'minid-told'

interface OfAnyKind {
  readonly text: string
  readonly about: About
  /** Milliseconds; a message later than this is not sent. */
  readonly useless: number
}

export interface SmsMessage extends OfAnyKind {
  readonly kind: 'sms'
  /** E.164: `+4790000000`. */
  readonly to: string
}

/** Plain words: an empty line parts paragraphs. Who sends it, its look and its last lines are the gateway's. */
export interface MailMessage extends OfAnyKind {
  readonly kind: 'mail'
  /** One address: `ola@example.no`. */
  readonly to: string
  /** Names no person and holds no code: telephones show it while they are locked. */
  readonly subject: string
  /** The person's. */
  readonly language: Language
}

export type Message = SmsMessage | MailMessage

export interface Outbox {
  /** Encrypts and queues the message as part of a batch. */
  step(message: Message): Step
  /** Tells the courier that there is something: call after the batch. */
  nudge(): void
}

/** What a gateway said when it took a message over. */
export interface Accepted {
  /** Which one, where there are several. */
  readonly gateway: string
  /** Its own names for the message, one for each part; it tells later what became of them. */
  readonly references: readonly string[]
}

/** Takes a message to the outside. Throws (`trouble.ts`) when it was not taken over, or nobody knows. */
export interface Gateway {
  readonly name: string
  /** `id` is the same at every try: a gateway that keeps ids can drop what comes twice. Begins nothing once `signal` says stop. */
  send(message: Message, id: string, signal?: AbortSignal): Promise<Accepted | void>
  /** Lets go of its connections. */
  close?(): Promise<void>
  /** What is wrong with it now, in sentences that anybody may read. */
  warnings?(): readonly string[]
}
