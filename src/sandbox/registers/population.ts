/** The population register of the twin: the real API's addresses, errors and shapes, with the synthetic people in it. */
import { type Context, Hono } from 'hono'
import type { Population } from '#sandbox/population/population.ts'
import { type Document, documentOf, only } from '#sandbox/registers/documents.ts'
import type { Faults } from '#sandbox/registers/faults.ts'
import { openTokens, type TokenRules, type Tokens } from '#sandbox/registers/tokens.ts'

export interface RegisterDeps {
  readonly people: Population
  readonly tokens: TokenRules
  readonly faults: Faults
}

export interface SyntheticRegister {
  readonly app: Hono
  /** From now on the person has another number; the one they had is a former one. */
  replaceNumber(old: string, number: string): void
  /** In place of what would be answered about that number. */
  put(number: string, document: Document): void
  /** The newest questions: which parts were asked for. */
  asked(): readonly (readonly string[])[]
  forgetTokens(): void
}

/** A twin may run for weeks. */
const mostAsked = 1000

export const tokenPath = '/token'
export const apiPath = '/folkeregisteret/offentlig-med-hjemmel/api/v1'

export function syntheticRegister({ people, tokens: rules, faults }: RegisterDeps): SyntheticRegister {
  const tokens = openTokens(rules)
  const replaced = new Map<string, string>()
  const put = new Map<string, Document>()
  let asked: readonly (readonly string[])[] = []
  const app = new Hono()

  const documentAbout = (number: string): Document | undefined => {
    const known = put.get(number)
    if (known !== undefined) return known
    const first = [...replaced].find(([, current]) => current === number)?.[0] ?? number
    const person = people.find(first)
    return person && documentOf(person, replaced.get(person.number) ?? person.number, formerOf(replaced, person.number))
  }

  app.post(tokenPath, async (c) => {
    if (faults.forgetsTokens === true) tokens.forget()
    if (faults.tokenStatus !== undefined) return c.text('', faults.tokenStatus as 503)
    return tokens.give(c)
  })
  app.get(`${apiPath}/personer/:number`, async (c) => {
    const parts = c.req.queries('part') ?? []
    asked = [...asked.slice(-mostAsked), parts]
    await faults.waitsFor
    if (!isLet(c, tokens)) return refuse(c, 401, 'FREG-003', 'Autentiseringsinformasjon mangler')
    const broken = brokenAnswer(c, faults)
    if (broken !== undefined) return broken
    const number = c.req.param('number')
    if (!/^\d{11}$/.test(number)) return refuse(c, 400, 'FREG-006', 'Ugyldig identifikator')
    const document = documentAbout(faults.answersAbout ?? number)
    if (document === undefined) return refuse(c, 404, 'FREG-007', 'Finner ikke personen')
    return c.json(only(document, parts))
  })
  return {
    app,
    replaceNumber: (old, number) => void replaced.set(old, number),
    put: (number, document) => void put.set(number, document),
    asked: () => asked,
    forgetTokens: tokens.forget,
  }
}

const formerOf = (replaced: ReadonlyMap<string, string>, number: string): readonly string[] =>
  replaced.has(number) ? [number] : []

const isLet = (c: Context, tokens: Tokens): boolean =>
  tokens.holds(/^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '')

function brokenAnswer(c: Context, { status, retryAfter, body }: Faults): Response | undefined {
  if (retryAfter !== undefined) c.header('retry-after', retryAfter)
  if (status !== undefined) return refuse(c, status, 'FREG-001', 'Feil i tjenesten')
  if (body === undefined) return undefined
  c.header('content-type', 'application/json')
  return c.body(body)
}

const refuse = (c: Context, status: number, kode: string, melding: string): Response =>
  c.json({ kode, melding }, status as 400)
