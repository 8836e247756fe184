/** Which eID? One large button each, the last one first; says why the service asks, and why what is missing is missing (rows E2, E4). */
import type { Language, Text } from '#i18n/text.ts'
import { link, notice } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { chevron, markOf } from '#ui/mark.ts'
import { chooseSentences, chooseTexts, notices, stepUpWhy } from '#login/pages/choose-texts.ts'
import type { ChooseProps } from '#login/pages/props.ts'
import { levelNames, listed, noEidText } from '#login/pages/words.ts'

/** `service`: its name in the page's language. */
export function choosePage(
  p: ChooseProps,
  l: Language,
  service?: string,
): { readonly title: Text; readonly body: Html } {
  const body = html`<p class="ds-paragraph">${why(p, l, service)}</p>
${p.notice === undefined ? '' : notice('warning', (p.said ?? notices[p.notice])[l])}
${p.offered.length === 0 ? notice('warning', chooseTexts.none[l]) : choices(p.offered, l)}
${p.off.map((eid) => html`<p class="i-aside" data-off><b>${eid.name[l]}</b>: ${(eid.message ?? chooseTexts.off)[l]}</p>`)}
${p.missing.length === 0 ? '' : html`<p class="i-aside">${missing(p.missing, l)}</p>`}
<p class="i-aside">${link(noEidAddress(p), noEidText[l])}</p>`
  return { title: titleOf(p), body }
}

function titleOf(p: ChooseProps): Text {
  if (p.offered.length === 0) return chooseTexts.noneTitle
  return p.stepUpFrom === undefined ? chooseTexts.title : chooseTexts.stepUpTitle
}

function why(p: ChooseProps, l: Language, service: string | undefined): string {
  const wanted = levelNames[p.asked][l]
  if (p.stepUpFrom === undefined) return chooseSentences.why[l](wanted)
  return stepUpWhy[l](service ?? chooseTexts.theService[l], wanted, levelNames[p.stepUpFrom][l])
}

const choices = (offered: ChooseProps['offered'], l: Language): Html =>
  html`<ul class="i-choices" aria-label="${chooseTexts.ways[l]}">${offered.map(
    (eid) => html`
<li><a class="i-choice" id="eid-${eid.id}" href="${eid.href}">${markOf(eid)}<span><b>${eid.name[l]}</b>${
      eid.last ? html` <span class="ds-tag" data-color="accent">${chooseTexts.last[l]}</span>` : ''
    }${eid.troubled ? html` <span class="ds-tag" data-color="warning">${chooseTexts.troubled[l]}</span>` : ''}<small>${eid.needs[l]}</small></span>${chevron}</a></li>`,
  )}
</ul>`

function missing(names: readonly Text[], l: Language): string {
  const sentence = names.length === 1 ? chooseSentences.missing : chooseSentences.missingSeveral
  return sentence[l](
    listed(
      l,
      names.map((name) => name[l]),
    ),
  )
}

/** An eID's pages lie right below the login's own address: that is where "no eID" leads back to. */
function noEidAddress(p: ChooseProps): string {
  const first = p.offered[0]?.href
  return first === undefined ? '/no-eid' : `/no-eid?back=${encodeURIComponent(first.slice(0, first.lastIndexOf('/')))}`
}
