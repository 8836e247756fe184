/** The pages' frame, of the example services alone: nothing of the gateway's look. */
import type { Context } from 'hono'
import { type Language, languages, type Text } from '#i18n/text.ts'
import { texts } from '#sandbox/services/texts.ts'
import { html, type Html, markup, trusted } from '#ui/html.ts'

/** What a site looks like and is called. */
export interface Brand {
  readonly name: Text
  /** The public body behind it. */
  readonly owner: string
  /** A constant drawing of our own, 24 by 24, in the current colour. */
  readonly mark: string
  readonly stylePath: string
  /** The gateway's origin: where a form's redirect may lead (CSP `form-action`), and the twin's start page. */
  readonly gateway: string
}

export interface ShellPage {
  readonly language: Language
  readonly title: Text
  readonly body: Html
  readonly here: string
  /** Shown at the top right, with the button that logs out. */
  readonly user: string | undefined
  readonly status?: number
  readonly faulty?: boolean
}

const languageNames: Readonly<Record<Language, string>> = {
  nb: 'Bokmål',
  nn: 'Nynorsk',
  se: 'Davvisámegiella',
  en: 'English',
}

export function show(c: Context, brand: Brand, p: ShellPage): Response {
  const l = p.language
  const title = p.title[l]
  const whole = html`<!doctype html>
<html lang="${l}">
<head>
<meta charset="utf-8">
<title>${p.faulty === true ? texts.faulty[l] : ''}${title} – ${brand.name[l]}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${brand.stylePath}">
</head>
<body>
<a class="skip" href="#content">${texts.skip[l]}</a>
<header><div class="bar">
<a class="brand" href="/"><svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false">${trusted(brand.mark)}</svg><span>${brand.name[l]}<small>${brand.owner}</small></span></a>
<nav aria-label="${texts.languages[l]}"><ul>${languages.map(
    (one) =>
      html`<li><a href="${withLanguage(p.here, one)}" lang="${one}" hreflang="${one}"${one === l ? html` aria-current="true"` : ''}>${languageNames[one]}</a></li>`,
  )}</ul></nav>
</div></header>
${p.user === undefined ? '' : userBar(l, p.user)}
<main id="content" tabindex="-1">
<h1>${title}</h1>
${p.body}
</main>
<footer><div class="bar"><p>${texts.about[l]}</p><p><a href="${brand.gateway}/">${texts.toGateway[l]}</a></p></div></footer>
</body>
</html>
`
  return c.body(markup(whole), (p.status ?? 200) as 200, headers(brand.gateway))
}

/** An address of ours with the language switch's choice. */
export const withLanguage = (path: string, language: Language): string =>
  `${path}${path.includes('?') ? '&' : '?'}lang=${language}`

const userBar = (
  l: Language,
  user: string,
): Html => html`<section class="user" aria-label="${texts.loggedIn[l]}"><div class="bar"><p id="logged-in">${texts.loggedIn[l]}${user === '' ? '' : html`: <b>${user}</b>`}</p>
<form method="post" action="/logout"><button name="where" value="here" id="log-out">${texts.logOutHere[l]}</button><button name="where" value="everywhere" id="log-out-everywhere">${texts.logOutEverywhere[l]}</button></form></div></section>`

/** The gateway may be the end of a form's way (log out everywhere), and its pages the next step of it. */
const headers = (gateway: string): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${gateway}`,
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
})
