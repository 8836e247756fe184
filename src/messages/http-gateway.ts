/** SMS by a plain HTTP gateway: `POST {to, text, id}` as JSON under a bearer secret. Any 2xx means that it was taken over. */
import type { Gateway } from '#messages/outbox.ts'

export interface HttpGatewayOptions {
  /** https, or http on loopback. */
  readonly url: string
  readonly secret: string
  /** Milliseconds. */
  readonly timeout?: number
  readonly fetch?: typeof fetch
}

/** `status` is the gateway's HTTP status: the message itself never stands in an error. */
export class GatewayRefused extends Error {
  override readonly name: string
  constructor(status: number) {
    super(`the SMS gateway answered ${status}`)
    this.name = `GatewayRefused${status}`
  }
}

export function httpGateway(options: HttpGatewayOptions): Gateway {
  const url = new URL(options.url)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw new Error('the SMS gateway must have an https address')
  const send = options.fetch ?? fetch
  return {
    name: 'http',
    send: async (message, id) => {
      const response = await send(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ to: message.to, text: message.text, id }),
        // A redirect would carry secret and code elsewhere.
        redirect: 'error',
        signal: AbortSignal.timeout(options.timeout ?? 5000),
      })
      // Read to the end or thrown away, or the connection stays taken.
      await response.body?.cancel()
      if (!response.ok) throw new GatewayRefused(response.status)
    },
  }
}
