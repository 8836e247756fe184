/** Where a login stands after the password, and what its pages hand on to one another. */
import type { Request } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import type { Door, Leg, MethodProof } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { type Aside, type SecondStage, stateOf } from '#methods/minid/state.ts'

type Named<Name extends SecondStage['stage']> = Extract<SecondStage, { readonly stage: Name }>

/** Each way has an address of its own: `/login/att_…/minid/letter`. */
export const stagePath = (leg: Leg, { stage }: Pick<SecondStage, 'stage'>): string => `${leg.path}/${stage}`

/** The state behind the password, or on to the page where the login stands. */
export function secondStage(leg: Leg): SecondStage {
  const state = stateOf(leg.data)
  if (state.stage === 'password') throw new SeeOther(leg.path)
  return state
}

/** The state of this very way, or on to the page where the login stands. */
export function stageOf<Name extends SecondStage['stage']>(leg: Leg, name: Name): Named<Name> {
  const state = secondStage(leg)
  if (state.stage !== name) throw new SeeOther(stagePath(leg, state))
  return state as Named<Name>
}

/** Looks for a second in all: who waits longer has met a process that died in the middle, and the guess is spent. */
const looks = 20

/** The second click on the last form comes while the first is being compared: it waits, and then goes where that one went. */
export async function settled<State extends SecondStage>(
  m: Minid,
  door: Door,
  c: Request,
  read: (leg: Leg) => State,
): Promise<{ readonly leg: Leg; readonly state: State }> {
  for (let looked = 1; ; looked++) {
    const leg = await door.current(c)
    const state = read(leg)
    if (state.comparing !== true || looked === looks) return { leg, state }
    await m.pace.wait(50)
  }
}

/** What another way keeps of this one: an SMS that was sent is not sent again for the asking. */
export function aside(state: SecondStage): Aside {
  const { person, numberHash, began, passwordSince, cameBack } = state
  const sms = state.stage === 'code' ? sentOf(state) : state.sms
  return {
    person,
    numberHash,
    began,
    passwordSince,
    ...(cameBack === undefined ? {} : { cameBack }),
    ...(sms === undefined ? {} : { sms }),
  }
}

const sentOf = ({ codeHash, codeSent, tries, sent, phoneEnding }: Named<'code'>): Aside['sms'] => ({
  codeHash,
  codeSent,
  tries,
  sent,
  phoneEnding,
})

/** Writes where the login stands now and sends the browser there. */
export async function goTo(door: Door, c: Request, leg: Leg, state: SecondStage): Promise<Response> {
  await door.keep(leg, state)
  return c.redirect(stagePath(leg, state), 303)
}

/** The second factor was right, whichever it was: the browser is known from now on, and MinID asserts who is there. */
export async function provedBy(
  m: Minid,
  door: Door,
  c: Request,
  leg: Leg,
  state: SecondStage,
  amr: string,
): Promise<Response> {
  const { person, numberHash, began, passwordSince } = state
  await m.db.batch(m.marks.mark(c, person, passwordSince))
  const proof: MethodProof = { person, numberHash, level: 'substantial', amr: [amr], at: m.clock.now(), began }
  return door.proved(c, leg, proof)
}
