/** Starts the two example services on ports of their own. */
import { readFile } from 'node:fs/promises'
import { type Clock, systemClock } from '#base/clock.ts'
import type { Log } from '#http/answer.ts'
import type { CookieRules } from '#http/cookies.ts'
import { serve } from '#http/serve.ts'
import type { Routes } from '#http/routes.ts'
import { siteApp } from '#sandbox/services/app.ts'
import { health } from '#sandbox/services/health.ts'
import type { ExampleKeys } from '#sandbox/services/keys.ts'
import {
  clientIds,
  type ExampleOrigins,
  type ExamplePorts,
  originsOf,
  ownerNames,
  serviceNames,
} from '#sandbox/services/registrations.ts'
import {
  healthAuthentication,
  relyingParty,
  type RelyingPartyDeps,
  taxAuthentication,
} from '#sandbox/services/relying-party.ts'
import type { SiteContent } from '#sandbox/services/site.ts'
import { tax } from '#sandbox/services/tax.ts'

export interface ExampleServiceDeps {
  readonly issuer: string
  /** Where people find the gateway's start page. */
  readonly gatewayUrl: string
  readonly origins: ExampleOrigins
  readonly keys: ExampleKeys
  readonly log: Log
  /** The twin's own, when its clock can be set. */
  readonly clock?: Clock
  /** How the gateway is reached from here, when not by its name. */
  readonly fetch?: RelyingPartyDeps['fetch']
}

export interface ExampleServicesDeps extends Omit<ExampleServiceDeps, 'origins'> {
  readonly ports: ExamplePorts
}

export interface ExampleServices {
  readonly urls: { readonly tax: string; readonly health: string }
  close(): Promise<void>
}

const drainMs = 500
const contents = { tax, health } as const satisfies Record<string, SiteContent>
type Id = keyof typeof contents
const other: Readonly<Record<Id, Id>> = { tax: 'health', health: 'tax' }

/** @throws when a port is taken. Asks nothing of the gateway until somebody logs in, so the order of starts is free. */
export async function startExampleServices(deps: ExampleServicesDeps): Promise<ExampleServices> {
  const origins = originsOf(deps.ports)
  const listening = await Promise.all((['tax', 'health'] as const).map((id) => start(id, { ...deps, origins })))
  return {
    urls: { tax: `${origins.tax}/`, health: `${origins.health}/` },
    close: async () => void (await Promise.all(listening.map((one) => one.close(drainMs)))),
  }
}

const start = async (id: Id, deps: ExampleServicesDeps & ExampleServiceDeps) =>
  serve(await exampleService(id, deps), { host: '127.0.0.1', port: deps.ports[id] })

/** One service without its listener: for tests. */
export async function exampleService(id: Id, deps: ExampleServiceDeps): Promise<Routes> {
  const { keys, issuer, log, origins, clock = systemClock } = deps
  const { mark, deep, ...content }: SiteContent = contents[id]
  const origin = origins[id]
  const neighbour = { name: serviceNames[other[id]], origin: origins[other[id]] }
  const site = {
    ...content,
    brand: {
      name: serviceNames[id],
      owner: ownerNames[id],
      mark,
      stylePath: '/style.css',
      gateway: new URL(deps.gatewayUrl).origin,
    },
    other: deep === undefined ? neighbour : { ...neighbour, deep },
  }
  const authentication = id === 'tax' ? taxAuthentication(keys) : healthAuthentication(keys)
  const rp = relyingParty({
    issuer,
    origin,
    clock,
    clientId: clientIds[id],
    authentication,
    pushes: id === 'tax',
    fetch: deps.fetch,
  })
  const failed = (what: string, cause: unknown): void =>
    log('warn', `example service: ${what}`, {
      client: clientIds[id],
      cause: cause instanceof Error ? cause.message : 'unknown',
    })
  return siteApp(site, { cookies: cookiesFor(origin), origin, style: await styleOf(id), clock, rp, failed })
}

function cookiesFor(origin: string): CookieRules {
  const { protocol, port } = new URL(origin)
  return { secure: protocol === 'https:', port: Number(port) }
}

const styleOf = async (id: Id): Promise<string> =>
  (await Promise.all([`${id}.css`, 'style.css'].map((name) => readFile(new URL(name, import.meta.url), 'utf8')))).join(
    '\n',
  )
