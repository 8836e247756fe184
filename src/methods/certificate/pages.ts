/** The pages of a login with a card: what to do, and whose card it was. */
import type { Language, Text } from '#i18n/text.ts'
import type { Leg, MethodPage } from '#login/method.ts'
import type { CardKind } from '#methods/certificate/kinds.ts'
import { isItThisOne, organisationTexts, organisationWhys } from '#methods/certificate/organisation-texts.ts'
import { type CardTexts, cardTexts, changeTexts, isItYou, whyTexts } from '#methods/certificate/texts.ts'
import { disclosure, form, link, notice, primaryButton, secondaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

/** Why the page is shown again. */
export const whys = ['no-certificate', 'no-return', 'not-me'] as const
export type Why = (typeof whys)[number]

export interface PageLink {
  readonly href: string
  readonly text: Text
}

const words = {
  person: { texts: cardTexts as CardTexts, whose: isItYou, whys: whyTexts },
  organisation: { texts: organisationTexts, whose: isItThisOne, whys: organisationWhys },
} as const

interface Insert {
  readonly why: Why | undefined
  readonly kind: CardKind
  readonly cards: PageLink | undefined
}

export function insertPage({ path, language: l }: Leg, stamp: Html, { why, kind, cards }: Insert): MethodPage {
  const { texts, whys: says } = words[kind.of.holder]
  if (why === 'not-me' && kind.of.holder === 'person') return changePage(path, l, stamp)
  const steps = [kind.insert, texts.choose, texts.pin].map((text) => html`<li>${text[l]}</li>`)
  return {
    title: texts.insert,
    leaves: true,
    faulty: why === 'no-certificate',
    body: html`${why === undefined ? '' : notice(why === 'no-certificate' ? 'danger' : 'warning', says[why][l])}
<ol class="ds-list">${steps}</ol>
${form(path, undefined, html`${stamp}<div class="i-actions">${primaryButton(texts.goOn[l])}</div>`)}
${troubles(texts, why, l)}
${cards === undefined ? '' : html`<p class="i-aside">${link(cards.href, cards.text[l])}</p>`}`,
  }
}

/** The browser would show the same card again. */
const changePage = (path: string, l: Language, stamp: Html): MethodPage => ({
  title: changeTexts.title,
  leaves: true,
  body: html`<p class="ds-paragraph">${whyTexts['not-me'][l]}</p>
<ol class="ds-list">${[changeTexts.takeOut, changeTexts.close, changeTexts.again].map((text) => html`<li>${text[l]}</li>`)}</ol>
${form(path, undefined, html`${stamp}<div class="i-actions">${secondaryButton(changeTexts.tryAgain[l])}</div>`)}`,
})

/** Open where it has just gone wrong. */
function troubles(texts: CardTexts, why: Why | undefined, l: Language): Html {
  const list = html`<ul class="ds-list">${[texts.reader, texts.software, texts.remembered, texts.phone].map((text) => html`<li>${text[l]}</li>`)}</ul>`
  return why === undefined || why === 'not-me'
    ? disclosure(texts.trouble[l], list)
    : html`<h2 class="ds-heading" data-size="xs">${texts.trouble[l]}</h2>${list}`
}

export function confirmPage(
  { path, language: l }: Leg,
  stamp: Html,
  { called, kind }: { readonly called: string; readonly kind: CardKind },
): MethodPage {
  const { texts, whose } = words[kind.of.holder]
  return {
    title: texts.confirm,
    leaves: true,
    body: html`<p class="ds-paragraph">${whose[l](called)}</p>
<p class="ds-paragraph">${texts.kept[l]}</p>
${form(`${path}/confirm`, undefined, html`${stamp}<div class="i-actions">${primaryButton(texts.yes[l])}</div>`)}
${form(`${path}/not-me`, undefined, html`${stamp}<div class="i-actions">${secondaryButton(texts.no[l])}</div>`)}`,
  }
}
