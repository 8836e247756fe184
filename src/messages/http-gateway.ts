/**
 * SMS by a plain HTTP gateway: `POST {to, text, id}` as JSON under a bearer secret. Any 2xx means that it was taken over,
 * 422 that this message never will be.
 */
import type { Gateway } from '#messages/outbox.ts'
import { GatewayTrouble, type What } from '#messages/trouble.ts'

export interface HttpGatewayOptions {
  /** https, or http on loopback. */
  readonly url: string
  readonly secret: string
  /** Milliseconds. */
  readonly timeout?: number
  readonly fetch?: typeof fetch
  readonly name?: string
}

/** `status` is the gateway's HTTP status: the message itself never stands in an error. */
export class GatewayRefused extends GatewayTrouble {
  override readonly name: string
  constructor(status: number) {
    super(whatOf(status), `status-${status}`)
    this.name = `GatewayRefused${status}`
  }
}

/**
 * RFC 6585 §4: 429 is "later". So is 400: some gateways say it of a number that they do not like, and whoever has such a number must
 * not keep everybody's codes from a gateway that works. Our own secret or address being wrong (other 4xx) is no fault of the message.
 */
const whatOf = (status: number): What =>
  status === 422 ? 'refused' : status === 429 || status === 400 ? 'later' : 'down'

export function httpGateway(options: HttpGatewayOptions): Gateway {
  const url = new URL(options.url)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw new Error('the SMS gateway must have an https address')
  const send = options.fetch ?? fetch
  return {
    name: options.name ?? 'http',
    send: async (message, id, signal) => {
      const response = await send(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ to: message.to, text: message.text, id }),
        // A redirect would carry secret and code elsewhere.
        redirect: 'error',
        signal: AbortSignal.any([
          ...(signal === undefined ? [] : [signal]),
          AbortSignal.timeout(options.timeout ?? 5000),
        ]),
      })
      // Read to the end or thrown away, or the connection stays taken.
      await response.body?.cancel()
      if (!response.ok) throw new GatewayRefused(response.status)
    },
  }
}
