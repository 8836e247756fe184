/** Reads a DPoP proof (RFC 9449 §4.2): a JWT that is signed with the key in its own header. What it says is judged in `dpop.ts`. */
import { type JwsAlgorithm, type JwsHeader, type JwsPayload, verifyJws, type VerifyingKey } from '#keys/jws.ts'
import { thumbprint } from '#keys/new-key.ts'
import { readSignatureKey, type WrittenKey } from '#keys/public-jwk.ts'

export interface Proof {
  /** Thumbprint of its key (RFC 7638). */
  readonly jkt: string
  readonly jti: string
  readonly htm: string
  readonly htu: string
  /** Seconds since 1970, by the client's clock. */
  readonly iat: number
  readonly exp: number | undefined
  readonly nbf: number | undefined
  readonly nonce: string | undefined
  readonly ath: string | undefined
}

/** The proof, or what is wrong with it: the rest of a sentence that begins with the proof, and holds nothing of it. */
export function readProof(text: string, algorithms: readonly JwsAlgorithm[]): Proof | string {
  let found: VerifyingKey | string = 'must be a signed JWT, in one DPoP header'
  const read = verifyJws(text, (header) => {
    found = embeddedKey(header, algorithms)
    return typeof found === 'string' ? undefined : found
  })
  if (read !== undefined) return readClaims(read.payload, thumbprint((found as unknown as VerifyingKey).key))
  return typeof found === 'string' ? found : 'must be signed with the key in its header'
}

/** RFC 9449 §4.3, 4 to 7. The key is judged as clients' registered keys are. */
function embeddedKey({ typ, alg, jwk }: JwsHeader, algorithms: readonly JwsAlgorithm[]): VerifyingKey | string {
  if (typ !== 'dpop+jwt') return 'must have typ dpop+jwt'
  const algorithm = algorithms.find((one) => one === alg)
  if (algorithm === undefined) return `must be signed with one of ${algorithms.join(', ')}`
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk))
    return 'must have its public key in the header as jwk'
  const read = readSignatureKey(jwk as WrittenKey)
  if (typeof read === 'string' || (read.algorithm !== undefined && read.algorithm !== algorithm))
    return 'must have a public key that goes with its alg, as RFC 7517 and RFC 7518 have it, without the private part'
  return { key: read.key, algorithm }
}

function readClaims({ jti, htm, htu, iat, exp, nbf, nonce, ath }: JwsPayload, jkt: string): Proof | string {
  if (typeof jti !== 'string' || jti === '' || jti.length > 256) return 'must have a jti of 1 to 256 characters'
  if (typeof htm !== 'string' || typeof htu !== 'string') return 'must have htm and htu'
  if (!isTime(iat) || !isTimeIfAny(exp) || !isTimeIfAny(nbf)) return 'must have iat, and all its times, in seconds'
  if (!isTextIfAny(nonce) || !isTextIfAny(ath)) return 'must have nonce and ath as texts'
  return { jkt, jti, htm, htu, iat, exp, nbf, nonce, ath }
}

const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1e11
const isTimeIfAny = (value: unknown): value is number | undefined => value === undefined || isTime(value)
const isTextIfAny = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string'

/** RFC 9449 §4.3, 9: the same address, whatever query and fragment `htu` has; compared as RFC 3986 §6.2.2 and §6.2.3 normalise. */
export function isSameAddress(htu: string, address: string): boolean {
  return htu === address || (isWritten(htu) && plain(htu) === plain(address))
}

/** What a URL parser mends silently is no address: blanks, backslashes, a missing slash, somebody's name in it. */
const isWritten = (htu: string): boolean =>
  htu.length <= 2000 && /^https?:\/\/[\x21-\x3f\x41-\x5b\x5d-\x7e]+$/i.test(htu) && URL.canParse(htu)

function plain(address: string): string {
  const { origin, pathname } = new URL(address)
  return origin + pathname.replaceAll(/%[0-9a-f]{2}/gi, unescapedIfPlain)
}

/** RFC 3986 §6.2.2.2: what need not be escaped is the same without; the rest stays, with capitals (§6.2.2.1). */
function unescapedIfPlain(escaped: string): string {
  const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
  return /^[\w.~-]$/.test(character) ? character : escaped.toUpperCase()
}
