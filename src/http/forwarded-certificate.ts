/**
 * A client certificate that a proxy passes on in a header. Each proxy writes it in its own way, and any client can write the
 * same: who may speak so is asked in `certificate-door.ts`, and everywhere else all of these headers are dropped.
 */
import type { X509Certificate } from 'node:crypto'
import { readCertificate, strictBase64 } from '#keys/jwk-certificate.ts'

/** By the header's name: RFC 9440, nginx, nginx as an ingress, Envoy. */
export const certificateHeaders = [
  'client-cert',
  'x-ssl-client-cert',
  'ssl-client-cert',
  'x-forwarded-client-cert',
] as const
export type CertificateHeader = (typeof certificateHeaders)[number]

/** Proves that it is our proxy that speaks. */
export const proxySecretHeader = 'inngang-proxy-secret'

/** Those, and what other proxies and libraries use: nobody behind a listener shall ever see one. */
const dropped: ReadonlySet<string> = new Set([
  ...certificateHeaders,
  proxySecretHeader,
  'client-cert-chain',
  'x-client-cert',
  'x-forwarded-tls-client-cert',
  'x-forwarded-tls-client-cert-info',
])

/** The names and values of a request as they came, one after the other: Node joins two headers of one name elsewhere. */
export interface RawRequest {
  readonly rawHeaders: string[]
  readonly headers: Record<string, unknown>
}

/** Before anybody has looked. */
export function dropCertificateHeaders(request: RawRequest): void {
  const { rawHeaders } = request
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    const name = rawHeaders[at]
    // The shortest of them has eleven letters, and most headers fall out by that.
    if (name === undefined || name.length < 11 || !dropped.has(name.toLowerCase())) continue
    rawHeaders.splice(at, 2)
    // Put together when it is asked for first, so it is not asked for without need.
    delete request.headers[name.toLowerCase()]
  }
}

/** Every value that came under the name. */
export const valuesOf = ({ rawHeaders }: Pick<RawRequest, 'rawHeaders'>, name: string): readonly string[] =>
  rawHeaders.filter((_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name)

/** Undefined: the proxy's client showed none. `unreadable`: not one certificate, whole and alone. */
export function forwardedCertificate(
  request: Pick<RawRequest, 'rawHeaders'>,
  header: CertificateHeader,
): X509Certificate | 'unreadable' | undefined {
  const [value, ...more] = valuesOf(request, header)
  // Two: one of them may be the client's own.
  if (more.length > 0) return 'unreadable'
  if (value === undefined || value.trim() === '') return undefined
  const der = readers[header](value.trim())
  return (der && readCertificate(der)) ?? 'unreadable'
}

const readers: Readonly<Record<CertificateHeader, (value: string) => Buffer | undefined>> = {
  'client-cert': (value) => fromBase64(/^:([\w+/]+=*):$/.exec(value)?.[1]),
  'x-ssl-client-cert': fromEscapedPem,
  'ssl-client-cert': fromEscapedPem,
  'x-forwarded-client-cert': (value) => fromEscapedPem(certIn(value)),
}

/** RFC 9440 §2.1: a byte sequence of RFC 8941 §3.3.5. */
const fromBase64 = (text: string | undefined): Buffer | undefined =>
  text === undefined ? undefined : strictBase64(text)

/** PEM with its line ends escaped as in an address. */
function fromEscapedPem(value: string | undefined): Buffer | undefined {
  const pem = value === undefined ? undefined : unescaped(value)
  const body = /^-----BEGIN CERTIFICATE-----\s+([\w+/=\s]+?)\s+-----END CERTIFICATE-----\s*$/.exec(pem ?? '')?.[1]
  return fromBase64(body?.replaceAll(/\s/g, ''))
}

function unescaped(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  } catch {
    // A per cent sign that escapes nothing.
    return undefined
  }
}

/**
 * Envoy's header is a list of elements, one for each proxy on the way, each a list of `key=value` or `key="value"`. Exactly one
 * element is taken, from a proxy that replaces what came before it, and exactly one `Cert` in it.
 */
function certIn(value: string): string | undefined {
  const pairs = value.matchAll(/(?:^|([;,]))([A-Za-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^";,]*))/gy)
  let read = 0
  const certificates: string[] = []
  for (const [whole, separator, key = '', quoted, bare] of pairs) {
    if (separator === ',') return undefined
    if (key.toLowerCase() === 'cert') certificates.push(quoted ?? bare ?? '')
    read += whole.length
  }
  return read === value.length && certificates.length === 1 ? certificates[0] : undefined
}
