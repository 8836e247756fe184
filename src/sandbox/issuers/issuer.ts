/** One sandbox issuer: an OpenID Provider of its own, made of our own `oidc/`, with stores of its own in memory. */
import { createPublicKey } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '#base/clock.ts'
import type { PersonId, Sid } from '#base/ids.ts'
import { randomToken, sha256 } from '#base/secrets.ts'
import { written } from '#db/written.ts'
import type { Database, Step } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import type { Hot } from '#hot/hot.ts'
import { openHotSql } from '#hot/sql.ts'
import type { Log } from '#http/answer.ts'
import type { HouseEnv, Routes } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { openSigningKeys } from '#keys/signing.ts'
import { migrations as keyMigrations } from '#keys/store.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { bareClient } from '#oidc/bare-client.ts'
import type { AnswerRecord } from '#oidc/authorize/answer.ts'
import type { Client } from '#oidc/client.ts'
import { openClientKeys } from '#oidc/client-keys.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import type { AuthorizationRequest, Reached, ScopeRules } from '#oidc/ports.ts'
import { mountOidc, type OidcParts } from '#oidc/routes.ts'
import { migrations as oidcMigrations } from '#oidc/store.ts'
import type { IssuerBrand } from '#sandbox/issuers/brands.ts'
import { type Chosen, mountDesk } from '#sandbox/issuers/desk.ts'
import { twicePage } from '#sandbox/issuers/page.ts'
import type { Population } from '#sandbox/population/population.ts'

export interface IssuerDeps {
  readonly brand: IssuerBrand
  /** Where it is: no slash at the end. */
  readonly origin: string
  readonly clock: Clock
  readonly population: Population
  readonly log: Log
  /** The gateway as its client. */
  readonly client: IssuerClient
}

export interface IssuerClient {
  readonly id: string
  readonly redirectUri: string
  /** A public key as JWK, or a secret. */
  readonly jwk?: JsonWebKey & { readonly kid: string }
  readonly secret?: string
}

export interface Issuer {
  readonly routes: Routes
  close(): Promise<void>
}

export async function openIssuer(deps: IssuerDeps): Promise<Issuer> {
  const { clock, origin, brand } = deps
  const database = openSqlite(':memory:')
  await migrate(database, [...keyMigrations, ...oidcMigrations])
  const vault = vaultInMemory()
  const hot = await neverLost(database, clock)
  const keys = await openSigningKeys({ database, vault, clock, rsaBits: 2048 })
  const routes: Routes = new Hono<HouseEnv>()
  const desk = mountDesk(routes, deps, (c, request, chosen) => answer(parts, c, { deps, request, chosen, database }))
  const parts: OidcParts = mountOidc(routes, {
    ...around(deps, database),
    issuer: origin,
    clock,
    hot,
    database,
    keys,
    vault,
    login: {
      start: (c, request) => Promise.resolve(desk.begin(c, request)),
      sessionLive: () => [],
      logout: (c) => Promise.resolve(c.redirect('/', 303)),
    },
  })
  routes.get('/', (c) => c.text(`${brand.name}\n`))
  routes.onError((error, c) => {
    const known = error instanceof Refusal
    if (!known) deps.log('error', 'a sandbox issuer failed', { cause: error })
    return c.text(
      known ? `${brand.name}: ${error.forDevelopers ?? error.id}\n` : `${brand.name}: out of order\n`,
      known ? 400 : 500,
    )
  })
  return {
    routes,
    close: async () => {
      await hot.close()
      await database.close()
    },
  }
}

/** Milliseconds: longer than an assertion lives. */
const before = 10 * 60_000

/**
 * The store is as new as the issuer, which opens when somebody comes: what they sent a moment before must not look like something
 * that a lost store had forgotten.
 */
async function neverLost(database: Database, clock: Clock): Promise<Hot> {
  let behind = before
  const hot = await openHotSql(database, { now: () => clock.now() - behind })
  await hot.floor()
  behind = 0
  return hot
}

/** Digits are a person's id here: nobody's number outside the sandbox goes through this. */
const personOf = (number: string): PersonId => number as PersonId

interface Answering {
  readonly deps: IssuerDeps
  readonly request: AuthorizationRequest
  readonly chosen: Chosen
  readonly database: Database
}

async function answer(parts: OidcParts, c: Parameters<OidcParts['respond']>[0], a: Answering): Promise<Response> {
  const { deps, request, chosen, database } = a
  if (chosen.kind === 'error') {
    return parts.respond(c, await parts.refusal(request, chosen.error, chosen.description))
  }
  const { person, way } = chosen
  const reached: Reached = {
    person: personOf(person.number),
    numberHash: '',
    level: way.level ?? '',
    amr: way.amr,
    authTime: deps.clock.now(),
    sid: randomToken(32) as Sid,
    name: { given: person.given, family: person.family },
    locale: 'nb',
    method: 'sandbox',
  }
  const answered = await parts.answer(request, reached, (_grant, more = []) => database.batch(more))
  if (!answered.ok) throw new Refusal('IN-01', { forDevelopers: answered.failed })
  const { record } = answered
  if (chosen.sent === 'twice' && record.kind === 'redirect')
    return twicePage(c, { brand: deps.brand, request, answer: record.location })
  return parts.respond(c, chosen.sent === 'late' ? spoilt(record) : record)
}

/** The same answer when its code has run out: one that the issuer does not know. */
function spoilt(record: AnswerRecord): AnswerRecord {
  if (record.kind !== 'redirect') return record
  const url = new URL(record.location)
  url.searchParams.set('code', randomToken(32))
  return { ...record, location: url.href }
}

const always = written('select 1')
const yes = (): Step => ({ query: always() })

/** What is the house's elsewhere, in the fewest words that work. */
function around(deps: IssuerDeps, database: Database) {
  const { brand, clock } = deps
  const client = clientOf(deps)
  const scopes = new Map(brand.scopes.map((name) => [name, openScope(name)]))
  return {
    audit: { note: () => undefined, write: (steps: readonly Step[]) => database.batch(steps) },
    clients: { find: (id: string) => (id === client.id ? client : undefined), active: yes },
    clientKeys: openClientKeys({ clock, allow: [], log: deps.log }),
    scopes: { find: (name: string) => scopes.get(name) },
    details: { find: () => undefined, names: () => [] },
    // Every level is as good as another: what the desk chose is told, also when it is less than was asked for.
    acr: {
      read: (acr: string) => (brand.asks.includes(acr) ? { level: acr, vocabulary: 'wire' } : undefined),
      name: (level: string) => level,
      rank: () => 0,
      values: brand.asks,
    },
    eids: { offered: () => ['sandbox'] },
    subjects: {
      sub: (clientId: string, person: PersonId) => sha256(`${brand.id}${clientId}${person}`),
      pid: (person: PersonId) => Promise.resolve(person),
      numberClaims: () => ({}),
      claimNames: () => [brand.numberClaim],
      ownClaims: (pid: string | undefined) => ({ pid: undefined, [brand.numberClaim]: pid }),
      notBlocked: yes,
    },
    formPost: () => Promise.reject(new Error('this issuer answers by query alone')),
    appPage: () => Promise.reject(new Error('no app asks this issuer')),
  } satisfies Partial<OidcDeps>
}

function clientOf({ brand, client }: IssuerDeps): Client {
  return {
    ...bareClient,
    id: client.id,
    authMethod: brand.auth,
    secretHash: client.secret === undefined ? undefined : sha256(client.secret),
    keys:
      client.jwk === undefined
        ? []
        : [{ kid: client.jwk.kid, algorithm: 'ES256', key: createPublicKey({ key: client.jwk, format: 'jwk' }) }],
    redirectUris: [client.redirectUri],
    scopes: brand.scopes,
    idTokenAlgorithm: 'RS256',
    floor: brand.ways[0]?.level ?? '',
    ssoDisabled: true,
    profile: 'plain',
    parRequired: brand.par,
  }
}

const openScope = (name: string): ScopeRules => ({
  name,
  ownerOrgNumber: '991825827',
  description: { nb: name, nn: name, se: name, en: name },
  opaque: false,
  accessTokenAtMost: 0,
  authorizationAtMost: 0,
  consent: false,
  freshLogin: false,
  pseudonymous: false,
  forAll: true,
  introspectedBy: undefined,
})
