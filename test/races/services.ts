/** The services of the race. Each has a secret of its own, so that one client's code in another's hands is a real crossing. */

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
const services = [...isolated, ...shared, strong, onlyMinid]

/** As in the file that declares services. All are told of logouts by a frame, so that every ID token tells its session. */
export const owners: readonly unknown[] = [
  {
    org_number: '991825827',
    name: 'Prøveetaten',
    services: services.map(({ id, secret, callback, floor, eids, isolated: alone }) => ({
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
    })),
  },
]
