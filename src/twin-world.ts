/** The outside world on a laptop, put together: people, phones, the test eID, example services. For the twin and for whole-app tests. */
import type { Clock } from '#base/clock.ts'
import type { Config } from '#config/table.ts'
import type { Log } from '#http/answer.ts'
import { type IssuerWorld, issuerWorld } from '#sandbox/issuers/start.ts'
import { type SandboxCards, sandboxCards } from '#sandbox/cards/cards.ts'
import { cardsPath } from '#sandbox/cards/pages.ts'
import { cardPageTexts } from '#sandbox/cards/texts.ts'
import { openSeed } from '#sandbox/cards/seed.ts'
import type { TwinClock } from '#sandbox/clock.ts'
import { type PrintHouse, printHouse } from '#sandbox/letters.ts'
import { sandboxMandates } from '#sandbox/mandates.ts'
import { mountSandbox } from '#sandbox/mount.ts'
import { type Phone, phone } from '#sandbox/phone.ts'
import { type Population, population } from '#sandbox/population/population.ts'
import { provisionFrom } from '#sandbox/provision.ts'
import { type RegisterWorld, registerWorld } from '#sandbox/registers/start.ts'
import { type ExampleKeys, exampleKeys, newKeys } from '#sandbox/services/keys.ts'
import { type ExamplePorts, exampleRegistrations, originsOf, serviceNames } from '#sandbox/services/registrations.ts'
import { testEid } from '#sandbox/test-eid.ts'
import { staffRoles } from '#staff/staff.ts'
import type { Send } from '#upstream/send.ts'
import type { CardsAt } from '#cards.ts'
import type { Outside } from '#outside.ts'

export interface TwinWorld {
  readonly outside: Outside
  readonly population: Population
  readonly phone: Phone
  readonly letters: PrintHouse
  readonly ports: ExamplePorts
  readonly keys: ExampleKeys
  /** Reached inside this process, until somebody starts it on a port (`twin.ts`). */
  readonly register: RegisterWorld
  /** The other eIDs' issuers; the same of them. */
  readonly issuers: IssuerWorld | undefined
  /** The people's smart cards, and those who issue them; the same of them. */
  readonly cards: SandboxCards | undefined
}

export interface TwinWorldOptions {
  readonly clock: Clock
  /** The same one, where a page sets it. */
  readonly settable?: TwinClock | undefined
  readonly log: Log
  /** Nothing on disk: tests. */
  readonly memory?: boolean
  /** How many people there are. */
  readonly people?: number
}

/** Who works at the twin's help desk: an adult like most. */
export const helpDeskPerson = 1

export async function twinWorld(config: Config, options: TwinWorldOptions): Promise<TwinWorld> {
  const people = population(options.people)
  const phones = phone(options.clock)
  const letters = printHouse(options.clock)
  const ports = { tax: config.examplePort, health: config.examplePort + 1 }
  const keys = options.memory === true ? newKeys() : await exampleKeys(config.data)
  const register = registerWorld({ people, clock: options.clock })
  const issuers =
    config.issuerPort === 0
      ? undefined
      : await issuerWorld({
          population: people,
          clock: options.clock,
          log: options.log,
          gateway: config.issuer,
          ports: issuerPorts(config),
        })
  const cards = cardsIn(config, people, options)
  const outside: Outside = {
    ...(issuers === undefined ? {} : { eids: { declared: issuers.declared, send: within(issuers) } }),
    ...(cards === undefined
      ? {}
      : { trust: { list: cards.trust, fetch: cards.fetch }, cards: cardListener(config, cards) }),
    gateway: phones.gateway,
    mandates: sandboxMandates(people),
    population: { ...register.at('http://register.example'), send: register.send },
    printer: { ...letters, atOnce: true },
    methods: ({ clock, persons }) => [testEid({ population: people, persons, clock })],
    minid: { provision: provisionFrom(people) },
    staff: staffRoles.map((role) => ({ role, number: people.at(helpDeskPerson).number })),
    owners: exampleRegistrations(originsOf(ports), keys).owners,
    pages: (routes, gateway) =>
      mountSandbox(
        routes,
        {
          staff: people.at(helpDeskPerson),
          population: people,
          phone: phones,
          letters,
          cards,
          clock: options.settable,
          services: startPageServices(ports),
        },
        gateway,
      ),
  }
  return { outside, population: people, phone: phones, letters, ports, keys, register, issuers, cards }
}

/** Behind those of the issuers. */
export const cardPorts = ({ issuerPort }: Pick<Config, 'issuerPort'>) => ({
  listener: issuerPort + 3,
  authorities: issuerPort + 4,
})

/** Where the twin is public, nobody else's browser reaches the listener on this machine. */
function cardsIn(
  config: Config,
  population: Population,
  { clock, memory }: TwinWorldOptions,
): SandboxCards | undefined {
  if (config.issuerPort === 0 || config.dangerousTwinPublicOrigin !== undefined) return undefined
  const at = `http://127.0.0.1:${cardPorts(config).authorities}`
  const seed = openSeed(memory === true ? undefined : config.data)
  return sandboxCards({ population, clock, seed, at, listener: `https://127.0.0.1:${cardPorts(config).listener}` })
}

const cardListener = (config: Config, cards: SandboxCards): CardsAt => {
  return {
    origin: cards.listener,
    listens: { port: cardPorts(config).listener, host: '127.0.0.1', tls: cards.tls },
    cards: { href: cardsPath, text: cardPageTexts.get },
  }
}

const issuerPorts = ({ issuerPort: first }: Config) => ({ bankid: first, buypass: first + 1, commfides: first + 2 })

/** Inside this process: for tests. The twin reaches them over the network, as in production. */
const within =
  ({ reach }: IssuerWorld): Send =>
  (url, { method, headers, body }) =>
    reach(
      new Request(url, {
        method: method ?? 'GET',
        headers: { ...headers },
        ...(body === undefined ? {} : { body }),
      }),
    )

const startPageServices = (ports: ExamplePorts) => {
  const { tax, health } = originsOf(ports)
  return [
    { name: serviceNames.tax, url: `${tax}/` },
    { name: serviceNames.health, url: `${health}/` },
  ] as const
}
