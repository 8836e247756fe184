/** A service's other end for what the gateway sends it by itself: a small server on this machine that remembers what it was told. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Told {
  readonly method: string | undefined
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly form: URLSearchParams
}

export interface Listener {
  readonly origin: string
  /** Everything it was told at a path, oldest first. */
  told(path: string): readonly Told[]
  /** Resolves when that many came to a path. */
  heard(path: string, count: number): Promise<readonly Told[]>
  /** How a path answers from now on. A status, or what it does with the answer (nothing: it never answers). */
  answers(path: string, how: number | ((response: ServerResponse) => void)): void
  forget(): void
  close(): void
}

export async function listener(): Promise<Listener> {
  const told: Told[] = []
  const answers = new Map<string, number | ((response: ServerResponse) => void)>()
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const { method, headers, url: path = '' } = request
      told.push({ method, path, headers, form: new URLSearchParams(body) })
      const how = answers.get(path) ?? 200
      if (typeof how === 'number') response.writeHead(how).end('whatever')
      else how(response)
      for (const look of waiting) look()
    })
  })
  const at = (path: string): readonly Told[] => told.filter((one) => one.path === path)
  return {
    origin: await listening(server),
    told: at,
    heard: (path, count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (at(path).length < count) return
          waiting.delete(look)
          resolve(at(path))
        }
        waiting.add(look)
        look()
      }),
    answers: (path, how) => void answers.set(path, how),
    forget() {
      told.length = 0
      answers.clear()
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const listening = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
