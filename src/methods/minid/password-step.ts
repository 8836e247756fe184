/** The first page: identity number and password. */
import { NationalId } from '#base/national-id.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import type { Door, Leg } from '#login/method.ts'
import type { Checked } from '#methods/minid/account.ts'
import { freshCode } from '#methods/minid/codes.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { paced } from '#methods/minid/pace.ts'
import { passwordPage } from '#methods/minid/pages.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { codePath, mayText, sendCode } from '#methods/minid/send-code.ts'
import { type CodeStage, type PasswordNotice, stateOf } from '#methods/minid/state.ts'
import { tryAgain } from '#methods/minid/texts.ts'

export async function showPassword(m: Minid, door: Door, c: Request): Promise<Response> {
  const leg = await door.current(c)
  const state = stateOf(leg.data)
  if (state.stage === 'code') throw new SeeOther(codePath(leg))
  return door.show(c, leg, passwordPage({ ...leg, stamp: door.stamp(leg), state, now: m.clock.now() }))
}

export async function postPassword(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, form } = await door.posted(c)
  if (stateOf(leg.data).stage === 'code') throw new SeeOther(codePath(leg))
  const typed = readTyped(m, form)
  if ('kind' in typed) return backToPassword(door, c, leg, typed)
  return paced(m.clock, m.pace, () => logIn(m, door, c, leg, typed)).catch((error: unknown) => {
    if (!(error instanceof PasswordsBusy)) throw error
    throw new Refusal('IN-09', { way: { href: leg.path, text: tryAgain }, detail: error.message })
  })
}

interface Typed {
  readonly number: NationalId
  readonly password: string
}

/** What can be said of a number without looking it up, and so gives nobody away. */
function readTyped(m: Minid, form: Parameters): Typed | PasswordNotice {
  const typed = form.get('number') ?? ''
  const password = form.get('password')
  const number = typed.trim() === '' ? 'missing' : NationalId.read(typed)
  const fault = number instanceof NationalId ? wrongWorld(m, number) : number
  if (number instanceof NationalId && fault === undefined && password !== undefined) return { number, password }
  return {
    kind: 'fields',
    ...(fault === undefined ? {} : { number: fault }),
    ...(password === undefined ? { password: 'missing' as const } : {}),
  }
}

/** security.md 34: refused at entry; `persons` refuses again. */
function wrongWorld(m: Minid, number: NationalId): 'synthetic' | 'real' | undefined {
  if (m.vault.world === 'production') return number.synthetic ? 'synthetic' : undefined
  return number.synthetic ? undefined : 'real'
}

async function logIn(m: Minid, door: Door, c: Request, leg: Leg, typed: Typed): Promise<Response> {
  const checked = await m.accounts.check(typed.number, typed.password, m.addressOf(c))
  if (!checked.ok) return refusePassword(m, door, c, leg, checked)
  const { person, mobile } = checked
  const accepted: AuditEvent = { type: 'minid.password.accepted', person: person.id, attempt: leg.attempt }
  if (!(await mayText(m, person.id))) {
    await m.audit.write([checked.forget], [accepted])
    return backToPassword(door, c, leg, { kind: 'too-many-codes' })
  }
  const fresh = freshCode(m.codeKey, leg.id, m.clock.now(), 0)
  // The attempt first: of two clicks one goes on from here, and one SMS is sent.
  const kept = await door.keep(leg, {
    stage: 'code',
    person: person.id,
    numberHash: person.numberHash,
    phoneEnding: mobile.slice(-2),
    ...fresh.state,
  } satisfies CodeStage)
  await sendCode(m, kept, { person: person.id, mobile, code: fresh.code }, [checked.forget], [accepted])
  return c.redirect(codePath(leg), 303)
}

type Refused = Extract<Checked, { readonly ok: false }>

async function refusePassword(m: Minid, door: Door, c: Request, leg: Leg, checked: Refused): Promise<Response> {
  const about = { attempt: leg.attempt, ...(checked.person === undefined ? {} : { person: checked.person }) }
  const why = checked.why === 'address' ? 'locked' : checked.why
  m.audit.note({ type: 'minid.password.refused', why, ...about })
  const waits = checked.until > m.clock.now()
  if (waits && why !== 'locked') m.audit.note({ type: 'minid.locked', until: checked.until, ...about })
  const by = checked.why === 'address' ? 'address' : 'number'
  return backToPassword(door, c, leg, waits ? { kind: 'wait', until: checked.until, by } : { kind: 'refused' })
}

async function backToPassword(door: Door, c: Request, leg: Leg, notice: PasswordNotice): Promise<Response> {
  await door.keep(leg, { stage: 'password', notice })
  return c.redirect(leg.path, 303)
}
