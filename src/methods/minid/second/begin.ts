/** After the password: what comes first is what the account says (row M2). */
import type { AuditEvent } from '#audit/events.ts'
import type { Request } from '#http/routes.ts'
import type { Door, Leg } from '#login/method.ts'
import type { Checked } from '#methods/minid/account.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { deviceStage } from '#methods/minid/second/device.ts'
import { letterStage } from '#methods/minid/second/letter.ts'
import { textFirst } from '#methods/minid/second/sms.ts'
import { goTo } from '#methods/minid/second/stage.ts'
import { hasOther, returned } from '#methods/minid/second/ways.ts'
import type { CodeNotice, Known, SecondStage } from '#methods/minid/state.ts'

export type RightPassword = Extract<Checked, { readonly ok: true }>

/** Undefined: no code may be sent in this hour, and there is no other way. That the password was right is written in any case. */
export async function beginSecond(
  m: Minid,
  door: Door,
  c: Request,
  leg: Leg,
  { person, account, began, giveBack }: RightPassword,
): Promise<Response | undefined> {
  const { passwordSince } = account
  const known: Known = { person: person.id, numberHash: person.numberHash, began, passwordSince }
  const steps =
    account.language === leg.language ? giveBack : [...giveBack, m.store.setLanguage(person.id, leg.language)]
  const accepted: AuditEvent = { type: 'minid.password.accepted', person: person.id, attempt: leg.attempt }
  const begin = async (state: SecondStage): Promise<Response> => {
    // The attempt first: of two clicks one goes on from here.
    const answer = await goTo(door, c, leg, state)
    await m.audit.write(steps, [accepted])
    return answer
  }
  const device = account.asksFirst === undefined ? undefined : await deviceStage(m, leg, known, account.asksFirst)
  if (device !== undefined) return begin(device)
  const wanted = account.channel === 'letter' ? await instead(m, known) : {}
  if (wanted.stage !== undefined) return begin(wanted.stage)
  const mobile = account.mobile()
  const told = { ...known, ...(wanted.cameBack === true ? { cameBack: true as const } : {}) }
  const notice = wanted.notice === undefined ? {} : { notice: wanted.notice }
  const sent = await textFirst(m, door, c, leg, told, { mobile, ...notice, steps, events: [accepted] })
  if (sent !== undefined) return sent
  if (await hasOther(m, told)) return begin({ ...told, stage: 'ways', notice: { kind: 'too-many-codes' } })
  await m.audit.write(steps, [accepted])
  return undefined
}

interface Instead {
  readonly stage?: SecondStage
  /** By SMS after all, and why. */
  readonly notice?: CodeNotice
  readonly cameBack?: boolean
}

/** Who wants the letter and has none that counts gets an SMS: nobody is shut out by a letter that is used up or came back. */
async function instead(m: Minid, known: Known): Promise<Instead> {
  const cameBack = await returned(m, known.person)
  const stage = await letterStage(m, { ...known, ...(cameBack ? { cameBack: true as const } : {}) })
  return stage === undefined ? { notice: { kind: 'no-letter' }, cameBack } : { stage }
}
