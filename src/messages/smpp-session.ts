/** One connection to an SMS centre by SMPP 3.4: requests with their answers by sequence number, each within a time. The only file that knows the package. */
import type { TLSSocket } from 'node:tls'
import { GatewayTrouble } from '#messages/trouble.ts'

export interface Pdu {
  readonly command: string
  readonly command_status: number
  readonly sequence_number: number
  readonly [field: string]: unknown
  isResponse(): boolean
  response(fields?: Readonly<Record<string, unknown>>): Pdu
}

/** The package's session: an event emitter. */
export interface WireSession {
  readonly socket: TLSSocket
  send(pdu: Pdu): boolean
  on(event: 'pdu' | 'unknown', hear: (pdu: Pdu) => void): void
  on(event: 'connect' | 'secureConnect' | 'close', hear: () => void): void
  on(event: 'error', hear: (cause: unknown) => void): void
  destroy(): void
  close(): void
}

/** What we use of the package, which has no types of its own. */
export interface SmppPackage {
  readonly PDU: new (command: string, fields: Readonly<Record<string, unknown>>) => Pdu
  connect(options: Readonly<Record<string, unknown>>): WireSession
  createServer(
    options: Readonly<Record<string, unknown>>,
    session: (session: WireSession) => void,
  ): import('node:net').Server
}

export async function smppPackage(): Promise<SmppPackage> {
  // @ts-expect-error the package has no types
  const loaded = (await import('smpp')) as { readonly default: SmppPackage }
  return loaded.default
}

export interface SessionOptions {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** PEM; absent: the system's. */
  readonly ca?: string | undefined
  /** Milliseconds until the connection stands. */
  readonly connectMs: number
}

export interface Session {
  /** Milliseconds. @throws GatewayTrouble `unanswered`, or `down` when it was never sent */
  ask(command: string, fields: Readonly<Record<string, unknown>>, patience: number): Promise<Pdu>
  answer(pdu: Pdu, status?: number): void
  /** Settles when the connection is over. */
  readonly gone: Promise<void>
  end(): void
}

/** Hears what the other side asks of us, in its order. */
export type Hear = (pdu: Pdu, session: Session) => void

/** @throws GatewayTrouble */
export async function openSession(options: SessionOptions, hear: Hear): Promise<Session> {
  const { PDU, connect } = await smppPackage()
  const { host, port, tls, ca } = options
  const wire = connect({ host, port, tls, ...(ca === undefined ? {} : { ca }), ...(tls ? { servername: host } : {}) })
  const waiting = new Map<number, PromiseWithResolvers<Pdu>>()
  const { promise: gone, resolve: over } = Promise.withResolvers<void>()
  wire.on('close', () => {
    for (const one of waiting.values()) one.reject(new GatewayTrouble('unanswered', 'connection-lost'))
    waiting.clear()
    over()
  })
  // Also what could not be read as SMPP: such a connection has lost its place.
  wire.on('error', () => wire.destroy())
  const session: Session = {
    gone,
    end: () => wire.destroy(),
    answer: (pdu, status = 0) => void wire.send(pdu.response({ command_status: status })),
    async ask(command, fields, patience) {
      const pdu = new PDU(command, fields)
      if (!wire.send(pdu)) throw new GatewayTrouble('down', 'not-connected')
      const answer = Promise.withResolvers<Pdu>()
      waiting.set(pdu.sequence_number, answer)
      const timer = setTimeout(() => answer.reject(new GatewayTrouble('unanswered', 'no-answer')), patience)
      try {
        return answering(command, await answer.promise)
      } finally {
        clearTimeout(timer)
        waiting.delete(pdu.sequence_number)
      }
    },
  }
  wire.on('pdu', (pdu) => {
    // An answer to nothing we asked, or one that comes after its time, is dropped: its message was or will be sent again.
    if (pdu.isResponse()) waiting.get(pdu.sequence_number)?.resolve(pdu)
    else hear(pdu, session)
  })
  await connected(wire, options)
  return session
}

/** SMPP 3.4 §4.3: whatever could not be understood is answered by a generic_nack. Any other command under our number proves nothing. */
function answering(command: string, pdu: Pdu): Pdu {
  if (pdu.command === `${command}_resp` || pdu.command === 'generic_nack') return pdu
  throw new GatewayTrouble('unanswered', 'wrong-answer')
}

async function connected(wire: WireSession, { tls, connectMs }: SessionOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new GatewayTrouble('down', 'no-connection-in-time')), connectMs)
  wire.on(tls ? 'secureConnect' : 'connect', resolve)
  wire.on('close', () => reject(new GatewayTrouble('down', 'no-connection')))
  try {
    await promise
  } catch (cause) {
    wire.destroy()
    throw cause
  } finally {
    clearTimeout(timer)
  }
}
