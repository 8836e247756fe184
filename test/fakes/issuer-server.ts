/** The issuer that lies, on a port of its own: what a wire can do is in it, too (an answer that hangs, drips, breaks off, never ends). */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '#base/clock.ts'
import { type FakeIssuer, fakeIssuer } from './issuer.ts'

/** Another host than the gateway's. Only Linux has all of 127.0.0.0/8. */
export const otherHost = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1'

type Raw = (response: ServerResponse, path: string) => void

export interface IssuerServer {
  readonly address: string
  readonly issuer: FakeIssuer
  /** Answers in its place, by path; undefined: as it is. */
  raw: Readonly<Record<string, Raw>>
  close(): Promise<void>
}

export async function issuerServer(clock: Clock): Promise<IssuerServer> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((done) => server.listen(0, otherHost, done))
  const address = `http://${otherHost}:${(server.address() as AddressInfo).port}`
  const issuer = fakeIssuer(clock, {}, address)
  const served: IssuerServer = {
    address,
    issuer,
    raw: {},
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    const raw = served.raw[path]
    if (raw !== undefined) {
      issuer.asked.push(`${request.method ?? ''} ${path}`)
      raw(response, path)
      return
    }
    const told = await issuer.send(address + path, { method: request.method ?? 'GET', body })
    response.writeHead(told.status, Object.fromEntries(told.headers)).end(Buffer.from(await told.arrayBuffer()))
  }
  return served
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
