/**
 * Back-channel logout (OpenID Connect Back-Channel Logout 1.0): services are called straight from here, and no page waits for
 * them. What is to be told stands in the database; a courier of whichever process tells it and writes down how that went.
 */
import type { Clock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { Network } from '#base/networks.ts'
import type { PersonId, Sid } from '#base/ids.ts'
import type { Database, Step } from '#db/db.ts'
import type { Log } from '#http/answer.ts'
import { fetchOutside, OutboundFailed } from '#http/outbound.ts'
import type { SigningKeys } from '#keys/keys.ts'
import { type Courier, openCourier } from '#oidc/logout/courier.ts'
import { logoutToken } from '#oidc/logout/logout-token.ts'
import { type DeliveryStore, openDeliveryStore, type TakenDelivery } from '#oidc/logout/store.ts'
import type { Clients } from '#oidc/ports.ts'

export interface BackChannelDeps {
  readonly issuer: string
  readonly clock: Clock
  readonly database: Database
  readonly keys: Pick<SigningKeys, 'signer'>
  readonly clients: Pick<Clients, 'find'>
  /** Pairwise. */
  readonly sub: (clientId: string, person: PersonId) => string
  /** Calls of one service for one logout. */
  readonly attempts: number
  /** How long it is kept how services were told. */
  readonly keptDays: number
  /** What of our own network may be called. */
  readonly allow: readonly Network[]
  readonly log: Log
  readonly count: (name: string, labels: Readonly<Record<string, string>>) => void
}

/** Somebody who was in a session that ends. */
export interface InSession {
  readonly clientId: string
  readonly person: PersonId
}

export interface BackChannel {
  readonly store: DeliveryStore
  /** Whether the service is told this way. */
  tells(clientId: string): boolean
  /** For the batch that settles who is told of a session's end. Once for a session and a service, however often it is asked. */
  steps(sid: Sid, services: readonly InSession[]): readonly Step[]
  readonly courier: Courier
  /** Removes what was told longer ago than it is kept. */
  sweep(): Promise<void>
}

/** Milliseconds. As ID-porten has it. */
const timeouts = { connect: 2000, read: 5000 }
const dayMs = 24 * 3600 * 1000
/** A row whose couriers die on the way is not taken for ever. */
const spareTakes = 4

/** Milliseconds until the next try: 2, 4, 8 … 60 seconds. */
export const retryDelay = (failed: number): number => Math.min(60_000, 1000 * 2 ** Math.min(failed, 6))

export function openBackChannel(deps: BackChannelDeps): BackChannel {
  const { clock, log } = deps
  const store = openDeliveryStore(deps.database)
  const tells = (clientId: string): boolean => deps.clients.find(clientId)?.backchannelLogoutUri !== undefined
  return {
    store,
    tells,
    steps: (sid, services) =>
      services
        .filter(({ clientId }) => tells(clientId))
        .map(({ clientId, person }) => store.insert({ sid, clientId, sub: deps.sub(clientId, person) }, clock.now())),
    courier: openCourier({ clock, store, log, deliver: (taken) => deliver(deps, store, taken) }),
    sweep: () => store.sweep(clock.now() - deps.keptDays * dayMs),
  }
}

type Outcome =
  | { readonly state: 'accepted' | 'refused'; readonly status: number }
  | { readonly state: 'unreachable'; readonly why: string }

async function deliver(deps: BackChannelDeps, store: DeliveryStore, taken: TakenDelivery): Promise<void> {
  const now = deps.clock.now()
  const uri = deps.clients.find(taken.clientId)?.backchannelLogoutUri
  const tooLate = now >= taken.queued + lifetimes.logoutDelivery * 1000
  if (uri === undefined || tooLate || taken.taken > deps.attempts + spareTakes) {
    deps.count('logout_delivery', { state: 'gave-up' })
    return store.done(taken.id, 'gave-up', now, undefined)
  }
  const outcome = await tell(deps, taken, uri)
  const status = 'status' in outcome ? outcome.status : undefined
  if (outcome.state !== 'accepted') {
    const why = 'why' in outcome ? outcome.why : 'refused'
    const { clientId: client, failed } = taken
    deps.log('warn', 'a service was not told of a logout', { client, why, status, tries: failed + 1 })
    if (failed + 1 < deps.attempts) return store.again(taken.id, deps.clock.now() + retryDelay(failed + 1), status)
  }
  deps.count('logout_delivery', { state: outcome.state })
  return store.done(taken.id, outcome.state, deps.clock.now(), status)
}

/** One call (§2.5). Any 2xx is taken for yes (§2.8 names 200, others send 204); what the answer says besides is not read. */
async function tell(deps: BackChannelDeps, taken: TakenDelivery, uri: string): Promise<Outcome> {
  const client = deps.clients.find(taken.clientId)
  if (client === undefined) return { state: 'unreachable', why: 'no-client' }
  const { issuer, keys, clock } = deps
  const token = logoutToken({
    issuer,
    keys,
    client,
    sub: taken.sub,
    sid: taken.sid,
    now: Math.floor(clock.now() / 1000),
  })
  try {
    const { status } = await fetchOutside(uri, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: '*/*' },
      body: new URLSearchParams({ logout_token: token }).toString(),
      timeouts,
      mostBytes: 0,
      allow: deps.allow,
    })
    return { state: status >= 200 && status < 300 ? 'accepted' : 'refused', status }
  } catch (error) {
    if (error instanceof OutboundFailed) return { state: 'unreachable', why: error.why }
    throw error
  }
}
