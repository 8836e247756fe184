/** How much MinID sends and takes in an hour, out of the settings. */
import type { Config } from '#config/table.ts'
import type { MinidDeps } from '#methods/minid/deps.ts'

type Limits = Pick<
  MinidDeps,
  'codesPerHour' | 'confirmationsPerHour' | 'confirmationsFromNetwork' | 'mobileRefused' | 'crowds'
>

/** What somebody could make us send and pay at most. */
export function minidLimits(config: Config): Limits {
  const errands = { network: config.minidErrandsFromNetwork, all: config.minidErrandsPerHour }
  return {
    codesPerHour: config.minidCodesPerHour,
    confirmationsPerHour: config.minidConfirmationsPerHour,
    confirmationsFromNetwork: config.minidConfirmationsFromNetwork,
    mobileRefused: config.minidMobileRefused,
    crowds: {
      order: { network: config.letterOrdersFromNetwork, all: config.letterOrdersPerHour },
      register: errands,
      recover: errands,
      block: errands,
    },
  }
}
