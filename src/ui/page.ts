/** The shell around every page: title, word mark, language switch, the service that asks, cancel, help. Constant parts are made once. */
import type { Request } from '#http/routes.ts'
import { pageHeaders } from '#http/headers.ts'
import { type Language, languages, type Text } from '#i18n/text.ts'
import { scriptPath, stylePath } from '#ui/assets.ts'
import { quietButton, form } from '#ui/fields.ts'
import { html, type Html, markup, trusted } from '#ui/html.ts'
import { iconAddress, wordMark } from '#ui/mark.ts'
import { cancelPlain, gateway, languageNames, shellSentences, shellTexts } from '#ui/texts.ts'

export interface Page {
  readonly language: Language
  /** The step: first part of the title, and the heading unless `heading` is false. */
  readonly title: Text | string
  /** False: the body has the h1 itself. */
  readonly heading?: boolean | undefined
  /** The service that asked. */
  readonly service?: { readonly name: string; readonly home?: string | undefined } | undefined
  /** This page's address (path and query), for the language switch to come back to by GET. */
  readonly here: string
  /** Where the pages behind the footer's links lead back to, when that is not here. */
  readonly back?: string | undefined
  readonly cancel?: { readonly action: string; readonly stamp: string } | undefined
  readonly body: Html
  readonly faulty?: boolean | undefined
  /** Where a form of the page may lead besides us; see `http/headers.ts`. A page with `cancel` always may lead to https. */
  readonly formAction?: readonly string[] | undefined
  readonly frameSrc?: readonly string[] | undefined
  readonly status?: number | undefined
  /** Texts to read: a wider page, and no line about the service. */
  readonly reading?: boolean | undefined
  /** Pages are never kept: there is nothing to choose. */
  readonly cache?: never
}

export function page(c: Request, p: Page): Response {
  const headers = pageHeaders({ formAction: formAction(p), frameSrc: p.frameSrc })
  return c.body(markup(shell(p, c.get('help')?.phone)), (p.status ?? 200) as 200, headers)
}

const formAction = (p: Page): readonly string[] | undefined =>
  p.cancel === undefined ? p.formAction : [...new Set(['https:', ...(p.formAction ?? [])])]

function shell(p: Page, phone: string | undefined): Html {
  const l = p.language
  const part = parts[l]
  const title = typeof p.title === 'string' ? p.title : p.title[l]
  const here = encodeURIComponent(p.here)
  const back = p.back === undefined ? here : encodeURIComponent(p.back)
  return html`${part.start}${p.faulty === true ? shellTexts.faulty[l] : ''}${title} – ${p.service === undefined ? '' : `${p.service.name} – `}${gateway}${part.head}
${languages.map((one) => html`<li>${part.switches[one]}${here}${part.switchEnds[one]}</li>`)}${part.headerEnd}
<main class="${p.reading === true ? 'i-main i-reading' : 'i-main'}" id="content" tabindex="-1">
${p.service === undefined || p.reading === true ? '' : html`<p class="i-service">${shellSentences.serviceAsks[l](p.service.name)}</p>`}
${p.heading === false ? '' : html`<h1 class="ds-heading">${title}</h1>`}
${p.body}
${p.cancel === undefined ? '' : html`<div class="i-cancel">${form(p.cancel.action, p.cancel.stamp, quietButton(cancelText(p)))}</div>`}
</main>
${part.footer[0]}${back}${part.footer[1]}${back}${part.footer[2]}${back}${part.footer[3]}${phone === undefined ? '' : phoneLine(l, phone)}${part.end}`
}

const cancelText = (p: Page): string =>
  p.service === undefined ? cancelPlain[p.language] : shellSentences.cancelTo[p.language](p.service.name)

const phoneLine = (language: Language, phone: string): Html =>
  html`<li>${shellTexts.phone[language]} <a class="ds-link" href="tel:${phone.replaceAll(' ', '')}">${phone}</a></li>
`

interface Parts {
  readonly start: Html
  readonly head: Html
  readonly switches: Readonly<Record<Language, Html>>
  readonly switchEnds: Readonly<Record<Language, Html>>
  readonly headerEnd: Html
  readonly footer: readonly [Html, Html, Html, Html]
  readonly end: Html
}

const each = <T>(make: (language: Language) => T): Readonly<Record<Language, T>> => ({
  nb: make('nb'),
  nn: make('nn'),
  se: make('se'),
  en: make('en'),
})

// Constant markup of our own, cut where a page's own values go in.
const parts = each((l): Parts => ({
  start: trusted(`<!doctype html>
<html lang="${l}" data-color-scheme="auto">
<head>
<meta charset="utf-8">
<title>`),
  head: trusted(`</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="${iconAddress}">
<link rel="stylesheet" href="${stylePath}">
<script src="${scriptPath}" defer></script>
</head>
<body data-color="accent">
<a class="ds-skip-link" href="#content">${shellTexts.skip[l]}</a>
<header class="i-header"><div class="i-bar">
${markup(wordMark)}
<nav aria-label="${shellTexts.language[l]}"><ul class="i-languages">`),
  switches: each((one) => trusted(`<a href="/language/${one}?back=`)),
  switchEnds: each((one) =>
    trusted(`" lang="${one}" hreflang="${one}"${one === l ? ' aria-current="true"' : ''}>${languageNames[one]}</a>`),
  ),
  headerEnd: trusted('</ul></nav>\n</div></header>'),
  footer: [
    trusted(`<footer class="i-footer"><nav class="i-bar" aria-label="${shellTexts.about[l]}"><ul>
<li><a class="ds-link" href="/help?back=`),
    trusted(`">${shellTexts.help[l]}</a></li>
<li><a class="ds-link" href="/privacy?back=`),
    trusted(`">${shellTexts.privacy[l]}</a></li>
<li><a class="ds-link" href="/safe-use?back=`),
    trusted(`">${shellTexts.safeUse[l]}</a></li>
`),
  ],
  end: trusted('</ul></nav></footer>\n</body>\n</html>\n'),
}))
