/** Real connections with certificates, to a gateway that listens for them (RFC 8705). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { createApp } from '../src/app.ts'
import { type CertificateDoor } from '#http/client-certificate.ts'
import { type Fetch, type Listening, serve, type ServerTls } from '#http/serve.ts'
import { forServers, type MadeCertificate, makeCertificate } from '#keys/test-issuer.ts'
import type { Fields, Reply } from './wire.ts'
import { query } from './wire.ts'
import { openWorld, type World } from './world.ts'

export const mtlsOrigin = 'https://mtls.localhost'

/** Whom the operator trusts, and another who took the same name. */
export const issuer = makeCertificate({
  subject: [
    ['C', 'NO'],
    ['CN', 'Utsteder (prøve)'],
  ],
  ca: true,
})
export const impostor = makeCertificate({
  subject: [
    ['C', 'NO'],
    ['CN', 'Utsteder (prøve)'],
  ],
  ca: true,
})
export const server = makeCertificate({
  subject: [['CN', 'mtls.localhost']],
  alternatives: [[2, 'mtls.localhost']],
  purposes: [forServers],
})

export interface CertificateWorld extends World {
  /** Over TLS, to the second listener. */
  readonly port: number
  /** Plain http, to the first. */
  readonly mainPort: number
}

const files = (): { readonly paths: Record<string, string>; remove(): void } => {
  const folder = mkdtempSync(join(tmpdir(), 'inngang-mtls-'))
  const put = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  const paths = {
    INNGANG_MTLS_CERT: put('cert.pem', server.cert),
    INNGANG_MTLS_KEY: put('key.pem', server.key),
    INNGANG_MTLS_ISSUERS: put('issuers.pem', issuer.cert),
  }
  return { paths, remove: () => rmSync(folder, { recursive: true }) }
}

/** A world that listens for certificates, and on its own port, for real. */
export async function openCertificateWorld(
  owners: readonly unknown[],
  settings: Record<string, string> = {},
): Promise<CertificateWorld> {
  const { paths, remove } = files()
  const own = { INNGANG_MTLS_PORT: '8743', INNGANG_MTLS_ORIGIN: mtlsOrigin }
  const world = await openWorld(owners, { ...own, ...paths, ...settings })
  const listener = world.parts.certificateListener
  if (listener === undefined) throw new Error('nobody listens for certificates')
  const second = await serve(
    { fetch: listener.door.admit(world.app.fetch as Fetch) },
    { ...listener.listens, port: 0, host: '127.0.0.1' },
  )
  const main = await serve(world.app, { port: 0, host: '127.0.0.1' })
  return {
    ...world,
    port: second.port,
    mainPort: main.port,
    async close() {
      await Promise.all([second.close(0), main.close(0)])
      await world.close()
      remove()
    },
  }
}

/** The same gateway behind another door. */
export const listenBehind = (
  world: World,
  door: CertificateDoor & { admit(fetch: Fetch): Fetch },
  tls?: ServerTls,
): Promise<Listening> => {
  const app = createApp({ ...world.parts, certificates: door })
  const options = { port: 0, host: '127.0.0.1', seesCertificateHeaders: true, ...(tls === undefined ? {} : { tls }) }
  return serve({ fetch: door.admit(app.fetch as Fetch) }, options)
}

export interface Wish {
  readonly port: number
  readonly path: string
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly certificate?: Pick<MadeCertificate, 'cert' | 'key'> | undefined
  readonly host?: string
  readonly session?: Buffer | undefined
  /** Hears of the connection before it is used. */
  readonly connected?: (socket: TLSSocket) => void
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Whether the TLS session was one from before. */
  readonly resumed: boolean
}

async function answered(response: IncomingMessage): Promise<Omit<Answered, 'resumed'>> {
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  const headers = new Headers()
  for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value))
  return { status: response.statusCode ?? 0, headers, text: Buffer.concat(parts).toString() }
}

/** One request on a connection of its own. */
export const tlsRequest = (wish: Wish): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const { certificate, host = 'mtls.localhost' } = wish
    const sent = request(
      {
        host: '127.0.0.1',
        port: wish.port,
        path: wish.path,
        method: wish.method ?? 'GET',
        servername: 'mtls.localhost',
        headers: { host, ...wish.headers } as Record<string, string>,
        agent: false,
        ca: server.cert,
        ...(certificate === undefined ? {} : { cert: certificate.cert, key: certificate.key }),
        ...(wish.session === undefined ? {} : { session: wish.session }),
      },
      (response) => {
        const resumed = (response.socket as TLSSocket).isSessionReused()
        answered(response).then((one) => resolve({ ...one, resumed }), reject)
      },
    )
    sent.once('socket', (socket) => wish.connected?.(socket as TLSSocket))
    sent.once('error', reject)
    sent.end(wish.body)
  })

/** Over plain http, with whatever `Host`. */
export const httpRequest = (
  wish: Omit<Wish, 'certificate' | 'session' | 'connected'>,
): Promise<Omit<Answered, 'resumed'>> =>
  new Promise((resolve, reject) => {
    const headers = { host: wish.host ?? 'localhost:8700', ...wish.headers } as Record<string, string>
    const { port, path, method = 'GET' } = wish
    const sent = plainRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      answered(response).then(resolve, reject)
    })
    sent.once('error', reject)
    sent.end(wish.body)
  })

/** A form, as `send` in `wire.ts`. */
export async function tlsSend(
  port: number,
  path: string,
  fields: Fields,
  certificate?: MadeCertificate,
  headers: Record<string, string | readonly string[]> = {},
): Promise<Reply> {
  const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
  return replyOf(await tlsRequest({ port, path, method: 'POST', body: query(fields), headers: form, certificate }))
}

export const tlsGet = async (
  port: number,
  path: string,
  headers: Record<string, string>,
  certificate?: MadeCertificate,
): Promise<Reply> => replyOf(await tlsRequest({ port, path, headers, certificate }))

export function replyOf({ status, headers, text }: Omit<Answered, 'resumed'>): Reply {
  const isJson = headers.get('content-type')?.startsWith('application/json') === true
  return { status, headers, text, json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} }
}

/** For an outside client: what is meant for the second listener goes there with the certificate, everything else to the app. */
export const fetchWith =
  (world: CertificateWorld, certificate: MadeCertificate) =>
  async (url: string, init: RequestInit = {}): Promise<Response> => {
    if (!url.startsWith(mtlsOrigin)) return world.fetch(url, init)
    const body = init.body === undefined || init.body === null ? undefined : await new Response(init.body).text()
    const { status, text, headers } = await tlsRequest({
      port: world.port,
      path: url.slice(mtlsOrigin.length),
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      certificate,
      ...(body === undefined ? {} : { body }),
    })
    return new Response(text, { status, headers })
  }
