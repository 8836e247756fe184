/** For tests: a provider with scopes of every kind, the API that may ask about them, and clients that use them. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { compactDecrypt } from 'jose'
import { CompiledQuery } from 'kysely'
import type { Client } from '#oidc/client.ts'
import type { ScopeRules } from '#oidc/ports.ts'
import { testClient, testScope } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import { body, codeFor, exchange, type Fields, post } from '#oidc/test-requests.ts'

/** What is encrypted for a client of the tests is read with these. */
export const readers = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
}
const encryptionKeys: Client['encryptionKeys'] = [
  { kid: 'enc-rsa', algorithm: undefined, key: readers.rsa.publicKey },
  { kid: 'enc-ec', algorithm: undefined, key: readers.ec.publicKey },
]

const asked = { introspectedBy: 'api' }
const scopes: ReadonlyMap<string, ScopeRules> = new Map(
  [
    testScope('acme:things', asked),
    testScope('acme:opaque', { ...asked, opaque: true }),
    testScope('acme:pseudonymous', { ...asked, pseudonymous: true }),
    testScope('acme:secret', { ...asked, opaque: true, pseudonymous: true }),
    testScope('acme:short', { ...asked, accessTokenAtMost: 40 }),
    testScope('acme:fresh', { freshLogin: true }),
    testScope('acme:open', { forAll: true }),
    testScope('acme:unasked'),
  ].map((scope) => [scope.name, scope]),
)
const all = ['openid', 'profile', ...[...scopes.keys()].filter((name) => name !== 'acme:open')]
const introspects = ['openid', 'idporten:token.introspection']

const clients: readonly Client[] = [
  testClient('post', { scopes: all }),
  testClient('plain', { scopes: all, profile: 'plain', grantTypes: ['authorization_code', 'refresh_token'] }),
  testClient('other', { scopes: all, profile: 'plain' }),
  testClient('spa', { applicationType: 'browser', authMethod: 'none', secretHash: undefined, scopes: introspects }),
  testClient('machine', { grantTypes: ['client_credentials'], scopes: all }),
  testClient('api', { scopes: introspects }),
  testClient('api-es', { scopes: introspects, introspectionAlgorithm: 'ES256' }),
  testClient('other-api', { scopes: introspects }),
  testClient('unscoped-api', { scopes: ['openid'] }),
  testClient('signed', { userinfoAlgorithm: 'PS256' }),
  testClient('sealed', { encryptionKeys, userinfoEncryption: { alg: 'ECDH-ES', enc: 'A256GCM' } }),
  testClient('nested', {
    encryptionKeys,
    userinfoAlgorithm: 'ES256',
    userinfoEncryption: { alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256' },
    idTokenEncryption: { alg: 'ECDH-ES+A128KW', enc: 'A128GCM' },
  }),
  testClient('keyless', {
    encryptionKeys: encryptionKeys.filter(({ kid }) => kid === 'enc-ec'),
    idTokenEncryption: { alg: 'RSA-OAEP', enc: 'A128GCM' },
  }),
  testClient('keyless-userinfo', { userinfoEncryption: { alg: 'RSA-OAEP', enc: 'A128GCM' } }),
]

export interface Apis extends TestProvider {
  /** Switched off: unknown from now on. */
  readonly off: Set<string>
  /** Who may ask about the scope from now on. */
  ask(scope: string, clientId: string): void
}

export async function testApis(): Promise<Apis> {
  const off = new Set<string>()
  const moved = new Map<string, ScopeRules>(scopes)
  const p = await testProvider({
    scopes: { find: (name) => moved.get(name) },
    clients: {
      find: (id) => (off.has(id) ? undefined : clients.find((client) => client.id === id)),
      active: () => ({ must: 'client-inactive', query: CompiledQuery.raw('select 1', []) }),
    },
  })
  return {
    ...p,
    off,
    ask: (scope, introspectedBy) => void moved.set(scope, { ...testScope(scope), ...moved.get(scope), introspectedBy }),
  }
}

/** The answer of the token endpoint to a login at the client. */
export async function granted(p: TestProvider, clientId: string, over: Fields = {}): Promise<Record<string, unknown>> {
  return body(await post(p, '/token', exchange(await codeFor(p, clientId, over), { client_id: clientId })))
}

export async function decrypted(
  jwe: string,
  key: KeyObject,
): Promise<{ readonly header: object; readonly text: string }> {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, key)
  return { header: protectedHeader, text: Buffer.from(plaintext).toString() }
}
