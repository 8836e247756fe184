/** The page of whoever waits. As light as a page can be: it is made when there is time for nothing else. */
import { pageHeaders } from '#http/headers.ts'
import type { Request } from '#http/routes.ts'
import { waitingSentences, waitingTexts } from '#login/crowd/texts.ts'
import type { Why } from '#login/crowd/turnstile.ts'
import { stylePath } from '#ui/assets.ts'
import { html, markup } from '#ui/html.ts'

/** It asks for the same address again, with no script; what was posted cannot be asked for again by itself. */
export function waitingPage(c: Request, seconds: number, why: Why): Response {
  const l = c.get('language')
  const title = (why === 'range' ? waitingTexts.range : waitingTexts.title)[l]
  const { pathname, search } = new URL(c.req.url)
  const posted = c.req.method === 'POST'
  const body = html`<!doctype html>
<html lang="${l}" data-color-scheme="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${posted ? '' : html`<meta http-equiv="refresh" content="${seconds}">`}
<title>${title} – Inngang</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<main class="i-main" id="content">
<h1 class="ds-heading">${title}</h1>
<p class="ds-paragraph">${waitingTexts.nothingLost[l]}</p>
${
  posted
    ? html`<p class="ds-paragraph">${waitingTexts.posted[l]}</p>`
    : html`<p class="ds-paragraph">${waitingSentences.again[l](String(seconds))}</p>
<p class="ds-paragraph"><a class="ds-link" href="${pathname}${search}">${waitingTexts.now[l]}</a></p>`
}
</main>
</body>
</html>`
  return c.body(markup(body), why === 'range' ? 429 : 503, { ...pageHeaders({}), 'retry-after': String(seconds) })
}
