/** An eID's issuer that can be made to lie, in each way that a client must see through. Speaks OpenID Connect by hand, so that it can. */
import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import type { Clock } from '#base/clock.ts'
import type { Send } from '#upstream/send.ts'

export const address = 'https://eid.example'
export const clientId = 'gateway'

export interface Lies {
  /** Over the ID token's claims. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  /** Signed with a key that is not published. */
  readonly otherKey?: boolean
  /** No signature at all. */
  readonly none?: boolean
  /** The right key, and one bit of the signature is another. */
  readonly badSignature?: boolean
  /** A MAC under the client's secret, which the client could have made itself. */
  readonly hs256?: string
  /** Two keys of one kind are published, so that a token without a `kid` could be of either. */
  readonly twoKeys?: boolean
  /** Whatever was asked for: a token that is encrypted. */
  readonly encrypted?: boolean
  /** The answer of an endpoint instead of its own. */
  readonly instead?: Partial<
    Readonly<Record<'discovery' | 'token' | 'jwks' | 'par' | 'userinfo', () => Response | Promise<Response>>>
  >
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly userinfo?: Readonly<Record<string, unknown>>
}

export interface FakeIssuer {
  readonly send: Send
  /** What it was asked: `POST /token`. */
  readonly asked: string[]
  /** The parameters of each request for the user's login. */
  readonly wanted: URLSearchParams[]
  lies: Lies
  /** The user has proved who they are: what comes back to the redirect address. */
  answer(url: string, claims: Readonly<Record<string, unknown>>): URLSearchParams
  /** The same as one signed parameter (JARM §2.3), with what is over its own claims and header. */
  signedAnswer(
    plain: URLSearchParams,
    lies?: Pick<Lies, 'claims' | 'header' | 'otherKey' | 'none'>,
  ): Promise<URLSearchParams>
  /** A new key signs from now on. */
  rotate(): void
}

interface Key {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

const newKey = (): Key => ({ kid: randomUUID(), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) })

/** Making one takes a tenth of a second: the first key and the unpublished one are every issuer's. */
const [usual, other] = [newKey(), newKey()]

interface Grant {
  readonly wanted: URLSearchParams
  readonly claims: Readonly<Record<string, unknown>>
}

export function fakeIssuer(clock: Clock, first: Lies = {}, issuer = address): FakeIssuer {
  let key = usual
  const pushed = new Map<string, URLSearchParams>()
  const grants = new Map<string, Grant>()
  const fake: FakeIssuer = {
    asked: [],
    wanted: [],
    lies: first,
    rotate: () => void (key = newKey()),
    answer(url, claims) {
      const { searchParams } = new URL(url)
      const wanted = pushed.get(searchParams.get('request_uri') ?? '') ?? searchParams
      fake.wanted.push(wanted)
      const code = randomUUID()
      grants.set(code, { wanted, claims })
      return new URLSearchParams({ code, state: wanted.get('state') ?? '', iss: issuer })
    },
    async signedAnswer(plain, lies = {}) {
      const now = Math.floor(clock.now() / 1000)
      const told = { ...Object.fromEntries(plain), iss: issuer, aud: clientId, exp: now + 60, ...lies.claims }
      return new URLSearchParams({ response: await signed(told, lies) })
    },
    async send(url, { method = 'GET', body }) {
      const { pathname } = new URL(url)
      fake.asked.push(`${method} ${pathname}`)
      const sent = new URLSearchParams(body)
      const name = names[pathname]
      const instead = name === undefined ? undefined : fake.lies.instead?.[name]
      if (instead !== undefined) return instead()
      switch (name) {
        case 'discovery':
          return Response.json({ ...metadataOf(issuer), ...fake.lies.metadata })
        case 'jwks':
          return Response.json({
            keys: (fake.lies.twoKeys === true ? [other, key] : [key]).map(({ kid, publicKey }) => ({
              ...publicKey.export({ format: 'jwk' }),
              kid,
              alg: 'RS256',
              use: 'sig',
            })),
          })
        case 'par': {
          const uri = `urn:ietf:params:oauth:request_uri:${randomUUID()}`
          pushed.set(uri, sent)
          return Response.json({ request_uri: uri, expires_in: 60 }, { status: 201 })
        }
        case 'token':
          return token(sent)
        case 'userinfo':
          return Response.json(fake.lies.userinfo ?? { sub: 'subject' })
        default:
          return new Response('nothing here', { status: 404 })
      }
    },
  }

  async function token(sent: URLSearchParams): Promise<Response> {
    const code = sent.get('code') ?? ''
    const grant = grants.get(code)
    grants.delete(code)
    const challenge = createHash('sha256')
      .update(sent.get('code_verifier') ?? '')
      .digest('base64url')
    if (grant === undefined || challenge !== grant.wanted.get('code_challenge'))
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    return Response.json({
      access_token: randomUUID(),
      token_type: 'Bearer',
      expires_in: 60,
      id_token: await idToken(grant),
    })
  }

  async function idToken({ wanted, claims }: Grant): Promise<string> {
    const now = Math.floor(clock.now() / 1000)
    const { lies } = fake
    const told = {
      iss: issuer,
      aud: clientId,
      sub: 'subject',
      nonce: wanted.get('nonce'),
      iat: now,
      exp: now + 60,
      auth_time: now,
      ...claims,
      ...lies.claims,
    }
    return lies.encrypted === true ? `${part({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })}.a.b.c.d` : signed(told, lies)
  }

  async function signed(told: object, lies: Lies): Promise<string> {
    const header = { alg: lies.hs256 === undefined ? 'RS256' : 'HS256', kid: key.kid, ...lies.header }
    if (lies.none === true) return `${part({ ...header, alg: 'none' })}.${part(told)}.`
    const signing = lies.otherKey === true ? other.privateKey : key.privateKey
    const pem = signing.export({ format: 'pem', type: 'pkcs8' }) as string
    const secret = lies.hs256 === undefined ? await importPKCS8(pem, header.alg) : Buffer.from(lies.hs256)
    const token = await new SignJWT({ ...told }).setProtectedHeader(header).sign(secret)
    return lies.badSignature === true ? flipped(token) : token
  }
  return fake
}

/** One bit of the signature's middle. */
function flipped(token: string): string {
  const at = token.lastIndexOf('.') + 20
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const names: Readonly<Record<string, 'discovery' | 'token' | 'jwks' | 'par' | 'userinfo'>> = {
  '/.well-known/openid-configuration': 'discovery',
  '/jwks': 'jwks',
  '/par': 'par',
  '/token': 'token',
  '/userinfo': 'userinfo',
}

const metadataOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  userinfo_endpoint: `${issuer}/userinfo`,
  pushed_authorization_request_endpoint: `${issuer}/par`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256', 'ES256', 'none'],
  authorization_response_iss_parameter_supported: true,
})
