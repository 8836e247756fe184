/** How a mail looks: the text, and the same as a simple page. No link stands in it, so that nobody learns to follow one to a password. */
import { mailTexts } from '#messages/texts.ts'
import type { MailMessage } from '#messages/outbox.ts'
import { html, type Html, markup } from '#ui/html.ts'

// Mail programs know neither our style sheet nor its variables: the colours of `ui/theme`, written out.
const [ink, deep, quiet, line] = ['#1d2626', '#12514f', '#52605f', '#d5dddc']

export function mailPage(message: MailMessage, from: string): { readonly text: string; readonly html: string } {
  const foot = mailTexts.foot[message.language](from)
  const text = `${message.text.trim()}\n\n-- \n${foot}\n`
  return { text, html: `<!doctype html>\n${markup(page(message, from, foot))}` }
}

const page = (
  { language, subject, text }: MailMessage,
  from: string,
  foot: string,
): Html => html`<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${subject}</title></head>
<body style="margin:0;padding:24px 16px;font-family:Inter,system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:17px;line-height:1.5;color:${ink};background:#ffffff">
<div style="max-width:32rem;margin:0 auto">
<p style="margin:0 0 24px;padding:0 0 12px;border-bottom:1px solid ${line};font-weight:600;color:${deep}">${from}</p>
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:600">${subject}</h1>
${paragraphs(text).map((paragraph) => html`<p style="margin:0 0 16px;white-space:pre-line">${paragraph}</p>\n`)}
<p style="margin:24px 0 0;padding:12px 0 0;border-top:1px solid ${line};font-size:14px;color:${quiet}">${foot}</p>
</div></body></html>`

const paragraphs = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
