/** The list of known browsers on My page. Pure. */
import type { Language } from '#i18n/text.ts'
import { dayAndTime } from '#i18n/when.ts'
import type { MethodPage } from '#login/method.ts'
import type { KnownBrowser } from '#methods/minid/marks/marks.ts'
import { browserSentences, browserTexts } from '#methods/minid/marks/texts.ts'
import { form, hidden, notice, secondaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface BrowsersProps {
  readonly language: Language
  readonly stamp: Html
  readonly known: readonly KnownBrowser[]
  readonly said: Said | undefined
}

export const browsersPath = '/my/minid/browsers'

/** What has just been done; a closed list, so that nobody's link puts words there. */
const saids = ['one', 'all', 'gone'] as const
export type Said = (typeof saids)[number]
export const isSaid = (word: string | undefined): word is Said => saids.some((one) => one === word)

export function browsersPage(p: BrowsersProps): MethodPage {
  const { language: l, known, said, stamp } = p
  const all = html`<details class="i-sure"><summary>${browserTexts.forgetAll[l]}</summary>
${form(`${browsersPath}/forget-all`, undefined, html`${stamp}${secondaryButton(browserTexts.reallyAll[l])}`)}</details>`
  const body = html`${said === undefined ? '' : notice(said === 'gone' ? 'info' : 'success', browserTexts[said][l])}
<p class="ds-paragraph">${browserTexts.lead[l]}</p>
${known.length === 0 ? html`<p>${browserTexts.none[l]}</p>` : html`<ul class="i-rows">${known.map((one) => row(p, one))}</ul>`}
${known.length > 1 ? all : ''}
<p class="i-aside">${browserTexts.strange[l]}</p>`
  return { title: browserTexts.title, body }
}

function row({ language: l, stamp }: BrowsersProps, { id, used, here }: KnownBrowser): Html {
  const name = here ? browserTexts.thisOne : browserTexts.another
  const when = browserSentences.used[l](dayAndTime(l, used))
  return html`<li><div><b>${name[l]}</b><small>${when}</small></div>
<details class="i-sure"><summary>${browserTexts.forget[l]}</summary>
${form(`${browsersPath}/forget`, undefined, html`${stamp}${hidden('browser', id)}${secondaryButton(browserTexts[here ? 'forgetThis' : 'forgetAnother'][l])}`)}</details></li>`
}
