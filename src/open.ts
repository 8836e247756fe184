/** Opens all parts of the gateway in their order, and closes them in the other. Both programs and the whole-app tests use it. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Parts } from '#parts.ts'
import { type Background, openBackground } from '#background.ts'
import type { Clock } from '#base/clock.ts'
import { cardIdsOf, type Cards, type CardsAt, cardsOf, withCards } from '#cards.ts'
import { type CertificateChecks, checksOf, type TrustAt } from '#certificate-checks.ts'
import { clientIssuersOf } from '#client-issuers.ts'
import { enterpriseCertificates } from '#enterprise.ts'
import { type CertificateListener, certificatesTaken, openCertificates } from '#certificates.ts'
import type { Config } from '#config/table.ts'
import { eidIdsOf, type EidsAt, eidsOf } from '#eids.ts'
import { healthRoutes } from '#observe/health.ts'
import { cookieRules } from '#http/cookies.ts'
import type { Hot } from '#hot/hot.ts'
import { addressOf } from '#http/address.ts'
import type { Routes } from '#http/routes.ts'
import { type HumanCheck, openHumanCheck } from '#human/human.ts'
import { signingAlgorithms } from '#keys/keys.ts'
import type { Letters } from '#letters/letters.ts'
import type { Persons } from '#persons/persons.ts'
import { openPersons } from '#persons/store.ts'
import type { Connector } from '#registers/population/connector.ts'
import { openOutbox, type RunningOutbox } from '#messages/courier.ts'
import { openGateways } from '#messages/gateways.ts'
import type { Gateway } from '#messages/outbox.ts'
import { openReceipts } from '#messages/receipts.ts'
import { type BackChannel, openBackChannel } from '#oidc/logout/back-channel.ts'
import type { Mandates } from '#oidc/mandates.ts'
import type { Method } from '#login/method.ts'
import { switchStore } from '#login/switches/store.ts'
import { openSwitches, switched } from '#login/switches/switches.ts'
import { openTally } from '#login/switches/tally.ts'
import type { MinidDeps } from '#methods/minid/deps.ts'
import { minid } from '#methods/minid/minid.ts'
import type { HashCost } from '#methods/minid/password.ts'
import { openPasswordRules, type PasswordRules } from '#methods/minid/passwords/rules.ts'
import { applyServices } from '#services/apply.ts'
import { openServices, type Services } from '#services/clients.ts'
import { checkServices, readServicesFile } from '#services/file.ts'
import { planLines } from '#services/plan.ts'
import { askNumbers, openPopulation, type RegisterAt } from '#population-register.ts'
import { type StaffAt, staffOf } from '#helpdesk-parts.ts'
import { minidLimits } from '#minid-limits.ts'
import { lettersOf, type PrinterAt } from '#letters-parts.ts'
import { pluginsOf } from '#plugins.ts'
import { openStores, type StoreOptions, type Stores } from '#stores.ts'
import { timedHot } from '#timed.ts'

/** What is outside the gateway. Production has the real things; the twin and tests bring their own. */
export interface Outside {
  /** Sends messages. Undefined: the gateways of the configuration. */
  readonly gateway?: Gateway | undefined
  /** The population register. Undefined: the one of the configuration. */
  readonly population?: RegisterAt | undefined
  /** The register of powers of attorney. Undefined: there is none. */
  readonly mandates?: Mandates | undefined
  /** Who prints letters. Undefined: the printer of the configuration. */
  readonly printer?: PrinterAt | undefined
  /** eIDs behind issuers elsewhere. Undefined: those that the configuration declares. */
  readonly eids?: EidsAt | undefined
  /** Whom certificates are believed from. Undefined: the trust list of the configuration. */
  readonly trust?: TrustAt | undefined
  /** Logins with cards. Undefined: the listener of the configuration. */
  readonly cards?: CardsAt | undefined
  /** eID methods besides the house's own. */
  readonly methods?: ((inside: Inside) => readonly Method[]) | undefined
  /** MinID's accounts, pace and limits where they are not the house's. */
  readonly minid?:
    | Partial<Pick<MinidDeps, 'provision' | 'pace' | 'codesPerHour' | 'addressRule' | 'passwords'>>
    | undefined
  /** What guessing costs: hashes of passwords and of letters' codes, and the human check's work. Undefined: the house's. Only tests pay less. */
  readonly cost?: { readonly hash: HashCost; readonly iterations: number } | undefined
  /** Service owners with their services, in the form of the file: the twin's examples. */
  readonly owners?: readonly unknown[] | undefined
  /** Who works here, besides those of the configuration. */
  readonly staff?: StaffAt | undefined
  /** Pages of the twin's own. */
  readonly pages?: Parts['sandbox'] | undefined
}

/** What a method from outside may use. */
export interface Inside {
  readonly clock: Clock
  readonly persons: Persons
}

export interface OpenOptions extends StoreOptions {
  readonly outside?: Outside | undefined
  /** Timers: courier, sealer, looking for changes. Off in tests that move the clock by hand. */
  readonly background?: boolean | undefined
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined
  /** Hears each line of what applying the declared services changed. */
  readonly say?: ((line: string) => void) | undefined
}

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

/** Milliseconds. Who finds an emptied store only when the next client comes refuses that client (security.md 5). */
const floorEvery = 1000
/** How often this process looks whether a batch of letters is due, and for the printer's receipts, milliseconds. */
const printEvery = 60_000
const guessesEvery = 3600_000
/** How often this process looks whether a key was announced or has to be rotated, milliseconds. */
const keysEvery = 60_000
/** How often this process looks whether the files of the trust list changed, milliseconds. */
const trustEvery = 30_000
/** How often the log tells of certificates that end soon, milliseconds. */
const warnEvery = 24 * 3_600_000

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
  const background = options.background === false ? undefined : startBackground(stores, outbox, backChannel, services)
  if (background !== undefined) startPrinting(background, letters)
  if (checks !== undefined) background?.every(trustEvery, 'the trust list could not be looked at', checks.look)
  background?.every(floorEvery, 'the hot store could not be looked at', async () => void (await hot.floor()))
  const store = switchStore(database)
  const switches = await openSwitches(store)
  background?.every(floorEvery, 'switches of eIDs could not be read again', switches.refresh)
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

type Lasting = Omit<OpenParts, 'methods' | 'switches' | 'tally' | 'wait' | 'startDraining' | 'close'>

/** The house's own eID methods, then those from outside. */
async function methodsOf(parts: Lasting & Pick<OpenParts, 'wait'>, outside: Outside): Promise<readonly Method[]> {
  const { config, clock, database, hot, vault, audit, persons, outbox, letters } = parts
  const own = {
    db: database,
    persons,
    hot,
    vault,
    clock,
    audit,
    outbox,
    log: parts.log,
    letters,
    addressOf: addressOf(config.trustedProxies),
    host: new URL(config.issuer).host,
    issuer: config.issuer,
    cookies: cookieRules(config.issuer),
    helpPhone: config.helpPhone,
    human: { check: parts.human, from: config.minidHumanFrom },
    passwordRules: parts.passwordRules,
    waitDays: config.minidWaitDays,
    ...minidLimits(config),
  }
  const elsewhere = withCards(await eidsOf(parts, outside.eids), parts.cards)
  const given = elsewhere.map(({ id }) => id)
  const plugged = await pluginsOf(parts, config.plugins, given)
  return [
    ...elsewhere,
    ...plugged,
    minid({ ...own, ...outside.minid, hashCost: outside.cost?.hash }),
    ...(outside.methods?.({ clock, persons }) ?? []),
  ]
}

function passwordRulesOf({ config, clock, log, metrics }: Stores): PasswordRules {
  const url = config.minidBreachedPasswords
  const breached = url === undefined ? undefined : { url, allow: config.outboundAllow }
  return openPasswordRules({
    clock,
    log: log.log,
    count: metrics.count,
    shortest: config.minidPasswordShortest,
    breached,
  })
}

/** Tells services of logouts. */
function backChannelOf(
  { config, clock, database, keys, vault, metrics, log }: Stores,
  services: Services,
): BackChannel {
  const { issuer, logoutAttempts: attempts, logoutReportDays: keptDays, outboundAllow: allow } = config
  const { count } = metrics
  const own = {
    issuer,
    clock,
    database,
    keys,
    clients: services,
    sub: vault.pairwise,
    attempts,
    keptDays,
    allow,
    count,
  }
  const backChannel = openBackChannel({ ...own, log: log.log })
  metrics.watch('inngang_logout_waiting', 'Services that are still to be told of a logout.', backChannel.store.waiting)
  return backChannel
}

function startPrinting({ every }: Background, letters: Letters): void {
  every(printEvery, 'letters could not be printed', letters.tick)
  every(guessesEvery, 'old guesses could not be removed', letters.sweep)
  every(guessesEvery, 'old letters could not be removed', letters.forget)
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

function startBackground(
  { clock, keys, sealer, log }: Stores,
  outbox: RunningOutbox,
  { courier }: BackChannel,
  services: Services,
): Background {
  outbox.start()
  courier.start()
  sealer.start()
  const background = openBackground(log.log)
  background.every(keysEvery, 'signing keys could not be read again', () => keys.refresh())
  const warn = async (): Promise<void> => {
    for (const detail of keys.warnings()) log.log('warn', 'a signing certificate needs care', { detail })
    for (const { client, kid, says } of services.ending(clock.now()))
      log.log('warn', 'a service must renew what it authenticates with', { client, kid, detail: says })
  }
  void warn()
  background.every(warnEvery, 'what ends soon could not be looked at', warn)
  return background
}

async function openHot({ config, clock, database, log }: Stores, memory: boolean): Promise<Hot> {
  if (config.redisUrl !== undefined) {
    const redis = (await import('#hot/redis.ts')).openHotRedis(config.redisUrl, clock)
    if (config.entry === 'production') await redis.checkPolicy()
    return redis
  }
  const { openHotSql, openHotSqlite } = await import('#hot/sql.ts')
  const trouble = (cause: unknown): void => log.log('warn', 'expired records could not be removed', { cause })
  if (database.engine === 'postgres') return openHotSql(database, clock, trouble)
  return openHotSqlite(memory ? ':memory:' : join(config.data, 'hot.sqlite'), clock, trouble)
}

/** What is sent to people. */
function outboxOf({ config, clock, database, vault, metrics, log }: Stores, given: Gateway | undefined): RunningOutbox {
  const own = { db: database, vault, clock, count: metrics.count, log: log.log }
  const receipts = openReceipts(own)
  const gateway = given ?? openGateways(config, { ...own, heard: receipts.heard })
  const outbox = openOutbox({ ...own, gateway, receipts })
  metrics.watch('inngang_outbox_waiting', 'Messages to people that are not sent yet.', async () => {
    return (await outbox.waiting()).count
  })
  metrics.watch('inngang_outbox_oldest_seconds', 'How long the oldest of them has waited.', async () => {
    return (await outbox.waiting()).oldestSeconds
  })
  return outbox
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

interface Watched {
  readonly outbox: RunningOutbox
  readonly hot: Hot
  readonly population: Connector | undefined
  readonly certificates: readonly (Pick<CertificateChecks, 'warnings'> | undefined)[]
  readonly draining: () => boolean
}

function mountHealth(
  routes: Routes,
  { config, clock, database, keys, metrics }: Stores,
  { hot, outbox, population, certificates, draining }: Watched,
): void {
  const checks = {
    database: () => database.raw('select 1 as one', []),
    hot: () => hot.ping(),
    keys: () => Promise.resolve().then(() => signingAlgorithms.map((algorithm) => keys.signer(algorithm))),
  }
  // A register that is away takes nobody's login down: no reason to send users to another process.
  const warnings = () => [
    ...keys.warnings(),
    ...outbox.warnings(),
    ...(population?.warnings() ?? []),
    ...certificates.flatMap((one) => one?.warnings() ?? []),
  ]
  routes.route('/', healthRoutes({ clock, checks, warnings, draining, metrics, metricsToken: config.metricsToken }))
}
