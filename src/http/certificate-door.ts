/**
 * The door for whoever shows a certificate (security.md 36): what a listener that asks for them hands each request to. The certificate
 * comes from the connection itself, or in a header from a proxy that has proved who it is; it is kept beside the request, where no
 * header reaches. One stands before the endpoints for clients, another before the address that logins with cards go by.
 */
import type { X509Certificate } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { Context } from 'hono'
import { constantTimeEqual, sha256 } from '#base/secrets.ts'
import type { CertificateDoor, PresentedCertificate } from '#http/client-certificate.ts'
import {
  type CertificateHeader,
  dropCertificateHeaders,
  forwardedCertificate,
  proxySecretHeader,
  valuesOf,
} from '#http/forwarded-certificate.ts'
import type { Fetch } from '#http/serve.ts'

export interface DoorOptions {
  readonly origin: string
  readonly from: 'connection' | ForwardedBy
  /** Somebody is trusted to issue certificates to clients, so that they can be known by their names. */
  readonly trustsIssuers?: boolean
  /** What is served here, by its path. */
  readonly serves: (path: string) => boolean
  /** For people: where they are sent who ask for anything else. Absent: they are told that it is not served here. */
  readonly home?: string
  /** Each request has a connection of its own, so that nobody is known by what was shown before. */
  readonly apart?: boolean
}

export interface ForwardedBy {
  readonly header: CertificateHeader
  /** Undefined: the connection has shown a certificate of our proxy. */
  readonly secret: string | undefined
  /** It lets nobody through whose certificate it has not verified: its word is taken. */
  readonly verifies: boolean
}

export interface OpenDoor extends CertificateDoor {
  /** For the door's own listener, in front of the app. */
  admit(fetch: Fetch): Fetch
}

export function openCertificateDoor(options: DoorOptions): OpenDoor {
  const { from } = options
  const host = new URL(options.origin).host
  const came = new WeakMap<IncomingMessage, PresentedCertificate | undefined>()
  const read = from === 'connection' ? fromConnection() : fromProxy(from)
  return {
    origin: options.origin,
    trustsIssuers: options.trustsIssuers === true || (from !== 'connection' && from.verifies),
    entered: (c) => came.has(incomingOf(c)),
    certificateOf: (c) => came.get(incomingOf(c)),
    admit: (fetch) => (request, env) => {
      const { incoming, outgoing } = env as { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse }
      if (options.apart === true) outgoing.shouldKeepAlive = false
      // RFC 9110 §7.4. Pages and logins have no place here: a session's cookie belongs to one host.
      if (incoming.headers.host?.toLowerCase() !== host) return plainly(421, 'This host is not served here.')
      const path = incoming.url?.split('?', 1)[0] ?? ''
      if (!isPlain(path, options.origin) || !options.serves(path)) return elsewhere(options.home)
      const certificate = read(incoming)
      if (certificate instanceof Response) return certificate
      dropCertificateHeaders(incoming)
      came.set(incoming, certificate)
      return fetch(request, env)
    },
  }
}

/** The app goes by the path as the URL standard reads it, its dots resolved: what that does not leave as it is, is not served. */
const isPlain = (path: string, origin: string): boolean =>
  path.startsWith('/') && URL.parse(path, origin)?.href === origin.replace(/\/$/, '') + path

/** Made inside the process (tests), a request has no connection: it came through no door. */
const nowhere = {} as IncomingMessage
const incomingOf = (c: Context): IncomingMessage =>
  ((c.env ?? {}) as { readonly incoming?: IncomingMessage }).incoming ?? nowhere

const plainly = (status: number, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })

const elsewhere = (home: string | undefined): Response =>
  home === undefined
    ? plainly(404, 'Not served at this address.')
    : new Response(null, { status: 303, headers: { location: home, 'cache-control': 'no-store' } })

type Read = (incoming: IncomingMessage) => PresentedCertificate | Response | undefined

const presented = (
  certificate: X509Certificate,
  { above = [], vouched = false }: Partial<Pick<PresentedCertificate, 'above' | 'vouched'>>,
): PresentedCertificate => ({ certificate, thumbprint: sha256(certificate.raw), above, vouched })

/** Read once for a connection: it shows one certificate, since nothing is negotiated again on it (`serve.ts`). */
function fromConnection(): Read {
  const known = new WeakMap<TLSSocket, PresentedCertificate | undefined>()
  return ({ socket }) => {
    if (!(socket instanceof TLSSocket)) return plainly(421, 'Only https is served here.')
    // A resumed session shows what was shown when it began, without the key: our listener resumes none.
    if (socket.isSessionReused()) return plainly(421, 'Make a new connection.')
    if (known.has(socket)) return known.get(socket)
    const certificate = socket.getPeerX509Certificate()
    // What the library thinks of its issuer is not asked: that is looked at whole, when the certificate is to count.
    const found = certificate && presented(certificate, { above: sentWith(socket) })
    known.set(socket, found)
    return found
  }
}

/** More than any chain has; the library goes on with issuers that it knows itself, in a ring at the last. */
const mostAbove = 8

function sentWith(socket: TLSSocket): readonly Buffer[] {
  const above: Buffer[] = []
  let one: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  for (let i = 0; i < mostAbove; i++) {
    const issuer: DetailedPeerCertificate | undefined = one?.issuerCertificate
    if (issuer?.raw === undefined || issuer === one) break
    above.push(issuer.raw)
    one = issuer
  }
  return above
}

function fromProxy({ header, secret, verifies }: ForwardedBy): Read {
  const expected = secret === undefined ? undefined : sha256(secret)
  return (incoming) => {
    const shown = valuesOf(incoming, proxySecretHeader)
    if (expected !== undefined && !(shown.length === 1 && constantTimeEqual(sha256(shown[0] ?? ''), expected)))
      return plainly(403, 'Only our proxy is served here.')
    const certificate = forwardedCertificate(incoming, header)
    if (certificate === 'unreadable') return plainly(400, 'The client certificate could not be read.')
    return certificate && presented(certificate, { vouched: verifies })
  }
}
