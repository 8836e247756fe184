/** Opens all parts of the gateway in their order, and closes them in the other. Both programs and the whole-app tests use it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Parts } from '#parts.ts'
import type { Background } from '#background.ts'
import { cardIdsOf, type Cards, cardsOf } from '#cards.ts'
import { type CertificateChecks, checksOf } from '#certificate-checks.ts'
import { clientIssuersOf } from '#client-issuers.ts'
import { enterpriseCertificates } from '#enterprise.ts'
import { type CertificateListener, certificatesTaken, openCertificates } from '#certificates.ts'
import type { Config } from '#config/table.ts'
import { eidIdsOf } from '#eids.ts'
import type { Hot } from '#hot/hot.ts'
import { addressOf } from '#http/address.ts'
import { type HumanCheck, openHumanCheck } from '#human/human.ts'
import type { Letters } from '#letters/letters.ts'
import { openPersons } from '#persons/store.ts'
import type { Connector } from '#registers/population/connector.ts'
import type { RunningOutbox } from '#messages/courier.ts'
import type { BackChannel } from '#oidc/logout/back-channel.ts'
import { switchStore } from '#login/switches/store.ts'
import { openSwitches, switched } from '#login/switches/switches.ts'
import { openTally } from '#login/switches/tally.ts'
import type { PasswordRules } from '#methods/minid/passwords/rules.ts'
import { applyServices } from '#services/apply.ts'
import { openServices, type Services } from '#services/clients.ts'
import { checkServices, readServicesFile } from '#services/file.ts'
import { planLines } from '#services/plan.ts'
import { askNumbers, openPopulation } from '#population-register.ts'
import { staffOf } from '#helpdesk-parts.ts'
import { lettersOf } from '#letters-parts.ts'
import { backChannelOf, outboxOf } from '#courier-parts.ts'
import { mountHealth } from '#health-parts.ts'
import { methodsOf, passwordRulesOf } from '#method-parts.ts'
import type { OpenOptions, Outside } from '#outside.ts'
import { openHot, openStores, type Stores } from '#stores.ts'
import { startTimers } from '#timers.ts'
import { timedHot } from '#timed.ts'

export interface OpenParts extends Parts {
  /** The second listener, where there is one. */
  readonly certificateListener: CertificateListener | undefined
  /** Logins with cards, where there are any. */
  readonly cards: Cards | undefined
  /** Undefined: nobody is trusted to certify anybody. */
  readonly checks: CertificateChecks | undefined
  readonly stores: Stores
  readonly outbox: RunningOutbox
  /** For forms that programs must pay for. */
  readonly human: HumanCheck
  /** Undefined: none is configured, so nobody can be looked up. */
  readonly population: Connector | undefined
  readonly letters: Letters
  /** What a new password may be. */
  readonly passwordRules: PasswordRules
  /** From now on `/health/ready` says no. */
  startDraining(): void
  /** Sends and writes what is left, then closes everything. */
  close(): Promise<void>
}

/** @throws what `openStores` throws, ServiceFaults, EvictingStore */
export async function openParts(config: Config, options: OpenOptions = {}): Promise<OpenParts> {
  const outside = options.outside ?? {}
  const stores = await openStores(config, options)
  const { clock, database, vault, audit, metrics, keys } = stores
  const { log } = stores.log
  const certificateListener = openCertificates(config, trusts(config, outside))
  const wait = options.wait ?? ((milliseconds: number) => sleep(milliseconds))
  const population = openPopulation({ config, clock, log, metrics, wait }, outside.population)
  const hot = timedHot(await openHot(stores, options.memory ?? false), metrics)
  await hot.floor()
  const numbers = population && { audit, ask: askNumbers(population), days: config.populationRecheckDays }
  const persons = openPersons({ database, vault, world: config.entry, clock, numbers })
  const outbox = outboxOf(stores, outside.gateway)
  const letters = lettersOf({ stores, persons, population, printer: outside.printer, hashCost: outside.cost?.hash })
  await applyDeclared(stores, outside, options.say ?? (() => undefined))
  const services = await openServices({ database, log, ...(options.background === false ? { every: 0 } : {}) })
  const ending = 'Secrets, keys and certificates of services that end within 30 days, or have just ended.'
  metrics.watch('inngang_service_credentials_ending', ending, () => services.ending(clock.now()).length)
  const backChannel = backChannelOf(stores, services)
  const checks = checksOf({ config, clock, log, metrics }, outside.trust)
  const cards = cardsOf({ config, clock, hot, persons, log, metrics, wait, checks }, outside.cards)
  const lasting = {
    config,
    clock,
    database,
    hot,
    vault,
    keys,
    audit,
    persons,
    services,
    log,
    metrics,
    stores,
    outbox,
    human: openHumanCheck({
      hot,
      vault,
      clock,
      addressOf: addressOf(config.trustedProxies),
      iterations: outside.cost?.iterations,
    }),
    population,
    letters,
    staff: await staffOf(stores, persons, outside.staff),
    passwordRules: passwordRulesOf(stores),
    backChannel,
    certificates: certificateListener?.door,
    certificateListener,
    mandates: outside.mandates,
    clientIssuers: clientIssuersOf({ config, clock, log, metrics, fetch: outside.trust?.fetch }, checks),
    enterprise: checks && enterpriseCertificates(checks.checker),
    checks,
    cards,
    cardDesk: cards?.desk,
  }
  const state = { draining: false }
  const store = switchStore(database)
  const switches = await openSwitches(store)
  const working = { stores, hot, outbox, backChannel, services, letters, checks, switches }
  const background = options.background === false ? undefined : startTimers(working)
  const methods = await methodsOf({ ...lasting, wait }, outside)
  return {
    ...lasting,
    methods: methods.map((method) => switched(method, switches)),
    switches,
    tally: openTally({ store, database, clock }),
    wait,
    ...(outside.pages === undefined ? {} : { sandbox: outside.pages }),
    ...(background === undefined ? {} : { every: background.every }),
    operations: (routes) =>
      mountHealth(routes, stores, {
        hot,
        outbox,
        population,
        certificates: [checks, lasting.clientIssuers],
        draining: () => state.draining,
      }),
    startDraining: () => {
      state.draining = true
    },
    close: () => closeAll({ stores, hot, outbox, letters, backChannel, services, background }),
  }
}

interface Closing {
  readonly letters: Letters
  readonly stores: Stores
  readonly hot: Hot
  readonly outbox: RunningOutbox
  readonly backChannel: BackChannel
  readonly services: Services
  readonly background: Background | undefined
}

/** What was promised first: messages and audit events before the stores that hold them. */
async function closeAll({ stores, hot, outbox, letters, backChannel, services, background }: Closing): Promise<void> {
  letters.stop()
  await background?.stop()
  await letters.settled()
  services.close()
  await Promise.all([outbox.stop(), backChannel.courier.stop()])
  await hot.close()
  await stores.close()
}

/** Somebody is trusted to certify enterprises, by the operator's list or the twin's. */
const trusts = ({ trust }: Config, outside: Outside): boolean => trust !== undefined || outside.trust !== undefined

async function applyDeclared(stores: Stores, outside: Outside, say: (line: string) => void): Promise<void> {
  const { config } = stores
  const eids = [...(await eidIdsOf(config, outside.eids)), ...cardIdsOf(config, outside.cards)]
  const around = { world: config.entry, eids, ...certificatesTaken(config, trusts(config, outside)) }
  if (outside.owners !== undefined) await applyServices(stores, checkServices(outside.owners, around), 'sandbox')
  if (stores.config.clients === undefined) return
  const applied = await applyServices(stores, readServicesFile(stores.config.clients, around), 'file')
  for (const line of planLines(applied)) say(line)
}
