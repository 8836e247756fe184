/**
 * Responders and lists, asked gently: one question of a kind at a time, so many at once at each host, none while its breaker is
 * open, and answers no larger and no later than they need be.
 */
import { type Breaker, openBreaker } from '#base/breaker.ts'
import type { Clock } from '#base/clock.ts'
import { sha256 } from '#base/secrets.ts'
import { OutboundFailed, type OutboundTrouble } from '#http/outbound.ts'
import type { Fetch } from '#x509/fetch.ts'

/** `pause`: it failed a moment ago. `busy`: too many wait for it. `status`: it answered, and had nothing. */
export type SourceTrouble = OutboundTrouble | 'pause' | 'busy' | 'status'

export class SourceFailed extends Error {
  override readonly name = 'SourceFailed'
  readonly why: SourceTrouble
  constructor(why: SourceTrouble) {
    super(`a source for revocation failed: ${why}`)
    this.why = why
  }
}

export interface Sources {
  /** @throws SourceFailed */
  list(address: string): Promise<Uint8Array>
  /** @throws SourceFailed */
  answer(address: string, question: Uint8Array): Promise<Uint8Array>
}

const limits = {
  /** Lists of a large issuer are some megabytes. */
  list: { mostBytes: 32 * 1024 * 1024, milliseconds: 20_000 },
  /** Somebody waits for it. */
  answer: { mostBytes: 64 * 1024, milliseconds: 8000 },
}
const mostAtOnce = 50

interface Host {
  readonly breaker: Breaker
  waiting: number
}

export function openSources({ clock, fetch }: { readonly clock: Clock; readonly fetch: Fetch }): Sources {
  const hosts = new Map<string, Host>()
  const underWay = new Map<string, Promise<Uint8Array>>()

  const hostOf = (address: string): Host => {
    const name = URL.parse(address)?.host ?? ''
    const known = hosts.get(name)
    if (known !== undefined) return known
    const breaker = openBreaker({ clock, failures: 3, shortest: 5000, longest: 120_000 })
    const made = { breaker, waiting: 0 }
    hosts.set(name, made)
    return made
  }

  const ask = async (address: string, kind: keyof typeof limits, question?: Uint8Array): Promise<Uint8Array> => {
    const host = hostOf(address)
    if (host.waiting >= mostAtOnce) throw new SourceFailed('busy')
    const pass = host.breaker.enter()
    if (pass === undefined) throw new SourceFailed('pause')
    host.waiting += 1
    try {
      const { status, body } = await fetch({
        address,
        ...limits[kind],
        ...(question === undefined ? {} : { question }),
      })
      if (status >= 500) pass.failed()
      else pass.answered()
      if (status !== 200) throw new SourceFailed('status')
      return body
    } catch (error) {
      if (error instanceof SourceFailed) throw error
      pass.failed()
      if (error instanceof OutboundFailed) throw new SourceFailed(error.why)
      throw error
    } finally {
      host.waiting -= 1
    }
  }

  /** Whoever asks the same while it is under way hears the same. */
  const once = (key: string, work: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    const known = underWay.get(key)
    if (known !== undefined) return known
    const begun = work().finally(() => underWay.delete(key))
    underWay.set(key, begun)
    return begun
  }

  return {
    list: (address) => once(address, () => ask(address, 'list')),
    answer: (address, question) => once(`${address} ${sha256(question)}`, () => ask(address, 'answer', question)),
  }
}
