/** SMPP 3.4's way of writing senders, receivers and times, and what its statuses mean for a message. */
import type { What } from '#messages/trouble.ts'

type Address = Readonly<Record<string, string | number>>

/** §5.2.5, §5.2.6: international number, short number, or letters (at most eleven). */
export function source(sender: string): Address {
  const [ton, npi] = sender.startsWith('+') ? [1, 1] : /^\d+$/.test(sender) ? [3, 0] : [5, 0]
  return { source_addr_ton: ton, source_addr_npi: npi, source_addr: sender.replace('+', '') }
}

export const destination = (to: string): Address => ({
  dest_addr_ton: 1,
  dest_addr_npi: 1,
  destination_addr: to.replace('+', ''),
})

const longestSeconds = 48 * 3600

/** §7.1.1.1, relative: `YYMMDDhhmmss000R`. */
export function validity(milliseconds: number): string {
  const seconds = Math.min(longestSeconds, Math.max(1, Math.ceil(milliseconds / 1000)))
  const two = (value: number): string => String(value).padStart(2, '0')
  const days = Math.floor(seconds / 86_400)
  return `0000${two(days)}${two(Math.floor(seconds / 3600) % 24)}${two(Math.floor(seconds / 60) % 60)}${two(seconds % 60)}000R`
}

interface Meaning {
  readonly what: What
  readonly why: string
}

/** §5.1.3. What stands here not is `later`: nobody knows that the message was at fault. */
export const statuses: Readonly<Record<number, Meaning>> = {
  0x01: { what: 'refused', why: 'too-long' },
  0x04: { what: 'down', why: 'not-bound' },
  0x05: { what: 'down', why: 'already-bound' },
  0x08: { what: 'down', why: 'centre-error' },
  0x0b: { what: 'refused', why: 'number' },
  0x0d: { what: 'down', why: 'bind-failed' },
  0x0e: { what: 'down', why: 'password' },
  0x0f: { what: 'down', why: 'system-id' },
  0x14: { what: 'later', why: 'throttled' },
  0x45: { what: 'later', why: 'submit-failed' },
  0x50: { what: 'refused', why: 'number' },
  0x51: { what: 'refused', why: 'number' },
  0x58: { what: 'later', why: 'throttled' },
}
