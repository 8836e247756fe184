/**
 * Nonces for proofs of possession (RFC 9449 §8): a time and its MAC, under a key that every process has. Nothing is kept, and a
 * process that has just started knows the nonces of the others.
 */
import type { Clock } from '#base/clock.ts'
import { constantTimeEqual, hmac } from '#base/secrets.ts'
import type { Vault } from '#keys/keys.ts'
import type { Request } from '#http/routes.ts'

export interface NonceDeps {
  readonly clock: Clock
  readonly vault: Pick<Vault, 'macKey'>
}

export const newNonce = (deps: NonceDeps): string => nonceFor(deps, deps.clock.now().toString(36))

const nonceFor = ({ vault }: NonceDeps, time: string): string => `${time}.${hmac(vault.macKey('dpop nonce'), time)}`

/** When we gave it out, milliseconds; undefined: it is none of ours. */
export function nonceTime(deps: NonceDeps, nonce: string): number | undefined {
  const time = /^([0-9a-z]{1,11})\./.exec(nonce)?.[1]
  return time !== undefined && constantTimeEqual(nonce, nonceFor(deps, time)) ? Number.parseInt(time, 36) : undefined
}

/** §8.2: whoever sends a proof gets a nonce for the next one with the answer, whatever the answer is. */
export const offersNonce =
  (deps: NonceDeps, endpoint: (c: Request) => Promise<Response>) =>
  async (c: Request): Promise<Response> => {
    const response = await endpoint(c)
    if (c.req.header('dpop') !== undefined) response.headers.set('DPoP-Nonce', newNonce(deps))
    return response
  }
