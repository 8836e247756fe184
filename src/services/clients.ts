/** The registered services as the rest of the house asks for them: from memory, refreshed in the background. */
import type { Database, Step } from '#db/db.ts'
import type { Text } from '#i18n/text.ts'
import type { Level } from '#login/levels.ts'
import { nationalGroup, organisationGroup } from '#login/method.ts'
import type { Log } from '#observe/log.ts'
import type { DetailType, DetailTypes } from '#oidc/authorization-details.ts'
import type { Client, ClientKeySet } from '#oidc/client.ts'
import { isForEncryption, readClientEncryptionKey, readClientKey } from '#oidc/client-jwk.ts'
import type { Clients, HandingOn, ScopeRules, Scopes } from '#oidc/ports.ts'
import { profileOf } from '#oidc/profiles.ts'
import { detailTypesOf, protocolOf, scopesOf } from '#services/protocol.ts'
import type { WrittenJwk } from '#services/shape.ts'
import { type Ending, endingOf } from '#services/ending.ts'
import { handedOn, isServed, scopesForOthers, standingScopes } from '#services/standing.ts'
import { type KeptService, type Registered, serviceStore } from '#services/store.ts'

/** A service as the login's pages speak of it. */
export interface Service {
  readonly name: Text
  /** Its home page. */
  readonly home: string | undefined
  readonly ownerName: Text
  /** The eID methods it takes, if it narrowed the list. */
  readonly eids: readonly string[] | undefined
  /** Whom it takes, by their trust groups. */
  readonly groups: readonly string[]
  readonly floor: Level
  readonly frontchannelLogoutUri: string | undefined
  readonly frontchannelLogoutSessionRequired: boolean
  readonly backchannelLogoutUri: string | undefined
  readonly asksBeforeLogout: boolean
  /** Where sessions of the REST API may send their users. */
  readonly restCallbackUris: readonly string[]
}

export interface Services extends Clients {
  readonly service: (clientId: string) => Service | undefined
  /** Those that are known and switched on. */
  readonly ids: () => readonly string[]
  /** A scope that some owner's API has declared. */
  readonly scope: (name: string) => ScopeRules | undefined
  readonly handedOn: (one: HandingOn) => ReturnType<NonNullable<Scopes['handedOn']>>
  /** Types of authorization details that owners declared. */
  readonly details: DetailTypes
  /** What services must renew soon. */
  readonly ending: (now: number) => readonly Ending[]
  /** Reads the tables again when somebody changed them. */
  refresh(): Promise<void>
  close(): void
}

export interface ServicesDeps {
  readonly database: Database
  readonly log: Log
  /** Milliseconds between two looks at whether anything changed. 0: never by itself (tests). */
  readonly every?: number
}

const lookEvery = 1000

interface Entry {
  readonly client: Client
  readonly service: Service
}

export async function openServices(deps: ServicesDeps): Promise<Services> {
  const store = serviceStore(deps.database)
  let version = -1
  let entries: ReadonlyMap<string, Entry> = new Map()
  let scopes: ReadonlyMap<string, ScopeRules> = new Map()
  let details: ReadonlyMap<string, DetailType> = new Map()
  let all: Registered | undefined
  const guards = new Map<string, Step>()

  // Several may look at once: what an earlier one read does not take the place of what a later one did.
  const looks = { begun: 0, shown: 0 }

  const refresh = async (): Promise<void> => {
    const mine = ++looks.begun
    if ((await store.version()) === version) return
    const registered = await store.read()
    if (mine < looks.shown) return
    looks.shown = mine
    entries = entriesOf(registered, deps.log)
    scopes = scopesOf(registered)
    details = detailTypesOf(registered)
    all = registered
    version = registered.version
    guards.clear()
  }
  await refresh()
  const every = deps.every ?? lookEvery
  const timer = every === 0 ? undefined : setInterval(() => void look(refresh, deps.log), every).unref()

  return {
    find: (clientId) => entries.get(clientId)?.client,
    service: (clientId) => entries.get(clientId)?.service,
    ids: () => [...entries.keys()],
    ending: (now) => [...entries.values()].flatMap(({ client }) => endingOf(client, now)),
    scope: (name) => scopes.get(name),
    handedOn: (one) => (all === undefined ? 'not-handed-on' : handedOn(all, one)),
    details: { find: (type) => details.get(type), names: () => [...details.keys()] },
    active: (clientId) => {
      const guard = guards.get(clientId) ?? store.active(clientId)
      // Only known ids are kept: anybody may ask for any name.
      if (entries.has(clientId)) guards.set(clientId, guard)
      return guard
    },
    refresh,
    close: () => clearInterval(timer),
  }
}

/** The database may be away for a moment: what is in memory stays good, and the guard in each answer has the last word. */
const look = (refresh: () => Promise<void>, log: Log): Promise<void> =>
  refresh().catch((cause: unknown) => log('warn', 'services could not be read again', { cause }))

function entriesOf(registered: Registered, log: Log): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  const { owners, services } = registered
  for (const [clientId, registration] of services) {
    if (!isServed(registered, registration)) continue
    const { owner } = registration
    const service = {
      ...registration.service,
      scopes: standingScopes(registered, registration),
      scopesForOthers: scopesForOthers(registered, registration),
    }
    const ownerName = owners.get(owner)?.name ?? service.client_name
    entries.set(clientId, { client: clientOf(service, owner, log), service: serviceOf(service, ownerName) })
  }
  return entries
}

/** Scopes as they stand now. */
type Standing = Omit<KeptService, 'scopes'> & {
  readonly scopes: readonly string[]
  readonly scopesForOthers: readonly string[]
}

const clientOf = (s: Standing, owner: string, log: Log): Client => ({
  id: s.client_id,
  applicationType: s.application_type,
  authMethod: s.token_endpoint_auth_method,
  secretHash: s.client_secret_sha256,
  secretExpires: s.client_secret_expires_at === undefined ? undefined : s.client_secret_expires_at * 1000,
  ...keysOf(s, log),
  keyless: s.jwks_uri === undefined && (s.jwks?.keys ?? []).every(isForEncryption),
  redirectUris: s.redirect_uris,
  postLogoutRedirectUris: s.post_logout_redirect_uris,
  frontchannelLogoutUri: s.frontchannel_logout_uri,
  frontchannelLogoutSessionRequired: s.frontchannel_logout_session_required,
  scopes: s.scopes,
  scopesForOthers: s.scopesForOthers,
  pkceRequired: s.code_challenge_method === undefined ? profileOf(s).pkceByDefault : s.code_challenge_method === 'S256',
  idTokenAlgorithm: s.id_token_signed_response_alg,
  accessTokenLifetime: s.access_token_lifetime,
  floor: s.minimum_level,
  ownerOrgNumber: owner,
  ssoDisabled: s.sso_disabled,
  localeAlways: s.locale_always,
  ...protocolOf(s),
})

/** Keys were judged when they were registered; one that is judged otherwise today is left out, not let in. */
function keysOf(s: Standing, log: Log): ClientKeySet {
  const written = s.jwks?.keys ?? []
  const good = <K extends object>(read: (jwk: WrittenJwk) => K | string, encrypts: boolean): readonly K[] =>
    written.flatMap((jwk) => {
      if (isForEncryption(jwk) !== encrypts) return []
      const key = read(jwk)
      if (typeof key !== 'string') return [key]
      log('error', 'a client key is not used', { client: s.client_id, kid: jwk.kid, why: 'refused-at-import' })
      return []
    })
  return { keys: good(readClientKey, false), encryptionKeys: good(readClientEncryptionKey, true) }
}

const serviceOf = (s: Standing, ownerName: Text): Service => ({
  name: s.client_name,
  home: s.client_uri,
  ownerName,
  eids: s.eids,
  groups: s.subjects.map((one) => (one === 'person' ? nationalGroup : organisationGroup)),
  floor: s.minimum_level,
  frontchannelLogoutUri: s.frontchannel_logout_uri,
  frontchannelLogoutSessionRequired: s.frontchannel_logout_session_required,
  backchannelLogoutUri: s.backchannel_logout_uri,
  asksBeforeLogout: profileOf(s).logout === 'asked',
  restCallbackUris: s.rest_callback_uris,
})
