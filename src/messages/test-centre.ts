/** An SMS centre for tests, made with the server half of the same package: what it was sent, and how it behaves. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type Pdu, smppPackage, type WireSession } from '#messages/smpp-session.ts'

/** A submit_sm that came: its fields as they stood on the wire. */
export interface Submitted {
  readonly to: string
  readonly from: string
  readonly coding: number
  readonly esmClass: number
  readonly body: Buffer
  readonly validity: string
  readonly reference: string
  /** Tells what became of it, by any connection. */
  receipt(state: string, over?: WireSession): Promise<Pdu>
}

/** What the centre does with a submit_sm: an SMPP status, or one of its tricks. */
export type Behaviour = number | 'silent' | 'drop' | 'wrong-sequence' | 'wrong-command' | 'twice' | 'late' | 'garbage'

export interface Centre {
  readonly port: number
  readonly submitted: Submitted[]
  readonly sessions: WireSession[]
  /** Commands that came besides, in their order. */
  readonly commands: string[]
  behave: (count: number) => Behaviour
  /** Status of every bind from now on. */
  bindStatus: number
  /** Answers signs of life. */
  alive: boolean
  /** Waits until something holds, looking again whenever anything comes. */
  until(holds: () => boolean): Promise<void>
  ask(session: WireSession, command: string, fields?: Readonly<Record<string, unknown>>): Promise<Pdu>
  close(): Promise<void>
}

export interface CentreOptions {
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly port?: number
}

export async function openCentre(options: CentreOptions = {}): Promise<Centre> {
  const smpp = await smppPackage()
  const watching = new Set<() => void>()
  const sockets = new Set<WireSession>()
  const server = smpp.createServer({ ...options.tls }, (session) => {
    sockets.add(session)
    session.on('error', () => session.destroy())
    session.on('close', () => {
      sockets.delete(session)
      centre.sessions.splice(0, Infinity, ...centre.sessions.filter((one) => one !== session))
      look()
    })
    session.on('pdu', (pdu) => {
      answer(centre, session, pdu)
      look()
    })
  })
  const look = (): void => {
    for (const one of watching) one()
  }
  const centre: Centre = {
    port: 0,
    submitted: [],
    sessions: [],
    commands: [],
    behave: () => 0,
    bindStatus: 0,
    alive: true,
    async until(holds) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const check = (): void => {
        if (holds()) resolve()
      }
      watching.add(check)
      check()
      await promise
      watching.delete(check)
    },
    ask: (session, command, fields = {}) =>
      new Promise((resolve) => {
        const pdu = new smpp.PDU(command, fields)
        session.send(pdu)
        session.on('pdu', (came) => {
          if (came.isResponse() && came.sequence_number === pdu.sequence_number) resolve(came)
        })
      }),
    async close() {
      for (const session of sockets) session.destroy()
      server.close()
      if (server.listening) await once(server, 'close')
    },
  }
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(centre, { port: (server.address() as AddressInfo).port })
}

function answer(centre: Centre, session: WireSession, pdu: Pdu): void {
  if (pdu.isResponse()) return
  if (pdu.command !== 'submit_sm') centre.commands.push(pdu.command)
  if (pdu.command === 'bind_transceiver') {
    session.send(pdu.response({ command_status: centre.bindStatus, system_id: 'centre' }))
    if (centre.bindStatus === 0) centre.sessions.push(session)
  } else if (pdu.command === 'enquire_link') {
    if (centre.alive) session.send(pdu.response())
  } else if (pdu.command === 'unbind') {
    session.send(pdu.response())
    session.close()
  } else if (pdu.command === 'submit_sm') submit(centre, session, pdu)
}

function submit(centre: Centre, session: WireSession, pdu: Pdu): void {
  const behaviour = centre.behave(centre.submitted.length)
  const reference = `ref-${centre.submitted.length + 1}`
  const taken = typeof behaviour === 'string' || behaviour === 0
  if (taken) centre.submitted.push(submittedOf(centre, session, pdu, reference))
  const response = (): Pdu => pdu.response({ command_status: taken ? 0 : behaviour, message_id: reference })
  const { sequence_number: sequence } = pdu
  const tricks: Readonly<Record<string, () => void>> = {
    silent: () => undefined,
    drop: () => session.destroy(),
    'wrong-sequence': () => session.send(Object.assign(response(), { sequence_number: sequence + 1000 })),
    'wrong-command': () =>
      session.send(Object.assign(pdu.response(), { command_id: 0x80000015, command: 'enquire_link_resp' })),
    twice: () => {
      session.send(response())
      session.send(response())
    },
    late: () => void setTimeout(() => session.send(response()), 100),
    garbage: () => session.socket.write(Buffer.from([0, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8])),
  }
  const trick = typeof behaviour === 'string' ? tricks[behaviour] : undefined
  if (trick === undefined) session.send(response())
  else trick()
}

function submittedOf(centre: Centre, session: WireSession, pdu: Pdu, reference: string): Submitted {
  const { message, udh } = pdu['short_message'] as { readonly message: string | Buffer; readonly udh?: Buffer[] }
  return {
    to: String(pdu['destination_addr']),
    from: String(pdu['source_addr']),
    coding: Number(pdu['data_coding']),
    esmClass: Number(pdu['esm_class']),
    body: Buffer.concat([...(udh ?? []), Buffer.from(message)]),
    validity: JSON.stringify(pdu['validity_period']),
    reference,
    receipt: (state, over = session) =>
      centre.ask(over, 'deliver_sm', {
        source_addr: pdu['destination_addr'],
        destination_addr: pdu['source_addr'],
        esm_class: 4,
        short_message: Buffer.from(
          `id:${reference} sub:001 dlvrd:001 submit date:2611220140 done date:2611220141 stat:${state} err:000 text:`,
        ),
      }),
  }
}
