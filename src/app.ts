/** The composition root: builds and mounts every part, as one readable list. */
import { Hono } from 'hono'
import { answerThrown, type RefusalView } from '#http/answer.ts'
import { house } from '#http/guards.ts'
import type { HouseEnv, Request, Routes } from '#http/routes.ts'
import { mountConsoleOf } from '#console-parts.ts'
import { mountHelpDeskOf, mountReturnsOf } from '#helpdesk-parts.ts'
import type { HouseDoor } from '#house-door/house-door.ts'
import { humanScript } from '#human/script.ts'
import { Refusal } from '#http/trouble.ts'
import { mountStaticPages } from '#login/pages/routes.ts'
import { leadsTo } from '#login/show.ts'
import { passkeyScript } from '#methods/minid/second/passkey-script.ts'
import { mountAssets } from '#ui/assets.ts'
import { refusalPage } from '#ui/refusal-page.ts'
import { turnstileOf } from '#crowd-parts.ts'
import { mountGateway } from '#gateway.ts'
import { acrNames, eidsOf } from '#oidc-ports.ts'
import { cookieRules } from '#http/cookies.ts'
import type { Gateway, Parts } from '#parts.ts'

export type App = Hono<HouseEnv>

export function createApp(parts: Parts): App {
  const { config, log } = parts
  const routes: Routes = new Hono<HouseEnv>()
  const cookies = cookieRules(config.issuer)
  const help = { phone: config.helpPhone, url: config.helpUrl }

  const sandbox: { developers?: ReturnType<NonNullable<Parts['sandbox']>> } = {}
  const answering = {
    log,
    refusalPage: (c: Request, view: RefusalView) =>
      refusalPage(c, view, {
        developers: sandbox.developers?.(c, view),
        formAction: view.again && [...new Set(view.again.leadsTo.flatMap(leadsTo))],
      }),
  }
  routes.onError((error, c) => answerThrown(error, c, answering))
  routes.notFound((c) => answerThrown(new Refusal('IN-07'), c, answering))
  parts.operations?.(routes)
  routes.use(parts.metrics.middleware)
  const direct = config.entry === 'twin' && config.dangerousTwinPublicOrigin === undefined
  const doors = [parts.certificates, parts.cardDesk].filter((door) => door !== undefined)
  routes.use(house({ hosts: [new URL(config.issuer).host, ...config.hosts], cookies, direct, help, doors }))

  routes.use(turnstileOf(parts))

  mountAssets(routes, [humanScript, passkeyScript, ...parts.methods.flatMap(({ logo }) => logo ?? [])])
  mountStaticPages(routes, { cookies, help: { phone: config.helpPhone, url: config.helpUrl } })
  const houseDoor = mountGateway(routes, parts, cookies)
  mountHelpDeskOf(routes, parts, houseDoor)
  mountReturnsOf(routes, parts, houseDoor)
  mountConsoleOf(routes, parts, houseDoor)
  if (parts.sandbox !== undefined) sandbox.developers = parts.sandbox(routes, gatewayOf(parts, houseDoor))
  return routes
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
