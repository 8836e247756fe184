/** The services of the tests: one of each kind, registered as a service owner would. */
import { generateKeyPairSync } from 'node:crypto'

export const taxKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwk = (key: typeof taxKey): Record<string, unknown> => ({
  ...key.publicKey.export({ format: 'jwk' }),
  kid: 'tax-1',
  alg: 'ES256',
  use: 'sig',
})

export const secret = 'a-secret-of-more-than-thirty-two-characters'
export const callback = (service: string): string => `https://${service}.example.no/callback`

const web = (client_id: string, changed: Record<string, unknown> = {}): Record<string, unknown> => ({
  client_id,
  client_name: {
    nb: `Tjenesten ${client_id}`,
    nn: `Tenesta ${client_id}`,
    se: `Bálvalus ${client_id}`,
    en: `The ${client_id} service`,
  },
  client_uri: `https://${client_id}.example.no/`,
  application_type: 'web',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(client_id)],
  post_logout_redirect_uris: [`https://${client_id}.example.no/logged-out`],
  minimum_level: 'substantial',
  ...changed,
})

/** A client as small as may be, for the owners of single tests. */
export const small = (client_id: string, over: object = {}): object => ({
  client_id,
  client_name: `Tjenesten ${client_id}`,
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(client_id)],
  minimum_level: 'low',
  ...over,
})

const again = { grant_types: ['authorization_code', 'refresh_token'] }

/** tax: substantial, private_key_jwt. health: high, a secret. library: low. only-minid: narrowed. spa: public. told: hears of logouts. alone: isolated. again…: refresh tokens. */
export const owners: readonly unknown[] = [
  {
    org_number: '991825827',
    name: 'Prøveetaten',
    scopes: [{ name: 'prove:ting', description: 'Tingene dine', authorization_max_lifetime: 3600 }],
    services: [
      web('tax', {
        token_endpoint_auth_method: 'private_key_jwt',
        client_secret: undefined,
        jwks: { keys: [jwk(taxKey)] },
      }),
      web('health', { minimum_level: 'high' }),
      web('library', { minimum_level: 'low', token_endpoint_auth_method: 'client_secret_post' }),
      web('only-minid', { eids: ['minid'] }),
      web('spa', { application_type: 'browser', token_endpoint_auth_method: 'none', client_secret: undefined }),
      web('told', {
        frontchannel_logout_uri: 'https://told.example.no/frontchannel',
        frontchannel_logout_session_required: true,
        id_token_signed_response_alg: 'ES256',
        scopes: ['openid', 'profile', 'nin'],
      }),
      web('alone', { sso_disabled: true }),
      web('apart', { sso_disabled: true }),
      web('old', { code_challenge_method: 'none' }),
      web('again', { ...again, scopes: ['openid', 'profile', 'prove:ting'] }),
      web('again-long', { ...again, refresh_token_lifetime: 604_800, authorization_lifetime: 604_800 }),
      web('again-reuse', { ...again, refresh_token_usage: 'REUSE' }),
      web('again-app', {
        ...again,
        application_type: 'browser',
        token_endpoint_auth_method: 'none',
        client_secret: undefined,
        refresh_token_usage: 'REUSE',
      }),
    ],
  },
]
