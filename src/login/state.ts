/**
 * What goes out to an issuer elsewhere and comes back (RFC 6749 §4.1.1, `state`): `<attempt>.<leg secret><MAC>`. The secret decides
 * whose it is; the MAC tells ours from made-up ones without asking a store, so nothing is kept for whoever was never sent out.
 */
import type { KeyObject } from 'node:crypto'
import { constantTimeEqual, hmac } from '#base/secrets.ts'
import { isAttemptId } from '#base/ids.ts'
import { unverifiedPayload } from '#keys/jws.ts'

/** Characters of 16 bytes in base64url. */
const half = 22

export const stateOf = (key: KeyObject, method: string, attempt: string, secret: string): string =>
  `${attempt}.${secret}${macOf(key, method, attempt, secret)}`

/** Whose it says it is, if this gateway sent it out with this eID. */
export function readState(key: KeyObject, method: string, state: string): { readonly attempt: string } | undefined {
  const [attempt = '', rest = ''] = state.split('.', 2)
  const [secret, mac] = [rest.slice(0, half), rest.slice(half)]
  if (!isAttemptId(attempt) || state !== `${attempt}.${rest}`) return undefined
  return constantTimeEqual(mac, macOf(key, method, attempt, secret)) ? { attempt } : undefined
}

const macOf = (key: KeyObject, method: string, attempt: string, secret: string): string =>
  hmac(key, `${method} ${attempt}.${secret}`).slice(0, half)

/** With JARM it lies in the signed answer. Read before that is verified: it only finds the leg, whose issuer's keys then judge the rest. */
export function stateIn(returned: URLSearchParams): string {
  const state = returned.get('state') ?? unverifiedPayload(returned.get('response') ?? '')?.['state']
  return typeof state === 'string' ? state : ''
}
