/** The human check (row M9): a field for a form, and whether what came back will do. */
import type { KeyObject } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { Hot } from '#hot/hot.ts'
import type { Language } from '#i18n/text.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import type { Vault } from '#keys/keys.ts'
import { type Challenge, newChallenge, openChallenge, sealChallenge } from '#human/challenge.ts'
import { humanField, humanFields } from '#human/field.ts'
import { openPressures, type Pressure, type PressureRules, type Pressures } from '#human/pressure.ts'
import { answers, questionRules, questionsOf } from '#human/questions.ts'
import { humanTexts } from '#human/texts.ts'
import { workHolds, workRules } from '#human/work.ts'
import type { Html } from '#ui/html.ts'

/** `absent`: the form had no check, or nothing was done about it. `failed`: wrong, too late, used, too easy by now, or for something else. */
export type Outcome = 'passed' | 'failed' | 'absent'
export type Refused = Exclude<Outcome, 'passed'>

export interface HumanCheck {
  /** For inside a form. `purpose` (letters and dashes) is what the form is for; `said` is how the last one went, on the page that says so. */
  field(c: Request, purpose: string, language: Language, said?: Refused): Promise<Html>
  /** Uses the check up: once for a form that was sent. */
  passed(c: Request, form: Parameters, purpose: string): Promise<Outcome>
}

export interface HumanDeps {
  readonly hot: Hot
  readonly vault: Vault
  readonly clock: Clock
  /** The client's address: the connection's, or what the configured number of trusted proxies say. */
  addressOf(c: Request): string
  readonly pressure?: PressureRules | undefined
  /** Of the work. Undefined: the house's. */
  readonly iterations?: number | undefined
}

interface Check {
  readonly hot: Hot
  readonly clock: Clock
  readonly key: KeyObject
  readonly pressures: Pressures
  readonly iterations: number
}

/** Milliseconds that another process's clock may be ahead. */
const ahead = 10_000

export function openHumanCheck(deps: HumanDeps): HumanCheck {
  const { hot, vault, clock, addressOf, pressure, iterations = workRules.iterations } = deps
  const key = vault.macKey('human-check')
  const check: Check = { hot, clock, key, pressures: openPressures(hot, key, pressure), iterations }
  return {
    field: async (c, purpose, language, said) => {
      const now = await check.pressures.now(purpose, addressOf(c))
      const challenge = newChallenge(clock.now(), bitsAt(now), questionsAt(now))
      return humanField({
        language,
        token: sealChallenge(key, purpose, challenge),
        bits: challenge.bits,
        iterations,
        questions: now.closed ? [] : questionsOf(key, challenge.id, challenge.questions),
        error: said === undefined ? undefined : humanTexts[said][language],
      })
    },
    passed: (c, form, purpose) => outcome(check, form, purpose, addressOf(c)),
  }
}

const bitsAt = ({ steps }: Pressure): number => Math.min(workRules.most, workRules.bits + steps)
const questionsAt = ({ steps }: Pressure): number => Math.min(questionRules.most, questionRules.least + steps)

async function outcome(check: Check, form: Parameters, purpose: string, address: string): Promise<Outcome> {
  const token = form.get(humanFields.token)
  const work = form.get(humanFields.work)
  const typed = Array.from({ length: questionRules.most }, (_, i) => form.get(humanFields.answer(i)))
  if (token === undefined || (work === undefined && typed.every((one) => one === undefined))) return 'absent'
  const challenge = openChallenge(check.key, purpose, token)
  // What we did not make costs us nothing, and presses on nobody.
  if (challenge === undefined) return 'failed'
  const hard = hardEnough(challenge, await check.pressures.comes(purpose, address))
  const passed =
    hard &&
    (await unused(check, challenge)) &&
    (work === undefined
      ? (await check.pressures.mayAnswer(address)) && answered(check.key, challenge, typed)
      : await workHolds({ token, bits: challenge.bits, iterations: check.iterations }, work))
  if (passed) await check.pressures.passed(purpose)
  return passed ? 'passed' : 'failed'
}

/** Whoever fetched many while they were cheap has them for nothing. One step is forgiven: pressure may rise while somebody types. Questions rise by the same steps. */
const hardEnough = ({ bits }: Challenge, now: Pressure): boolean => bits >= bitsAt(now) - 1

/** security.md 3: used up before it is looked at, so that many guesses at once are one; and never of a time before the store was lost. */
async function unused({ hot, clock }: Check, { id, issued }: Challenge): Promise<boolean> {
  const left = issued + lifetimes.humanCheck * 1000 - clock.now()
  if (left <= 0 || issued > clock.now() + ahead) return false
  if (!(await hot.once(`human:used:${id}`, Math.ceil(left / 1000) + lifetimes.replayMargin))) return false
  const floor = await hot.floor()
  return floor === undefined || issued >= floor
}

const answered = (key: KeyObject, { id, questions }: Challenge, typed: readonly (string | undefined)[]): boolean =>
  questionsOf(key, id, questions).every((question, i) => answers(question, typed[i] ?? ''))
