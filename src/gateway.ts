/** The provider, the doors and the login: they know each other by ports alone, and here they meet. */
import { readOwn } from '#audit/read.ts'
import { addressOf as addressOfPeer } from '#http/address.ts'
import { type CookieRules, cookieRules } from '#http/cookies.ts'
import type { Routes } from '#http/routes.ts'
import { type HouseDoor, openHouseDoor } from '#house-door/house-door.ts'
import { openAttempts } from '#login/attempts.ts'
import { openDoors } from '#login/doors.ts'
import { settleLeft } from '#login/end.ts'
import { methodHouse } from '#login/house.ts'
import type { Login } from '#login/login.ts'
import { nationalGroup } from '#login/method.ts'
import { logout } from '#login/logout.ts'
import { formPostPage } from '#login/pages/form-post.ts'
import { toAppPage } from '#login/pages/to-app.ts'
import { mountLogin } from '#login/routes.ts'
import { askOf } from '#login/service-request.ts'
import { openSessions } from '#login/session.ts'
import { startLogin } from '#login/start.ts'
import { openLoginStore } from '#login/store.ts'
import { wayBackTo } from '#login/way.ts'
import { type ClientKeys, openClientKeys } from '#oidc/client-keys.ts'
import { rolesAsked, withMandates } from '#oidc/mandates.ts'
import type { LoginPort } from '#oidc/ports.ts'
import { openReservations } from '#registers/contact/reservations.ts'
import { mountMyPage, type MyPageDeps } from '#mypage/mypage.ts'
import { mountOidc } from '#oidc/routes.ts'
import { registrationPath } from '#registration/dynamic.ts'
import { addressOf, mountOwnRegistration, mountRestDoor, oidcDoor, opensRegistration } from '#gateway-doors.ts'
import { acrNames, eidsOf, subjects } from '#oidc-ports.ts'
import type { Parts } from '#parts.ts'
import { loggedIn } from '#subjects.ts'

/** Milliseconds. A grant's row is needed for minutes. */
const sweepEvery = 300_000
/** What a process that died left untold: long enough to cost nothing, short enough for those who wait to be told. */
const settleEvery = 10_000
/** How many logins each eID answers is written down so often. */
const tallyEvery = 60_000
/** What people wait for on a day and at a time that they were told. */
const dueEvery = 15_000

/** The provider and the login know each other by ports alone; here they meet. */
export function mountGateway(routes: Routes, parts: Parts, cookies: CookieRules): HouseDoor {
  const { config, clock, hot, database, keys, audit, services, metrics, persons } = parts
  const port: LoginPort = {
    start: (c, request) => {
      const client = services.find(request.clientId)
      const rules = {
        eids: services.service(request.clientId)?.eids,
        groups: services.service(request.clientId)?.groups ?? [nationalGroup],
        isolated: client?.ssoDisabled ?? false,
        consent: oidc.consent(request) !== undefined,
        party: rolesAsked(request) !== undefined,
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
    clientIssuers: parts.clientIssuers,
    enterprise: parts.enterprise,
    scopes: { find: services.scope, handedOn: services.handedOn },
    details: withMandates(services.details, parts.mandates),
    mandates: parts.mandates,
    acr: acrNames,
    eids: eidsOf(parts),
    login: port,
    subjects: subjects(parts),
    registrationEndpoint: opensRegistration(parts) ? addressOf(config.issuer, registrationPath) : undefined,
    count: metrics.count,
    formPost: formPostPage,
    appPage: (c, { clientId, location }) => toAppPage(c, { service: services.service(clientId), location }),
  })
  const rest = mountRestDoor(routes, parts, oidc, (c, ask, asked) => startLogin(login, c, ask, { door: 'rest', asked }))
  const registration = mountOwnRegistration(routes, parts, oidc)
  const houseDoor = houseDoorOf(parts, () => login)
  const service: Login['service'] = (id) => houseDoor.service(id) ?? services.service(id)
  const doors = { oidc: oidcDoor(oidc, parts), rest: rest.door, house: houseDoor.answers }
  const whoever = loggedIn(persons)
  const login: Login = {
    clock,
    hot,
    audit,
    cookies,
    issuer: config.issuer,
    stateKey: parts.vault.macKey('login state'),
    addressOf: addressOfPeer(config.trustedProxies),
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
      whoever.notBlocked(person, began),
      parts.switches.isOn(method, clientId),
      ...(houseDoor.service(clientId) === undefined ? [services.active(clientId)] : []),
    ],
    proofs: whoever,
    backChannel: parts.backChannel,
    trouble: (message, cause) => parts.log('error', message, { cause }),
    count: metrics.count,
    wait: parts.wait,
  }
  nowAndThen(parts, login)
  sweeping(parts, {
    grants: () => oidc.sweep(),
    'REST sessions': () => rest.sweep(),
    'initial access tokens': () => registration.sweep(),
    'reports of logouts': () => parts.backChannel.sweep(),
    logins: () => store.sweep(clock.now(), oidc.forgetSessions),
  })
  mountLogin(routes, login)
  mountMyPage(routes, { door: houseDoor, login, ...theirs(parts) })
  return houseDoor
}

/** What My page shows of what is known of somebody. */
const theirs = (parts: Parts): Pick<MyPageDeps, 'reserved' | 'readOwn'> => ({
  reserved: async (person) => (await openReservations(parts).of(person))?.since,
  readOwn: (person, since, limit, types) => readOwn(parts, { person, since, limit, types }),
})

function nowAndThen({ every, tally, methods }: Parts, login: Login): void {
  every?.(tallyEvery, 'logins could not be counted', tally.write)
  every?.(settleEvery, 'who is told of logouts could not be settled', () => settleLeft(login))
  for (const method of methods)
    every?.(dueEvery, 'what waited could not be done', async () => method.due?.(methodHouse(login)))
}

function sweeping({ every }: Parts, old: Readonly<Record<string, () => Promise<void>>>): void {
  for (const [what, sweep] of Object.entries(old)) every?.(sweepEvery, `old ${what} could not be removed`, sweep)
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
