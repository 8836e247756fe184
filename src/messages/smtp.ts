/**
 * Mail by SMTP. Outside this machine always under TLS: from the first byte (`smtps:`) or by STARTTLS, without which nothing is
 * sent. The only file that knows the package.
 */
import type { Clock } from '#base/clock.ts'
import { sha256 } from '#base/secrets.ts'
import { mailPage } from '#messages/mail-page.ts'
import type { Gateway, MailMessage } from '#messages/outbox.ts'
import { GatewayTrouble } from '#messages/trouble.ts'
import { turns } from '#messages/turns.ts'

export interface SmtpOptions {
  readonly name: string
  readonly host: string
  readonly port: number
  /** `start`: STARTTLS or nothing. `plain`: on this machine, or where somebody wants danger. */
  readonly tls: 'first' | 'start' | 'plain'
  /** PEM; absent: the system's. */
  readonly ca?: string | undefined
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** `minid@login.example.no`. */
  readonly from: string
  readonly fromName: string
  readonly clock: Clock
  /** Milliseconds without a word from the server. */
  readonly patience?: number
}

/** Connections at once. */
const window = 4

export function smtpGateway(options: SmtpOptions): Gateway {
  let opened: Promise<Transport> | undefined
  // Whoever waits, waits here: what the package has in its own line it sends whenever it can, given up or not.
  const inTurn = turns(window)
  return {
    name: options.name,
    async send(message, id, signal) {
      if (message.kind !== 'mail') throw new GatewayTrouble('refused', 'no-mail')
      if (!isMailAddress(message.to)) throw new GatewayTrouble('refused', 'address')
      opened ??= openTransport(options)
      const transport = await opened
      if (signal?.aborted === true) throw new GatewayTrouble('down', 'not-connected')
      try {
        await inTurn(signal, () => transport.sendMail(mail(options, message, id)))
      } catch (cause) {
        throw cause instanceof GatewayTrouble ? cause : smtpTrouble(cause)
      }
    },
    close: async () => (await opened)?.close(),
  }
}

type Transport = Awaited<ReturnType<typeof openTransport>>

async function openTransport({ host, port, tls, ca, user, password, patience = 8_000 }: SmtpOptions) {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    host,
    port,
    secure: tls === 'first',
    requireTLS: tls === 'start',
    ignoreTLS: tls === 'plain',
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    pool: true,
    maxConnections: window,
    maxMessages: 100,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
    // A mail is made of what we hand over, of nothing that a text might point at.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function mail({ from, fromName, clock }: SmtpOptions, message: MailMessage, id: string) {
  const { text, html } = mailPage(message, fromName)
  return {
    from: { name: fromName, address: from },
    to: { name: '', address: message.to },
    subject: message.subject.replace(/\s+/g, ' '),
    text,
    html,
    date: new Date(clock.now()),
    // RFC 5322 §3.6.4: the same at every try, so that one who gets it twice can know it.
    messageId: `<${sha256(`mail:${id}`).slice(0, 32)}@${from.split('@')[1] ?? 'invalid'}>`,
    headers: {
      // RFC 3834 §5: nobody's holiday notice shall answer.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': message.language,
    },
  }
}

/** One address and nothing else: no list, no name, no line of its own. */
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 &&
  /^[^\s@<>,;:"()[\]\\\p{Cc}]{1,64}@[^\s@<>,;:"()[\]\\\p{Cc}]+\.[^\s@<>,;:"()[\]\\\p{Cc}.]+$/u.test(text)

/** RFC 5321 §4.2.1: 5yz to the receiver or the text is for good. To our name, our password or our sender it is our own trouble. */
function smtpTrouble(cause: unknown): GatewayTrouble {
  const { code, command, responseCode, response, syscall } = cause as Readonly<Record<string, unknown>>
  const answered = typeof responseCode === 'number' ? responseCode : 0
  const ofMessage = command === 'RCPT TO' || command === 'DATA'
  // RFC 3463 §3.8: what the server lets us do, which somebody will mend; a receiver's own no is 5.1 or 5.2.
  const ofRights = command === 'RCPT TO' && typeof response === 'string' && /^5\d\d[ -]5\.7\./.test(response)
  if (ofRights) return new GatewayTrouble('later', `smtp-${answered}`)
  if (answered >= 500) return new GatewayTrouble(ofMessage ? 'refused' : 'down', `smtp-${answered}`)
  if (answered >= 400) return new GatewayTrouble(ofMessage ? 'later' : 'down', `smtp-${answered}`)
  const known = typeof code === 'string' && /^E[A-Z]{2,20}$/.test(code) ? code : 'unknown'
  // Of other troubles the package does not tell whether the text was under way.
  const before = ['EAUTH', 'ETLS', 'EDNS', 'EENVELOPE', 'ECONFIG'].includes(known) || syscall === 'connect'
  return new GatewayTrouble(before ? 'down' : 'unanswered', known)
}
