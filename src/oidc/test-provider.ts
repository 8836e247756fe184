/** For tests: the whole provider in one process, with a real embedded database, and fakes where the rest of the house would be. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { Hono } from 'hono'
import { CompiledQuery } from 'kysely'
import type { AuditEvent } from '#audit/events.ts'
import { fixedClock } from '#base/clock.ts'
import type { PersonId, Sid } from '#base/ids.ts'
import { sha256 } from '#base/secrets.ts'
import type { Database, Step } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openHotSql } from '#hot/sql.ts'
import type { HouseEnv } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { vaultInMemory } from '#keys/vault.ts'
import type { PublicJwk, PublicKey, Signer, SigningKeys } from '#keys/keys.ts'
import { openClientKeys } from '#oidc/client-keys.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import type { AcrNames, AuthorizationRequest, Eids, LogoutRequest, Reached } from '#oidc/ports.ts'
import { mountOidc, type OidcParts } from '#oidc/routes.ts'
import { migrations } from '#oidc/store.ts'
import { clients, house, houseRsa, issuer, start, testDetails, testScopes } from '#oidc/test-clients.ts'

const order = ['low', 'substantial', 'high']
const prefixes = { idporten: 'idporten-loa-', loa: 'loa:', altinn: 'Level' } as const
const wire = (level: string, vocabulary: string): string =>
  vocabulary === 'altinn' ? `Level${order.indexOf(level) + 2}` : prefixes[vocabulary as 'loa'] + level

/** Three levels, in three vocabularies. */
export const acrNames: AcrNames = {
  read(acr) {
    for (const vocabulary of Object.keys(prefixes)) {
      for (const level of order) if (wire(level, vocabulary) === acr) return { level, vocabulary }
    }
    return undefined
  },
  name: wire,
  rank: (level) => order.indexOf(level),
  values: ['idporten-loa-substantial', 'idporten-loa-high', 'loa:substantial', 'loa:high', 'Level3', 'Level4'],
}

/** Two eIDs, of which one is too weak for the highest level. */
export const eids: Eids = { offered: (_clientId, level) => (level === 'high' ? ['strong'] : ['strong', 'weak']) }

/** The house's keys, by their `kid`. */
const houseKeys: Readonly<Record<string, Signer>> = {
  rs: { kid: 'rs', algorithm: 'RS256', privateKey: houseRsa.privateKey },
  ps: { kid: 'ps', algorithm: 'PS256', privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey },
  es: { kid: 'es', algorithm: 'ES256', privateKey: house.privateKey },
  ed: { kid: 'ed', algorithm: 'EdDSA', privateKey: generateKeyPairSync('ed25519').privateKey },
}
const publicKeys: readonly PublicKey[] = Object.values(houseKeys).map(({ kid, algorithm, privateKey }) => ({
  kid,
  algorithm,
  publicKey: createPublicKey(privateKey),
}))

const jwk = ({ kid, algorithm, publicKey }: PublicKey): PublicJwk =>
  ({ ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' }) as unknown as PublicJwk

export const keys: SigningKeys = {
  signer(algorithm) {
    const found = Object.values(houseKeys).find((key) => key.algorithm === algorithm)
    if (found === undefined) throw new Error(`no ${algorithm} key`)
    return found
  },
  verifier: (kid) => publicKeys.find((key) => key.kid === kid),
  openers: () => [],
  published: () => ({ keys: publicKeys.map(jwk) }),
  fetched: () => undefined,
  refresh: () => Promise.resolve(),
  rotate: () => Promise.reject(new Error('not here')),
}

export class IdentityMismatch extends Error {
  override readonly name = 'IdentityMismatch'
}

/** What a test may look at and change. */
export interface State {
  readonly events: AuditEvent[]
  readonly started: AuthorizationRequest[]
  readonly logouts: LogoutRequest[]
  reached: Reached
  mismatch: boolean
}

const reached: Reached = {
  person: 'per_1' as PersonId,
  numberHash: 'hash',
  level: 'high',
  amr: ['TestID'],
  authTime: start - 5000,
  sid: 's'.repeat(43) as Sid,
  name: { given: 'Kari', family: 'Nordmann' },
  locale: 'nn',
  method: 'test',
}

/** A guard that fails while the name stands in the table `stop`. */
export const unlessStopped = (must: string, name: string): Step => ({
  must,
  query: CompiledQuery.raw('select 1 where not exists (select 1 from stop where name = $1)', [name]),
})

export type TestProvider = Awaited<ReturnType<typeof testProvider>>

export async function testProvider(over: Partial<OidcDeps> = {}) {
  const clock = fixedClock(start)
  const database = openSqlite(':memory:')
  await migrate(database, migrations)
  await database.raw('create table stop (name text primary key)', [])
  const hot = await openHotSql(database, clock)
  clock.advance(1000)
  const state: State = { events: [], started: [], logouts: [], reached, mismatch: false }
  const audit = fakeAudit(database, state)
  const routes = new Hono<HouseEnv>()
  const parts: OidcParts = mountOidc(routes, {
    issuer,
    clock,
    hot,
    database,
    keys,
    vault: vaultInMemory(),
    acr: acrNames,
    eids,
    audit,
    clients: { find: (id) => clients[id], active: (id) => unlessStopped('client-inactive', id) },
    clientKeys: openClientKeys({ clock, allow: [], log: () => undefined }),
    scopes: { find: (name) => testScopes.get(name) },
    details: testDetails,
    login: {
      async start(c, request) {
        state.started.push(request)
        const answered = await parts.answer(request, state.reached, (_grant, more = []) => audit.write(more, []))
        if (answered === undefined || !answered.ok)
          throw new Refusal('IN-01', { forDevelopers: answered?.failed ?? '' })
        return parts.respond(c, answered.record)
      },
      sessionLive: (sid) => [unlessStopped('session-ended', sid)],
      logout(c, request) {
        state.logouts.push(request)
        return Promise.resolve(c.text('logged out'))
      },
    },
    subjects: {
      sub: (clientId, person) => sha256(clientId + person),
      pid: () => (state.mismatch ? Promise.reject(new IdentityMismatch()) : Promise.resolve('11898299999')),
      numberClaims: (nin) => ({ nin, nin_type: 'BIRTH', nin_issuing_country: 'NO' }),
      claimNames: () => ['pid', 'nin', 'nin_type', 'nin_issuing_country', 'idp'],
      notBlocked: (person) => unlessStopped('person-blocked', person),
    },
    formPost: (c, { action, fields }) => c.json({ action, fields }),
    appPage: (c, { location }) => c.json({ location }),
    ...over,
  })
  routes.onError((error, c) => {
    if (!(error instanceof Refusal)) return c.text(error.name, 500)
    return c.text(`${error.id} ${error.forDevelopers ?? ''}`, 400)
  })
  return {
    state,
    clock,
    hot,
    database,
    routes,
    parts,
    stop: (name: string) => database.raw('insert into stop (name) values ($1)', [name]),
    close: async () => {
      await hot.close()
      await database.close()
    },
  }
}

const fakeAudit = (database: Database, state: State): OidcDeps['audit'] => ({
  note: (event) => void state.events.push(event),
  async write(steps, events) {
    const outcome = await database.batch(steps)
    if (outcome.ok) state.events.push(...events)
    return outcome
  },
})
