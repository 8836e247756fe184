/** An owner with an API, the services that use it, and a resource server that the API could be: it knows the gateway's metadata and a JOSE library, nothing else. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { compactDecrypt, createLocalJWKSet, importPKCS8, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { jweAlgorithms, jweEncryptions } from '#keys/jwe.ts'
import { signingAlgorithms } from '#keys/keys.ts'
import { secret, small } from '../services.ts'
import { type Fields, type Reply, send } from '../wire.ts'
import { issuer, type World } from '../world.ts'

/** The address that the API is known by. */
export const resource = 'https://api.example.no/'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const privateKeyOf = (alg: string): KeyObject => (alg.startsWith('RSA') ? rsa : ec).privateKey
/** What an owner registers so that something can be encrypted for it. */
export const encryptionJwks = {
  keys: [
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'enc-rsa', use: 'enc' },
    { ...ec.publicKey.export({ format: 'jwk' }), kid: 'enc-ec', use: 'enc' },
  ],
}

/** The private key as an outside client wants it. */
export const reader = (alg: string): Promise<CryptoKey> =>
  importPKCS8(privateKeyOf(alg).export({ format: 'pem', type: 'pkcs8' }).toString(), alg)

/** What the service can read with its private key. */
export async function decrypted(jwe: string, alg: string, key = privateKeyOf(alg)) {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, key)
  return { header: protectedHeader, text: Buffer.from(plaintext).toString() }
}

const scope = (name: string, over: object = {}): object => ({
  name: `register:${name}`,
  description: `Registeret, ${name}`,
  enforced_aud_for_introspection: 'register',
  ...over,
})
const scopes: readonly object[] = [
  scope('read'),
  scope('opaque', { token_type: 'OPAQUE' }),
  scope('pseudonymous', { requires_pseudonymous_tokens: true }),
  scope('short', { at_max_age: 45 }),
  scope('fresh', { requires_user_authentication: true }),
  scope('open', { accessible_for_all: true }),
  scope('unasked', { enforced_aud_for_introspection: undefined }),
]
const registered = [
  'openid',
  'profile',
  ...['read', 'opaque', 'pseudonymous', 'short', 'fresh', 'unasked'].map((n) => `register:${n}`),
]

/** An API: it logs nobody in, it only asks. */
const api = (client_id: string, over: object = {}): object =>
  small(client_id, {
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scopes: ['idporten:token.introspection'],
    ...over,
  })

/** A service for what it registered. Hosts are written in small letters, and its name is one. */
export const named = (kind: 'register' | 'userinfo' | 'reads', what: string): string =>
  `${kind}-${what.replace('+', '.').toLowerCase()}`

export const apiOwner = {
  org_number: '889640782',
  name: 'Registeretaten',
  scopes,
  services: [
    small('portal', { scopes: registered }),
    small('standard', { scopes: registered, profile: 'plain' }),
    api('register'),
    api('elsewhere'),
    api('unscoped', { scopes: ['register:read'] }),
    ...signingAlgorithms.map((alg) => api(named('register', alg), { introspection_signed_response_alg: alg })),
    ...signingAlgorithms.map((alg) => small(named('userinfo', alg), { userinfo_signed_response_alg: alg })),
    ...jweAlgorithms.map((alg) =>
      small(named('reads', alg), {
        jwks: encryptionJwks,
        id_token_encrypted_response_alg: alg,
        authorization_encrypted_response_alg: alg,
        userinfo_encrypted_response_alg: alg,
        userinfo_signed_response_alg: 'ES256',
      }),
    ),
    ...jweEncryptions.map((enc) =>
      small(named('reads', enc), {
        jwks: encryptionJwks,
        id_token_encrypted_response_alg: 'ECDH-ES',
        id_token_encrypted_response_enc: enc,
        authorization_encrypted_response_alg: 'ECDH-ES',
        authorization_encrypted_response_enc: enc,
        userinfo_encrypted_response_alg: 'ECDH-ES',
        userinfo_encrypted_response_enc: enc,
      }),
    ),
  ],
}

export const introspect = (
  world: World,
  caller: string,
  token: string,
  headers: Record<string, string> = {},
  over: Fields = {},
): Promise<Reply> =>
  send(
    world,
    '/token/introspect',
    { token, ...over },
    { authorization: `Basic ${Buffer.from(`${caller}:${secret}`).toString('base64')}`, ...headers },
  )

/** What the API makes of a request. It reads tokens of RFC 9068 itself, and asks about those it cannot read. */
export interface ResourceServer {
  answer(request: Request): Promise<Response>
}

export async function resourceServer(world: World): Promise<ResourceServer> {
  const config = await oidc.discovery(
    new URL(issuer),
    'register',
    { client_secret: secret },
    oidc.ClientSecretBasic(secret),
    {
      execute: [oidc.allowInsecureRequests],
      [oidc.customFetch]: (url, init) => world.fetch(url, init as RequestInit),
    },
  )
  const { jwks_uri: jwks = '' } = config.serverMetadata()
  const keys = createLocalJWKSet((await (await world.fetch(jwks)).json()) as JSONWebKeySet)
  const read = (token: string): Promise<JWTPayload> =>
    jwtVerify(token, keys, {
      issuer,
      audience: resource,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'jti'],
      currentDate: new Date(world.clock.now()),
    }).then(({ payload }) => payload)
  const claims = async (
    token: string,
  ): Promise<{ readonly scope?: unknown; readonly sub?: unknown; readonly pid?: unknown } | undefined> => {
    if (token.split('.').length === 3) return read(token).catch(() => undefined)
    const told = await oidc.tokenIntrospection(config, token)
    return told.active ? told : undefined
  }
  return {
    async answer(request) {
      const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
      const says = token === undefined ? undefined : await claims(token)
      if (says === undefined) return new Response(null, { status: 401 })
      if (
        !String(says.scope)
          .split(' ')
          .some((one) => one.startsWith('register:'))
      )
        return new Response(null, { status: 403 })
      return Response.json({ sub: says.sub, pid: says.pid })
    },
  }
}

export const called = (server: ResourceServer, token: string): Promise<Response> =>
  server.answer(new Request(resource, { headers: { authorization: `Bearer ${token}` } }))
