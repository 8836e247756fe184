/** The kinds of trouble that are thrown; outcomes are returned. `answer.ts` is the one place that turns them into an answer. */
import type { Text } from '#i18n/text.ts'

/** A dead end for a person. `id` is stable and listed in `docs/errors.md`. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly id: RefusalId
  /** A working way on: where the page's button leads, and its text. */
  readonly way: { readonly href: string; readonly text: Text } | undefined
  /** What came as a form may be sent once more, by a button. */
  readonly again: SendAgain | undefined
  /** For the log only. */
  readonly detail: string | undefined
  /** For the service's developers, shown under "for developers" on the page: protocol words, English, nothing the user typed. */
  readonly forDevelopers: string | undefined

  constructor(
    id: RefusalId,
    options: {
      way?: { href: string; text: Text }
      again?: SendAgain
      detail?: string
      forDevelopers?: string
      cause?: unknown
    } = {},
  ) {
    super(id, { cause: options.cause })
    this.id = id
    this.way = options.way
    this.again = options.again
    this.detail = options.detail
    this.forDevelopers = options.forDevelopers
  }
}

/** A form as it came. Only for what is nobody's secret from the browser that sent it. */
export interface SendAgain {
  readonly action: string
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** Where it may lead in the end, outside of us. */
  readonly leadsTo: readonly string[]
}

/** The closed list. Texts in `http/refusals.ts`, meaning in `docs/errors.md`. */
export const refusalIds = [
  'IN-01', // the login is over: too old, or already finished
  'IN-02', // this browser did not begin the login (cookie gone, other browser)
  'IN-03', // you began again in another tab
  'IN-04', // the service's request cannot be used and cannot be sent back
  'IN-05', // the form did not come from our own page
  'IN-06', // too many attempts, wait
  'IN-07', // page does not exist
  'IN-08', // something went wrong with us
  'IN-09', // a part we need does not answer: try again
  'IN-10', // the form was not readable (too large, a field twice)
  'IN-11', // the same cookie twice: cleared, try again
  'IN-12', // this login cannot be completed for you (blocked person, switched-off eID)
  'IN-13', // the service has cancelled this login
  'IN-14', // what was begun outside a login (a letter, a new password) is over, or another browser's
  'IN-15', // more passwords and letter codes wait to be checked than we can do in a time that a person would wait
] as const
export type RefusalId = (typeof refusalIds)[number]

/** Thrown to leave a step: the browser is sent to another page of ours with 303. No trouble at all, but not the way the caller went. */
export class SeeOther extends Error {
  override readonly name = 'SeeOther'
  readonly location: string
  constructor(location: string) {
    super('see other')
    this.location = location
  }
}
