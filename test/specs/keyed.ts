/** A service with a key of each kind, which take every algorithm that fits them. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { callback } from '../services.ts'
import type { Fields } from '../wire.ts'
import { issuer } from '../world.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const keyed = {
  client_id: 'keyed',
  client_name: 'Med to nøkler',
  token_endpoint_auth_method: 'private_key_jwt',
  redirect_uris: [callback('keyed')],
  minimum_level: 'low',
  jwks: {
    keys: [
      { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa' },
      { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' },
    ],
  },
}
const algorithms: Readonly<Record<string, readonly [kid: string, digest: string, padding?: object]>> = {
  RS256: ['rsa', 'sha256'],
  RS384: ['rsa', 'sha384'],
  RS512: ['rsa', 'sha512'],
  PS256: ['rsa', 'sha256', { padding: 6, saltLength: 32 }],
  ES256: ['ec', 'sha256', { dsaEncoding: 'ieee-p1363' }],
}
/** Its client assertion. */
export function signedBy(alg: string, at: number): Fields {
  const [kid = '', digest = '', how = {}] = algorithms[alg] ?? []
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(at / 1000)
  const claims = { iss: 'keyed', sub: 'keyed', aud: issuer, iat: now, exp: now + 60, jti: crypto.randomUUID() }
  const input = `${part({ alg, kid })}.${part(claims)}`
  const key = kid === 'rsa' ? rsa.privateKey : ec.privateKey
  return {
    client_id: 'keyed',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${input}.${sign(digest, Buffer.from(input), { key, ...how }).toString('base64url')}`,
  }
}
