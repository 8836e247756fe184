/** `/sandbox/explain`: paste an address, a token or a code. Posted, so that what is pasted stands in no address and no log. */
import { readForm, readQuery } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import { draft, type Text } from '#i18n/text.ts'
import { explain, type ExplainDeps, longest } from '#sandbox/explain/explain.ts'
import { explainCode } from '#sandbox/explain/codes.ts'
import type { Explained, Finding } from '#sandbox/explain/explained.ts'
import { form, notice, primaryButton } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

export const explainPath = '/sandbox/explain'

export function mountExplain(routes: Routes, deps: ExplainDeps): void {
  routes.get(explainPath, (c) => {
    const code = readQuery(c).get('code')
    return shown(c, code === undefined ? undefined : (explainCode(code) ?? explain(deps, '')))
  })
  routes.post(explainPath, async (c) => {
    const pasted = (await readForm(c)).get('pasted') ?? ''
    const explained = explain(deps, pasted)
    if (c.req.header('accept')?.startsWith('application/json') === true)
      return c.json(explained, 200, { 'cache-control': 'no-store' })
    return shown(c, explained)
  })
}

/** What was pasted is not shown again: it may hold secrets, and the explanation says what matters of it. */
function shown(c: Request, explained: Explained | undefined): Response {
  const language = c.get('language')
  const body = html`<p class="ds-paragraph">${texts.what[language]}</p>
${explained === undefined ? '' : html`<section lang="en"><h2 class="ds-heading">${explained.heading}</h2>${explanation(explained)}</section>`}
${form(
  explainPath,
  undefined,
  html`<div class="ds-field"><label class="ds-label" for="pasted">${texts.label[language]}</label>
<textarea class="ds-input" id="pasted" name="pasted" rows="6" maxlength="${longest}" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea></div>
<div class="i-actions">${primaryButton(texts.button[language])}</div>`,
)}`
  return page(c, { language, title: texts.title, here: explainPath, reading: true, body })
}

/** The findings, then every part in a table. Also on the twin's page for a request that cannot be used. */
export const explanation = ({ findings, parts }: Explained): Html =>
  html`${findings.map(finding)}${parts.length === 0 ? '' : table(parts)}`

const finding = ({ good, says, mend }: Finding): Html =>
  notice(
    good ? 'success' : 'warning',
    html`<p class="ds-paragraph">${says}</p>${mend === undefined ? '' : html`<p class="ds-paragraph">${mend}</p>`}`,
  )

const table = (parts: Explained['parts']): Html =>
  html`<dl class="i-parts">${parts.map(
    ({ name, value, means }) =>
      html`<dt><code>${name}</code></dt><dd>${value === '' ? '' : html`<code class="i-value">${value}</code>`}<span>${means}</span></dd>`,
  )}</dl>`

const texts = {
  title: {
    nb: 'Forklar en forespørsel, et token eller en feilkode',
    nn: 'Forklar ein førespurnad, eit token eller ein feilkode',
    se: draft('Čilge jearaldaga, tokena dahje meattáhuskoda'),
    en: 'Explain a request, a token or an error code',
  },
  what: {
    nb: 'Lim inn adressen til en innlogging, et token fra tjenesten din eller en feilkode. Vi sier hva den betyr, og hva som eventuelt er galt. Ingenting lagres. Forklaringen er på engelsk.',
    nn: 'Lim inn adressa til ei innlogging, eit token frå tenesta di eller ein feilkode. Vi seier kva det betyr, og kva som eventuelt er gale. Ingenting blir lagra. Forklaringa er på engelsk.',
    se: draft(
      'Liibme sisačáliheami čujuhusa, tokena iežat bálvalusas dahje meattáhuskoda. Mii muitalit maid dat mearkkaša, ja mii vejolaččat lea boastut. Ii mihkkege vurkejuvvo. Čilgehus lea eŋgelasgillii.',
    ),
    en: 'Paste the address of a login, a token from your service, or an error code. We say what it means, and what is wrong with it if anything is. Nothing is kept.',
  },
  label: {
    nb: 'Adresse, token eller kode',
    nn: 'Adresse, token eller kode',
    se: draft('Čujuhus, token dahje koda'),
    en: 'Address, token or code',
  },
  button: { nb: 'Forklar', nn: 'Forklar', se: draft('Čilge'), en: 'Explain' },
} as const satisfies Record<string, Text>
