/** The sandbox issuers together: what the gateway has to know of them, and their way to the network. */
import { generateKeyPairSync } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import type { Log } from '#http/answer.ts'
import { serve } from '#http/serve.ts'
import { callbackPath } from '#login/callback.ts'
import { type PresetName, presets } from '#methods/federated/presets.ts'
import { type DeclaredEid, importSigning } from '#methods/federated/settings.ts'
import { brands, type IssuerBrand, mappingOf } from '#sandbox/issuers/brands.ts'
import { type Issuer, type IssuerClient, openIssuer } from '#sandbox/issuers/issuer.ts'
import type { Population } from '#sandbox/population/population.ts'
import type { UpstreamAuth } from '#upstream/provider.ts'

export interface IssuerWorldDeps {
  readonly population: Population
  readonly clock: Clock
  readonly log: Log
  /** The gateway. */
  readonly gateway: string
  readonly ports: Readonly<Record<PresetName, number>>
}

export interface IssuerWorld {
  readonly declared: readonly DeclaredEid[]
  readonly origins: Readonly<Record<PresetName, string>>
  /** A request to one of them inside this process. */
  reach(request: Request): Promise<Response>
  /** One of them answers nobody any more; or again. */
  down(id: PresetName, is: boolean): void
  /** On their ports, from the network of this machine. */
  start(): Promise<{ close(): Promise<void> }>
  close(): Promise<void>
}

const names = Object.keys(brands) as PresetName[]
const drainMs = 500

export async function issuerWorld(deps: IssuerWorldDeps): Promise<IssuerWorld> {
  const origins = Object.fromEntries(names.map((id) => [id, `http://127.0.0.1:${deps.ports[id]}`])) as Record<
    PresetName,
    string
  >
  const desks = new Map<string, Lazy>()
  const away = new Set<string>()
  const declared = await Promise.all(
    names.map(async (id) => {
      const { client, auth } = await clientAt(brands[id], deps.gateway)
      desks.set(
        origins[id],
        lazily(() => openIssuer({ ...deps, brand: brands[id], origin: origins[id], client })),
      )
      return declaredFor(brands[id], origins[id], client.id, auth)
    }),
  )
  const reach = async (request: Request): Promise<Response> => {
    const desk = desks.get(new URL(request.url).origin)
    if (desk === undefined) return new Response('no such issuer', { status: 421 })
    if (away.has(new URL(request.url).origin)) return new Response('out of order', { status: 503 })
    return (await desk.open()).routes.fetch(request)
  }
  return {
    declared,
    origins,
    reach,
    down: (id, is) => void (is ? away.add(origins[id]) : away.delete(origins[id])),
    async start() {
      const listening = await Promise.all(
        names.map((id) => serve({ fetch: reach }, { host: '127.0.0.1', port: deps.ports[id] })),
      )
      return { close: async () => void (await Promise.all(listening.map((one) => one.close(drainMs)))) }
    },
    close: async () => void (await Promise.all([...desks.values()].map((desk) => desk.close()))),
  }
}

interface Lazy {
  open(): Promise<Issuer>
  close(): Promise<void>
}

/** Keys and tables are made when somebody comes. */
function lazily(make: () => Promise<Issuer>): Lazy {
  let made: Promise<Issuer> | undefined
  return {
    open: () => (made ??= make()),
    close: async () => (await made)?.close(),
  }
}

async function clientAt(brand: IssuerBrand, gateway: string): Promise<{ client: IssuerClient; auth: UpstreamAuth }> {
  const about = { id: `inngang-${brand.id}`, redirectUri: gateway + callbackPath(brand.id) }
  if (brand.auth === 'client_secret_basic') {
    const secret = randomToken(32)
    return { client: { ...about, secret }, auth: { kind: 'client_secret_basic', secret } }
  }
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const kid = `${brand.id}-${randomToken(6)}`
  const key = await importSigning({ ...privateKey.export({ format: 'jwk' }), alg: 'ES256' })
  return {
    client: { ...about, jwk: { ...publicKey.export({ format: 'jwk' }), kid } },
    auth: { kind: 'private_key_jwt', key, kid },
  }
}

const declaredFor = (brand: IssuerBrand, issuer: string, clientId: string, auth: UpstreamAuth): DeclaredEid => ({
  eid: { ...presets[brand.id].eid, id: brand.id, mapping: mappingOf(brand) },
  rules: {
    issuer,
    clientId,
    auth,
    scopes: brand.scopes,
    par: brand.par ? 'required' : 'offered',
    responseMode: 'query',
    idTokenAlgorithm: 'RS256',
    userinfo: presets[brand.id].userinfo,
    clockTolerance: 10,
    answerWithin: 10,
    atOnce: 200,
    parameters: {},
    plain: true,
  },
})
