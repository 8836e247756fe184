/** Puts authorities on an address: `POST /<id>/ocsp`, `GET /<id>/issuing.crl`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Authority, ListName } from '#sandbox/ca/authority.ts'
import type { Fetch } from '#x509/fetch.ts'

export interface AuthoritiesAt {
  readonly port: number
  close(): Promise<void>
}

const lists: readonly string[] = ['issuing.crl', 'delta.crl', 'top.crl'] satisfies ListName[]

/** The authorities may come after the server: their addresses hold its port. */
export async function serveAuthorities(
  authorities: () => readonly Authority[],
  { port = 0, path = '' }: { readonly port?: number; readonly path?: string } = {},
): Promise<AuthoritiesAt> {
  const server = createServer((request, response) => {
    answer(request, path, authorities()).then(
      (body) => send(response, body),
      () => send(response, undefined),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type Found = readonly [type: string, body: Buffer]

async function answer(
  request: IncomingMessage,
  path: string,
  authorities: readonly Authority[],
): Promise<Found | undefined> {
  const question = request.method === 'POST' ? await bodyOf(request) : undefined
  return found(authorities, (request.url ?? '').slice(path.length), question)
}

/** What stands at an address; undefined: nothing. */
function found(authorities: readonly Authority[], path: string, question: Uint8Array | undefined): Found | undefined {
  const [, id, what = ''] = /^\/([\w-]+)\/([\w.]+)$/.exec(path) ?? []
  const authority = authorities.find((one) => one.id === id)
  if (authority === undefined) return undefined
  if (question !== undefined)
    return what === 'ocsp' ? ['application/ocsp-response', authority.answer(question)] : undefined
  return lists.includes(what) ? ['application/pkix-crl', authority.list(what as ListName)] : undefined
}

/** The same without a network: `at` is what their addresses begin with. */
export const reach =
  (authorities: () => readonly Authority[], at: string): Fetch =>
  ({ address, question }) => {
    const [, body] = (address.startsWith(at) && found(authorities(), address.slice(at.length), question)) || []
    return Promise.resolve(body === undefined ? { status: 404, body: new Uint8Array() } : { status: 200, body })
  }

/** A question is some hundred bytes. */
const mostBytes = 20_000

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > mostBytes) throw new Error('too long')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function send(response: ServerResponse, body: Found | undefined): void {
  if (body === undefined) response.writeHead(404).end()
  else response.writeHead(200, { 'content-type': body[0] }).end(body[1])
}
