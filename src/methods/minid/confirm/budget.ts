/**
 * How many codes are sent to confirm something: to one person, to one receiver, from one network and in all. Whoever earns by SMS to
 * numbers of their own (SMS pumping) earns little. Rates live in `hot`; losing them loses nothing lasting.
 */
import { networkOf } from '#base/networks.ts'
import { hmac } from '#base/secrets.ts'
import type { Receiver } from '#methods/minid/confirm/confirm.ts'
import type { Minid } from '#methods/minid/deps.ts'

const hour = 3600
const day = 24 * hour

export const confirmBudget = {
  /** The login's codes count with these: one phone is filled by neither. */
  person: { most: 10, seconds: hour },
  receiver: [
    { most: 6, seconds: hour },
    { most: 20, seconds: day },
  ],
  /** An office, a school or a mobile network. */
  network: { most: 60, seconds: hour },
  /** SMS alone: mails cost nothing. The operator's settings (`MinidDeps`) are instead of these. */
  all: { most: 5000, seconds: hour },
} as const

/** Counts one that is about to be sent. `who`: the person, or the look-up hash of a number that nobody has. */
export async function mayConfirm(
  m: Pick<Minid, 'hot' | 'vault' | 'log' | 'codesPerHour' | 'confirmationsPerHour' | 'confirmationsFromNetwork'>,
  who: string,
  receiver: Receiver,
  address: string,
): Promise<boolean> {
  const key = m.vault.macKey('minid-confirm')
  const within = async (what: string, most: number, seconds: number): Promise<boolean> =>
    (await m.hot.count(`minid:${what}`, seconds)) <= most
  const { person, receiver: windows, network } = confirmBudget
  if (!(await within(`codes:${who}`, m.codesPerHour ?? person.most, person.seconds))) return false
  const to = hmac(key, `${receiver.kind}\n${receiver.to.toLowerCase()}`)
  for (const { most, seconds } of windows) if (!(await within(`to:${seconds}:${to}`, most, seconds))) return false
  if (
    !(await within(
      `from:${hmac(key, networkOf(address))}`,
      m.confirmationsFromNetwork ?? network.most,
      network.seconds,
    ))
  )
    return false
  return receiver.kind === 'mail' || withinAll(m)
}

/** One line an hour at the latest warning, and one when it is over: somebody must look. */
async function withinAll({
  hot,
  log,
  confirmationsPerHour: most = confirmBudget.all.most,
}: Pick<Minid, 'hot' | 'log' | 'confirmationsPerHour'>): Promise<boolean> {
  const count = await hot.count('minid:confirmations', confirmBudget.all.seconds)
  if (count === Math.ceil(most * 0.8)) log?.('warn', 'most of the hour’s codes that confirm phone numbers are sent', {})
  if (count === most + 1) log?.('warn', 'no more codes that confirm phone numbers are sent in this hour', {})
  return count <= most
}
