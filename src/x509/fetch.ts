/** How responders and lists are reached: limits of size and time, no redirects, and never to what only we can reach. */
import type { Network } from '#base/networks.ts'
import { fetchOutside } from '#http/outbound.ts'

export interface FetchRequest {
  readonly address: string
  /** A question to a responder (POST); absent: a list (GET). */
  readonly question?: Uint8Array
  readonly mostBytes: number
  /** Until the answer has come whole. */
  readonly milliseconds: number
}

/** @throws OutboundFailed */
export type Fetch = (request: FetchRequest) => Promise<{ readonly status: number; readonly body: Uint8Array }>

export const fetchOverNetwork =
  (allow: readonly Network[]): Fetch =>
  async ({ address, question, mostBytes, milliseconds }) => {
    const { status, body } = await fetchOutside(address, {
      ...(question === undefined
        ? {}
        : { method: 'POST', body: question, headers: { 'content-type': 'application/ocsp-request' } }),
      timeouts: { connect: milliseconds / 2, read: milliseconds / 2 },
      mostBytes,
      allow,
      // RFC 5280 §8: what comes is signed, and an address with TLS would need a certificate to be checked first.
      plain: true,
    })
    return { status, body }
  }
