/**
 * Signed tokens in compact form (RFC 7515 §7.1), with node:crypto's own keys and synchronously: a signature takes less time
 * than a trip to the thread pool. ECDSA in the token's own raw form (RFC 7518 §3.4); on Node 26 that costs no more than DER.
 */
import { constants, type KeyObject, sign, type SignKeyObjectInput, verify } from 'node:crypto'
import type { Signer } from '#keys/keys.ts'

export type JwsAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256'

interface AlgorithmRules {
  readonly digest: 'sha256' | 'sha384' | 'sha512'
  readonly keyType: 'rsa' | 'ec'
  readonly options: Omit<SignKeyObjectInput, 'key'>
}

const algorithms: Readonly<Record<JwsAlgorithm, AlgorithmRules>> = {
  RS256: { digest: 'sha256', keyType: 'rsa', options: {} },
  RS384: { digest: 'sha384', keyType: 'rsa', options: {} },
  RS512: { digest: 'sha512', keyType: 'rsa', options: {} },
  // RFC 7518 §3.5: the salt is as long as the digest.
  PS256: { digest: 'sha256', keyType: 'rsa', options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } },
  ES256: { digest: 'sha256', keyType: 'ec', options: { dsaEncoding: 'ieee-p1363' } },
}

/** The longest token that is looked at, in characters. */
export const longestToken = 16 * 1024

const heads = new WeakMap<Signer, Map<string, string>>()

/** The header with its point, made once for each key and type. */
function headOf(signer: Signer, typ: string): string {
  const known = heads.get(signer)?.get(typ)
  if (known !== undefined) return known
  const made = `${encode({ alg: signer.algorithm, typ, kid: signer.kid })}.`
  const ofSigner = heads.get(signer) ?? new Map<string, string>()
  heads.set(signer, ofSigner.set(typ, made))
  return made
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** `typ` without `application/` (RFC 7515 §4.1.9): `JWT`, `at+jwt`, `logout+jwt`. */
export function signJws(signer: Signer, payload: object, typ = 'JWT'): string {
  const { digest, options } = algorithms[signer.algorithm]
  const input = headOf(signer, typ) + encode(payload)
  return `${input}.${sign(digest, Buffer.from(input), { key: signer.privateKey, ...options }).toString('base64url')}`
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

/** Keys whose kind was checked: asking a KeyObject for its details costs more than the rest of the reading. */
const fitting = new WeakMap<KeyObject, 'rsa' | 'ec'>()

/** RFC 7518 §3.3: RSA of 2048 bits or more; §3.4: ES256 is P-256 and nothing else. */
function fits({ key, algorithm }: VerifyingKey): boolean {
  const wanted = algorithms[algorithm].keyType
  const known = fitting.get(key)
  if (known !== undefined) return known === wanted
  const details = key.asymmetricKeyDetails
  const strong = wanted === 'rsa' ? (details?.modulusLength ?? 0) >= 2048 : details?.namedCurve === 'prime256v1'
  if (key.asymmetricKeyType !== wanted || !strong) return false
  fitting.set(key, wanted)
  return true
}
