/** Sending a code: how many one person gets, and the one batch that sends and tells it. */
import { lifetimes } from '#base/lifetimes.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Step } from '#db/db.ts'
import type { Leg } from '#login/method.ts'
import { codeRules } from '#methods/minid/codes.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { CodeStage } from '#methods/minid/state.ts'
import { smsText } from '#methods/minid/texts.ts'

export const codePath = (leg: Leg): string => `${leg.path}/code`

/** Whoever knows a password must not be able to fill its owner's phone, nor to buy guesses with attempts or with patience. */
export async function mayText(m: Minid, person: string): Promise<boolean> {
  const [sent, missedUntil] = await Promise.all([
    m.hot.count(`minid:codes:${person}`, 3600),
    m.guesses.codes.until(person, m.clock.now()),
  ])
  return sent <= (m.codesPerHour ?? codeRules.perHour) && missedUntil === 0
}

/** Origin-bound one-time codes name a domain: no port, no bare host name. */
const domain = /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}$/i

/** By it browsers fill in the code at our pages and nowhere else (Web OTP). */
export const lastLine = ({ host }: Pick<Minid, 'host'>, code: string): string =>
  host === undefined || !domain.test(host) ? '' : `\n\n@${host} #${code}`

interface CodeMessage {
  readonly person: CodeStage['person']
  readonly mobile: string
  readonly code: string
}

/** SMS, audit row and what else belongs to them in one batch: sent exactly when it is told. */
export async function sendCode(
  m: Minid,
  leg: Leg,
  message: CodeMessage,
  steps: readonly Step[],
  events: readonly AuditEvent[],
): Promise<void> {
  const { person, mobile, code } = message
  const queued = m.outbox.step({
    kind: 'sms',
    to: mobile,
    text: `${smsText[leg.language](code)}${lastLine(m, code)}`,
    about: 'minid-code',
    useless: m.clock.now() + lifetimes.smsCode * 1000,
  })
  const sent: AuditEvent = { type: 'minid.code.sent', channel: 'sms', person, attempt: leg.attempt }
  const written = await m.audit.write([...steps, queued], [...events, sent])
  if (!written.ok) throw new Error(`the code could not be queued: ${written.failed}`)
  m.outbox.nudge()
}
