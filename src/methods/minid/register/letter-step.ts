/** Which letter, and whose number. Whoever they belong to: the same statements, a question in any case, paced (security.md 38). */
import { NationalId } from '#base/national-id.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import { readLetterId } from '#letters/books.ts'
import { crowded, type CrowdRule } from '#methods/minid/errands/crowd.ts'
import { firstForm, loginIn } from '#methods/minid/errands/errands.ts'
import { keepNumber } from '#methods/minid/errands/kept-number.ts'
import { readNumber } from '#methods/minid/number.ts'
import { paced } from '#methods/minid/pace.ts'
import { atStage, goTo, type Register, type RegisterErrand } from '#methods/minid/register/deps.ts'
import type { CodeStage, LetterStage } from '#methods/minid/register/state.ts'
import type { Html } from '#ui/html.ts'

/** What a human check is for here: one of another page is none. */
const purpose = 'minid-register'

export const registerCrowd: CrowdRule = { network: 60, all: 20_000 }

/** Row M9: signing up always needs one. */
export const humanHere = async ({ m }: Register, c: Request, said: LetterStage['notice']): Promise<Html | undefined> =>
  m.human?.check.field(c, purpose, c.get('language'), said?.kind === 'human' ? said.why : undefined)

/** The first form begins an errand, also where nothing is done yet. */
export async function postFirst(r: Register, c: Request): Promise<Response> {
  const form = await firstForm(c, r.house)
  const errand = await r.errands.begin(c, { stage: 'letter' }, loginIn(form.get('login')))
  return onwards(r, c, errand, form)
}

export async function postLetter(r: Register, c: Request): Promise<Response> {
  const { errand, form } = await r.errands.posted(c)
  atStage(r, errand, 'letter')
  return onwards(r, c, errand, form)
}

async function onwards(r: Register, c: Request, errand: RegisterErrand, form: Parameters): Promise<Response> {
  return goTo(r, c, errand, await paced(r.m.clock, r.m.pace, () => asked(r, c, form)))
}

async function asked({ m, book }: Register, c: Request, form: Parameters): Promise<LetterStage | CodeStage> {
  const typed = form.get('letter')
  const stays = { stage: 'letter', letter: typed?.slice(0, 40) } as const
  const number = readNumber(m.vault.world, form.get('number'))
  const letter = typed === undefined || typed.trim() === '' ? undefined : readLetterId(typed)
  if (!(number instanceof NationalId) || letter === undefined) {
    const why = typed === undefined || typed.trim() === '' ? 'missing' : 'unreadable'
    const faults = {
      ...(number instanceof NationalId ? {} : { number }),
      ...(letter === undefined ? ({ letter: why } as const) : {}),
    }
    return { ...stays, notice: { kind: 'fields', ...faults } }
  }
  const human = m.human === undefined ? 'passed' : await m.human.check.passed(c, form, purpose)
  if (human !== 'passed') return { ...stays, notice: { kind: 'human', why: human } }
  if (await crowded(m, 'register', registerCrowd, m.addressOf(c))) return { ...stays, notice: { kind: 'crowd' } }
  const person = (await m.persons.find(number))?.id
  const numberHash = m.persons.hashOf(number)
  const question = await book.askStranger({ person, numberHash }, letter)
  const kept = { stage: 'code', number: keepNumber(m.vault, number), numberHash, question } as const
  return person === undefined ? kept : { ...kept, person }
}
