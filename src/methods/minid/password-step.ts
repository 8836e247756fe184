/** The first page: identity number and password. */
import { NationalId } from '#base/national-id.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import type { Outcome, Refused } from '#human/human.ts'
import type { Door, Leg } from '#login/method.ts'
import type { Checked } from '#methods/minid/account.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { readNumber } from '#methods/minid/number.ts'
import { paced } from '#methods/minid/pace.ts'
import { passwordPage } from '#methods/minid/pages.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { beginSecond } from '#methods/minid/second/begin.ts'
import { stagePath } from '#methods/minid/second/stage.ts'
import { type PasswordNotice, type PasswordStage, stateOf } from '#methods/minid/state.ts'
import { tryAgain } from '#methods/minid/texts.ts'
import type { Html } from '#ui/html.ts'

/** What a human check is for here: one of another page is none. */
const purpose = 'minid-login'

export async function showPassword(m: Minid, door: Door, c: Request): Promise<Response> {
  const leg = await door.current(c)
  const state = stateOf(leg.data)
  if (state.stage !== 'password') throw new SeeOther(stagePath(leg, state))
  const human = await humanField(m, c, leg, state)
  const recover = `/minid/recover?login=${leg.attempt}`
  const order = `/minid/order?login=${leg.attempt}`
  const props = { ...leg, stamp: door.stamp(leg), state, now: m.clock.now(), human, recover, order }
  return door.show(c, leg, passwordPage(props))
}

async function humanField(m: Minid, c: Request, leg: Leg, { notice, human }: PasswordStage): Promise<Html | undefined> {
  if (m.human === undefined || (human !== true && m.human.from > 0)) return undefined
  return m.human.check.field(c, purpose, leg.language, notice?.kind === 'human' ? notice.why : undefined)
}

export async function postPassword(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, form } = await door.posted(c)
  const state = stateOf(leg.data)
  if (state.stage !== 'password') throw new SeeOther(stagePath(leg, state))
  const typed = readTyped(m, form)
  if ('kind' in typed) return backToPassword(door, c, leg, typed)
  const answered = await paced(m.clock, m.pace, () => logIn(m, door, c, leg, typed, form)).catch((error: unknown) => {
    if (!(error instanceof PasswordsBusy)) throw error
    throw new Refusal('IN-15', { way: { href: leg.path, text: tryAgain }, detail: error.message })
  })
  if (answered instanceof Response) return answered
  // Told after the wait: the second click on a form finds its check used, and must not overtake the first, which is being tried.
  return backToPassword(door, c, leg, { kind: 'human', why: answered }, true)
}

interface Typed {
  readonly number: NationalId
  readonly password: string
}

function readTyped(m: Minid, form: Parameters): Typed | PasswordNotice {
  const password = form.get('password')
  const number = readNumber(m.vault.world, form.get('number'))
  if (number instanceof NationalId && password !== undefined) return { number, password }
  return {
    kind: 'fields',
    ...(number instanceof NationalId ? {} : { number }),
    ...(password === undefined ? { password: 'missing' as const } : {}),
  }
}

async function logIn(
  m: Minid,
  door: Door,
  c: Request,
  leg: Leg,
  typed: Typed,
  form: Parameters,
): Promise<Response | Refused> {
  const human: Outcome = (await m.human?.check.passed(c, form, purpose)) ?? 'absent'
  const asking = { address: m.addressOf(c), human: human === 'passed', mark: m.marks.secretOf(c) }
  const checked = await m.accounts.check(typed.number, typed.password, asking)
  if (!checked.ok) noteRefused(m, leg, checked)
  if (!checked.ok && checked.why === 'human') return human === 'passed' ? 'absent' : human
  if (!checked.ok) return refusePassword(m, door, c, leg, checked)
  return (await beginSecond(m, door, c, leg, checked)) ?? backToPassword(door, c, leg, { kind: 'too-many-codes' })
}

type NotIn = Extract<Checked, { readonly ok: false }>

function noteRefused(m: Minid, leg: Leg, checked: NotIn): void {
  if (!m.refusals.first(checked)) return
  const about = { attempt: leg.attempt, ...(checked.person === undefined ? {} : { person: checked.person }) }
  const why = checked.why === 'address' ? 'locked' : checked.why
  m.audit.note({ type: 'minid.password.refused', why, ...about })
  if (checked.until > m.clock.now() && why !== 'locked')
    m.audit.note({ type: 'minid.locked', until: checked.until, ...about })
}

async function refusePassword(m: Minid, door: Door, c: Request, leg: Leg, checked: NotIn): Promise<Response> {
  const { until, human } = checked
  const by = checked.why === 'address' ? 'address' : 'number'
  const waits: PasswordNotice = { kind: 'wait', until, by }
  return backToPassword(door, c, leg, until > m.clock.now() ? waits : { kind: 'refused' }, human)
}

/** Once a check was asked for in a login, its form keeps one. */
async function backToPassword(
  door: Door,
  c: Request,
  leg: Leg,
  notice: PasswordNotice,
  human = false,
): Promise<Response> {
  const was = stateOf(leg.data)
  const asked = human || (was.stage === 'password' && was.human === true)
  await door.keep(leg, { stage: 'password', notice, ...(asked ? { human: true } : {}) } satisfies PasswordStage)
  return c.redirect(leg.path, 303)
}
