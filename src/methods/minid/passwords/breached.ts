/**
 * Passwords that lie about in stolen lists, asked for by range (k-anonymity, the protocol of Have I Been Pwned): only the first five
 * of forty hexadecimal digits of a SHA-1 leave the house, and the answer holds every hash that begins so. SHA-1 is the lists' choice and
 * protects nothing here. Whoever cannot be asked stops nobody: the other rules have been kept by then.
 */
import { hash } from 'node:crypto'
import { openBreaker } from '#base/breaker.ts'
import type { Clock } from '#base/clock.ts'
import type { Network } from '#base/networks.ts'
import type { Log } from '#http/answer.ts'
import { fetchOutside, OutboundFailed } from '#http/outbound.ts'
import type { Count } from '#observe/counters.ts'

export interface Breached {
  has(password: string): Promise<boolean>
}

export interface BreachedDeps {
  readonly clock: Clock
  readonly log: Log
  readonly count: Count
  /** The range's five digits are added to it. */
  readonly url: string
  readonly allow: readonly Network[]
  readonly timeouts?: { readonly connect: number; readonly read: number } | undefined
}

const prefixLength = 5
/** A range of the largest service has some 2,000 lines of 40 bytes. */
const mostBytes = 512 * 1024
/** A person waits for it, with a page half sent. */
const patience = { connect: 1000, read: 1500 }

export function openBreached({ clock, log, count, url, allow, timeouts = patience }: BreachedDeps): Breached {
  const breaker = openBreaker({ clock, failures: 3, shortest: 10_000, longest: 300_000 })
  const base = url.endsWith('/') ? url : `${url}/`
  const ask = async (prefix: string): Promise<string> => {
    // The padding hides from who sees the wire how many hashes begin so, and with that which prefix was asked for.
    const headers = { 'add-padding': 'true', accept: 'text/plain', 'user-agent': 'inngang' }
    const { status, body } = await fetchOutside(base + prefix, { headers, timeouts, mostBytes, allow })
    if (status !== 200) throw new NotUnderstood(`status ${status}`)
    return body.toString('latin1')
  }
  return {
    has: async (password) => {
      const sha1 = hash('sha1', password, 'hex').toUpperCase()
      const pass = breaker.enter()
      if (pass === undefined) {
        count('password_range', { outcome: 'skipped' })
        return false
      }
      try {
        const found = holds(await ask(sha1.slice(0, prefixLength)), sha1.slice(prefixLength))
        pass.answered()
        count('password_range', { outcome: found ? 'found' : 'clean' })
        return found
      } catch (error) {
        pass.failed()
        if (!(error instanceof OutboundFailed || error instanceof NotUnderstood)) throw error
        count('password_range', { outcome: 'failed' })
        log('warn', 'a new password could not be held against breached ones, and was taken', { detail: error.message })
        return false
      }
    },
  }
}

class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood'
}

const line = /^[0-9A-F]{35}:\d{1,12}$/i

/** Padding has the count 0. @throws NotUnderstood: an answer that is no list says nothing of any password, and so must not pass for a clean one. */
function holds(answer: string, suffix: string): boolean {
  const lines = answer.split(/\r?\n/).filter((one) => one !== '')
  if (lines.length === 0 || !lines.every((one) => line.test(one))) throw new NotUnderstood('no list of hashes')
  return lines.some((one) => {
    const [hashed, times] = one.split(':')
    return hashed?.toUpperCase() === suffix && Number(times) > 0
  })
}
