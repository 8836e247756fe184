/** A service with a key of each kind, which take every algorithm that fits them. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { callback } from '../services.ts'
import { type Fields, good, hint } from '../wire.ts'
import { issuer, type World } from '../world.ts'

type Kid = 'rsa' | 'p256' | 'p384' | 'p521' | 'ed'
export const pairs: Readonly<Record<Kid, { readonly publicKey: KeyObject; readonly privateKey: KeyObject }>> = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  p521: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  ed: generateKeyPairSync('ed25519'),
}
export const keyed = {
  client_id: 'keyed',
  client_name: 'Med mange nøkler',
  token_endpoint_auth_method: 'private_key_jwt',
  redirect_uris: [callback('keyed')],
  minimum_level: 'low',
  jwks: {
    keys: Object.entries(pairs).map(([kid, { publicKey }]) => ({ ...publicKey.export({ format: 'jwk' }), kid })),
  },
}

const pss = (saltLength: number): object => ({ padding: 6, saltLength })
const raw = { dsaEncoding: 'ieee-p1363' }
const algorithms: Readonly<Record<string, readonly [kid: Kid, digest: string | null, how?: object]>> = {
  RS256: ['rsa', 'sha256'],
  RS384: ['rsa', 'sha384'],
  RS512: ['rsa', 'sha512'],
  PS256: ['rsa', 'sha256', pss(32)],
  PS384: ['rsa', 'sha384', pss(48)],
  PS512: ['rsa', 'sha512', pss(64)],
  ES256: ['p256', 'sha256', raw],
  ES384: ['p384', 'sha384', raw],
  ES512: ['p521', 'sha512', raw],
  EdDSA: ['ed', null],
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Anything, signed with the key that goes with the algorithm. */
export function signedWith(alg: string, claims: object, header: object = {}): string {
  const [kid, digest, how = {}] = algorithms[alg] ?? []
  if (kid === undefined || digest === undefined) throw new Error(`no key for ${alg}`)
  const input = `${part({ alg, kid, ...header })}.${part(claims)}`
  return `${input}.${sign(digest, Buffer.from(input), { key: pairs[kid].privateKey, ...how }).toString('base64url')}`
}

export type Claims = Readonly<Record<string, unknown>>

/** RFC 9101 §4: the claims of a request object that every rule lets through. Undefined: left out. */
export function requestClaims(world: World, clientId: string, over: Claims = {}): Claims {
  const now = Math.floor(world.clock.now() / 1000)
  const parameters = good(clientId, { login_hint: hint(world) })
  return { iss: clientId, aud: issuer, nbf: now, exp: now + 60, ...parameters, ...over }
}

/** Its client assertion, or that of another service with the same keys. */
export function signedBy(alg: string, at: number, clientId = 'keyed'): Fields {
  const now = Math.floor(at / 1000)
  const claims = { iss: clientId, sub: clientId, aud: issuer, iat: now, exp: now + 60, jti: crypto.randomUUID() }
  return {
    client_id: clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signedWith(alg, claims),
  }
}
