/**
 * A login with a card. Out: a page that says what to do, and the way to the card's address. There: what the browser shows is
 * parked, whatever it is. Back: it counts in the attempt, the browser and the leg that asked, and nowhere else (I1); what it is worth
 * is asked here, where the user has a way on. Then whose card it was, since browsers remember the one they showed before.
 */
import { X509Certificate } from 'node:crypto'
import { organisationId, type PersonId } from '#base/ids.ts'
import { isSyntheticOrg } from '#base/org-number.ts'
import type { Clock } from '#base/clock.ts'
import type { Hot } from '#hot/hot.ts'
import type { Log } from '#http/answer.ts'
import type { CertificateDoor, PresentedCertificate } from '#http/client-certificate.ts'
import { readParameters, readQuery } from '#http/forms.ts'
import { guessedAhead } from '#http/guards.ts'
import type { Request, Routes } from '#http/routes.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import { callbackPath } from '#login/callback.ts'
import { loginPath } from '#login/attempts.ts'
import { type Door, type Leg, type Method, type MethodProof, organisationGroup } from '#login/method.ts'
import { attemptIn, type Handovers, openHandovers } from '#methods/certificate/handover.ts'
import { type CardHolder, type CardWord, cardWords, isPassing, judge } from '#methods/certificate/judge.ts'
import type { CardKind } from '#methods/certificate/kinds.ts'
import { confirmPage, insertPage, type PageLink, type Why } from '#methods/certificate/pages.ts'
import { saidOf } from '#methods/certificate/words.ts'
import { type KnownPerson, type Persons, WrongWorld } from '#persons/persons.ts'
import type { Checker, Wanted } from '#x509/checker.ts'

export interface CardDeps {
  readonly checker: Pick<Checker, 'check'>
  /** The listener that asks browsers for certificates. */
  readonly desk: CertificateDoor
  readonly persons: Pick<Persons, 'ensure'>
  readonly hot: Hot
  readonly clock: Clock
  /** Organisations of the tax administration's synthetic register are taken: the twin. */
  readonly synthetic: boolean
  /** Our own address, that everybody comes back to. */
  readonly issuer: string
  readonly log: Log
  readonly count: (name: string, labels: Readonly<Record<string, string>>) => void
  readonly wait: (milliseconds: number) => Promise<void>
  /** The twin says where its cards are. */
  readonly cards?: PageLink | undefined
}

/** What the leg keeps. */
type Held =
  /** The browser is at the card's address; `back`: its return is being looked at since then, milliseconds. */
  | { readonly kind: 'away'; readonly back?: number }
  /** Back without anybody. */
  | { readonly kind: 'nobody'; readonly why: Why }
  | { readonly kind: 'known'; readonly called: string; readonly proof: MethodProof }

const heldBy = ({ data }: Leg): Held | undefined =>
  typeof data === 'object' && data !== null && 'kind' in data ? (data as Held) : undefined

/** Milliseconds. Whoever is asked whether it is their card sits in front of it. */
const confirmedWithin = 5 * 60_000
/** Another click waits for the first one's outcome in such steps, ten seconds at most. */
const step = 50
const longest = 10_000

interface Card extends CardDeps {
  readonly kind: CardKind
  readonly handovers: Handovers
}

export function card(kind: CardKind, deps: CardDeps): Method {
  const my: Card = { ...deps, kind, handovers: openHandovers(deps) }
  return {
    id: kind.id,
    highest: 'high',
    ...(kind.of.holder === 'organisation' ? { group: organisationGroup } : {}),
    name: kind.name,
    needs: kind.needs,
    mark: kind.mark,
    mount(routes, door) {
      routes.get('/', (c) => show(my, door, c))
      routes.post('/', (c) => goOut(my, door, c))
      routes.post('/confirm', (c) => confirm(my, door, c))
      routes.post('/not-me', async (c) => nobody(door, c, (await door.posted(c)).leg, 'not-me'))
    },
    callback: (c, door, returned) => comeBack(my, door, c, returned),
    outside: (routes) => atTheDesk(my, routes),
    says: (said) => (isCardWord(said) ? saidOf(said, kind) : undefined),
  }
}

const isCardWord = (word: string): word is CardWord => (cardWords as readonly string[]).includes(word)

async function show(my: Card, door: Door, c: Request): Promise<Response> {
  const leg = await settled(my, door, c)
  const held = heldBy(leg)
  if (held?.kind === 'known' && isRecent(my, held.proof))
    return door.show(c, leg, confirmPage(leg, door.stamp(leg), { called: held.called, kind: my.kind }))
  const why = held?.kind === 'nobody' ? held.why : held?.kind === 'away' ? 'no-return' : undefined
  return door.show(c, leg, insertPage(leg, door.stamp(leg), { why, kind: my.kind, cards: my.cards }))
}

const isRecent = ({ clock }: Card, { at }: MethodProof): boolean => clock.now() <= at + confirmedWithin

/** While a return is looked at, another click waits for what comes of it (a page that leads on is thrown by `current`). */
async function settled({ clock, wait }: Card, door: Door, c: Request): Promise<Leg> {
  for (;;) {
    const leg = await door.current(c)
    const held = heldBy(leg)
    const back = held?.kind === 'away' ? held.back : undefined
    if (back === undefined || clock.now() > back + longest) return leg
    await wait(step)
  }
}

/** A new leg each time: what an earlier one brings back counts no more. */
async function goOut({ handovers, desk, kind, count }: Card, door: Door, c: Request): Promise<Response> {
  await door.posted(c)
  const leg = await door.keep(await door.begin(c), { kind: 'away' } satisfies Held)
  count('card_login', { method: kind.id, outcome: 'left' })
  return c.redirect(`${desk.origin}${deskPath(kind)}?handover=${await handovers.give(leg)}`, 303)
}

/** Among the method's pages outside the login; the card's listener serves nothing else. What counts is in the query, which nobody logs. */
export const deskPath = ({ id }: CardKind): string => `/${id}/shown`

/**
 * At the card's address. Nothing is decided here and nothing shown: whoever comes, with whatever handle and certificate or none,
 * is sent home, where their login says what comes next.
 */
function atTheDesk({ desk, handovers, issuer, kind }: Card, routes: Routes): void {
  routes.get('/shown', async (c) => {
    // Certificates are read on their own listener alone.
    if (!desk.entered(c)) throw new Refusal('IN-07')
    c.header('cache-control', 'no-store')
    const ahead = guessedAhead(c)
    if (ahead !== undefined) return ahead
    const handover = readQuery(c).get('handover') ?? ''
    const asked = await handovers.take(handover, kind.id)
    const attempt = attemptIn(handover)
    const home = attempt === undefined ? '/' : `${loginPath(attempt)}/${kind.id}`
    if (asked === undefined) return c.redirect(issuer + home, 303)
    const shown = await handovers.park({ state: asked.state, chain: chainOf(desk.certificateOf(c)) })
    return c.redirect(`${issuer}${callbackPath(kind.id)}?${new URLSearchParams({ state: asked.state, shown })}`, 303)
  })
}

const chainOf = (presented: PresentedCertificate | undefined): readonly string[] =>
  presented === undefined ? [] : [presented.certificate.raw, ...presented.above].map((der) => der.toString('base64'))

async function comeBack(my: Card, door: Door, c: Request, returned: URLSearchParams): Promise<Response> {
  const query = readParameters(returned)
  const state = query.get('state') ?? ''
  const leg = await door.resume(c, state)
  const held = heldBy(leg)
  if (held?.kind !== 'away' || held.back !== undefined) throw new SeeOther(leg.path)
  // Marked before it is looked at: of two clicks on the same address one takes what was parked, the other waits for it.
  const looking = await door.keep(leg, { kind: 'away', back: my.clock.now() } satisfies Held)
  const shown = await my.handovers.fetch(query.get('shown') ?? '', state)
  if (shown === undefined) return nobody(door, c, looking, 'no-return')
  const [certificate, ...above] = shown.chain.map((der) => Buffer.from(der, 'base64'))
  if (certificate === undefined) {
    my.count('card_login', { method: my.kind.id, outcome: 'no-certificate' })
    return nobody(door, c, looking, 'no-certificate')
  }
  return whose(my, door, c, looking, { at: shown.at, certificate, above })
}

interface Presented {
  readonly at: number
  readonly certificate: Buffer
  readonly above: readonly Buffer[]
}

async function whose(my: Card, door: Door, c: Request, leg: Leg, shown: Presented): Promise<Response> {
  const { at, certificate, above } = shown
  const { checker, kind, count } = my
  const wanted: Wanted = kind.of.holder === 'organisation' ? { use: 'enterprise' } : { use: 'person', number: true }
  const checked = await checker.check([certificate, ...above], wanted)
  const judged = judge(kind, checked, new X509Certificate(certificate))
  if ('word' in judged) return notUsable(my, door, c, leg, judged.word, checked.ok ? undefined : checked.why)
  try {
    const { id, numberHash } = await subjectOf(my, judged)
    count('card_login', { method: kind.id, outcome: 'known' })
    await door.keep(leg, knownAs(judged, { person: id, numberHash, at }))
    return c.redirect(leg.path, 303)
  } catch (error) {
    if (error instanceof WrongWorld) return notUsable(my, door, c, leg, 'wrong-number', undefined)
    throw error
  }
}

/** People are found by their number; of an organisation nothing is kept, and its number says who it is. */
async function subjectOf({ persons, synthetic }: Card, { whose: number }: CardHolder): Promise<KnownPerson> {
  if (typeof number !== 'string') return persons.ensure(number)
  if (!synthetic && isSyntheticOrg(number)) throw new WrongWorld('production')
  return { id: organisationId(number), numberHash: number }
}

const knownAs = (
  { called, level, amr, name }: CardHolder,
  found: { readonly person: PersonId; readonly numberHash: string; readonly at: number },
): Held => ({ kind: 'known', called, proof: { ...found, level, amr, ...(name === undefined ? {} : { name }) } })

/** Their card, but not one that lets anybody in. */
async function notUsable(
  { log, count, kind }: Card,
  door: Door,
  c: Request,
  leg: Leg,
  word: CardWord,
  why: string | undefined,
): Promise<Response> {
  log('warn', 'a card could not be used', { method: kind.id, why: word, ...(why === undefined ? {} : { detail: why }) })
  count('card_login', { method: kind.id, outcome: word })
  return door.failed(c, leg, isPassing(word) ? 'unavailable' : 'refused', word)
}

/** To the page that begins anew, with what should be done about it. */
async function nobody(door: Door, c: Request, leg: Leg, why: Why): Promise<Response> {
  await door.keep(leg, { kind: 'nobody', why } satisfies Held)
  return c.redirect(leg.path, 303)
}

async function confirm(my: Card, door: Door, c: Request): Promise<Response> {
  const { leg } = await door.posted(c)
  const held = heldBy(leg)
  if (held?.kind !== 'known') throw new SeeOther(leg.path)
  if (!isRecent(my, held.proof)) return nobody(door, c, leg, 'no-return')
  my.count('card_login', { method: my.kind.id, outcome: 'proved' })
  return door.proved(c, leg, held.proof)
}
