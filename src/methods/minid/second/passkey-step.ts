/** The passkey: a challenge that is answered once, by a passkey of the person whose password was right. */
import type { Request } from '#http/routes.ts'
import type { Door, Leg } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { newChallenge, takeChallenge } from '#methods/minid/second/challenge.ts'
import { passkeyPage } from '#methods/minid/second/passkey-page.ts'
import { aside, goTo, provedBy, settled, stageOf } from '#methods/minid/second/stage.ts'
import { heard } from '#methods/minid/second/ways.ts'
import { relyingParty, requestOptions, verifyUsed } from '#methods/minid/second/webauthn.ts'
import type { Aside, PasskeyNotice, PasskeyStage } from '#methods/minid/state.ts'

export const passkeyStage = async (
  m: Minid,
  leg: Leg,
  known: Aside,
  notice?: PasskeyNotice,
): Promise<PasskeyStage> => ({
  ...known,
  stage: 'passkey',
  ...(await newChallenge(m, { person: known.person, within: leg.id })),
  ...(notice === undefined ? {} : { notice }),
})

export async function showPasskey(m: Minid, door: Door, c: Request): Promise<Response> {
  const found = await settled(m, door, c, (one) => stageOf(one, 'passkey'))
  const { leg, state } = await fresh(m, door, found.leg, found.state)
  const options = requestOptions(relyingParty(m.issuer), state.challenge, await m.devices.passkeys(state.person))
  const around = { stamp: door.stamp(leg), now: m.clock.now(), mayOrder: m.letters?.printed === true }
  return door.show(c, leg, passkeyPage({ ...leg, ...around, state, options }))
}

/** A page that is loaded again late asks something that can still be answered. */
async function fresh(
  m: Minid,
  door: Door,
  leg: Leg,
  state: PasskeyStage,
): Promise<{ readonly leg: Leg; readonly state: PasskeyStage }> {
  if (m.clock.now() < state.until) return { leg, state }
  const next = await passkeyStage(m, leg, aside(state))
  return { leg: await door.keep(leg, next), state: next }
}

export async function postPasskey(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, form } = await door.posted(c)
  const state = stageOf(leg, 'passkey')
  // The attempt first: of many answers at once one is looked at, and the others tell nothing.
  const spent = await door.keep(leg, { ...state, notice: { kind: 'refused' }, comparing: true } satisfies PasskeyStage)
  const refused = await use(m, spent, state, form.get('response'))
  if (refused !== undefined) return goTo(door, c, spent, await passkeyStage(m, leg, aside(state), refused))
  return provedBy(m, door, c, spent, state, 'Minid-WEBAUTHN')
}

/** Undefined: the answer was right. */
async function use(
  m: Minid,
  leg: Leg,
  state: PasskeyStage,
  typed: string | undefined,
): Promise<PasskeyNotice | undefined> {
  const { person, challenge } = state
  const refuse = (why: 'nothing' | 'late' | 'unknown' | 'not-verified' | 'counter'): PasskeyNotice => {
    m.audit.note({ type: 'minid.passkey.refused', why, person, attempt: leg.attempt })
    return { kind: why === 'nothing' || why === 'late' ? why : 'refused' }
  }
  if (!(await takeChallenge(m, challenge, { person, within: leg.id }))) return refuse('late')
  if (typed === undefined) return refuse('nothing')
  const [has, handle] = [await m.devices.passkeys(person), await m.devices.handleOf(person)]
  const used = await verifyUsed(relyingParty(m.issuer), challenge, { typed, has, handle })
  if (typeof used === 'string') return refuse(used)
  const written = await m.audit.write(
    [m.devices.usePasskey(person, used.id, used.counter, m.clock.now()), ...heard(m, state)],
    [{ type: 'minid.passkey.used', person, attempt: leg.attempt }],
  )
  if (written.ok) return undefined
  if (written.failed !== 'counter-grew') throw new Error(`a passkey could not be used: ${written.failed}`)
  // A counter that does not grow is another authenticator with the same key (WebAuthn Level 3 §6.1.1): neither is let in.
  return refuse('counter')
}
