/**
 * The twin's phones: what would have been sent by SMS or e-mail stays here, for people to read (`/sandbox/phone`) and for tests
 * (`/sandbox/outbox`). In memory alone, and bounded: a restart empties every inbox, as a code is useless by then.
 */
import type { Clock } from '#base/clock.ts'
import type { Gateway, Message } from '#messages/outbox.ts'

/** A message as it arrived. This is the JSON of `/sandbox/outbox`. */
export interface Received {
  readonly kind: Message['kind']
  /** E.164, or an e-mail address. */
  readonly to: string
  /** Of an e-mail. */
  readonly subject?: string
  readonly text: string
  /** Milliseconds. */
  readonly at: number
  readonly about: string
}

interface Kept {
  /** The courier's: the same at every try. */
  readonly id: string
  readonly message: Received
}

export interface Phone {
  /** Hand this to the courier: every message arrives at once. */
  readonly gateway: Gateway
  /** Newest first. */
  inbox(filter?: { readonly to?: string | undefined; readonly since?: number | undefined }): readonly Received[]
}

export interface PhoneLimits {
  /** Messages kept for each number or address. */
  readonly perNumber: number
  /** Numbers kept; the one that has been quiet the longest goes first. */
  readonly numbers: number
}

export function phone(clock: Clock, limits: PhoneLimits = { perNumber: 20, numbers: 10_000 }): Phone {
  /** Oldest first inside; the numbers in the order of their last message (a Map keeps the order of insertion). */
  const inboxes = new Map<string, Kept[]>()
  return {
    gateway: {
      name: 'sandbox-phone',
      send: async (message, id) => {
        const { kind, text, about } = message
        const to = kind === 'sms' ? message.to : message.to.toLowerCase()
        const inbox = inboxes.get(to) ?? []
        // The courier sends at least once; a phone shows it once.
        if (inbox.some((kept) => kept.id === id)) return
        const subject = message.kind === 'mail' ? { subject: message.subject } : {}
        inbox.push({ id, message: { kind, to, ...subject, text, at: clock.now(), about } })
        if (inbox.length > limits.perNumber) inbox.shift()
        inboxes.delete(to)
        inboxes.set(to, inbox)
        const [quietest] = inboxes.keys()
        if (inboxes.size > limits.numbers && quietest !== undefined) inboxes.delete(quietest)
      },
    },
    inbox: ({ to, since = Number.NEGATIVE_INFINITY } = {}) => {
      const messages = to === undefined ? [...inboxes.values()].flat() : (inboxes.get(to) ?? [])
      // Reversed first: of two in the same millisecond, the later one comes first.
      return messages
        .map((kept) => kept.message)
        .filter((message) => message.at > since)
        .toReversed()
        .toSorted((a, b) => b.at - a.at)
    },
  }
}

/**
 * Whose phone: a number as people and programs write it, or an e-mail address. `+47…` in an address's query is often left unescaped and
 * then read as a space; spaces between digits are fine, too.
 */
export const readReceiver = (text: string): string =>
  text.includes('@') ? text.trim().toLowerCase() : readNumber(text)

const readNumber = (text: string): string => {
  const digits = text.replace(/[^\d]/g, '')
  return `+${digits.startsWith('00') ? digits.slice(2) : digits}`
}
