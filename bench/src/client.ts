/** The relying party's side: keys, client assertions made ahead of time, PKCE, id_token checks. */
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createLocalJWKSet, importJWK, jwtVerify, type JWK, type JWTVerifyGetKey } from 'jose'

type ImportedKey = Awaited<ReturnType<typeof importJWK>>

export interface Discovery {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  jwks_uri: string
  userinfo_endpoint?: string
  pushed_authorization_request_endpoint?: string
  introspection_endpoint?: string
}

/** One ES256 key, kept in a file so that targets can register its public half before the driver runs. */
export function clientKey(file: string): { key: KeyObject; publicJwk: JWK } {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(
      file,
      JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' }),
    )
  }
  const jwk = JSON.parse(readFileSync(file, 'utf8')) as JWK & { d?: string }
  const key = createPrivateKey({ key: jwk as never, format: 'jwk' })
  const { d: _d, ...publicJwk } = jwk
  return { key, publicJwk }
}

const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Client assertions; `stock` signs ahead so that a measured window pays nothing for them. */
export class Assertions {
  #pool: string[] = []
  #head = b64({ alg: 'ES256', kid: 'bench', typ: 'JWT' })
  #key: KeyObject
  #clientId: string
  #audience: string

  constructor(key: KeyObject, clientId: string, audience: string) {
    this.#key = key
    this.#clientId = clientId
    this.#audience = audience
  }

  #make(): string {
    const now = Math.floor(Date.now() / 1000)
    const payload = b64({
      iss: this.#clientId,
      sub: this.#clientId,
      aud: this.#audience,
      jti: randomBytes(16).toString('base64url'),
      iat: now,
      exp: now + 110,
    })
    const input = `${this.#head}.${payload}`
    return `${input}.${sign('sha256', Buffer.from(input), { key: this.#key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
  }

  stock(count: number): void {
    this.#pool = []
    for (let i = 0; i < count; i++) this.#pool.push(this.#make())
  }

  next(): string {
    return this.#pool.pop() ?? this.#make()
  }
}

export interface Secrets {
  verifier: string
  challenge: string
  state: string
  nonce: string
}

export function freshSecrets(): Secrets {
  const bytes = randomBytes(64)
  const verifier = bytes.toString('base64url', 0, 32)
  return {
    verifier,
    challenge: createHash('sha256').update(verifier).digest('base64url'),
    state: bytes.toString('base64url', 32, 48),
    nonce: bytes.toString('base64url', 48, 64),
  }
}

/** Verifies id_tokens with jose; each key is imported once. */
export class IdTokenVerifier {
  #keys: JWTVerifyGetKey
  #one: ImportedKey | undefined
  #issuer: string

  private constructor(keys: JWTVerifyGetKey, one: ImportedKey | undefined, issuer: string) {
    this.#keys = keys
    this.#one = one
    this.#issuer = issuer
  }

  static async load(jwks: { keys: JWK[] }, issuer: string): Promise<IdTokenVerifier> {
    const signing = jwks.keys.filter((key) => key.use === undefined || key.use === 'sig')
    const one = signing.length === 1 && signing[0]!.alg !== undefined ? await importJWK(signing[0]!) : undefined
    return new IdTokenVerifier(createLocalJWKSet(jwks as never), one, issuer)
  }

  async verify(token: string, clientId: string, nonce: string | undefined): Promise<string> {
    const options = { issuer: this.#issuer, audience: clientId }
    const { payload } =
      this.#one === undefined ? await jwtVerify(token, this.#keys, options) : await jwtVerify(token, this.#one, options)
    if (nonce !== undefined && payload['nonce'] !== nonce) throw new Error('nonce does not match')
    if (typeof payload.sub !== 'string') throw new Error('id_token without sub')
    return payload.sub
  }
}
