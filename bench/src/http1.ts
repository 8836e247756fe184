/**
 * Minimal HTTP/1.1 client: one keep-alive socket per virtual user, one request in flight.
 * It exists so that the driver costs far less CPU than the server under test. It knows only what a
 * login flow needs: Content-Length and chunked bodies, Location, Set-Cookie, reconnect on close.
 */
import net from 'node:net'
import tls from 'node:tls'

export interface Reply {
  status: number
  location: string | undefined
  setCookie: string[]
  contentType: string | undefined
  body: string
}

interface Pending {
  resolve: (r: Reply) => void
  reject: (e: Error) => void
}

const CRLF2 = Buffer.from('\r\n\r\n')
const EMPTY = Buffer.alloc(0)

export class Connection {
  readonly origin: string
  readonly host: string
  #url: URL
  #socket: net.Socket | undefined
  #buffer: Buffer = EMPTY
  #pending: Pending | undefined
  #timeoutMs: number

  constructor(origin: string, timeoutMs = 30_000) {
    this.#url = new URL(origin)
    this.origin = this.#url.origin
    this.host = this.#url.host
    this.#timeoutMs = timeoutMs
  }

  #connect(): Promise<net.Socket> {
    const secure = this.#url.protocol === 'https:'
    const port = Number(this.#url.port || (secure ? 443 : 80))
    const hostname = this.#url.hostname.replace(/^\[|\]$/g, '')
    return new Promise((resolve, reject) => {
      const ready = (): void => {
        socket.setNoDelay(true)
        socket.off('error', reject)
        socket.on('data', (chunk: Buffer) => this.#onData(chunk))
        socket.on('error', (error) => this.#fail(error))
        socket.on('close', () => this.#fail(new Error('connection closed')))
        socket.setTimeout(this.#timeoutMs, () => socket.destroy(new Error('timeout')))
        this.#socket = socket
        resolve(socket)
      }
      const socket: net.Socket = secure
        ? tls.connect({ host: hostname, port, rejectUnauthorized: false }, ready)
        : net.connect({ host: hostname, port }, ready)
      socket.once('error', reject)
    })
  }

  #fail(error: Error): void {
    this.#socket = undefined
    this.#buffer = EMPTY
    const pending = this.#pending
    this.#pending = undefined
    pending?.reject(error)
  }

  #onData(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk])
    const parsed = parseReply(this.#buffer)
    if (parsed === undefined) return
    this.#buffer = EMPTY
    const pending = this.#pending
    this.#pending = undefined
    if (parsed.close) {
      this.#socket?.removeAllListeners('close')
      this.#socket?.destroy()
      this.#socket = undefined
    }
    pending?.resolve(parsed.reply)
  }

  /** `head` holds complete header lines, each ended by CRLF. */
  async request(method: string, path: string, head: string, body?: string): Promise<Reply> {
    const socket = this.#socket ?? (await this.#connect())
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject }
      const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${this.host}\r\n${head}${length}\r\n${body ?? ''}`)
    })
  }

  close(): void {
    this.#socket?.removeAllListeners('close')
    this.#socket?.destroy()
    this.#socket = undefined
  }
}

function parseReply(buffer: Buffer): { reply: Reply; close: boolean } | undefined {
  const end = buffer.indexOf(CRLF2)
  if (end < 0) return undefined
  const head = buffer.toString('latin1', 0, end)
  const status = Number(head.slice(9, 12))
  let length = -1
  let chunked = false
  let close = false
  let location: string | undefined
  let contentType: string | undefined
  const setCookie: string[] = []

  let at = head.indexOf('\r\n')
  while (at >= 0) {
    const next = head.indexOf('\r\n', at + 2)
    const line = next < 0 ? head.slice(at + 2) : head.slice(at + 2, next)
    at = next
    const colon = line.indexOf(':')
    switch (colon) {
      case 8: // location
        if (/^location$/i.test(line.slice(0, 8))) location = line.slice(9).trim()
        break
      case 10: // set-cookie, connection
        if (/^set-cookie$/i.test(line.slice(0, 10))) setCookie.push(line.slice(11).trim())
        else if (/^connection:\s*close/i.test(line)) close = true
        break
      case 12: // content-type
        if (/^content-type$/i.test(line.slice(0, 12))) contentType = line.slice(13).trim()
        break
      case 14: // content-length
        if (/^content-length$/i.test(line.slice(0, 14))) length = Number(line.slice(15))
        break
      case 17: // transfer-encoding
        if (/^transfer-encoding:\s*chunked/i.test(line)) chunked = true
        break
      default:
    }
  }

  const start = end + 4
  let body = ''
  if (status === 204 || status === 304) {
    // no body
  } else if (chunked) {
    const decoded = decodeChunks(buffer, start)
    if (decoded === undefined) return undefined
    body = decoded
  } else if (length >= 0) {
    if (buffer.length < start + length) return undefined
    body = buffer.toString('utf8', start, start + length)
  }
  return { reply: { status, location, setCookie, contentType, body }, close }
}

function decodeChunks(buffer: Buffer, start: number): string | undefined {
  const parts: Buffer[] = []
  let at = start
  for (;;) {
    const eol = buffer.indexOf('\r\n', at)
    if (eol < 0) return undefined
    const size = Number.parseInt(buffer.toString('latin1', at, eol), 16)
    const from = eol + 2
    if (buffer.length < from + size + 2) return undefined
    if (size === 0) break
    parts.push(buffer.subarray(from, from + size))
    at = from + size + 2
  }
  return parts.length === 1 ? parts[0]!.toString('utf8') : Buffer.concat(parts).toString('utf8')
}

/** Cookies by name and path, for one origin. Expiry is honoured only for deletions. */
export class CookieJar {
  #cookies = new Map<string, { name: string; value: string; path: string }>()

  clear(): void {
    this.#cookies.clear()
  }

  get size(): number {
    return this.#cookies.size
  }

  store(headers: string[]): void {
    for (const header of headers) {
      const parts = header.split(';')
      const pair = parts[0]!
      const eq = pair.indexOf('=')
      const name = pair.slice(0, eq).trim()
      const value = pair.slice(eq + 1).trim()
      let path = '/'
      let gone = false
      for (let i = 1; i < parts.length; i++) {
        const attribute = parts[i]!.trim()
        const lower = attribute.toLowerCase()
        if (lower.startsWith('path=')) path = attribute.slice(5) || '/'
        else if (lower.startsWith('max-age=')) gone = Number(attribute.slice(8)) <= 0 || gone
        else if (lower.startsWith('expires=')) gone = Date.parse(attribute.slice(8)) < Date.now() || gone
      }
      const key = `${name};${path}`
      if (gone) this.#cookies.delete(key)
      else this.#cookies.set(key, { name, value, path })
    }
  }

  /** A complete `Cookie:` header line, or an empty string. */
  headerFor(target: string): string {
    if (this.#cookies.size === 0) return ''
    const query = target.indexOf('?')
    const path = query < 0 ? target : target.slice(0, query)
    let line = ''
    for (const { name, value, path: scope } of this.#cookies.values()) {
      const match = path === scope || (path.startsWith(scope) && (scope.endsWith('/') || path[scope.length] === '/'))
      if (match) line += line === '' ? `${name}=${value}` : `; ${name}=${value}`
    }
    return line === '' ? '' : `Cookie: ${line}\r\n`
  }
}
