/** The code that an app shows (RFC 6238). */
import type { PersonId } from '#base/ids.ts'
import type { Step } from '#db/db.ts'
import type { Request } from '#http/routes.ts'
import type { Language } from '#i18n/text.ts'
import type { Door, Leg } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { goTo, provedBy, settled, stageOf } from '#methods/minid/second/stage.ts'
import type { Totp } from '#methods/minid/second/store.ts'
import { matchingPairs, matchingSteps, readTotp } from '#methods/minid/second/totp.ts'
import { totpPage } from '#methods/minid/second/totp-page.ts'
import { heard } from '#methods/minid/second/ways.ts'
import type { TotpNotice, TotpStage } from '#methods/minid/state.ts'
import { tellOwner } from '#methods/minid/told/told.ts'

export async function showTotp(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, state } = await settled(m, door, c, (one) => stageOf(one, 'totp'))
  const two = await asksForTwo(m, state.person)
  const around = { stamp: door.stamp(leg), now: m.clock.now(), mayOrder: m.letters?.printed === true }
  return door.show(c, leg, totpPage({ ...leg, ...around, state }, two))
}

/** So many have been wrong that one code alone is not looked at. */
async function asksForTwo(m: Minid, person: PersonId): Promise<boolean> {
  const apps = await m.devices.totps(person)
  return (await m.guesses.app.until(person, m.clock.now(), undefined, apps.length)) > 0
}

export async function postTotp(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, form } = await door.posted(c)
  const state = stageOf(leg, 'totp')
  const [code, next] = [readTotp(form.get('code') ?? ''), readTotp(form.get('next') ?? '')]
  if ('fault' in code) return goTo(door, c, leg, { ...state, notice: { kind: 'unreadable', why: code.fault } })
  // The attempt first: of many guesses at once one is looked at, and a code is used up for a login that can go on.
  const spent = await door.keep(leg, { ...state, notice: { kind: 'wrong' }, comparing: true } satisfies TotpStage)
  const typed = { code: code.code, next: 'code' in next ? next.code : undefined, language: c.get('language') }
  const refused = await use(m, spent, state, typed)
  if (refused !== undefined) return goTo(door, c, spent, { ...state, notice: refused })
  return provedBy(m, door, c, spent, state, 'Minid-TOTP')
}

interface Typed {
  readonly code: string
  /** The one after it. */
  readonly next: string | undefined
  /** Of what the owner is told. */
  readonly language: Language
}

type Refusal = Extract<TotpNotice, { readonly kind: 'wrong' | 'used' | 'locked' | 'two' }>

/** Undefined: the code was right, and is used up. */
async function use(m: Minid, leg: Leg, state: TotpStage, typed: Typed): Promise<TotpNotice | undefined> {
  const { person } = state
  const refuse = (notice: Refusal): TotpNotice => {
    m.audit.note({ type: 'minid.totp.refused', why: notice.kind, person, attempt: leg.attempt })
    return notice
  }
  const apps = await m.devices.totps(person)
  const turn = await takeTurn(m, person, apps.length, typed.next)
  if ('kind' in turn) return refuse(turn)
  const found = find(apps, turn.two ? typed : { ...typed, next: undefined }, m.clock.now())
  if (found === undefined) {
    if (turn.last) await tellOfGuesses(m, person, typed.language)
    return refuse({ kind: 'wrong' })
  }
  // RFC 6238 §5.2: a code is taken once. The database has the last word, also on two logins at once.
  const written = await m.audit.write(
    [m.devices.useTotp(person, found.id, found.step, m.clock.now()), turn.giveBack, ...heard(m, state)],
    [{ type: 'minid.totp.used', person, attempt: leg.attempt }],
  )
  if (written.ok) return undefined
  if (written.failed !== 'step-unused') throw new Error(`a time-based code could not be used: ${written.failed}`)
  // Whoever knows a code that has been used has guessed nothing.
  await m.db.batch([turn.giveBack])
  return refuse({ kind: 'used' })
}

interface Turn {
  readonly two: boolean
  /** Should it be wrong, two codes are asked for from now on. */
  readonly last: boolean
  readonly giveBack: Step
}

/**
 * One code of six digits is soon guessed, and what its owner would bear of waiting does not mend that: so when the guesses at one are
 * used up, two in a row are asked for, a million times as many. Each guess is worth as many as there are apps that it might fit.
 */
async function takeTurn(m: Minid, person: PersonId, apps: number, next: string | undefined): Promise<Turn | Refusal> {
  const { app, pair } = m.guesses
  const now = m.clock.now()
  const one = await app.reserve(person, now, undefined, apps)
  if (one.ok) return { two: false, last: one.until > now, giveBack: app.giveBack(person, one, undefined, apps) }
  if (next === undefined) return { kind: 'two' }
  const two = await pair.reserve(person, now)
  if (!two.ok) return { kind: 'locked', until: two.until }
  return { two: true, last: false, giveBack: pair.giveBack(person, two) }
}

/** Whoever typed them knew the password: its owner hears of it, and what to do. */
async function tellOfGuesses(m: Minid, person: PersonId, language: Language): Promise<void> {
  const account = await m.accounts.openOf(person)
  if (account === undefined) return
  await m.audit.write(tellOwner(m, account, 'app-guessed', language), [{ type: 'minid.totp.guessed', person }])
  m.outbox.nudge()
}

interface Found {
  readonly id: string
  readonly step: number
}

/** One that is not used yet, where there are several. */
function find(apps: readonly Totp[], { code, next }: Pick<Typed, 'code' | 'next'>, now: number): Found | undefined {
  const stepsOf = (secret: Uint8Array): readonly number[] =>
    next === undefined ? matchingSteps(secret, code, now) : matchingPairs(secret, code, next, now)
  const fits = apps.flatMap(({ id, step: used, secret }) =>
    stepsOf(secret()).map((step) => ({ id, step, fresh: step > used })),
  )
  return fits.find(({ fresh }) => fresh) ?? fits[0]
}
