/** What health looks at, and what it warns of. */
import type { CertificateChecks } from '#certificate-checks.ts'
import type { Hot } from '#hot/hot.ts'
import type { Routes } from '#http/routes.ts'
import { signingAlgorithms } from '#keys/keys.ts'
import type { RunningOutbox } from '#messages/courier.ts'
import { healthRoutes } from '#observe/health.ts'
import type { Connector } from '#registers/population/connector.ts'
import type { Stores } from '#stores.ts'

interface Watched {
  readonly outbox: RunningOutbox
  readonly hot: Hot
  readonly population: Connector | undefined
  readonly certificates: readonly (Pick<CertificateChecks, 'warnings'> | undefined)[]
  readonly draining: () => boolean
}

export function mountHealth(
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
