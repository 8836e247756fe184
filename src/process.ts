/** What both programs do: read the settings, open the parts, listen, and leave in good order when told to. */
import { readFileSync } from 'node:fs'
import { StoreUnavailable } from '#base/store-unavailable.ts'
import { type App, createApp } from '#app.ts'
import { ConfigFaults, readConfig } from '#config/read.ts'
import type { Clock } from '#base/clock.ts'
import type { Config, Entry } from '#config/table.ts'
import { SchemaTrouble } from '#db/migrate.ts'
import { OtherWorld } from '#db/world.ts'
import { EvictingStore } from '#hot/hot.ts'
import { CertificateFault } from '#keys/certificate.ts'
import { KeyFileFault } from '#keys/key-file.ts'
import { type Fetch, type Listening, serve } from '#http/serve.ts'
import { EidFaults } from '#methods/federated/settings.ts'
import { ServiceFaults } from '#services/file.ts'
import { openParts, type OpenParts } from '#open.ts'
import type { Outside } from '#outside.ts'
import { programVersion } from '#stores.ts'

/** What the twin adds; production has nothing of it. */
export interface World {
  /** What time it is there. */
  clock(config: Config): Clock
  outside(config: Config): Promise<Outside>
  /** Once the gateway listens. `lines` are printed; `close` is called before the gateway leaves. */
  started(config: Config, parts: OpenParts): Promise<{ readonly lines: readonly string[]; close(): Promise<void> }>
}

/** sysexits.h: the settings are at fault, so a restart alone will not help. */
const faultyConfiguration = 78

/** Runs until told to stop. Never throws: what goes wrong is said, and the process ends with a code. */
export async function run(entry: Entry, world?: World): Promise<void> {
  try {
    const config = readConfig(process.env, entry)
    await start(config, world)
  } catch (error) {
    for (const line of wordsFor(error)) process.stderr.write(`${line}\n`)
    process.exit(isOperators(error) ? faultyConfiguration : 1)
  }
}

async function start(config: Config, world: World | undefined): Promise<void> {
  const clock = world?.clock(config)
  const outside = await world?.outside(config)
  const parts = await openParts(config, { outside, say: print, clock })
  watchForMistakes(parts)
  const begun = begin(config, world, parts)
  // Before anybody hears that we are ready: a signal from then on finds someone who leaves in good order.
  const leave = leaver(config, parts, async () => {
    const { server, around } = await begun
    await around?.close()
    await server.close(config.drainSeconds * 1000)
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => leave(signal))
  const { around } = await begun
  for (const line of around?.lines ?? []) print(line)
}

async function begin(config: Config, world: World | undefined, parts: OpenParts) {
  const server = await listen(config, parts)
  const around = await world?.started(config, parts)
  parts.audit.note({ type: 'process.started' })
  parts.log('info', 'listening', {
    entry: config.entry,
    issuer: config.issuer,
    port: config.port,
    version: programVersion(),
    node: process.version,
  })
  return { server, around }
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

async function listen(config: Config, parts: OpenParts): Promise<Listening> {
  const { tlsCert, tlsKey } = config
  const tls =
    tlsCert === undefined || tlsKey === undefined
      ? undefined
      : { cert: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') }
  try {
    const app = createApp(parts)
    const own = await serve(app, { port: config.port, host: config.host, ...(tls === undefined ? {} : { tls }) })
    return { ...own, close: together([own, ...(await listenForCertificates(app, parts, own))]) }
  } catch (error) {
    await parts.close()
    throw error
  }
}

/** The listeners that ask for certificates: for clients, and for logins with cards. */
async function listenForCertificates(
  app: App,
  { certificateListener, cards }: OpenParts,
  own: Listening,
): Promise<readonly Listening[]> {
  const wanted = [
    ...(certificateListener === undefined ? [] : [{ ...certificateListener, follow: undefined }]),
    ...(cards === undefined ? [] : [{ door: cards.desk, listens: cards.listens, follow: cards.follow }]),
  ]
  const open: Listening[] = []
  try {
    for (const { door, listens, follow } of wanted) {
      const listening = await serve({ fetch: door.admit(app.fetch as Fetch) }, listens)
      open.push(listening)
      follow?.(listening.renew)
    }
    return open
  } catch (error) {
    await together([own, ...open])(0)
    throw error
  }
}

const together =
  (listening: readonly Listening[]): Listening['close'] =>
  async (graceMs) => {
    await Promise.all(listening.map((one) => one.close(graceMs)))
  }

/**
 * Not ready first, so that the load balancer turns to others while we still answer; then no new connections, and those under
 * way get their time; then what was promised is written. A second signal ends it at once.
 */
function leaver(config: Config, parts: OpenParts, stop: () => Promise<void>): (signal: string) => void {
  let leaving = false
  const leave = async (signal: string): Promise<void> => {
    parts.log('info', 'leaving', { signal })
    parts.startDraining()
    await parts.wait(config.drainNoticeSeconds * 1000)
    await stop()
    parts.audit.note({ type: 'process.stopped' })
    parts.log('info', 'left', {})
    await parts.close()
  }
  return (signal) => {
    if (leaving) process.exit(1)
    leaving = true
    leave(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        parts.log('error', 'could not leave in good order', { cause: error })
        process.exit(1)
      },
    )
  }
}

/** A mistake of ours that nothing caught: the state is unknown, so the process ends and is started again by whoever runs it. */
function watchForMistakes({ log }: OpenParts): void {
  const end = (cause: unknown): void => {
    log('error', 'nothing caught this', { cause })
    process.exit(1)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

/** Faults that the operator can mend: said in words, without a stack. */
export const isOperators = (error: unknown): boolean =>
  error instanceof ConfigFaults ||
  error instanceof ServiceFaults ||
  error instanceof EidFaults ||
  error instanceof KeyFileFault ||
  error instanceof CertificateFault ||
  error instanceof OtherWorld ||
  error instanceof SchemaTrouble ||
  error instanceof EvictingStore ||
  isAddressTaken(error)

/** `lead` says what did not happen. */
export function wordsFor(error: unknown, lead = 'Inngang does not start'): readonly string[] {
  if (error instanceof ConfigFaults || error instanceof ServiceFaults || error instanceof EidFaults) {
    return [`${lead}: ${error.message}.`, ...error.faults.map((fault) => `  - ${fault}`)]
  }
  if (isAddressTaken(error))
    return [`${lead}: port ${error.port} is taken. Stop what uses it, or choose another (docs/configuration.md).`]
  if (error instanceof StoreUnavailable)
    return [`${lead}: ${error.message}${error.cause instanceof Error ? ` (${error.cause.message})` : ''}.`]
  if (!isOperators(error) || !(error instanceof Error))
    return [`${lead}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`]
  const missing = error instanceof KeyFileFault && error.message.endsWith('ENOENT')
  return [
    `${lead}: ${error.message}.`,
    ...(missing ? ['Is the path right? A new key file is made by: inngang key init'] : []),
  ]
}

const isAddressTaken = (error: unknown): error is Error & { readonly port: number } =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error
