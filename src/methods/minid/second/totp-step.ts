/** The code that an app shows (RFC 6238). */
import type { Request } from '#http/routes.ts'
import type { Door, Leg } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { goTo, proofBy, settled, stageOf } from '#methods/minid/second/stage.ts'
import type { Totp } from '#methods/minid/second/store.ts'
import { matchingSteps, readTotp } from '#methods/minid/second/totp.ts'
import { totpPage } from '#methods/minid/second/totp-page.ts'
import { heard } from '#methods/minid/second/ways.ts'
import type { TotpNotice, TotpStage } from '#methods/minid/state.ts'

export async function showTotp(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, state } = await settled(m, door, c, (one) => stageOf(one, 'totp'))
  const props = { ...leg, stamp: door.stamp(leg), state, now: m.clock.now(), mayOrder: m.letters?.printed === true }
  return door.show(c, leg, totpPage(props))
}

export async function postTotp(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, form } = await door.posted(c)
  const state = stageOf(leg, 'totp')
  const read = readTotp(form.get('code') ?? '')
  if ('fault' in read) return goTo(door, c, leg, { ...state, notice: { kind: 'unreadable', why: read.fault } })
  // The attempt first: of many guesses at once one is looked at, and a code is used up for a login that can go on.
  const spent = await door.keep(leg, { ...state, notice: { kind: 'wrong' }, comparing: true } satisfies TotpStage)
  const refused = await use(m, spent, state, read.code)
  if (refused !== undefined) return goTo(door, c, spent, { ...state, notice: refused })
  return door.proved(c, spent, proofBy(state, 'Minid-TOTP', m.clock.now()))
}

/** Undefined: the code was right, and is used up. */
async function use(m: Minid, leg: Leg, state: TotpStage, code: string): Promise<TotpNotice | undefined> {
  const { person } = state
  const now = m.clock.now()
  const refuse = (notice: Extract<TotpNotice, { readonly kind: 'wrong' | 'used' | 'locked' }>): TotpNotice => {
    m.audit.note({ type: 'minid.totp.refused', why: notice.kind, person, attempt: leg.attempt })
    return notice
  }
  const reserved = await m.devices.guesses.reserve(person, now)
  if (!reserved.ok) return refuse({ kind: 'locked', until: reserved.until })
  const found = find(await m.devices.totps(person), code, now)
  if (found === undefined) return refuse({ kind: 'wrong' })
  // RFC 6238 §5.2: a code is taken once. The database has the last word, also on two logins at once.
  const written = await m.audit.write(
    [m.devices.useTotp(person, found.id, found.step, now), m.devices.guesses.giveBack(person), ...heard(m, state)],
    [{ type: 'minid.totp.used', person, attempt: leg.attempt }],
  )
  if (written.ok) return undefined
  if (written.failed !== 'step-unused') throw new Error(`a time-based code could not be used: ${written.failed}`)
  return refuse({ kind: 'used' })
}

interface Found {
  readonly id: string
  readonly step: number
}

/** One that is not used yet, where there are several. */
function find(devices: readonly Totp[], code: string, now: number): Found | undefined {
  const fits = devices.flatMap(({ id, step: used, secret }) =>
    matchingSteps(secret(), code, now).map((step) => ({ id, step, fresh: step > used })),
  )
  return fits.find(({ fresh }) => fresh) ?? fits[0]
}
