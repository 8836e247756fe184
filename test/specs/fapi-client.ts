/** A client of the profile `fapi2`, and its client assertions. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { callback } from '../services.ts'
import type { Fields } from '../wire.ts'
import { issuer } from '../world.ts'

export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
export const fapi = {
  client_id: 'fapi',
  client_name: 'Etter FAPI',
  profile: 'fapi2',
  token_endpoint_auth_method: 'private_key_jwt',
  redirect_uris: [callback('fapi')],
  minimum_level: 'low',
  grant_types: ['authorization_code', 'refresh_token'],
  id_token_signed_response_alg: 'PS256',
  dpop_bound_access_tokens: true,
  jwks: {
    keys: [
      { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa' },
      { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' },
      { ...ed.publicKey.export({ format: 'jwk' }), kid: 'ed' },
    ],
  },
}
const signers = {
  PS256: { kid: 'rsa', key: rsa.privateKey, digest: 'sha256', how: { padding: 6, saltLength: 32 } },
  RS256: { kid: 'rsa', key: rsa.privateKey, digest: 'sha256', how: {} },
  PS384: { kid: 'rsa', key: rsa.privateKey, digest: 'sha384', how: { padding: 6, saltLength: 48 } },
  ES256: { kid: 'ec', key: ec.privateKey, digest: 'sha256', how: { dsaEncoding: 'ieee-p1363' } },
  EdDSA: { kid: 'ed', key: ed.privateKey, digest: null, how: {} },
} as const
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export type FapiAlgorithm = keyof typeof signers

/** Anything, signed with the client's key for the algorithm. */
export function fapiSigned(payload: object, alg: FapiAlgorithm, header: object = {}): string {
  const { kid, key, digest, how } = signers[alg]
  const input = `${part({ alg, kid, ...header })}.${part(payload)}`
  return `${input}.${sign(digest, Buffer.from(input), { key, ...how }).toString('base64url')}`
}

/** `now` in seconds. */
export function fapiAssertion(now: number, claims: object, alg: FapiAlgorithm, clientId = 'fapi'): Fields {
  const payload = { iss: clientId, sub: clientId, aud: issuer, iat: now, exp: now + 60, jti: randomUUID(), ...claims }
  return {
    client_id: clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: fapiSigned(payload, alg),
  }
}
