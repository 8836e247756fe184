/** Listens, and leaves without dropping anyone: what runs is finished, what is new is refused, then the rest is cut. */
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Server, ServerResponse } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'

export interface ServeOptions {
  /** 0: any free one. */
  readonly port: number
  readonly host: string
  /** PEM. Undefined: plain http, behind a proxy that ends TLS, or the twin on loopback. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

export interface Listening {
  readonly port: number
  /** Stops taking connections, lets requests under way finish for `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>
}

const limits = {
  /** Milliseconds. A client that sends its headers slower than this is not a browser. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  /** Longer than the 60 s of common load balancers: the side that forwards closes first, so no request meets a closed door. */
  keepAliveTimeout: 65_000,
  /** Twenty logins' cookies and an `id_token_hint` in the address fit; bytes. */
  maxHeaderSize: 32 * 1024,
}

type Fetch = (request: globalThis.Request, env: unknown) => Response | Promise<Response>

/** @throws when the port is taken or not allowed */
export async function serve(app: { readonly fetch: Fetch }, options: ServeOptions): Promise<Listening> {
  const door = { closing: false }
  const common = { fetch: leaving(app.fetch, door), overrideGlobalObjects: true }
  const server = (
    options.tls === undefined
      ? createAdaptorServer({ ...common, serverOptions: limits })
      : createAdaptorServer({
          ...common,
          createServer: createSecureServer,
          serverOptions: { ...limits, ...options.tls },
        })
  ) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const close = (graceMs: number): Promise<void> => {
    door.closing = true
    return drain(server, graceMs)
  }
  return { port: (server.address() as AddressInfo).port, close }
}

/**
 * Once we leave, each answer says `Connection: close` (RFC 9112 §9.6): the other side sends nothing more on it, and no
 * kept connection holds the process until the grace is over.
 */
function leaving(fetch: Fetch, door: { readonly closing: boolean }) {
  return (request: globalThis.Request, env: unknown): Response | Promise<Response> => {
    const last = (answer: Response): Response => {
      if (door.closing) (env as { outgoing: ServerResponse }).outgoing.shouldKeepAlive = false
      return answer
    }
    const answer = fetch(request, env)
    return answer instanceof Promise ? answer.then(last) : last(answer)
  }
}

const drain = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close((error) => {
      clearTimeout(cut)
      if (error === undefined) resolve()
      else reject(error)
    })
  })
