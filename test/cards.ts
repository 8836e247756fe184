/** A login with a card, as a browser goes it: out to the card's listener over real TLS, and back. */
import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { after } from 'node:test'
import type { TLSSocket } from 'node:tls'
import { type Fetch, type Listening, serve } from '#http/serve.ts'
import type { MadeCertificate } from '#sandbox/ca/certificate.ts'
import type { CardState, SandboxCards } from '#sandbox/cards/cards.ts'
import type { Browser, Visit } from './browser.ts'
import { sentTo } from './issuers.ts'
import type { World } from './world.ts'

export type CardMethod = 'buypass-card' | 'commfides-card' | 'enterprise'

export function cardsOf(world: World): SandboxCards {
  if (world.cards === undefined) throw new Error('a world without cards')
  return world.cards
}

export const cardFor = (world: World, id: CardMethod, person: number, state: CardState = 'good'): MadeCertificate =>
  cardsOf(world).card({ maker: id === 'buypass-card' ? 'buypass' : 'commfides', person, state })

const listening = new Map<World, Promise<Listening>>()
after(async () => {
  for (const one of listening.values()) await (await one).close(0)
})

/** The listener of this world, on a port of its own: opened with the first card. */
export async function deskPort(world: World): Promise<number> {
  const { cards } = world.parts
  if (cards === undefined) throw new Error('nobody listens for cards')
  const known =
    listening.get(world) ??
    serve({ fetch: cards.desk.admit(world.app.fetch as Fetch) }, { ...cards.listens, port: 0, host: '127.0.0.1' })
  listening.set(world, known)
  return (await known).port
}

export interface Showing {
  readonly certificate?: Pick<MadeCertificate, 'pem' | 'keyPem'> | undefined
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly host?: string
  readonly session?: Buffer | undefined
  readonly connected?: (socket: TLSSocket) => void
  readonly method?: string
}

export interface AtDesk {
  readonly status: number
  readonly location: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly text: string
  readonly resumed: boolean
}

/** One request to the card's address. */
export async function atDesk(world: World, address: string, showing: Showing = {}): Promise<AtDesk> {
  const url = new URL(address)
  const port = await deskPort(world)
  const { certificate, headers = {}, host = url.host, session, method = 'GET' } = showing
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path: url.pathname + url.search,
        headers: { host, ...headers } as Record<string, string>,
        agent: false,
        // Its times are those of the tests' clock, which the library does not go by.
        rejectUnauthorized: false,
        ...(certificate === undefined ? {} : { cert: certificate.pem, key: certificate.keyPem }),
        ...(session === undefined ? {} : { session }),
      },
      (response) => {
        const resumed = (response.socket as TLSSocket).isSessionReused()
        let text = ''
        response.on('data', (part: Buffer) => (text += part.toString()))
        response.once('error', reject)
        response.once('end', () => {
          const { statusCode: status = 0, headers: got } = response
          resolve({ status, location: got.location, headers: got, text, resumed })
        })
      },
    )
    sent.once('socket', (socket) => showing.connected?.(socket as TLSSocket))
    sent.once('error', reject)
    sent.end()
  })
}

/** From the chooser to the card's address: where the browser is sent. */
export async function goOut(browser: Browser, chooser: Visit, id: CardMethod): Promise<string> {
  const page = await browser.click(chooser, `/${id}`)
  return sentTo(await browser.submit(page, `/${id}`))
}

/** From the chooser to the address with which the browser comes back. */
export async function shown(
  world: World,
  browser: Browser,
  chooser: Visit,
  id: CardMethod,
  certificate: Showing['certificate'],
): Promise<string> {
  const { location = '' } = await atDesk(world, await goOut(browser, chooser, id), { certificate })
  assert.ok(location.includes(`/callback/${id}?`), location)
  return location
}

/** All of it, to the page that asks whose card it is, or whatever comes instead. */
export const byCard = async (
  world: World,
  browser: Browser,
  chooser: Visit,
  id: CardMethod,
  certificate: Showing['certificate'],
): Promise<Visit> => browser.get(await shown(world, browser, chooser, id, certificate))
