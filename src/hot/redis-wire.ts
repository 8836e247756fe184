/**
 * One connection to a Redis or Valkey server, RESP2 over a socket: what is asked in one turn of the event loop goes out in one
 * write, and answers come back in order. Nothing is ever sent twice by itself (security.md 25).
 */
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { openQueue } from '#base/queue.ts'
import { type Answer, answerReader, ServerError } from '#hot/resp.ts'

export interface Wire {
  /** @throws ServerError, TooSlow, or what broke the connection */
  ask(command: readonly string[]): Promise<Answer>
  /** Hears of every lost connection. */
  onLost(listener: () => void): void
  close(): void
}

/** No answer in time: whether the command was done is not known, and asking again would take as long. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow'
}

interface Asked {
  readonly resolve: (answer: Answer) => void
  readonly reject: (cause: unknown) => void
  /** The tick in which it was asked. */
  readonly since: number
}

/** Milliseconds. A command that has seen two whole ticks go by gets no answer any more. */
const tick = 1000
const connectTimeout = 2000
/** Milliseconds before connection attempt n. */
const pause = (attempt: number): number => Math.min(attempt * 50, 1000)

export function openWire(url: string): Wire {
  const address = readAddress(url)
  const lost: (() => void)[] = []
  let socket: Socket | undefined
  /** On their way, in the order of their answers. */
  const asked = openQueue<Asked>()
  /** Answers to AUTH and SELECT that are waited for: nothing goes out before they have said yes. */
  let greeting: Asked[] = []
  let outgoing = ''
  let ready = false
  let closed = false
  let attempts = 0
  let now = 0

  const ask = (command: readonly string[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the connection was closed'))
      asked.push({ resolve, reject, since: now })
      if (outgoing === '' && ready) setImmediate(flush)
      outgoing += encoded(command)
    })

  function flush(): void {
    if (!ready || outgoing === '') return
    socket?.write(outgoing)
    outgoing = ''
  }

  function dial(): void {
    const mine = address.tls
      ? connectSecure({ host: address.host, port: address.port, servername: address.host })
      : connectPlain({ host: address.host, port: address.port })
    socket = mine
    mine.setNoDelay(true)
    mine.setKeepAlive(true, 10_000)
    mine.setTimeout(connectTimeout, () => mine.destroy(new TooSlow('no connection in time')))
    const read = answerReader((answer) => {
      // What follows a refused greeting in the same bytes is nobody's answer.
      if (mine.destroyed) return
      const first = greeting.shift() ?? asked.shift()
      if (answer instanceof ServerError) first?.reject(answer)
      else first?.resolve(answer)
    })
    mine.on('data', (bytes: Buffer) => {
      try {
        read(bytes)
      } catch (cause) {
        mine.destroy(cause instanceof Error ? cause : new Error('unreadable'))
      }
    })
    mine.once(address.tls ? 'secureConnect' : 'connect', () => {
      mine.setTimeout(0)
      greet(mine)
    })
    let why: unknown
    mine.once('error', (cause) => (why = cause))
    mine.once('close', () => gone(why ?? new Error('the connection was lost')))
  }

  /** Before everybody's commands; an answer that says no ends the connection. */
  function greet(mine: Socket): void {
    const welcome = (): void => {
      if (greeting.length > 0) return
      attempts = 0
      ready = true
      flush()
    }
    greeting = address.greeting.map(() => ({
      resolve: welcome,
      reject: (cause) => mine.destroy(cause as Error),
      since: now,
    }))
    for (const command of address.greeting) mine.write(encoded(command))
    welcome()
  }

  /** What was under way fails at once: whether it was done is not known. */
  function gone(why: unknown): void {
    ready = false
    greeting = []
    outgoing = ''
    for (const one of asked.drain()) one.reject(why)
    for (const listener of lost) listener()
    if (closed) return
    attempts += 1
    setTimeout(() => {
      if (!closed) dial()
    }, pause(attempts)).unref()
  }

  const timer = setInterval(() => {
    now += 1
    const oldest = asked.first()
    if (oldest !== undefined && now - oldest.since > 2) socket?.destroy(new TooSlow('no answer in time'))
  }, tick).unref()
  dial()
  return {
    ask,
    onLost: (listener) => void lost.push(listener),
    close() {
      closed = true
      clearInterval(timer)
      socket?.destroy()
    },
  }
}

const encoded = (command: readonly string[]): string => {
  let text = `*${command.length}\r\n`
  for (const part of command) text += `$${Buffer.byteLength(part)}\r\n${part}\r\n`
  return text
}

interface Address {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** AUTH and SELECT, where the address asks for them. */
  readonly greeting: readonly (readonly string[])[]
}

/** `redis://user:password@host:port/database`, `rediss://` with TLS. */
export function readAddress(url: string): Address {
  const { protocol, hostname, port, username, password, pathname } = new URL(url)
  const user = decodeURIComponent(username)
  const auth = user === '' ? ['AUTH', decodeURIComponent(password)] : ['AUTH', user, decodeURIComponent(password)]
  const database = pathname.slice(1)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 6379 : Number(port),
    tls: protocol === 'rediss:',
    greeting: [...(password === '' ? [] : [auth]), ...(database === '' ? [] : [['SELECT', database]])],
  }
}
