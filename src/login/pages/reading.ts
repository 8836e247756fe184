/** Pages to read: a short introduction, a list of what is on the page, sections with anchors, and the way back to the login. */
import { draft, type Language, type Text } from '#i18n/text.ts'
import type { Request } from '#http/routes.ts'
import { link, linkButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

export interface Section {
  /** The anchor; stable, others link to it. */
  readonly id: string
  readonly heading: Text
  readonly paragraphs: readonly Text[]
  readonly points?: readonly Text[]
  /** Pages of ours where one does something about it. */
  readonly ways?: readonly { readonly href: string; readonly text: Text }[]
}

export interface Reading {
  readonly title: Text
  readonly lead: Text
  readonly sections: readonly Section[]
}

const texts = {
  contents: { nb: 'På denne siden', nn: 'På denne sida', se: draft('Dán siiddus'), en: 'On this page' },
  back: {
    nb: 'Tilbake til innloggingen',
    nn: 'Tilbake til innlogginga',
    se: draft('Ruovttoluotta sisačáliheapmái'),
    en: 'Back to the login',
  },
} as const satisfies Record<string, Text>

/** `path`: the page's own; `back`: a checked path of ours, where the reader came from. */
export function readingPage(
  c: Request,
  what: {
    readonly path: string
    readonly back: string | undefined
    readonly reading: Reading
    readonly more?: Html | ''
  },
): Response {
  const l = c.get('language')
  const { reading, back } = what
  const body = html`<p class="ds-paragraph">${reading.lead[l]}</p>
<nav aria-label="${texts.contents[l]}"><ul class="i-toc">${reading.sections.map((section) => html`<li>${link(`#${section.id}`, section.heading[l])}</li>`)}</ul></nav>
${reading.sections.map((section) => draw(section, l))}
${what.more ?? ''}
${backToLogin(back, l)}`
  return page(c, {
    language: l,
    title: reading.title,
    here: back === undefined ? what.path : `${what.path}?back=${encodeURIComponent(back)}`,
    // Not this page: the login would be further away with every page read.
    back: back ?? what.path,
    body,
    reading: true,
  })
}

export const backToLogin = (back: string | undefined, l: Language): Html | '' =>
  back === undefined || !back.startsWith('/login/')
    ? ''
    : html`<p class="i-back">${linkButton(back, texts.back[l])}</p>`

const draw = (section: Section, l: Language): Html =>
  html`<section><h2 class="ds-heading" id="${section.id}">${section.heading[l]}</h2>
${section.paragraphs.map((text) => html`<p class="ds-paragraph">${text[l]}</p>`)}
${section.points === undefined ? '' : html`<ul class="ds-list">${section.points.map((text) => html`<li>${text[l]}</li>`)}</ul>`}
${section.ways === undefined ? '' : html`<ul class="ds-list">${section.ways.map(({ href, text }) => html`<li>${link(href, text[l])}</li>`)}</ul>`}
</section>
`
