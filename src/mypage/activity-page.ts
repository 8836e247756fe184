/** What has happened, as rows: on My page a few, on a page of their own all of them. */
import type { Language } from '#i18n/text.ts'
import { dayAndTime } from '#i18n/when.ts'
import { isLevel } from '#login/levels.ts'
import { levelNames } from '#login/pages/words.ts'
import type { MethodPage } from '#login/method.ts'
import type { Entry } from '#mypage/activity.ts'
import { activityTexts, homeSentences, homeTexts } from '#mypage/texts.ts'
import { html, type Html } from '#ui/html.ts'

/** Names in the page's language. */
export interface Names {
  service(clientId: string): string
  method(id: string): string
}

export function activityPage(entries: readonly Entry[], l: Language, names: Names): MethodPage {
  const rows = entries.length === 0 ? html`<p>${homeTexts.nothing[l]}</p>` : entryRows(entries, l, names)
  const body = html`<p class="ds-paragraph">${activityTexts.lead[l]}</p>
${rows}
<p class="i-aside">${activityTexts.notYou[l]}</p>`
  return { title: activityTexts.title, body }
}

export const entryRows = (entries: readonly Entry[], l: Language, names: Names): Html =>
  html`<ul class="i-rows">${entries.map((entry) => row(entry, l, names))}</ul>`

function row(entry: Entry, l: Language, names: Names): Html {
  const time = html`<time datetime="${new Date(entry.at).toISOString()}">${dayAndTime(l, entry.at)}</time>`
  if (entry.kind !== 'login') return html`<li><div><b>${entry.says[l]}</b><small>${time}</small></div></li>`
  const level = isLevel(entry.level) ? levelNames[entry.level][l] : entry.level
  return html`<li><div><b>${names.service(entry.clientId)}</b><small>${homeSentences.with[l](names.method(entry.method), level)}<br>${time}</small></div></li>`
}
