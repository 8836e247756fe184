/**
 * Responders and lists, asked gently: so many at once at each address, none while its breaker is open, and answers no larger and no later than they need be.
 */
import { type Breaker, openBreaker } from '#base/breaker.ts'
import type { Clock } from '#base/clock.ts'
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
  /** Who does not answer. */
  warnings(): readonly string[]
}

const limits = {
  /** Lists of a large issuer are some megabytes. */
  list: { mostBytes: 16 * 1024 * 1024 - 1, milliseconds: 20_000 },
  /** Somebody waits for it. */
  answer: { mostBytes: 64 * 1024, milliseconds: 8000 },
}
const mostAtOnce = 200
const mostPlaces = 500

interface Place {
  readonly breaker: Breaker
  waiting: number
}

export function openSources({ clock, fetch }: { readonly clock: Clock; readonly fetch: Fetch }): Sources {
  const places = new Map<string, Place>()

  const placeOf = (address: string): Place => {
    const known = places.get(address)
    if (known !== undefined) return known
    // Issuers have a few addresses; what is forgotten here is only how they fared.
    if (places.size >= mostPlaces) places.clear()
    const made = { breaker: openBreaker({ clock, failures: 3, shortest: 5000, longest: 120_000 }), waiting: 0 }
    places.set(address, made)
    return made
  }

  const ask = async (address: string, kind: keyof typeof limits, question?: Uint8Array): Promise<Uint8Array> => {
    const place = placeOf(address)
    if (place.waiting >= mostAtOnce) throw new SourceFailed('busy')
    const pass = place.breaker.enter()
    if (pass === undefined) throw new SourceFailed('pause')
    place.waiting += 1
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
      place.waiting -= 1
    }
  }

  return {
    list: (address) => ask(address, 'list'),
    answer: (address, question) => ask(address, 'answer', question),
    warnings: () =>
      [...places]
        .filter(([, { breaker }]) => breaker.state() !== 'closed')
        .map(([address]) => `${address} does not answer whether certificates were revoked.`),
  }
}
