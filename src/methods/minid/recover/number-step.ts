/** Whose password is forgotten. Whoever the number belongs to: the same page, the same hash, the same statements, paced (security.md 38). */
import { lifetimes } from '#base/lifetimes.ts'
import { NationalId } from '#base/national-id.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import type { Step } from '#db/db.ts'
import type { Language } from '#i18n/text.ts'
import type { Message } from '#messages/outbox.ts'
import type { LookedUp } from '#methods/minid/account.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import { crowded, type CrowdRule } from '#methods/minid/errands/crowd.ts'
import { firstForm, loginIn } from '#methods/minid/errands/errands.ts'
import { mayBeSent } from '#methods/minid/errands/person-budget.ts'
import { readNumber } from '#methods/minid/number.ts'
import { paced } from '#methods/minid/pace.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { atStage, busy, channelOf, type Recover, type RecoverErrand } from '#methods/minid/recover/deps.ts'
import type { NumberStage, SentStage } from '#methods/minid/recover/state.ts'
import { inGroups, newTemporary, temporaryText } from '#methods/minid/recover/temporary.ts'
import { temporaryMail, temporarySms } from '#methods/minid/recover/message-texts.ts'

/** What a human check is for here: one of another page is none. */
export const purpose = 'minid-recover'

/** Far more than people forget, far less than is worth making us send. */
const recoverCrowd: CrowdRule = { network: 60, all: 20_000 }

/** The first form begins an errand, also where nothing is done yet. */
export async function postFirst(r: Recover, c: Request): Promise<Response> {
  const form = await firstForm(c, r.house)
  const errand = await r.errands.begin(c, { stage: 'number' }, loginIn(form.get('login')))
  return sendTo(r, c, errand, form)
}

export async function postNumber(r: Recover, c: Request): Promise<Response> {
  const { errand, form } = await r.errands.posted(c)
  atStage(r, errand, 'number')
  return sendTo(r, c, errand, form)
}

async function sendTo(r: Recover, c: Request, errand: RecoverErrand, form: Parameters): Promise<Response> {
  const next = await paced(r.m.clock, r.m.pace, () => asked(r, c, errand, form)).catch((cause: unknown) => {
    throw cause instanceof PasswordsBusy ? busy(r, errand) : cause
  })
  await r.errands.keep(errand, next)
  return c.redirect(r.errands.path(errand), 303)
}

async function asked(
  r: Recover,
  c: Request,
  errand: RecoverErrand,
  form: Parameters,
): Promise<NumberStage | SentStage> {
  const { m } = r
  const number = readNumber(m.vault.world, form.get('number'))
  if (!(number instanceof NationalId)) return { stage: 'number', notice: { kind: 'number', problem: number } }
  const human = m.human === undefined ? 'passed' : await m.human.check.passed(c, form, purpose)
  if (human !== 'passed') return { stage: 'number', notice: { kind: 'human', why: human } }
  const looked = await m.accounts.find(number)
  const who = looked.person?.id ?? m.persons.hashOf(number)
  const known = await knownBrowser(m, c, who, looked.account)
  // Whoever comes in a browser of theirs is not turned away for what others ask in their name, or of us.
  if (known === undefined && (await crowded(m, 'recover', recoverCrowd, m.addressOf(c))))
    return { stage: 'number', notice: { kind: 'crowd' } }
  return send(r, errand, number, { ...looked, within: await mayBeSent(m, 'recover', known ?? who) }, c.get('language'))
}

async function knownBrowser(
  { marks }: Recover['m'],
  c: Request,
  who: string,
  account: Account | undefined,
): Promise<string | undefined> {
  const secret = marks.secretOf(c)
  return secret === undefined ? undefined : marks.known(secret, who, account?.passwordSince ?? 0)
}

async function send(
  r: Recover,
  errand: RecoverErrand,
  number: NationalId,
  { person, account, within }: LookedUp & { readonly within: boolean },
  language: Language,
): Promise<SentStage> {
  const { m, temporary } = r
  const numberHash = person?.numberHash ?? m.persons.hashOf(number)
  const known = within ? account : undefined
  const errandId = errand.held.id
  const secret = newTemporary()
  // A stranger's row has a hash, too: of what nobody was told.
  const hash = await m.passwords.hash(temporaryText(errandId, secret))
  const now = m.clock.now()
  const until = now + lifetimes.temporaryPassword * 1000
  const message = known === undefined ? undefined : messageTo(known, inGroups(secret), until, language)
  const steps: readonly Step[] = [
    ...temporary.insert({ errand: errandId, person: known?.person, hash, expires: until }, now),
    ...(message === undefined ? [] : [m.outbox.step(message)]),
  ]
  const event: AuditEvent =
    message === undefined
      ? { type: 'minid.temporary.unsent', why: within ? 'unknown' : 'limit', ...about(person?.id) }
      : { type: 'minid.temporary.sent', channel: message.kind, ...about(person?.id) }
  const written = await m.audit.write(steps, [event])
  if (!written.ok) throw new Error(`a temporary password could not be kept: ${written.failed}`)
  m.outbox.nudge()
  return { stage: 'sent', numberHash, until, ...(message === undefined ? {} : { by: message.kind }) }
}

const about = (person: Account['person'] | undefined): { readonly person?: Account['person'] } =>
  person === undefined ? {} : { person }

function messageTo(account: Account, written: string, useless: number, language: Language): Message {
  const email = account.email()
  const common = { about: 'minid-password', useless } as const
  if (channelOf(account) === 'mail' && email !== undefined)
    return {
      ...common,
      kind: 'mail',
      to: email,
      subject: temporaryMail.subject[language],
      text: temporaryMail.text[language](written),
      language,
    }
  return { ...common, kind: 'sms', to: account.mobile(), text: temporarySms[language](written) }
}
