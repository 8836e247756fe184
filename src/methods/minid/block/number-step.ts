/** Whose codes, and what one has left to prove that they are one's own. Nobody is told whether the number has any. */
import { NationalId } from '#base/national-id.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import type { Language } from '#i18n/text.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import { atStage, type Block, type BlockErrand } from '#methods/minid/block/deps.ts'
import { type BlockState, type MessageStage, type NumberStage, proofs } from '#methods/minid/block/state.ts'
import { blockMail, blockSms } from '#methods/minid/block/other-texts.ts'
import { freshCode } from '#methods/minid/codes.ts'
import { confirmationShapes } from '#methods/minid/confirm/confirm.ts'
import { crowded, type CrowdRule } from '#methods/minid/errands/crowd.ts'
import { firstForm, loginIn } from '#methods/minid/errands/errands.ts'
import { keepNumber } from '#methods/minid/errands/kept-number.ts'
import { mayBeSent } from '#methods/minid/errands/person-budget.ts'
import { readNumber } from '#methods/minid/number.ts'
import { paced } from '#methods/minid/pace.ts'

/** What a human check is for here: one of another page is none. */
export const purpose = 'minid-block'

const blockCrowd: CrowdRule = { network: 60, all: 20_000 }

/** Read on whichever screen is left. */
export const blockShape = confirmationShapes.mail

/** The first form begins an errand, also where nothing is done yet. */
export async function postFirst(b: Block, c: Request): Promise<Response> {
  const form = await firstForm(c, b.house)
  return onwards(b, c, await b.errands.begin(c, { stage: 'number' }, loginIn(form.get('login'))), form)
}

export async function postNumber(b: Block, c: Request): Promise<Response> {
  const { errand, form } = await b.errands.posted(c)
  atStage(b, errand, 'number')
  return onwards(b, c, errand, form)
}

async function onwards(b: Block, c: Request, errand: BlockErrand, form: Parameters): Promise<Response> {
  const next = await paced(b.m.clock, b.m.pace, () => asked(b, c, errand, form))
  await b.errands.keep(errand, next)
  return c.redirect(b.errands.path(errand), 303)
}

async function asked(b: Block, c: Request, errand: BlockErrand, form: Parameters): Promise<BlockState> {
  const { m } = b
  const number = readNumber(m.vault.world, form.get('number'))
  const proof = proofs.find((one) => one === form.get('proof'))
  if (!(number instanceof NationalId) || proof === undefined)
    return { stage: 'number', notice: faultsOf(number, proof) }
  const human = m.human === undefined ? 'passed' : await m.human.check.passed(c, form, purpose)
  if (human !== 'passed') return { stage: 'number', notice: { kind: 'human', why: human } }
  if (await crowded(m, 'block', blockCrowd, m.addressOf(c))) return { stage: 'number', notice: { kind: 'crowd' } }
  if (proof === 'message') return sendCode(b, errand, number, c.get('language'))
  return { stage: proof, number: keepNumber(m.vault, number) }
}

const faultsOf = (
  number: ReturnType<typeof readNumber>,
  proof: string | undefined,
): NonNullable<NumberStage['notice']> => ({
  kind: 'fields',
  ...(number instanceof NationalId ? {} : { number }),
  ...(proof === undefined ? { proof: 'missing' as const } : {}),
})

/** To every channel there is: one of them may be what was lost. Strangers take the same steps, and nobody is told the code. */
async function sendCode(
  { m }: Block,
  errand: BlockErrand,
  number: NationalId,
  language: Language,
): Promise<MessageStage> {
  const { person, account } = await m.accounts.find(number)
  const within = await mayBeSent(m, 'block', person?.id ?? m.persons.hashOf(number))
  const { code, state } = freshCode(m.codeKey, errand.held.id, m.clock.now(), 0, blockShape)
  const known = within ? account : undefined
  const about = person === undefined ? {} : { person: person.id }
  const event: AuditEvent = known
    ? { type: 'minid.block.sent', ...about }
    : { type: 'minid.block.unsent', why: within ? 'unknown' : 'limit', ...about }
  const written = await m.audit.write(known === undefined ? [] : messagesTo(m, known, code, language), [event])
  if (!written.ok) throw new Error(`a code to block with could not be queued: ${written.failed}`)
  m.outbox.nudge()
  return {
    stage: 'message',
    number: keepNumber(m.vault, number),
    code: state,
    ...(known === undefined ? {} : { person: known.person }),
  }
}

function messagesTo({ outbox, clock }: Block['m'], account: Account, code: string, language: Language) {
  const email = account.email()
  const common = { about: 'minid-code', useless: clock.now() + blockShape.seconds * 1000 } as const
  const sms = outbox.step({ ...common, kind: 'sms', to: account.mobile(), text: blockSms[language](code) })
  if (email === undefined) return [sms]
  const { subject, text } = blockMail
  return [
    sms,
    outbox.step({
      ...common,
      kind: 'mail',
      to: email,
      subject: subject[language],
      text: text[language](code),
      language,
    }),
  ]
}
