/** The services of the race. Each has a secret of its own, so that one client's code in another's hands is a real crossing. */
import { generateKeyPairSync } from 'node:crypto'

export const issuer = 'http://localhost:8700'

export interface RaceService {
  readonly id: string
  readonly secret: string
  readonly callback: string
  /** Single sign-on with itself alone. */
  readonly isolated: boolean
  readonly floor: 'substantial' | 'high'
  readonly eids: readonly string[] | undefined
}

const service = (id: string, changed: Partial<RaceService> = {}): RaceService => ({
  id,
  secret: `the-secret-of-${id}-is-longer-than-thirty-two-characters`,
  callback: `https://${id}.example.no/callback`,
  isolated: false,
  floor: 'substantial',
  eids: undefined,
  ...changed,
})

/** Everybody in one browser at the same time: each of these has a session of its own. */
export const isolated = ['alone-1', 'alone-2', 'alone-3'].map((id) => service(id, { isolated: true }))
/** Share the browser's session. */
export const shared = ['shared-1', 'shared-2', 'shared-3'].map((id) => service(id))
export const strong = service('strong', { floor: 'high' })
export const onlyMinid = service('only-minid', { eids: ['minid'] })
/** Told of logouts straight, too. */
export const told = ['told-1', 'told-2'].map((id) => service(id))
/** Asks for something that its user must agree to. */
export const asking = service('asking')
export const askedScope = 'race:papers'
/** Its access tokens go by reference. */
export const quietScope = 'race:quiet'
/** Says who it is by assertions, and proves to hold a key. */
export const signing = service('signing')
export const signingKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
/** Uses the REST door. */
export const server = service('server')
const services = [...isolated, ...shared, strong, onlyMinid, asking, ...told, signing]

/** What gateways must know of this process: they may be processes of their own. */
export interface Ends {
  /** Where the services hear of logouts. */
  readonly told: string
  readonly signingKey: Readonly<Record<string, unknown>>
}

export const endsOf = (listening: string): Ends => ({
  told: listening,
  signingKey: { ...signingKey.publicKey.export({ format: 'jwk' }), kid: 'signing-1', alg: 'ES256', use: 'sig' },
})

const apart = (id: string, ends: Ends): object => {
  if (id === signing.id)
    return {
      token_endpoint_auth_method: 'private_key_jwt',
      client_secret: undefined,
      jwks: { keys: [ends.signingKey] },
    }
  if (isolated.some((one) => one.id === id)) return { scopes: ['openid', 'profile', quietScope] }
  if (id === asking.id) return { scopes: ['openid', 'profile', askedScope] }
  const tells = told.find((one) => one.id === id)
  if (tells === undefined) return {}
  // A service is told where one of its redirect addresses is.
  return { backchannel_logout_uri: `${ends.told}/${id}`, redirect_uris: [tells.callback, `${ends.told}/callback`] }
}

/** As in the file that declares services. All are told of logouts by a frame, so that every ID token tells its session. */
export const ownersFor = (ends: Ends): readonly unknown[] => [
  {
    org_number: '991825827',
    name: 'Prøveetaten',
    scopes: [
      { name: askedScope, description: 'Papirene dine', requires_user_consent: true },
      { name: quietScope, description: 'Det stille', token_type: 'OPAQUE' },
    ],
    services: [...services.map((one) => entry(one, ends)), restEntry],
  },
]

const entry = ({ id, secret, callback, floor, eids, isolated: alone }: RaceService, ends: Ends): object => ({
  client_id: id,
  client_name: `Tjenesten ${id}`,
  client_uri: `https://${id}.example.no/`,
  application_type: 'web',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [callback, `${callback}/other`],
  post_logout_redirect_uris: [`https://${id}.example.no/logged-out`],
  frontchannel_logout_uri: `https://${id}.example.no/frontchannel`,
  frontchannel_logout_session_required: true,
  id_token_signed_response_alg: 'ES256',
  minimum_level: floor,
  sso_disabled: alone,
  ...(eids === undefined ? {} : { eids }),
  ...apart(id, ends),
})

export const restCallback = (end: string): string => `https://${server.id}.example.no/${end}`

const restEntry = {
  client_id: server.id,
  client_name: 'Tjeneren',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: server.secret,
  grant_types: ['client_credentials'],
  scopes: ['signicat-api'],
  rest_callback_uris: ['success', 'abort', 'error'].map(restCallback),
  minimum_level: 'substantial',
}
