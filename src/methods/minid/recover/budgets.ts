/** How many temporary passwords are sent: nobody's phone is filled, and no program makes the gateway send for the sake of sending. */
import { networkOf } from '#base/networks.ts'
import { hmac } from '#base/secrets.ts'
import type { Minid } from '#methods/minid/deps.ts'

export const recoverBudgets = {
  /** To one person. The rest of an hour is what somebody can take from the owner by asking in their name; a letter is another way. */
  person: { hour: 3, day: 6 },
  /** An office or a mobile network behind one address. */
  network: { hour: 60 },
  /** The whole gateway: far more than people forget, far less than is worth pumping. */
  all: { minute: 600 },
} as const

/** Counted before the number is looked at: equal for all. Undefined: go on. */
export async function crowd(m: Minid, address: string): Promise<'network' | 'all' | undefined> {
  const network = hmac(m.vault.macKey('minid-address'), networkOf(address))
  const [here, all] = [
    await m.hot.count(`minid:recover:network:${network}`, 3600),
    await m.hot.count('minid:recover:all', 60),
  ]
  if (here > recoverBudgets.network.hour) return 'network'
  return all > recoverBudgets.all.minute ? 'all' : undefined
}

/** `who`: the look-up hash of the number, so that strangers are counted like everybody. */
export async function mayAsk(m: Minid, who: string): Promise<boolean> {
  const [hour, day] = [
    await m.hot.count(`minid:recover:hour:${who}`, 3600),
    await m.hot.count(`minid:recover:day:${who}`, 24 * 3600),
  ]
  return hour <= recoverBudgets.person.hour && day <= recoverBudgets.person.day
}
