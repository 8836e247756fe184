/**
 * SMS by SMPP 3.4. Each process has a connection of its own, bound as transceiver, kept alive, and bound again with growing waits
 * when it is lost. While it is down a message is refused at once, so that the next gateway gets it.
 */
import type { Clock } from '#base/clock.ts'
import type { Log } from '#http/answer.ts'
import type { Gateway, Message } from '#messages/outbox.ts'
import type { Receipt } from '#messages/receipts.ts'
import { smsParts } from '#messages/sms-text.ts'
import { isReceipt, readReceipt } from '#messages/smpp-receipt.ts'
import { openSession, type Pdu, type Session } from '#messages/smpp-session.ts'
import { destination, source, statuses, validity } from '#messages/smpp-words.ts'
import { GatewayTrouble, troubleOf } from '#messages/trouble.ts'
import { turns } from '#messages/turns.ts'

export interface SmppOptions {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** PEM; absent: the system's. */
  readonly ca?: string | undefined
  readonly user: string
  readonly password: string
  /** Whom the message is from: a number, or up to eleven letters and digits. */
  readonly sender: string
  readonly clock: Clock
  readonly log: Log
  /** A receipt is answered when this comes back; when it throws, the centre sends it again. */
  readonly heard: (receipt: Receipt) => Promise<void>
  readonly timing?: Partial<SmppTiming>
}

/** Milliseconds. */
export interface SmppTiming {
  readonly answer: number
  readonly connect: number
  /** Between two signs of life. */
  readonly alive: number
  /** Before the first new try, and the longest. */
  readonly again: number
  readonly againLongest: number
  /** How long nothing is sent after the centre said "too fast", at first. */
  readonly held: number
}

const usual: SmppTiming = {
  answer: 8_000,
  connect: 5_000,
  alive: 30_000,
  again: 500,
  againLongest: 60_000,
  held: 1_000,
}
/** SMPP 3.4 §2.8: unanswered requests at once. Centres allow about ten. */
const window = 10
const longestHold = 16_000

export function smppGateway(options: SmppOptions): Gateway {
  const timing = { ...usual, ...options.timing }
  const link = openLink(options, timing)
  const inTurn = turns(window)
  const hold = { until: 0, times: 0 }
  return {
    name: options.name,
    async send(message, id, signal) {
      if (message.kind !== 'sms') throw new GatewayTrouble('refused', 'no-sms')
      if (options.clock.now() < hold.until) throw new GatewayTrouble('later', 'throttled')
      const session = await link.session(signal)
      const references: string[] = []
      for (const fields of submissions(options, message, id)) {
        const answer = await inTurn(signal, () => session.ask('submit_sm', fields, timing.answer))
        references.push(takenAs(answer, hold, options.clock, timing))
      }
      return { gateway: options.name, references }
    },
    close: link.close,
    warnings: () => (link.isUp() ? [] : [`The SMS centre ${options.name} is not connected.`]),
  }
}

/** SMPP 3.4 §4.4.1, one for each part. A text of more than one part carries its header in the message (§5.2.12, bit 6). */
function submissions(
  { clock, sender }: SmppOptions,
  message: Message,
  id: string,
): readonly Readonly<Record<string, unknown>>[] {
  const { coding, parts } = smsParts(message.text, id)
  return parts.map(({ header, body }) => ({
    ...source(sender),
    ...destination(message.to),
    esm_class: header.length === 0 ? 0 : 0x40,
    registered_delivery: 1,
    // The centre itself drops what is too late.
    validity_period: validity(message.useless - clock.now()),
    data_coding: coding,
    short_message: Buffer.concat([header, body]),
  }))
}

interface Hold {
  until: number
  times: number
}

function takenAs(answer: Pdu, hold: Hold, clock: Clock, timing: SmppTiming): string {
  const { command_status: status } = answer
  if (status === 0 && answer.command === 'submit_sm_resp') {
    hold.times = 0
    const reference = answer['message_id']
    return typeof reference === 'string' ? reference : ''
  }
  const { what, why } = statuses[status] ?? { what: 'later', why: `smpp-${status}` }
  if (why === 'throttled') {
    hold.until = clock.now() + Math.min(longestHold, timing.held * 2 ** Math.min(hold.times, 10))
    hold.times += 1
  }
  throw new GatewayTrouble(what, why)
}

interface Link {
  /** Bound; waits only while a bind is under way. @throws GatewayTrouble */
  session(signal: AbortSignal | undefined): Promise<Session>
  isUp(): boolean
  close(): Promise<void>
}

/** Binds, and binds again, for ever. */
function openLink(options: SmppOptions, timing: SmppTiming): Link {
  const { log, name, clock } = options
  /** Undefined in it: not bound; `lost` has said why and tries again. */
  let bound: Promise<Session | undefined> | undefined
  let isFirst = true
  let up: { readonly session: Session; readonly since: number } | undefined
  let failures = 0
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const lost = (why: string): void => {
    // A centre that takes us and hangs up is no better than one that does not take us.
    if (up !== undefined && clock.now() - up.since >= timing.againLongest) failures = 0
    up = undefined
    bound = undefined
    isFirst = false
    if (closed) return
    const ms = Math.min(timing.againLongest, timing.again * 2 ** Math.min(failures, 20))
    log('warn', 'an SMS centre is not connected', { gateway: name, why, ms })
    timer = setTimeout(open, ms)
    timer.unref()
    failures += 1
  }
  const open = (): void => {
    bound = bind(options, timing).then(
      (session) => {
        isFirst = false
        up = { session, since: clock.now() }
        log('info', 'an SMS centre is connected', { gateway: name })
        void session.gone.then(() => lost('connection-lost'))
        return session
      },
      (cause: unknown) => {
        lost(troubleOf(cause).why)
        return undefined
      },
    )
  }
  open()
  return {
    async session(signal) {
      // Only the very first bind is waited for: later the next gateway is faster.
      const session = isFirst ? await bound : up?.session
      if (session === undefined || signal?.aborted === true) throw new GatewayTrouble('down', 'not-connected')
      return session
    },
    isUp: () => isFirst || up !== undefined,
    async close() {
      closed = true
      clearTimeout(timer)
      const session = await bound
      if (session === undefined) return
      // §4.2: an unbind is polite; a centre that does not answer is left all the same.
      await session.ask('unbind', {}, 1000).catch(() => undefined)
      session.end()
      await session.gone
    },
  }
}

async function bind(options: SmppOptions, timing: SmppTiming): Promise<Session> {
  const { host, port, tls, ca, user, password } = options
  const session = await openSession({ host, port, tls, ca, connectMs: timing.connect }, (pdu, on) =>
    heard(options, pdu, on),
  )
  try {
    const fields = { system_id: user, password, system_type: '', interface_version: 0x34 }
    const { command_status: status } = await session.ask('bind_transceiver', fields, timing.answer)
    if (status !== 0) throw new GatewayTrouble('down', statuses[status]?.why ?? `smpp-${status}`)
  } catch (cause) {
    session.end()
    throw cause
  }
  keepAlive(session, timing)
  return session
}

/** §4.11: a connection that nobody answers on is no connection. */
function keepAlive(session: Session, { alive, answer }: SmppTiming): void {
  const timer = setInterval(() => {
    session.ask('enquire_link', {}, answer).catch(() => session.end())
  }, alive)
  timer.unref()
  void session.gone.then(() => clearInterval(timer))
}

/** §5.1.3 ESME_RX_T_APPN: send it again. ESME_RINVCMDID: not for us. */
const sendAgain = 0x64
const notForUs = 3
/** §4.1.7, §4.12: the two requests that have no answer. The package makes none, and throws where one is asked for. */
const withoutAnswer: ReadonlySet<string> = new Set(['outbind', 'alert_notification'])

function heard(options: SmppOptions, pdu: Pdu, session: Session): void {
  if (pdu.command === 'deliver_sm') void hearDelivery(options, pdu, session)
  else if (pdu.command === 'enquire_link') session.answer(pdu)
  else if (pdu.command === 'unbind') {
    session.answer(pdu)
    session.end()
  } else if (!withoutAnswer.has(pdu.command)) session.answer(pdu, notForUs)
}

/** What people answer to a code is taken and thrown away. */
async function hearDelivery({ name, log, heard: tell }: SmppOptions, pdu: Pdu, session: Session): Promise<void> {
  const receipt = isReceipt(pdu) ? readReceipt(pdu) : undefined
  try {
    if (receipt !== undefined) await tell({ gateway: name, ...receipt })
    session.answer(pdu)
  } catch (cause) {
    log('error', 'a delivery receipt could not be written', { gateway: name, cause })
    session.answer(pdu, sendAgain)
  }
}
