/** Listens, and leaves without dropping anyone: what runs is finished, what is new is refused, then the rest is cut. */
import { constants } from 'node:crypto'
import {
  createServer as createSecureServer,
  type Server as SecureServer,
  type ServerOptions as HttpsOptions,
} from 'node:https'
import type { AddressInfo } from 'node:net'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { dropCertificateHeaders } from '#http/forwarded-certificate.ts'

export interface ServeOptions {
  /** 0: any free one. */
  readonly port: number
  readonly host: string
  /** PEM. Undefined: plain http, behind a proxy that ends TLS, or the twin on loopback. */
  readonly tls?: ServerTls | LaterTls
  /** What is in front of the app on this listener sees the headers that pass on clients' certificates; nobody else ever does. */
  readonly seesCertificateHeaders?: boolean
}

export interface ServerTls {
  readonly key: string
  readonly cert: string
  /** Whoever connects is asked for a certificate. `must`: without one of these issuers' there is no connection; else it is looked at later. */
  readonly clients?: { readonly issuers: string | undefined; readonly must: boolean }
}

/** Made when the first one connects: the twin starts without it. Whoever connects is asked for a certificate, which is looked at later. */
export type LaterTls = () => ServerTls

export interface Listening {
  readonly port: number
  /** For connections from now on. Only where TLS ends here already. */
  renew(tls: ServerTls): void
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

export type Fetch = (request: globalThis.Request, env: unknown) => Response | Promise<Response>

/** @throws when the port is taken or not allowed */
export async function serve(app: { readonly fetch: Fetch }, options: ServeOptions): Promise<Listening> {
  const door = { closing: false }
  const fetch = options.seesCertificateHeaders === true ? app.fetch : withoutCertificateHeaders(app.fetch)
  const common = { fetch: leaving(fetch, door), overrideGlobalObjects: true }
  const server = (
    options.tls === undefined
      ? createAdaptorServer({ ...common, serverOptions: limits })
      : createAdaptorServer({
          ...common,
          createServer: createSecureServer,
          serverOptions: {
            ...limits,
            ...(typeof options.tls === 'function' ? askedLater : secureOptions(options.tls)),
          },
        })
  ) as Server
  const { tls } = options
  // Before the library's own: what it shows is there when the connection begins.
  if (typeof tls === 'function')
    server.prependOnceListener('connection', () => (server as SecureServer).setSecureContext(secureOptions(tls())))
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
  const renew = (next: ServerTls): void => (server as SecureServer).setSecureContext(secureOptions(next))
  return { port: (server.address() as AddressInfo).port, renew, close }
}

/**
 * Certificates of clients: a session is never resumed and nothing is negotiated again on a connection, so that what was shown at
 * its beginning is what its owner holds.
 */
const secureOptions = ({ key, cert, clients }: ServerTls): HttpsOptions => ({
  key,
  cert,
  minVersion: 'TLSv1.2',
  ciphers,
  ...(clients === undefined
    ? {}
    : {
        requestCert: true,
        rejectUnauthorized: clients.must,
        secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
        // An issuer that is named is trusted, whoever stands above it.
        ...(clients.issuers === undefined ? {} : { ca: clients.issuers, allowPartialTrustChain: true }),
      }),
})

/** Those of TLS 1.3, and of 1.2 the four that RFC 9325 §4.2 recommends (FAPI 2.0 Security Profile §5.2.2): every browser of the last ten years has one of them. */
const ciphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
].join(':')

const askedLater: HttpsOptions = { requestCert: true, rejectUnauthorized: false }

/** Anybody can write such a header; here nobody has asked for one. */
const withoutCertificateHeaders =
  (fetch: Fetch): Fetch =>
  (request, env) => {
    dropCertificateHeaders((env as { readonly incoming: IncomingMessage }).incoming)
    return fetch(request, env)
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
