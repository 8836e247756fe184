/** Logins with cards as an operator sets them up, by files and settings alone: a trust list, responders on the network, a proxy in front. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixedClock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import { type Fetch, serve } from '#http/serve.ts'
import { type AuthoritiesAt, serveAuthorities } from '#sandbox/ca/serve.ts'
import { cardMakers, type SandboxCards, sandboxCards } from '#sandbox/cards/cards.ts'
import { openSeed } from '#sandbox/cards/seed.ts'
import { population } from '#sandbox/population/population.ts'
import { type Folder, folder } from './process/started.ts'
import { callback, owners, secret } from './services.ts'
import { openWorld, start, type World } from './world.ts'

export const cardHost = 'kort.login.example.no'

export interface Configured {
  readonly world: World
  readonly cards: SandboxCards
  readonly place: Folder
  /** The listener behind the proxy. */
  readonly port: number
  readonly secret: string
  close(): Promise<void>
}

/** Takes one issuer's cards and nothing else. */
const cardsOnly = {
  org_number: '974761076',
  name: 'Kortkontoret',
  services: [
    {
      client_id: 'cards-only',
      client_name: 'Kortkontoret',
      client_uri: 'https://cards-only.example.no/',
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: secret,
      redirect_uris: [callback('cards-only')],
      minimum_level: 'high',
      eids: ['buypass-card'],
    },
  ],
}

/** The person whose Commfides card stands in the operator's table; Buypass tells numbers itself. */
export const inTable = 7

export async function configured(): Promise<Configured> {
  const place = folder()
  const { cards, authorities } = await issuers()
  const proxySecret = randomToken(33)
  const world = await openWorld([...owners, cardsOnly], {
    INNGANG_ISSUER_PORT: '0',
    INNGANG_CARD_PORT: '8744',
    INNGANG_CARD_ORIGIN: `https://${cardHost}`,
    INNGANG_CARD_FROM: 'x-ssl-client-cert',
    INNGANG_CARD_PROXY_SECRET: proxySecret,
    INNGANG_TRUST: trustList(place.path, cards),
  })
  const { cards: parts } = world.parts
  if (parts === undefined) throw new Error('no cards by these settings')
  const admitted = { fetch: parts.desk.admit(world.app.fetch as Fetch) }
  const listening = await serve(admitted, { ...parts.listens, port: 0, host: '127.0.0.1' })
  return {
    world,
    cards,
    place,
    port: listening.port,
    secret: proxySecret,
    async close() {
      await listening.close(0)
      await world.close()
      await authorities.close()
      place.remove()
    },
  }
}

/** Their addresses stand in their certificates, so the server is there first. */
async function issuers(): Promise<{ cards: SandboxCards; authorities: AuthoritiesAt }> {
  const opened: { cards?: SandboxCards } = {}
  const authorities = await serveAuthorities(() => opened.cards?.authorities() ?? [])
  const at = `http://127.0.0.1:${authorities.port}`
  const about = {
    population: population(20),
    clock: fixedClock(start),
    seed: openSeed(undefined),
    listener: `https://${cardHost}`,
  }
  opened.cards = sandboxCards({ ...about, at })
  return { cards: opened.cards, authorities }
}

function trustList(into: string, cards: SandboxCards): string {
  const put = (name: string, content: string): string => {
    writeFileSync(join(into, name), content)
    return name
  }
  const pem = (ders: readonly Uint8Array[]): string =>
    ders
      .map((der) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`)
      .join('')
  const people = cards.trust().entries.filter(({ policies }) => policies.some(({ use }) => use === 'person'))
  put('card-issuers.pem', pem(people.flatMap(({ anchors, intermediates }) => [...anchors, ...intermediates])))
  const asker = cards.enterprise()
  // By the certificate itself: this issuer draws a new number for each.
  const { der } = cards.card({ maker: 'commfides', person: inTable, state: 'good' })
  const tableKey = createHash('sha256').update(der).digest('hex')
  const list = people.map((entry, i) => ({
    id: entry.id,
    use: 'person',
    anchors: put(`${entry.id}-root.pem`, pem(entry.anchors)),
    intermediates: put(`${entry.id}-ca.pem`, pem(entry.intermediates)),
    policies: entry.policies.map(({ oid }) => oid),
    ocsp: entry.ocsp,
    crl: entry.crl,
    number:
      cardMakers[i] === 'buypass'
        ? { from: 'ocsp', key_file: put('asker.key', asker.keyPem), certificate_file: put('asker.pem', asker.pem) }
        : { from: 'table', file: put('table.json', JSON.stringify({ [tableKey]: population(20).at(inTable).number })) },
  }))
  return join(into, put('trust.json', JSON.stringify({ issuers: list })))
}
