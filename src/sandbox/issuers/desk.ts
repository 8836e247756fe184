/**
 * The page of a sandbox issuer: who to be, how to prove it, and how it goes. Fields (stable, programs fill them in): `number`,
 * `way` (0, 1 …), `outcome` (`log-in`, `late`, `twice`, `other`, `cancel`, `fail`, `fail:<code>`, `away`). What is asked lies in memory until it is
 * answered.
 */
import type { Clock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import { NationalId } from '#base/national-id.ts'
import { readForm } from '#http/forms.ts'
import { sameOrigin } from '#http/guards.ts'
import type { Request, Routes } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { AuthorizationRequest } from '#oidc/ports.ts'
import type { IssuerBrand, Way } from '#sandbox/issuers/brands.ts'
import { deskPage, personas } from '#sandbox/issuers/page.ts'
import type { Person } from '#sandbox/population/person.ts'
import type { Population } from '#sandbox/population/population.ts'

export type Chosen =
  /** `late`: what it hands out is worth nothing any more when it comes. `twice`: the very same is handed out again. */
  | { readonly kind: 'log-in'; readonly person: Person; readonly way: Way; readonly sent: 'once' | 'late' | 'twice' }
  | {
      readonly kind: 'error'
      readonly error: 'access_denied' | 'temporarily_unavailable'
      readonly description: string
    }

export interface DeskDeps {
  readonly brand: IssuerBrand
  readonly origin: string
  readonly clock: Clock
  readonly population: Population
}

export interface Desk {
  /** Sends the browser to the page. */
  begin(c: Request, request: AuthorizationRequest): Response
}

interface Waiting {
  readonly request: AuthorizationRequest
  /** Milliseconds. */
  readonly until: number
}

/** Milliseconds, and how many may wait: nobody needs more of a sandbox. */
const patience = 30 * 60_000
const mostWaiting = 1000

export function mountDesk(
  routes: Routes,
  deps: DeskDeps,
  answer: (c: Request, request: AuthorizationRequest, chosen: Chosen) => Promise<Response>,
): Desk {
  const { brand, clock, origin, population } = deps
  const waiting = new Map<string, Waiting>()
  const find = (id: string): AuthorizationRequest => {
    const found = waiting.get(id)
    if (found === undefined || clock.now() > found.until)
      throw new Refusal('IN-01', { forDevelopers: 'no such request' })
    return found.request
  }
  routes.get('/choose/:id', (c) => {
    const request = find(c.req.param('id'))
    return deskPage(c, { brand, population, request, typed: '', fault: false })
  })
  routes.post('/choose/:id', async (c) => {
    if (!sameOrigin(c, origin)) throw new Refusal('IN-05')
    const request = find(c.req.param('id'))
    const form = await readForm(c)
    const typed = form.get('persona') ?? form.get('number') ?? ''
    const chosen = chosenIn(deps, typed, form.get('way') ?? '0', form.get('outcome') ?? 'log-in')
    if (chosen === undefined) return deskPage(c, { brand, population, request, typed, fault: true })
    // It may be answered again, as a user who goes back does it: the code counts once, the gateway has to bear the rest.
    return answer(c, request, chosen)
  })
  return {
    begin(c, request) {
      for (const [id, { until }] of waiting) if (clock.now() > until || waiting.size >= mostWaiting) waiting.delete(id)
      const id = randomToken(16)
      waiting.set(id, { request, until: clock.now() + patience })
      return c.redirect(`/choose/${id}`, 303)
    },
  }
}

/** Undefined: nobody here has the number. */
function chosenIn({ brand, population }: DeskDeps, typed: string, way: string, outcome: string): Chosen | undefined {
  if (outcome === 'cancel') return { kind: 'error', error: 'access_denied', description: '' }
  const [what, code] = outcome.split(':', 2)
  const failure = what === 'fail' && brand.failures.find((one) => code === undefined || one.code === code)
  if (failure) return { kind: 'error', error: 'access_denied', description: failure.description }
  if (outcome === 'away') return { kind: 'error', error: 'temporarily_unavailable', description: '' }
  const whose = typed === '' && outcome !== 'log-in' ? population.at(0).number : typed
  const number = NationalId.read(whose)
  const person = typeof number === 'string' ? undefined : population.find(number.reveal('sandbox'))
  const proof = brand.ways[Number(way)]
  if (person === undefined || proof === undefined) return undefined
  return {
    kind: 'log-in',
    person: outcome === 'other' ? anotherThan(person, population) : person,
    way: proof,
    sent: outcome === 'late' || outcome === 'twice' ? outcome : 'once',
  }
}

/** Always the same one for the same person, so that a test can be told of them. */
const anotherThan = ({ number }: Person, population: Population): Person =>
  population.at(personas.find((index) => population.at(index).number !== number) ?? 0)
