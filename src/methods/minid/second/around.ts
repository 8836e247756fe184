/** What the second factor's pages share: the way to the others, and what is told beside the question. */
import type { AttemptId } from '#base/ids.ts'
import type { Language, Text, TextOf } from '#i18n/text.ts'
import { codeTexts } from '#methods/minid/texts.ts'
import type { Way } from '#methods/minid/second/ways.ts'
import { waysTexts } from '#methods/minid/second/texts.ts'
import { form, link, notice, quietButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

/** What every page of a login's second factor is handed. */
export interface SecondProps<State> {
  readonly language: Language
  readonly attempt: AttemptId
  /** Where the method's pages are. */
  readonly path: string
  /** The hidden field of every form. */
  readonly stamp: Html
  readonly state: State
  readonly now: number
  /** Letters are printed here: a page may offer to order one. */
  readonly mayOrder: boolean
}

type Around = Pick<SecondProps<unknown>, 'language' | 'attempt' | 'path' | 'stamp'>

const others = {
  code: waysTexts.otherThanCode,
  letter: waysTexts.otherThanLetter,
  totp: waysTexts.otherThanTotp,
  passkey: waysTexts.otherThanPasskey,
} as const satisfies Record<Way, Text>

/** Below what is asked: another way, or everything anew. */
export const otherWays = ({ language: l, path, stamp }: Around, than: Way): Html =>
  html`<p class="i-ways">${link(`${path}/ways`, others[than][l])}</p>
${startAgain({ language: l, path, stamp })}`

export const startAgain = ({ language: l, path, stamp }: Pick<Around, 'language' | 'path' | 'stamp'>): Html =>
  form(`${path}/again`, undefined, html`${stamp}${quietButton(codeTexts.startAgain[l])}`)

export const orderLink = ({ language: l, attempt }: Pick<Around, 'language' | 'attempt'>): Html =>
  link(`/minid/order?login=${attempt}`, waysTexts.order[l])

/** Their letter came back. */
export const cameBackNotice = (props: Around & { readonly mayOrder: boolean }): Html =>
  notice(
    'warning',
    html`<p>${waysTexts.cameBack[props.language]}</p>${props.mayOrder ? html`<p>${orderLink(props)}</p>` : ''}`,
  )

/** A sentence with something in it, as a text in all languages: for headings. */
export const filled = (text: TextOf<[string]>, value: string): Text => ({
  nb: text.nb(value),
  nn: text.nn(value),
  se: text.se(value),
  en: text.en(value),
})
