/** A gateway whose one eID elsewhere is an issuer that lies, on a wire of its own (`fakes/issuer-server.ts`); MinID and the test eID stand beside it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { clientId, type Lies } from './fakes/issuer.ts'
import { type IssuerServer, issuerServer } from './fakes/issuer-server.ts'
import { Browser, textOf, type Visit } from './browser.ts'
import { type Asked, service } from './client.ts'
import { sentTo } from './issuers.ts'
import { owners } from './services.ts'
import { issuer as gateway, start, type World, worldForAll } from './world.ts'

export const eidSecret = 'a-secret-between-gateway-and-issuer'
const name = { nb: 'Løgneren', nn: 'Løgnaren', se: 'Giellasteaddji', en: 'The Liar' }

export interface LyingIssuer {
  readonly server: IssuerServer
  readonly world: () => World
  /** On the way to a service, at the chooser; the issuer is honest so far. */
  begin(clientId?: string, parameters?: Record<string, string>, as?: As): Promise<Begun>
  /** Puts everything right again; what was left in peace is tried. */
  honest(): void
}

export interface As {
  /** By this eID. */
  readonly id?: string
  readonly browser?: Browser
}

export interface Begun {
  readonly asked: Asked
  readonly browser: Browser
  readonly chooser: Visit
  /** To the issuer: the address that the browser was sent to, or the page that it got instead. */
  leave(from?: Visit): Promise<string | Visit>
  /** What the issuer hands the browser for the gateway. */
  answer(out: string, claims?: Lies['claims']): URLSearchParams
  /** Back at the gateway with it. */
  back(parameters: URLSearchParams): Promise<Visit>
  /** Out and back. */
  go(
    claims?: Lies['claims'],
    change?: (parameters: URLSearchParams) => URLSearchParams | Promise<URLSearchParams>,
  ): Promise<Visit>
}

type Declared = Readonly<Record<string, unknown>>

/** For a file of tests (`import.meta.filename`); `eid` over what the operator declares of it, `more` eIDs of the same issuer likewise. */
export async function lyingIssuer(
  file: string,
  eid: Declared = {},
  more: readonly Declared[] = [],
): Promise<LyingIssuer> {
  let world: World | undefined
  const clock = { now: () => world?.clock.now() ?? start }
  const server = await issuerServer(clock)
  const folder = mkdtempSync(join(tmpdir(), 'inngang-liar-'))
  after(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })
  worldForAll(file, owners, (opened) => (world = opened), {
    INNGANG_EIDS: declared(folder, server.address, [eid, ...more]),
  })
  const open = (): World => {
    if (world === undefined) throw new Error('no test has begun')
    return world
  }
  const honest = (): void => {
    server.raw = {}
    server.issuer.lies = {}
    open().clock.advance(61_000)
  }
  return {
    server,
    world: open,
    begin(clientId = 'health', parameters = {}, as = {}) {
      honest()
      return begun(server, open(), { clientId, parameters, ...as })
    },
    honest,
  }
}

function declared(folder: string, issuer: string, eids: readonly Declared[]): string {
  const secret_file = join(folder, 'secret')
  writeFileSync(secret_file, eidSecret)
  const one = {
    id: 'liar',
    kind: 'oidc',
    issuer,
    client_id: clientId,
    secret_file,
    name,
    needs: name,
    mark: 'L',
    highest: 'high',
    amr_else: 'Liar',
    number_claims: ['number'],
    levels: { high: 'high', substantial: 'substantial', low: 'low' },
    answer_within: 1,
  }
  const path = join(folder, 'eids.json')
  writeFileSync(path, JSON.stringify({ eids: eids.map((eid) => ({ ...one, ...eid })) }))
  return path
}

interface Beginning extends As {
  readonly clientId: string
  readonly parameters: Record<string, string>
}

async function begun(
  server: IssuerServer,
  world: World,
  { clientId, parameters, id = 'liar', browser = world.browser() }: Beginning,
): Promise<Begun> {
  const asked = await (await service(world, clientId)).ask(parameters)
  const chooser = await browser.get(asked.url)
  const person = world.people.at(0)
  const way: Begun = {
    asked,
    browser,
    chooser,
    async leave(from = chooser) {
      const visit = await browser.click(from, `/${id}`)
      return visit.headers.get('location') === null ? visit : sentTo(visit)
    },
    answer: (out, claims = {}) => server.issuer.answer(out, { number: person.number, acr: 'high', ...claims }),
    back: (answer) => browser.get(`${gateway}/callback/${id}?${answer.toString()}`),
    async go(claims, change = (all) => all) {
      const out = await way.leave()
      if (typeof out !== 'string') return out
      return way.back(await change(way.answer(out, claims)))
    },
  }
  return way
}

/** The notice of the chooser: what the user is told; undefined: nothing, or another page. */
export const told = (visit: Visit): string | undefined => {
  const found = /role="alert">([\s\S]*?)<\/div>/.exec(visit.body)?.[1]
  return found === undefined ? undefined : textOf({ ...visit, body: found })
}
