/** The composition root: builds and mounts every part, as one readable list. */
import { Hono } from 'hono'
import type { Clock } from '#base/clock.ts'
import { NationalId } from '#base/national-id.ts'
import type { Config } from '#config/table.ts'
import { certificatesTaken } from '#certificates.ts'
import type { Every } from '#background.ts'
import type { Audit } from '#audit/audit.ts'
import { readOwn } from '#audit/read.ts'
import type { Database } from '#db/db.ts'
import type { Hot } from '#hot/hot.ts'
import { answerThrown, type Log, type RefusalView } from '#http/answer.ts'
import type { CertificateDoor } from '#http/client-certificate.ts'
import type { CookieRules } from '#http/cookies.ts'
import { house } from '#http/guards.ts'
import type { HouseEnv, Request, Routes } from '#http/routes.ts'
import { mountConsoleOf } from '#console-parts.ts'
import { mountHelpDeskOf } from '#helpdesk-parts.ts'
import { type HouseDoor, openHouseDoor } from '#house-door/house-door.ts'
import { humanScript } from '#human/script.ts'
import { Refusal } from '#http/trouble.ts'
import type { SigningKeys, Vault } from '#keys/keys.ts'
import type { Letters } from '#letters/letters.ts'
import type { Outbox } from '#messages/outbox.ts'
import { openAttempts } from '#login/attempts.ts'
import { languageOf } from '#login/language.ts'
import { acrName, acrValues, isLevel, rank, readAcr, type Vocabulary } from '#login/levels.ts'
import { openDoors } from '#login/doors.ts'
import { settleLeft } from '#login/end.ts'
import { methodHouse } from '#login/house.ts'
import type { AnswerDoor, Login, Wanted } from '#login/login.ts'
import { logout } from '#login/logout.ts'
import { type Method, nationalGroup } from '#login/method.ts'
import { offers } from '#login/offer.ts'
import { formPostPage } from '#login/pages/form-post.ts'
import { toAppPage } from '#login/pages/to-app.ts'
import { mountStaticPages } from '#login/pages/routes.ts'
import { mountLogin } from '#login/routes.ts'
import { askOf } from '#login/service-request.ts'
import { openSessions } from '#login/session.ts'
import { startLogin } from '#login/start.ts'
import { openLoginStore } from '#login/store.ts'
import type { Switches } from '#login/switches/switches.ts'
import type { Tally } from '#login/switches/tally.ts'
import { wayBackTo } from '#login/way.ts'
import type { Metrics } from '#observe/metrics.ts'
import { type ClientKeys, openClientKeys } from '#oidc/client-keys.ts'
import { paths as oidcPaths } from '#oidc/deps.ts'
import type { BackChannel } from '#oidc/logout/back-channel.ts'
import type { DetailTypes } from '#oidc/authorization-details.ts'
import {
  type AcrNames,
  type AuthorizationRequest,
  type Eids,
  type LoginPort,
  type Scopes,
  type Subjects,
} from '#oidc/ports.ts'
import { mountMyPage } from '#mypage/mypage.ts'
import { mountOidc, type OidcParts } from '#oidc/routes.ts'
import type { Persons } from '#persons/persons.ts'
import type { Services } from '#services/clients.ts'
import { passkeyScript } from '#methods/minid/second/passkey-script.ts'
import { registrationPath } from '#registration/dynamic.ts'
import { mountRegistration, type RegistrationParts } from '#registration/routes.ts'
import { mountRest, type RestDeps, type RestParts } from '#rest/routes.ts'
import type { Nin } from '#rest/shape.ts'
import type { Staff } from '#staff/staff.ts'
import { mountAssets } from '#ui/assets.ts'
import type { Html } from '#ui/html.ts'
import { refusalPage } from '#ui/refusal-page.ts'

/** Everything an app is made of, opened already. */
export interface Parts {
  readonly config: Config
  readonly clock: Clock
  readonly database: Database
  readonly hot: Hot
  readonly vault: Vault
  readonly keys: SigningKeys
  readonly audit: Audit
  readonly persons: Persons
  readonly letters: Letters
  readonly outbox: Outbox
  /** Undefined: nobody works here, and there are no pages for them. */
  readonly staff: Staff | undefined
  readonly services: Services
  readonly methods: readonly Method[]
  readonly switches: Switches
  readonly tally: Tally
  readonly backChannel: BackChannel
  /** Absent: clients' certificates are not taken here. */
  readonly certificates?: CertificateDoor | undefined
  readonly log: Log
  readonly metrics: Metrics
  readonly wait: (milliseconds: number) => Promise<void>
  /** The twin's own pages. */
  readonly sandbox?: (routes: Routes, gateway: Gateway) => (c: Request, view: RefusalView) => Html | undefined
  /** For what the parts do now and then. Absent: nothing is done by itself (tests). */
  readonly every?: Every
  /** Health, metrics: what the process adds. */
  readonly operations?: (routes: Routes) => void
}

/** What the sandbox's explanations look at. */
export interface Gateway {
  readonly issuer: string
  readonly clock: Clock
  readonly clients: Services
  readonly clientIds: () => readonly string[]
  readonly scopes: Scopes
  readonly details: DetailTypes
  readonly keys: SigningKeys
  readonly acr: AcrNames
  readonly eids: Eids
  /** For pages of the twin's own that people log in to. */
  readonly houseDoor: HouseDoor
}

const gatewayOf = ({ config, clock, services, keys, methods }: Parts, houseDoor: HouseDoor): Gateway => ({
  houseDoor,
  issuer: config.issuer,
  clock,
  clients: services,
  clientIds: services.ids,
  details: services.details,
  scopes: { find: services.scope },
  keys,
  acr: acrNames,
  eids: eidsOf({ services, methods }),
})

/** Milliseconds. A grant's row is needed for minutes. */
const sweepEvery = 300_000
/** What a process that died left untold: long enough to cost nothing, short enough for those who wait to be told. */
const settleEvery = 10_000
/** How many logins each eID answers is written down so often. */
const tallyEvery = 60_000
/** What people wait for on a day and at a time that they were told. */
const dueEvery = 15_000

export type App = Hono<HouseEnv>

export function createApp(parts: Parts): App {
  const { config, log } = parts
  const routes: Routes = new Hono<HouseEnv>()
  const cookies = cookieRules(config.issuer)
  const help = { phone: config.helpPhone, url: config.helpUrl }

  const sandbox: { developers?: ReturnType<NonNullable<Parts['sandbox']>> } = {}
  const answering = {
    log,
    refusalPage: (c: Request, view: RefusalView) => refusalPage(c, view, sandbox.developers?.(c, view)),
  }
  routes.onError((error, c) => answerThrown(error, c, answering))
  routes.notFound((c) => answerThrown(new Refusal('IN-07'), c, answering))
  parts.operations?.(routes)
  routes.use(parts.metrics.middleware)
  const direct = config.entry === 'twin' && config.dangerousTwinPublicOrigin === undefined
  const { certificates } = parts
  routes.use(house({ hosts: [new URL(config.issuer).host, ...config.hosts], cookies, direct, help, certificates }))

  mountAssets(routes, [humanScript, passkeyScript])
  mountStaticPages(routes, { cookies, help: { phone: config.helpPhone, url: config.helpUrl } })
  const houseDoor = mountGateway(routes, parts, cookies)
  mountHelpDeskOf(routes, parts, houseDoor)
  mountConsoleOf(routes, parts, houseDoor)
  if (parts.sandbox !== undefined) sandbox.developers = parts.sandbox(routes, gatewayOf(parts, houseDoor))
  return routes
}

/** The provider and the login know each other by ports alone; here they meet. */
function mountGateway(routes: Routes, parts: Parts, cookies: CookieRules): HouseDoor {
  const { config, clock, hot, database, keys, audit, services, metrics, persons } = parts
  const port: LoginPort = {
    start: (c, request) => {
      const client = services.find(request.clientId)
      const rules = {
        eids: services.service(request.clientId)?.eids,
        isolated: client?.ssoDisabled ?? false,
        consent: oidc.consent(request) !== undefined,
        shownName: client?.onBehalfOf.find(({ value }) => value === request.onBehalfOf)?.name,
      }
      return startLogin(login, c, askOf(request, rules, clock.now()), { door: 'oidc', asked: request })
    },
    sessionLive: (sid) => [store.sessionLive(sid)],
    logout: (c, request) => logout(login, c, request),
  }
  const store = openLoginStore(database)
  const oidc = mountOidc(routes, {
    issuer: config.issuer,
    clock,
    hot,
    database,
    keys,
    vault: parts.vault,
    audit,
    clients: services,
    clientKeys: clientKeysOf(parts),
    certificates: parts.certificates,
    scopes: { find: services.scope },
    details: services.details,
    acr: acrNames,
    eids: eidsOf(parts),
    login: port,
    subjects: subjects(parts),
    registrationEndpoint: opensRegistration(parts) ? addressOf(config.issuer, registrationPath) : undefined,
    count: metrics.count,
    formPost: formPostPage,
    appPage: (c, { clientId, location }) => toAppPage(c, { service: services.service(clientId), location }),
  })
  parts.every?.(sweepEvery, 'old grants could not be removed', () => oidc.sweep())
  const rest = mountRestDoor(routes, parts, oidc, (c, ask, asked) => startLogin(login, c, ask, { door: 'rest', asked }))
  parts.every?.(sweepEvery, 'old REST sessions could not be removed', () => rest.sweep())
  const registration = mountOwnRegistration(routes, parts, oidc)
  parts.every?.(sweepEvery, 'old initial access tokens could not be removed', () => registration.sweep())
  parts.every?.(sweepEvery, 'old reports of logouts could not be removed', () => parts.backChannel.sweep())
  parts.every?.(sweepEvery, 'old logins could not be removed', () => store.sweep(clock.now(), oidc.forgetSessions))
  const houseDoor = houseDoorOf(parts, () => login)
  const service: Login['service'] = (id) => houseDoor.service(id) ?? services.service(id)
  const doors = { oidc: oidcDoor(oidc), rest: rest.door, house: houseDoor.answers }
  const login: Login = {
    clock,
    hot,
    audit,
    cookies,
    issuer: config.issuer,
    attempts: openAttempts({ hot, clock, cookies, wayBack: (clientId) => wayBackTo(service(clientId)).way }),
    sessions: openSessions({ hot, clock, cookies }),
    store,
    methods: parts.methods,
    readSwitches: parts.switches.refresh,
    tally: parts.tally,
    answers: openDoors(doors, {
      respond: (c, record) => (record.kind === 'house' ? houseDoor.respond(c, record) : oidc.respond(c, record)),
      sub: parts.vault.pairwise,
    }),
    service,
    guards: ({ person, at, began = at, method }, clientId) => [
      persons.notBlocked(person, began),
      parts.switches.isOn(method, clientId),
      ...(houseDoor.service(clientId) === undefined ? [services.active(clientId)] : []),
    ],
    proofs: persons,
    backChannel: parts.backChannel,
    trouble: (message, cause) => parts.log('error', message, { cause }),
    count: metrics.count,
    wait: parts.wait,
  }
  parts.every?.(tallyEvery, 'logins could not be counted', parts.tally.write)
  parts.every?.(settleEvery, 'who is told of logouts could not be settled', () => settleLeft(login))
  for (const method of parts.methods)
    parts.every?.(dueEvery, 'what waited could not be done', async () => method.due?.(methodHouse(login)))
  mountLogin(routes, login)
  mountMyPage(routes, {
    door: houseDoor,
    login,
    readOwn: (person, since, limit, types) => readOwn(parts, { person, since, limit, types }),
  })
  return houseDoor
}

/** `login` is opened after its doors. */
function houseDoorOf(parts: Parts, login: () => Login): HouseDoor {
  const { config, hot, clock, database, audit, persons } = parts
  return openHouseDoor({
    issuer: config.issuer,
    hot,
    clock,
    database,
    cookies: cookieRules(config.issuer),
    audit,
    persons,
    guards: ({ sid, person, at, began = at }) => [login().store.sessionLive(sid), persons.notBlocked(person, began)],
    known: async (c) => (await login().sessions.read(c))?.session.proof.person,
    start: (c, ask, asked) => startLogin(login(), c, ask, { door: 'house', asked }),
    logout: (c, ask) => logout(login(), c, ask),
  })
}

/** Keys that lie at clients' own addresses. */
const clientKeysOf = ({ clock, config, log, metrics }: Parts): ClientKeys =>
  openClientKeys({ clock, allow: config.outboundAllow, log, count: metrics.count })

const opensRegistration = ({ config }: Parts): boolean => config.dynamicRegistration === 'yes'
const addressOf = (issuer: string, path: string): string => issuer.replace(/\/$/, '') + path

/** Owners register their services themselves, and where the operator opened it, services do. */
const mountOwnRegistration = (routes: Routes, parts: Parts, oidc: OidcParts): RegistrationParts =>
  mountRegistration(routes, {
    issuer: parts.config.issuer,
    tokenUrl: addressOf(parts.config.issuer, oidcPaths.token),
    clock: parts.clock,
    database: parts.database,
    audit: parts.audit,
    log: parts.log,
    around: {
      world: parts.config.entry,
      eids: parts.methods.map(({ id }) => id),
      certificates: certificatesTaken(parts.config),
    },
    caller: oidc.caller,
    offersNonce: oidc.offersNonce,
    deliveries: parts.backChannel.store,
    refresh: parts.services.refresh,
    dynamic: opensRegistration(parts),
  })

/** The same login by a REST API (row E6). */
const mountRestDoor = (routes: Routes, parts: Parts, oidc: OidcParts, start: RestDeps['start']): RestParts =>
  mountRest(routes, {
    issuer: parts.config.issuer,
    tokenUrl: addressOf(parts.config.issuer, oidcPaths.restToken),
    clock: parts.clock,
    database: parts.database,
    audit: parts.audit,
    log: parts.log,
    key: parts.vault.macKey('rest session'),
    methods: parts.methods,
    caller: oidc.caller,
    offersNonce: oidc.offersNonce,
    active: parts.services.active,
    service: parts.services.service,
    sub: parts.vault.pairwise,
    nin: async (person, numberHash) => ninOf(await parts.persons.numberOf(person, numberHash)),
    start,
  })

/** The number with what it is, in the words of services that came from abroad. */
const ninOf = (number: NationalId): Nin => ({
  value: number.reveal('claim'),
  issuingCountry: 'NO',
  type: number.kind === 'd-number' ? 'D_NUMBER' : 'BIRTH',
})

/** The provider as the login sees it: the request it kept, opaque, goes back to where it came from. */
const oidcDoor = (oidc: OidcParts): AnswerDoor<AuthorizationRequest> => ({
  answer: (c, request, reached, ask, record) =>
    oidc.answer(request, { ...reached, authTime: reached.at, name: reached.name, locale: languageOf(c, ask) }, record),
  refuse: (request, error, description) => oidc.refusal(request, error, description),
  // Owners' texts, as they were declared: one for each language.
  wanted: (request) => oidc.consent(request) as Wanted | undefined,
  agreed: (request, ids) => oidc.agreed(request, ids),
  returnAddress: (request) => request.redirectUri,
})

/** The same in OpenID Connect's words (scope `nin`). */
function claimsOfNumber(pid: string): Readonly<Record<string, unknown>> {
  const number = NationalId.read(pid)
  if (typeof number === 'string') throw new Error('a number that was one is none now')
  const { value, type, issuingCountry } = ninOf(number)
  return { nin: value, nin_type: type, nin_issuing_country: issuingCountry }
}

const eidsOf = ({ services, methods }: Pick<Parts, 'services' | 'methods'>): Eids => ({
  offered: (clientId, level) => {
    if (!isLevel(level)) throw new Error('not a level')
    const ask = { clientId, groups: [nationalGroup], eids: services.service(clientId)?.eids, atLeast: level }
    return methods.filter((method) => offers(ask, method)).map(({ id }) => id)
  },
})

const subjects = ({ vault, persons }: Parts): Subjects => ({
  sub: (clientId, person) => vault.pairwise(clientId, person),
  pid: async (person, numberHash) => (await persons.numberOf(person, numberHash)).reveal('claim'),
  notBlocked: (person, provedAt) => persons.notBlocked(person, provedAt),
  numberClaims: (pid) => claimsOfNumber(pid),
})

const acrNames: AcrNames = {
  read: readAcr,
  name: (level, vocabulary) => {
    if (!isLevel(level)) throw new Error('not a level')
    return acrName(level, vocabulary as Vocabulary)
  },
  rank: (level) => {
    if (!isLevel(level)) throw new Error('not a level')
    return rank(level)
  },
  values: acrValues,
}

export const cookieRules = (issuer: string): CookieRules => {
  const url = new URL(issuer)
  return { secure: url.protocol === 'https:', port: Number(url.port === '' ? 80 : url.port) }
}
