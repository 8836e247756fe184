/** What this process does by itself, and how often. */
import { type Background, openBackground } from '#background.ts'
import type { CertificateChecks } from '#certificate-checks.ts'
import type { Hot } from '#hot/hot.ts'
import type { Letters } from '#letters/letters.ts'
import type { Switches } from '#login/switches/switches.ts'
import type { RunningOutbox } from '#messages/courier.ts'
import type { BackChannel } from '#oidc/logout/back-channel.ts'
import type { Services } from '#services/clients.ts'
import type { Stores } from '#stores.ts'

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

interface Working {
  readonly stores: Stores
  readonly hot: Pick<Hot, 'floor'>
  readonly outbox: RunningOutbox
  readonly backChannel: BackChannel
  readonly services: Services
  readonly letters: Letters
  readonly checks: CertificateChecks | undefined
  readonly switches: Switches
}

export function startTimers(working: Working): Background {
  const { stores, hot, outbox, backChannel, letters, checks, switches } = working
  outbox.start()
  backChannel.courier.start()
  stores.sealer.start()
  const background = openBackground(stores.log.log)
  const { every } = background
  every(keysEvery, 'signing keys could not be read again', () => stores.keys.refresh())
  warnOften(every, working)
  every(printEvery, 'letters could not be printed', letters.tick)
  every(guessesEvery, 'old guesses could not be removed', letters.sweep)
  every(guessesEvery, 'old letters could not be removed', letters.forget)
  if (checks !== undefined) every(trustEvery, 'the trust list could not be looked at', checks.look)
  every(floorEvery, 'the hot store could not be looked at', async () => void (await hot.floor()))
  every(floorEvery, 'switches of eIDs could not be read again', switches.refresh)
  return background
}

function warnOften(every: Background['every'], { stores: { keys, clock, log }, services }: Working): void {
  const warn = async (): Promise<void> => {
    for (const detail of keys.warnings()) log.log('warn', 'a signing certificate needs care', { detail })
    for (const { client, kid, says } of services.ending(clock.now()))
      log.log('warn', 'a service must renew what it authenticates with', { client, kid, detail: says })
  }
  void warn()
  every(warnEvery, 'what ends soon could not be looked at', warn)
}
