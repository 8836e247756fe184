/** Where a login goes on with a device that its owner has added. */
import type { Leg } from '#login/method.ts'
import type { FirstDevice } from '#methods/minid/accounts-store.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { passkeyStage } from '#methods/minid/second/passkey-step.ts'
import type { Aside, SecondStage } from '#methods/minid/state.ts'

/** Undefined: there is none of that kind. */
export async function deviceStage(
  m: Minid,
  leg: Leg,
  known: Aside,
  kind: FirstDevice,
): Promise<SecondStage | undefined> {
  const has = await m.devices.kinds(known.person)
  if (!has[kind]) return undefined
  return kind === 'totp' ? { ...known, stage: 'totp' } : passkeyStage(m, leg, known)
}
