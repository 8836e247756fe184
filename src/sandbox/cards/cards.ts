/** The sandbox's cards: issuers that know the twin's people, and whatever card of one of them somebody asks for. */
import type { Clock } from '#base/clock.ts'
import type { ServerTls } from '#http/serve.ts'
import type { Authority } from '#sandbox/ca/authority.ts'
import type { CertificateWish, MadeCertificate } from '#sandbox/ca/certificate.ts'
import { der } from '#sandbox/ca/der.ts'
import { extension, purposes } from '#sandbox/ca/extensions.ts'
import {
  type EnterpriseWish,
  type Issuer,
  type IssuerName,
  openIssuer,
  policies,
  trustIn,
} from '#sandbox/ca/issuers.ts'
import { readQuestion } from '#sandbox/ca/ocsp-request.ts'
import { writeP12 } from '#sandbox/cards/p12.ts'
import type { Seed } from '#sandbox/cards/seed.ts'
import type { Population } from '#sandbox/population/population.ts'
import type { Fetch } from '#x509/fetch.ts'
import type { TrustEntry, TrustList } from '#x509/trust.ts'

/** A good one, and those that let nobody in. */
export const cardStates = ['good', 'expired', 'revoked', 'signing', 'no-number'] as const
export type CardState = (typeof cardStates)[number]
export const cardMakers = ['buypass', 'commfides'] as const satisfies readonly IssuerName[]

/** On every page that has a card: there is nothing to protect. */
export const cardPassword = 'smartkort'

export interface CardWish {
  readonly maker: IssuerName
  /** The person, by index. */
  readonly person: number
  readonly state: CardState
}

export interface SandboxCards {
  readonly trust: () => TrustList
  /** How the gateway asks inside this process: tests. */
  readonly fetch: Fetch
  /** For a server on the network of this machine. */
  readonly authorities: () => readonly Authority[]
  card(wish: CardWish): MadeCertificate
  p12(wish: CardWish): Buffer
  /** Certificate and key in one file. */
  pem(wish: CardWish): string
  /** Of an organisation: no card for a person. A new one each time. */
  enterprise(wish?: Partial<EnterpriseWish>): MadeCertificate
  /** The same of a made-up one, to log in with: as a file with key and certificate. */
  organisation(where: OrganisationCard, form: 'p12' | 'pem'): string | Buffer
  /** Who issued the listener's own certificate: whoever trusts it is not warned by the browser. */
  root(): string
  tls(): ServerTls
  /** Its address. */
  readonly listener: string
}

export interface SandboxCardsDeps {
  readonly population: Population
  readonly clock: Clock
  readonly seed: Seed
  /** Where responders and lists are: `http://127.0.0.1:8715`. */
  readonly at: string
  /** The listener for cards: `https://127.0.0.1:8714`. */
  readonly listener: string
}

interface Made {
  readonly issuers: ReadonlyMap<IssuerName, Issuer>
  readonly list: TrustList
  readonly cards: Map<string, MadeCertificate>
}

export function sandboxCards(deps: SandboxCardsDeps): SandboxCards {
  let opened: Made | undefined
  /** Keys are made when somebody comes. */
  const made = (): Made => (opened ??= make(deps))
  const issuerOf = (maker: IssuerName): Issuer => {
    const issuer = made().issuers.get(maker)
    if (issuer === undefined) throw new Error('no such issuer')
    return issuer
  }
  const madeUp = (where: OrganisationCard): MadeCertificate => {
    const over = where === 'card' ? { over: { policies: [policies.buypass.enterpriseCard] } } : {}
    return issuerOf('buypass').enterprise({ ...madeUpOrganisation, ...over })
  }
  const card = (wish: CardWish): MadeCertificate => {
    const { cards } = made()
    const name = nameOf(wish)
    const known = cards.get(name) ?? issue(deps, issuerOf(wish.maker), wish)
    cards.set(name, known)
    return known
  }
  const authorities = (): readonly Authority[] =>
    [...made().issuers].flatMap(([maker, { persons, enterprises }]) => [knowing(persons, maker, card), enterprises])
  return {
    trust: () => made().list,
    authorities,
    fetch: (request) => Promise.resolve(answerTo(authorities(), request)),
    card,
    p12: (wish) => {
      const { given, family } = deps.population.at(wish.person)
      const { issuing } = issuerOf(wish.maker).persons
      const name = `${given} ${family}, ${wish.maker}`
      return writeP12({ certificate: card(wish), chain: [issuing], name, password: cardPassword })
    },
    pem: (wish) => card(wish).pem + card(wish).keyPem,
    enterprise: (wish) => issuerOf('buypass').enterprise({ ...organisation, ...wish }),
    organisation: (where, form) => organisationFile(issuerOf('buypass').enterprises.issuing, form, madeUp(where)),
    root: () => issuerOf('buypass').persons.root.pem,
    listener: deps.listener,
    tls: () => listenerTls(deps, issuerOf('buypass').persons, made().list),
  }
}

/** In software, or on a card, which counts for more (row A5). */
export const organisationCards = ['software', 'card'] as const
export type OrganisationCard = (typeof organisationCards)[number]

/** A number of the tax administration's synthetic series. */
export const madeUpOrganisation = { organisation: '315000017', name: 'Eksempelbedriften AS' } as const

function organisationFile(
  issuing: MadeCertificate,
  form: 'p12' | 'pem',
  certificate: MadeCertificate,
): string | Buffer {
  if (form === 'pem') return certificate.pem + certificate.keyPem
  const { name } = madeUpOrganisation
  return writeP12({ certificate, chain: [issuing], name, password: cardPassword })
}

/** Whoever asks for numbers is known to the issuers: the gateway itself. */
const organisation = { organisation: '974761076', name: 'Inngang, tvilling' }

function make({ clock, seed, at }: SandboxCardsDeps): Made {
  const issuers = new Map(
    cardMakers.map((maker) => {
      const over = { rootWish: { pair: seed.pair(`${maker} root`) }, issuingWish: { pair: seed.pair(`${maker} CA`) } }
      return [maker, openIssuer(maker, { at, clock, over })] as const
    }),
  )
  const entries = trustIn([...issuers.values()]).map((entry) => withCards(asking(entry, issuers)))
  return { issuers, list: { entries }, cards: new Map() }
}

function asking(entry: TrustEntry, issuers: ReadonlyMap<IssuerName, Issuer>): TrustEntry {
  const asker = issuers.get(entry.id.startsWith('buypass') ? 'buypass' : 'commfides')?.enterprise(organisation)
  if (entry.number?.from !== 'ocsp' || asker === undefined) return entry
  return { ...entry, number: { ...entry.number, requester: { key: asker.keyPem, certificates: asker.pem } } }
}

/** What lies on a card of its own counts for more, as an operator may have it (row A5). */
const withCards = (entry: TrustEntry): TrustEntry =>
  entry.id === 'buypass-enterprise'
    ? {
        ...entry,
        policies: [...entry.policies, { oid: policies.buypass.enterpriseCard, use: 'enterprise', level: 'high' }],
      }
    : entry

const nameOf = ({ maker, person, state }: CardWish): string => `${maker} ${person} ${state}`
const day = 24 * 3_600_000

/** The number of a certificate says which card it is, so that its issuer knows it again after a restart. */
function issue({ population, clock, seed }: SandboxCardsDeps, issuer: Issuer, wish: CardWish): MadeCertificate {
  const { given, family, number } = population.at(wish.person)
  const name = nameOf(wish)
  const unique = seed.bytes(`${name} unique`, 5).toString('hex')
  const over = { pair: seed.pair(name), serial: serialOf(wish, seed), ...changed[wish.state](clock.now()) }
  const card = issuer.person({ given, family, unique, over })
  if (wish.state !== 'no-number') issuer.persons.tell(card, number)
  if (wish.state === 'revoked') issuer.persons.revoke(card)
  return card
}

const changed: Readonly<Record<CardState, (now: number) => Partial<CertificateWish>>> = {
  good: () => ({}),
  revoked: () => ({}),
  'no-number': () => ({}),
  expired: (now) => ({ from: now - 800 * day, until: now - day }),
  signing: () => ({ keyUse: ['nonRepudiation'] }),
}

const marker = Buffer.from('kort')

const serialOf = ({ maker, person, state }: CardWish, seed: Seed): Buffer =>
  Buffer.concat([
    Buffer.of(0x11),
    marker,
    Buffer.of(person >> 16, (person >> 8) & 0xff, person & 0xff, cardStates.indexOf(state)),
    seed.bytes(`${nameOf({ maker, person, state })} serial`, 7),
  ])

/** Asked about a card that it does not remember, the issuer makes it again. */
const knowing = (authority: Authority, maker: IssuerName, card: (wish: CardWish) => MadeCertificate): Authority => ({
  ...authority,
  answer(question) {
    const serial = Buffer.from(readQuestion(Buffer.from(question))?.serial ?? [])
    const state = cardStates[serial[8] ?? cardStates.length]
    if (serial.subarray(1, 5).equals(marker) && state !== undefined)
      card({ maker, person: serial.readUIntBE(5, 3), state })
    return authority.answer(question)
  },
})

function answerTo(authorities: readonly Authority[], { address, question }: Parameters<Fetch>[0]) {
  const [, id, what = ''] = /\/([\w-]+)\/([\w.]+)$/.exec(address) ?? []
  const authority = authorities.find((one) => one.id === id)
  if (authority === undefined) return { status: 404, body: new Uint8Array() }
  const lists = ['issuing.crl', 'delta.crl', 'top.crl'] as const
  const list = lists.find((one) => one === what)
  const body = question === undefined ? list && authority.list(list) : authority.answer(question)
  return body === undefined ? { status: 404, body: new Uint8Array() } : { status: 200, body: new Uint8Array(body) }
}

/** The listener's own certificate; browsers are asked for those of these issuers alone. */
function listenerTls({ listener, seed }: SandboxCardsDeps, authority: Authority, { entries }: TrustList): ServerTls {
  const host = new URL(listener).hostname
  const name = /^[\d.]+$/.test(host)
    ? der(0x87, Buffer.from(host.split('.').map(Number)))
    : der(0x82, Buffer.from(host))
  const own = authority.issue({
    subject: [['CN', host]],
    pair: seed.pair('listener'),
    purposes: [purposes.serverAuth],
    more: [extension('2.5.29.17', der(0x30, name))],
  })
  return {
    key: own.keyPem,
    cert: own.pem + authority.issuing.pem,
    clients: {
      issuers: pemOf(entries),
      must: false,
    },
  }
}

const pemOf = (entries: readonly TrustEntry[]): string =>
  entries
    .flatMap(({ anchors, intermediates }) => [...anchors, ...intermediates])
    .map((raw) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(raw).toString('base64')}\n-----END CERTIFICATE-----\n`)
    .join('')
