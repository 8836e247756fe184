/** "I have no eID": for each, who issues it, its level, how to get it, whether a D number is enough; then back to the login (row E11). */
import type { Language } from '#i18n/text.ts'
import type { Request } from '#http/routes.ts'
import { link } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'
import { eids, type EidFacts, noEidTexts as texts, taxAddress } from '#login/pages/no-eid-texts.ts'
import { backToLogin } from '#login/pages/reading.ts'
import { levelNames } from '#login/pages/words.ts'

export function noEidPage(c: Request, back: string | undefined): Response {
  const l = c.get('language')
  const body = html`<p class="ds-paragraph">${texts.lead[l]}</p>
${eids.map((eid) => facts(eid, l, loginIn(back)))}
<section><h2 class="ds-heading" id="d-number">${texts.dHeading[l]}</h2>
<p class="ds-paragraph">${texts.dWhat[l]}</p>
<p class="ds-paragraph">${texts.dWhere[l]}</p>
<p class="ds-paragraph">${link(taxAddress, texts.taxSite[l])}</p></section>
${backToLogin(back, l)}`
  const here = back === undefined ? '/no-eid' : `/no-eid?back=${encodeURIComponent(back)}`
  return page(c, { language: l, title: texts.title, here, back: back ?? '/no-eid', body, reading: true })
}

/** The login that the reader came from: pages of ours lead back to it. */
const loginIn = (back: string | undefined): string => /^\/login\/(att_[\w-]{22})(?:\/|$)/.exec(back ?? '')?.[1] ?? ''

const facts = (eid: EidFacts, l: Language, login: string): Html => html`<section>
<h2 class="ds-heading" id="${eid.id}">${eid.name}</h2>
<dl class="i-facts">
<dt>${texts.issuer[l]}</dt><dd>${eid.issuer[l]}</dd>
<dt>${texts.level[l]}</dt><dd>${capital(levelNames[eid.level][l])}</dd>
<dt>${texts.how[l]}</dt><dd>${eid.how[l]}</dd>
<dt>${texts.dNumber[l]}</dt><dd>${eid.dNumber[l]}</dd>
${eid.site === undefined ? '' : html`<dt>${texts.site[l]}</dt><dd>${link(eid.site, new URL(eid.site).host)}</dd>`}
</dl>
${(eid.ways ?? []).map(({ href, text }) => html`<p class="ds-paragraph">${link(login === '' ? href : `${href}?login=${login}`, text[l])}</p>`)}
</section>
`

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
