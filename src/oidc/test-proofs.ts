/** For tests: DPoP proofs as clients make them, and as nobody should. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { randomToken } from '#base/secrets.ts'
import { thumbprint } from '#keys/new-key.ts'

export interface ProofKey {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly alg: string
  readonly jkt: string
}

const made = (alg: string, pair: { privateKey: KeyObject; publicKey: KeyObject }): ProofKey => ({
  ...pair,
  alg,
  jkt: thumbprint(pair.publicKey),
})

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** One for each algorithm that proofs may have. */
export const proofKeys: Readonly<Record<'ES256' | 'PS256' | 'EdDSA' | 'RS256', ProofKey>> = {
  ES256: made('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  PS256: made('PS256', rsa),
  EdDSA: made('EdDSA', generateKeyPairSync('ed25519')),
  RS256: made('RS256', rsa),
}
export const proofKey = proofKeys.ES256
export const otherProofKey = made('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }))

const how: Readonly<Record<string, readonly [digest: string | null, options: object]>> = {
  ES256: ['sha256', { dsaEncoding: 'ieee-p1363' }],
  PS256: ['sha256', { padding: 6, saltLength: 32 }],
  RS256: ['sha256', {}],
  EdDSA: [null, {}],
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Members that are undefined are left out. `at` in milliseconds. */
export interface ProofParts {
  readonly at: number
  readonly htm?: string
  readonly htu: string
  readonly claims?: object
  readonly header?: object
  readonly key?: ProofKey
}

export function proof({ at, htm = 'POST', htu, claims = {}, header = {}, key = proofKey }: ProofParts): string {
  const jwk = key.publicKey.export({ format: 'jwk' })
  const input = `${part({ typ: 'dpop+jwt', alg: key.alg, jwk, ...header })}.${part({
    jti: randomToken(16),
    htm,
    htu,
    iat: Math.floor(at / 1000),
    ...claims,
  })}`
  const [digest, options] = how[key.alg] ?? ['sha256', {}]
  return `${input}.${sign(digest, Buffer.from(input), { key: key.privateKey, ...options }).toString('base64url')}`
}

export const ath = (token: string): string => createHash('sha256').update(token).digest('base64url')
