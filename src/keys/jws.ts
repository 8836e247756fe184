/**
 * Signed tokens in compact form (RFC 7515 §7.1), with node:crypto's own keys and synchronously: a signature takes less time
 * than a trip to the thread pool. ECDSA in the token's own raw form (RFC 7518 §3.4); on Node 26 that costs no more than DER.
 */
import { constants, type KeyObject, sign, type SignKeyObjectInput, verify } from 'node:crypto'
import type { Signer } from '#keys/keys.ts'

export type JwsAlgorithm =
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA'

/** What a key is, of the kinds that sign here. */
type KeyKind = 'RSA' | 'P-256' | 'P-384' | 'P-521' | 'Ed25519'

interface AlgorithmRules {
  readonly digest: 'sha256' | 'sha384' | 'sha512' | null
  readonly kind: KeyKind
  readonly options: Omit<SignKeyObjectInput, 'key'>
}

/** RFC 7518 §3.5: the salt is as long as the digest. */
const pss = (saltLength: number) => ({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })
const raw = { dsaEncoding: 'ieee-p1363' } as const

const algorithms: Readonly<Record<JwsAlgorithm, AlgorithmRules>> = {
  RS256: { digest: 'sha256', kind: 'RSA', options: {} },
  RS384: { digest: 'sha384', kind: 'RSA', options: {} },
  RS512: { digest: 'sha512', kind: 'RSA', options: {} },
  PS256: { digest: 'sha256', kind: 'RSA', options: pss(32) },
  PS384: { digest: 'sha384', kind: 'RSA', options: pss(48) },
  PS512: { digest: 'sha512', kind: 'RSA', options: pss(64) },
  // RFC 7518 §3.4: each with its own curve.
  ES256: { digest: 'sha256', kind: 'P-256', options: raw },
  ES384: { digest: 'sha384', kind: 'P-384', options: raw },
  ES512: { digest: 'sha512', kind: 'P-521', options: raw },
  // RFC 8037 §3.1 knows Ed448, too; nobody here does. The curve brings its own digest.
  EdDSA: { digest: null, kind: 'Ed25519', options: {} },
}

export const jwsAlgorithms = Object.keys(algorithms) as readonly JwsAlgorithm[]

/** The longest token that is looked at, in characters. */
export const longestToken = 16 * 1024

/** What is the same for every token of a key: its header with the point for each type, and how it signs. */
interface Prepared {
  readonly heads: Map<string, string>
  readonly digest: AlgorithmRules['digest']
  readonly key: SignKeyObjectInput
}
const prepared = new WeakMap<Signer, Prepared>()

function prepare(signer: Signer): Prepared {
  const { digest, options } = algorithms[signer.algorithm]
  const made: Prepared = { heads: new Map(), digest, key: { key: signer.privateKey, ...options } }
  prepared.set(signer, made)
  return made
}

function makeHead({ heads }: Prepared, { algorithm, kid, x5c }: Signer, typ: string): string {
  const made = `${encode({ alg: algorithm, typ, kid, x5c })}.`
  heads.set(typ, made)
  return made
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** `typ` without `application/` (RFC 7515 §4.1.9): `JWT`, `at+jwt`, `logout+jwt`. */
export function signJws(signer: Signer, payload: object, typ = 'JWT'): string {
  const ready = prepared.get(signer) ?? prepare(signer)
  const input = (ready.heads.get(typ) ?? makeHead(ready, signer, typ)) + encode(payload)
  return `${input}.${sign(ready.digest, Buffer.from(input), ready.key).toString('base64url')}`
}

export type JwsHeader = Readonly<Record<string, unknown>> & { readonly alg: string }
export type JwsPayload = Readonly<Record<string, unknown>>
/** The algorithm is the key's own property: the token's `alg` must say the same, never decide it (RFC 8725 §3.1). */
export interface VerifyingKey {
  readonly key: KeyObject
  readonly algorithm: JwsAlgorithm
}
export type KeyFor = (header: JwsHeader) => VerifyingKey | undefined

/** A token whose signature holds and whose payload is a JSON object (RFC 7519 §7.2); else undefined, whatever is wrong with it. */
export function verifyJws(
  token: string,
  keyFor: KeyFor,
): { readonly header: JwsHeader; readonly payload: JwsPayload } | undefined {
  const opened = openJws(token, keyFor)
  if (opened === undefined) return undefined
  const payload = readObject(opened.payload)
  return payload === undefined ? undefined : { header: opened.header, payload }
}

/** The same with the payload's bytes as they are. */
export function openJws(
  token: string,
  keyFor: KeyFor,
): { readonly header: JwsHeader; readonly payload: Buffer } | undefined {
  if (token.length > longestToken) return undefined
  const parts = token.split('.', 4)
  const [head, body, signature] = parts
  if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined) return undefined
  if (!isBase64url(head) || !isBase64url(body) || !isBase64url(signature)) return undefined
  const header = readHeader(head)
  const found = header && keyFor(header)
  if (header === undefined || found === undefined || found.algorithm !== header.alg || !fits(found)) return undefined
  const { digest, options } = algorithms[found.algorithm]
  const signed = Buffer.from(token.slice(0, head.length + 1 + body.length))
  const holds = verify(digest, signed, { key: found.key, ...options }, Buffer.from(signature, 'base64url'))
  return holds ? { header, payload: Buffer.from(body, 'base64url') } : undefined
}

/** What a token says before anybody has looked whether it is true: good for finding the key, and for nothing else. */
export function unverifiedPayload(token: string): JwsPayload | undefined {
  const body = token.length > longestToken ? undefined : token.split('.', 4)[1]
  return body === undefined || !isBase64url(body) ? undefined : readObject(Buffer.from(body, 'base64url'))
}

function readHeader(part: string): JwsHeader | undefined {
  const header = readObject(Buffer.from(part, 'base64url'))
  // RFC 7515 §4.1.11: an extension that is not understood makes the token invalid, and we understand none (b64 included).
  if (header === undefined || typeof header['alg'] !== 'string' || 'crit' in header) return undefined
  return header as JwsHeader
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readObject(bytes: Uint8Array): JwsPayload | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JwsPayload) : undefined
  } catch {
    // Not UTF-8 or not JSON: a token like any other bad one.
    return undefined
  }
}

const alphabet = /^[\w-]*$/
/** How a text may end whose last character holds two or four bits that count for nothing: these are zero (RFC 4648 §3.5). */
const endings = [/(?:)/, /(?!)/, /[AQgw]$/, /[AEIMQUYcgkosw048]$/] as const

/** RFC 7515 §2 and RFC 4648 §5: no padding, no white space, and one way only to write the same bytes. */
export function isBase64url(text: string): boolean {
  const ending = endings[(text.length % 4) as 0 | 1 | 2 | 3]
  return alphabet.test(text) && ending.test(text)
}

/** Keys whose kind was found: asking a KeyObject for its details costs more than the rest of the reading. */
const kinds = new WeakMap<KeyObject, KeyKind>()
const curves: Readonly<Record<string, KeyKind>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }

/** Undefined: a key that signs nothing here. */
function kindOf(key: KeyObject): KeyKind | undefined {
  const known = kinds.get(key)
  if (known !== undefined) return known
  const found = findKind(key)
  if (found !== undefined) kinds.set(key, found)
  return found
}

function findKind({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): KeyKind | undefined {
  // RFC 7518 §3.3 and §3.5: 2048 bits or more.
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= 2048 ? 'RSA' : undefined
  if (type === 'ec') return curves[details?.namedCurve ?? '']
  return type === 'ed25519' ? 'Ed25519' : undefined
}

const fits = ({ key, algorithm }: VerifyingKey): boolean => kindOf(key) === algorithms[algorithm].kind

/** The algorithms that a key can be used with; for a key that was registered without one. */
export function algorithmsOf(key: KeyObject): readonly JwsAlgorithm[] {
  const kind = kindOf(key)
  return kind === undefined ? [] : ofKind[kind]
}

const named = (kind: KeyKind): readonly JwsAlgorithm[] => jwsAlgorithms.filter((name) => algorithms[name].kind === kind)
const ofKind: Readonly<Record<KeyKind, readonly JwsAlgorithm[]>> = {
  RSA: named('RSA'),
  'P-256': named('P-256'),
  'P-384': named('P-384'),
  'P-521': named('P-521'),
  Ed25519: named('Ed25519'),
}
