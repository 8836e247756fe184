/** Logins with cards, put together: the listener that asks browsers for certificates, and a method for each issuer's cards. */
import { X509Certificate } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import type { CertificateChecks } from '#certificate-checks.ts'
import { listensFor, readFrom } from '#certificates.ts'
import type { Config } from '#config/table.ts'
import type { Hot } from '#hot/hot.ts'
import type { Log } from '#http/answer.ts'
import { type OpenDoor, openCertificateDoor } from '#http/certificate-door.ts'
import type { ServeOptions, ServerTls } from '#http/serve.ts'
import type { Method } from '#login/method.ts'
import { card, deskPath } from '#methods/certificate/card.ts'
import { type CardKind, cardKinds } from '#methods/certificate/kinds.ts'
import type { PageLink } from '#methods/certificate/pages.ts'
import type { Metrics } from '#observe/metrics.ts'
import type { Persons } from '#persons/persons.ts'
import type { TrustList } from '#x509/trust.ts'

export interface CardsAround {
  readonly config: Config
  readonly clock: Clock
  readonly hot: Hot
  readonly persons: Persons
  readonly checks: CertificateChecks | undefined
  readonly log: Log
  readonly metrics: Pick<Metrics, 'count'>
  readonly wait: (milliseconds: number) => Promise<void>
}

/** What the twin brings: its own listener, and a word on where to get a card. */
export interface CardsAt {
  readonly origin: string
  readonly listens: ServeOptions
  readonly cards: PageLink
}

export interface Cards {
  readonly desk: OpenDoor
  readonly listens: ServeOptions
  readonly methods: readonly Method[]
  /** Hears whose certificates browsers are to be asked for, when the trust list is another. */
  follow(hear: (tls: ServerTls) => void): void
}

/** Undefined: nobody logs in with a card here. @throws ConfigFaults when a file is not as it should be */
export function cardsOf(around: CardsAround, outside: CardsAt | undefined): Cards | undefined {
  const { config, metrics, checks } = around
  const at = configured(around) ?? outside
  if (at === undefined) return undefined
  if (checks === undefined) throw new Error('logins with cards, and nobody is trusted to issue them')
  const kinds = kindsIn(config)
  const paths = new Set(kinds.map(deskPath))
  const desk = openCertificateDoor({
    origin: at.origin,
    from: readFrom(config, 'card', false),
    serves: (path) => paths.has(path),
    home: `${config.issuer}/`,
    apart: true,
  })
  const deps = {
    ...around,
    checker: checks.checker,
    desk,
    issuer: config.issuer,
    count: metrics.count,
    synthetic: config.entry === 'twin',
    cards: outside?.cards,
  }
  return {
    desk,
    listens: at.listens,
    methods: kinds.map((kind) => card(kind, deps)),
    follow: (hear) => checks.follow(() => askAgain(at.listens, issuersOf(checks.trust(), kinds), hear)),
  }
}

/** The listener as it is, but for whom it asks for. Where a proxy ends TLS it asks its own way, and the twin's asks for nobody in particular. */
function askAgain({ tls }: ServeOptions, issuers: string, hear: (tls: ServerTls) => void): void {
  if (typeof tls !== 'object' || tls.clients?.must !== false || tls.clients.issuers === undefined) return
  hear({ ...tls, clients: { issuers, must: false } })
}

/** Browsers offer only certificates of those whom we name, so that nobody picks one that can be no card. */
function configured({ config, checks }: CardsAround): Pick<CardsAt, 'origin' | 'listens'> | undefined {
  const { cardPort: port, cardOrigin: origin } = config
  if (port === undefined || origin === undefined || checks === undefined) return undefined
  return { origin, listens: listensFor(config, 'card', port, issuersOf(checks.trust(), kindsIn(config))) }
}

const kindsIn = ({ cards }: Config): readonly CardKind[] => cards.map((issuer) => cardKinds[issuer])

/** What services may name them by. A command beside the twin does not open the sandbox, which has them all. */
export function cardIdsOf(config: Config, outside?: CardsAt): readonly string[] {
  const sandboxed = config.entry === 'twin' && config.issuerPort !== 0
  return config.cardPort === undefined && outside === undefined && !sandboxed ? [] : kindsIn(config).map(({ id }) => id)
}

/** The card stands beside its issuer's own sign-in where both are offered; else after the others. */
export function withCards(elsewhere: readonly Method[], cards: Cards | undefined): readonly Method[] {
  const own = (id: string): readonly Method[] => cards?.methods.filter((one) => one.id === `${id}-card`) ?? []
  const alone = cards?.methods.filter((one) => elsewhere.every(({ id }) => `${id}-card` !== one.id)) ?? []
  return [...elsewhere.flatMap((one) => [one, ...own(one.id)]), ...alone]
}

const uses = { person: 'person', organisation: 'enterprise' } as const

/** PEM. */
const issuersOf = ({ entries }: TrustList, kinds: readonly CardKind[]): string =>
  entries
    .filter(({ policies }) => policies.some(({ use }) => kinds.some(({ of }) => uses[of.holder] === use)))
    .flatMap(({ anchors, intermediates }) => [...anchors, ...intermediates])
    .map((der) => new X509Certificate(der).toString())
    .join('')
