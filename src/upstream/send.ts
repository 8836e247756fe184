/** How an issuer is reached: `fetch` with a limit of size and time, no redirects, and never to what only we can reach. */
import type { Network } from '#base/networks.ts'
import { fetchOutside } from '#http/outbound.ts'

/** As much of `fetch` as the client library uses. */
export type Send = (url: string, options: SendOptions) => Promise<Response>

export interface SendOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | undefined
}

/** Metadata, key sets and answers with certificates in them fit. */
const mostBytes = 256 * 1024

/** `seconds`: until an answer has come whole. */
export const sendOutside =
  (allow: readonly Network[], seconds: number): Send =>
  async (url, { method = 'GET', headers = {}, body }) => {
    const answer = await fetchOutside(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body === undefined ? {} : { body }),
      timeouts: { connect: (seconds * 1000) / 2, read: (seconds * 1000) / 2 },
      mostBytes,
      allow,
    })
    const kept = Object.entries(answer.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]],
    )
    // A status that may have no body must be given none.
    const empty = [204, 205, 304].includes(answer.status)
    return new Response(empty ? null : new Uint8Array(answer.body), { status: answer.status, headers: kept })
  }
