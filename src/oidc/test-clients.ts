/** For tests: clients of every kind, and their keys. */
import { generateKeyPairSync } from 'node:crypto'
import { sha256 } from '#base/secrets.ts'
import type { DetailTypes } from '#oidc/authorization-details.ts'
import { bareClient } from '#oidc/bare-client.ts'
import type { Client } from '#oidc/client.ts'
import type { ScopeRules } from '#oidc/ports.ts'

export const issuer = 'https://login.example.no'
export const callback = 'https://service.example.no/callback'
export const start = Date.UTC(2026, 10, 21, 12)
export const verifier = 'xyo94uhy3zKvgB0NJwLms86SwcjtWviEOpkBnGgaLlo'
export const challenge = 'b7elB7ZyxIXgFyvBznKvxl7wOB-H17Pz0a3B62NIMFI'
export const secret = 'a secret with : % + and ø'

/** The key of the client `jwt`. */
export const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const otherPair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const house = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const houseRsa = generateKeyPairSync('rsa', { modulusLength: 2048 })

export const testClient = (id: string, over: Partial<Client> = {}): Client => ({
  ...bareClient,
  id,
  authMethod: 'client_secret_post',
  secretHash: sha256(secret),
  redirectUris: [callback],
  postLogoutRedirectUris: ['https://service.example.no/bye'],
  floor: 'substantial',
  ...over,
})

export const clients: Readonly<Record<string, Client>> = Object.fromEntries(
  [
    testClient('post'),
    testClient('other'),
    testClient('basic', { authMethod: 'client_secret_basic' }),
    testClient('jwt', {
      authMethod: 'private_key_jwt',
      secretHash: undefined,
      keys: [{ kid: 'k1', algorithm: 'ES256', key: pair.publicKey }],
      scopes: ['openid', 'profile', 'acme:things'],
      frontchannelLogoutSessionRequired: true,
      idTokenAlgorithm: 'RS256',
    }),
    testClient('spa', { applicationType: 'browser', authMethod: 'none', secretHash: undefined }),
    testClient('app', {
      applicationType: 'native',
      authMethod: 'none',
      secretHash: undefined,
      redirectUris: ['http://127.0.0.1:0/cb', 'no.example.app:/cb'],
    }),
    testClient('rich', {
      scopes: ['openid', 'profile', 'acme:things'],
      authorizationDetailsTypes: ['acme:pay', 'acme:gone'],
      onBehalfOf: [{ value: 'customer', name: 'A customer', orgNumber: '974761076' }],
    }),
    testClient('old', { pkceRequired: false }),
    testClient('expired', { secretExpires: start - 1 }),
    testClient('machine', {
      grantTypes: ['client_credentials'],
      redirectUris: [],
      scopes: ['openid', 'acme:things', 'acme:more'],
      accessTokenLifetime: 300,
    }),
    testClient('high', { floor: 'high', localeAlways: true }),
  ].map((client) => [client.id, client]),
)

export const testScope = (name: string, over: Partial<ScopeRules> = {}): ScopeRules => ({
  name,
  ownerOrgNumber: '991825827',
  description: { nb: name, nn: name, se: name, en: name },
  opaque: false,
  accessTokenAtMost: 0,
  authorizationAtMost: 0,
  consent: false,
  freshLogin: false,
  pseudonymous: false,
  forAll: false,
  introspectedBy: undefined,
  ...over,
})

/** `acme:pay` wants an amount. */
export const testDetails: DetailTypes = {
  find: (type) =>
    type === 'acme:pay'
      ? {
          consent: true,
          fault: ({ amount }) => (typeof amount === 'number' ? undefined : 'lacks amount'),
          describe: () => ({ text: { nb: 'Betal', nn: 'Betal', se: 'Máksit', en: 'Pay' }, lines: [] }),
        }
      : undefined,
  names: () => ['acme:pay'],
}

export const testScopes: ReadonlyMap<string, ScopeRules> = new Map(
  [testScope('acme:things')].map((scope) => [scope.name, scope]),
)
