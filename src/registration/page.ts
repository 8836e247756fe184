/** The API on a page, from the same description that programs read. English, as all of our words for developers are. */
import { draft, type Text } from '#i18n/text.ts'
import type { Request } from '#http/routes.ts'
import { whenAsked } from '#base/when-asked.ts'
import { paths } from '#registration/described.ts'
import { disclosure, link } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

const texts = {
  title: {
    nb: 'Registrere tjenester',
    nn: 'Registrere tenester',
    se: draft('Registreret bálvalusaid'),
    en: 'Registering services',
  },
  lead: {
    nb: 'Grensesnittet som tjenesteeiere og leverandørene deres registrerer klienter med. Beskrivelsen er på engelsk.',
    nn: 'Grensesnittet som tenesteeigarar og leverandørane deira registrerer klientar med. Skildringa er på engelsk.',
    se: draft('Rávdnji man bokte bálvalusaid eaiggádat ja sin fálaldagat registrerejit. Válddahus lea eaŋgalasgillii.'),
    en: 'The interface by which service owners and their suppliers register clients.',
  },
} as const satisfies Record<string, Text>

/** What this page reads of an OpenAPI document: what `http/openapi.ts` writes. */
interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly not?: object
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>
interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly security?: readonly { readonly token: readonly string[] }[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly description: string
  }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}
interface Document {
  readonly info: { readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly securitySchemes: {
      readonly token: {
        readonly flows: { readonly clientCredentials: { readonly scopes: Readonly<Record<string, string>> } }
      }
    }
  }
}

/** Drawn once: it is the same for everybody. */
export function documentPage(description: () => Readonly<Record<string, unknown>>): (c: Request) => Response {
  const body = whenAsked(() => draw(description() as unknown as Document))
  return (c) => {
    const l = c.get('language')
    return page(c, {
      language: l,
      title: texts.title,
      here: paths.page,
      reading: true,
      body: html`<p class="ds-paragraph">${texts.lead[l]}</p>
<div class="i-described" lang="en">${body()}</div>`,
    })
  }
}

function draw(document: Document): Html {
  const { scopes } = document.components.securitySchemes.token.flows.clientCredentials
  const all = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method, path, operation })),
  )
  const shapes = Object.entries(document.components.schemas)
  return html`<p class="ds-paragraph">${document.info.description}</p>
<p class="ds-paragraph">${document.servers.map(({ url }) => html`<code>${url}</code> `)} ${link(paths.document, 'OpenAPI 3.1')}</p>
<h2 class="ds-heading" id="scopes">Scopes</h2>
<ul class="ds-list">${Object.entries(scopes).map(([name, says]) => html`<li><code>${name}</code>: ${says}</li>`)}</ul>
<h2 class="ds-heading" id="operations">Operations</h2>
${all.map(({ method, path, operation }) => drawOperation(method, path, operation))}
<h2 class="ds-heading" id="shapes">What is sent and what comes back</h2>
${shapes.map(
  ([name, schema]) => html`<section><h3 class="ds-heading" id="${name}">${name}</h3>
${schema.properties === undefined ? drawShape(schema) : disclosure(`Members: ${name}`, drawShape(schema))}
</section>`,
)}`
}

function drawOperation(method: string, path: string, operation: Operation): Html {
  const { summary, security, parameters = [], requestBody, responses } = operation
  const body = requestBody?.content['application/json']?.schema
  const scopes = (security ?? []).flatMap(({ token }) => token)
  const details = html`<ul class="ds-list">
<li>${scopes.length === 0 ? 'Needs no token.' : html`Scope: ${scopes.map((one, i) => html`${i === 0 ? '' : ' or '}<code>${one}</code>`)}`}</li>
${parameters.map((one) => html`<li><code>${one.name}</code> (${one.in}${one.required ? ', required' : ''}): ${one.description}</li>`)}
${body === undefined ? '' : html`<li>Body: ${kindOf(body)}</li>`}
${Object.entries(responses).map(([status, { description, content }]) => html`<li><strong>${status}</strong> ${withoutTicks(description)}${content === undefined ? '' : html`: ${Object.values(content).map(({ schema }) => kindOf(schema))}`}</li>`)}
</ul>`
  return html`<section><h3 class="ds-heading" id="${operation.operationId}"><code>${method.toUpperCase()} ${path}</code></h3>
<p class="ds-paragraph">${summary}.</p>
${disclosure(`What it takes and gives: ${operation.operationId}`, details)}
</section>
`
}

/** Words in the description are marked as code by backticks. */
const withoutTicks = (text: string): readonly (Html | string)[] =>
  text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))

const drawShape = (schema: Schema): Html =>
  schema.properties === undefined ? html`<p class="ds-paragraph">${kindOf(schema)}</p>` : drawMembers(schema)

const drawMembers = ({ properties = {}, required = [] }: Schema): Html =>
  html`<ul class="ds-list">${Object.entries(properties).map(
    ([name, schema]) =>
      html`<li><code>${name}</code>${required.includes(name) ? ' (required)' : ''}: ${kindOf(schema)}${rest(schema)}</li>`,
  )}</ul>`

function kindOf(schema: Schema): Html | string {
  const name = schema.$ref?.split('/').at(-1)
  if (name !== undefined) return link(`#${name}`, name)
  if (schema.enum !== undefined)
    return html`one of ${schema.enum.map((one, i) => html`${i === 0 ? '' : ', '}<code>${String(one)}</code>`)}`
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.anyOf !== undefined)
    return html`${schema.anyOf.map((one, i) => html`${i === 0 ? '' : ' or '}${kindOf(one)}`)}`
  if (schema.items !== undefined) return html`list of ${kindOf(schema.items)}`
  if (schema.properties !== undefined) return html`object with ${Object.keys(schema.properties).join(', ')}`
  return schema.type ?? (schema.not === undefined ? 'anything' : 'nothing')
}

function rest({ description, default: usual, minimum, maximum }: Schema): Html | string {
  // The last is what any whole number has.
  const limits =
    minimum === undefined || maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
      ? ''
      : `, ${minimum} to ${maximum}`
  const common = usual === undefined ? '' : html`, <code>${JSON.stringify(usual)}</code> unless sent`
  return html`${limits}${common}${description === undefined ? '' : html`. ${description}`}`
}
