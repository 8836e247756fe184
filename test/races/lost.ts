/**
 * What counts once, brought again and again while the hot store is killed and an empty one takes its place: before, in the
 * middle, and after. Nothing may count twice, and what was on its way ends with a word that says so.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '#base/clock.ts'
import { type Visit } from '../browser.ts'
import { atOnce, codeIn } from './at-once.ts'
import { clientAssertion, nonceFrom, proofFor, pushWith, userinfoBound } from './proofs.ts'
import { type Asked, ask, codeOf, redeem, type Redeemed, refresh } from './relying-party.ts'
import { makeSession } from './rest-server.ts'
import type { Run } from './run.ts'
import { logIn } from './scenes.ts'
import { isolated, type RaceService, shared } from './services.ts'
import { boundToken, ready, succeeded } from './singles.ts'

/** `away`: the store does not answer, try again. Else how it was refused. */
type Outcome = 'accepted' | 'away' | (string & {})
type Call = (at: number, caller: number) => Promise<Outcome>

export interface Lost {
  readonly name: string
  /** Nobody brings it before the store is lost. */
  readonly unused?: true
  /** Of many at once it may be that none is served: the second has the first one's grant taken back. */
  readonly mayFail?: true
  /** What it may be told when the new store is there. */
  readonly after: readonly string[]
  /** Everything is ready: what a caller does. */
  prepare(run: Run, callers: number): Promise<Call>
}

const [first] = shared as [RaceService]
const [alone] = isolated as [RaceService]

/** The second time it is brought it is a used one, too. */
const spentProof = ['use_dpop_nonce', 'invalid_dpop_proof']

export const lostThings: readonly Lost[] = [
  { name: 'a code', mayFail: true, after: ['invalid_grant'], prepare: code },
  { name: 'a code that was not used', unused: true, after: ['invalid_grant'], prepare: code },
  { name: 'a refresh token', after: ['invalid_grant'], prepare: refreshing },
  { name: 'a client assertion', after: ['invalid_client'], prepare: (run) => asserting(run, 0) },
  {
    name: 'a client assertion of a clock that is ahead',
    after: ['invalid_client'],
    prepare: (run) => asserting(run, 9),
  },
  { name: 'an older client assertion', unused: true, after: ['invalid_client'], prepare: (run) => asserting(run, -5) },
  { name: 'a proof without a nonce', unused: true, after: spentProof, prepare: (run) => proving(run, false) },
  { name: 'a proof of possession', after: spentProof, prepare: (run) => proving(run, true) },
  { name: 'an unused proof of before', unused: true, after: spentProof, prepare: (run) => proving(run, true) },
  { name: 'a pushed request', after: ['IN-01'], prepare: pushed },
  { name: 'logins of a pushed request', unused: true, after: ['IN-01'], prepare: pushed },
  { name: 'a REST session', after: ['IN-01'], prepare: session },
]

const outcome = ({ status, body }: Redeemed, right = 200): Outcome => {
  if (status === right) return 'accepted'
  const { error } = body
  return status === 503 ? 'away' : typeof error === 'string' ? error : `${status}`
}

const seenAs = (visit: Visit, answered: (visit: Visit) => boolean): Outcome => {
  if (answered(visit)) return 'accepted'
  return visit.status === 503 ? 'away' : (/\bIN-\d\d\b/.exec(visit.body)?.[0] ?? `${visit.status}`)
}

async function code(run: Run): Promise<Call> {
  const { asked, landed } = await logIn(run, run.jar(), alone)
  const found = codeOf(run, asked, landed)
  return async (at) => outcome(await redeem(run, asked, { code: found, at }))
}

async function refreshing(run: Run): Promise<Call> {
  const { asked, landed } = await logIn(run, run.jar(), first)
  const token = String((await redeem(run, asked, { code: codeOf(run, asked, landed) })).body['refresh_token'])
  return async (at) => outcome(await refresh(run, first, token, at))
}

function asserting(run: Run, ahead: number): Promise<Call> {
  let assertion: URLSearchParams | undefined
  return Promise.resolve(async (at) => {
    // Made when it is first brought: in the very second in which the store is lost, if it can be.
    assertion ??= clientAssertion(ahead)
    return outcome(await pushWith(run, assertion, at), 201)
  })
}

async function proving(run: Run, withNonce: boolean): Promise<Call> {
  const token = await boundToken(run)
  const proof = proofFor(token, withNonce ? await nonceFrom(run) : undefined)
  return async (at) => outcome(await userinfoBound(run, token, proof, at))
}

async function pushed(run: Run, callers: number): Promise<Call> {
  const asked: Asked = await ask(run, first, {}, true)
  const browsers = await atOnce(run, callers, (at) => ready(run, asked.url, at))
  return async (_at, caller) =>
    seenAs(await (browsers[caller] as (typeof browsers)[number]).submit(), (visit) => codeIn(visit) !== undefined)
}

async function session(run: Run, callers: number): Promise<Call> {
  const { authenticationUrl } = await makeSession(run)
  const browsers = await atOnce(run, callers, (at) => ready(run, authenticationUrl, at))
  return async (_at, caller) => seenAs(await (browsers[caller] as (typeof browsers)[number]).submit(), succeeded)
}

/** A third of the callers comes before the loss, a third in the middle, a third after it. */
export async function acrossLoss(run: Run, callers: number, replace: () => Promise<void>): Promise<void> {
  const third = Math.floor(callers / 3)
  const things = await Promise.all(
    lostThings.map(async (thing) => ({
      ...thing,
      told: new Array<Outcome>(),
      call: await thing.prepare(run, callers),
    })),
  )
  const wave = (from: number, which = things): Promise<unknown> =>
    Promise.all(
      which.map(async ({ call, told }) =>
        told.push(...(await atOnce(run, third, (at, caller) => call(at, from + caller)))),
      ),
    )
  // The whole loss within one second of the clock by which assertions are dated, where the machine is fast enough.
  await sleep(1000 - (systemClock.now() % 1000))
  await wave(
    0,
    things.filter(({ unused }) => unused !== true),
  )
  for (const { name, told, unused, mayFail } of things)
    if (unused !== true && mayFail !== true && !told.includes('accepted'))
      run.fault('before the store was lost', `${name}: ${told.join()}`)
  const replaced = replace()
  await Promise.all([wave(third), replaced])
  await everywhere(run, 'does not find the new store', (status) => status !== 503)
  const before = things.map(({ told }) => told.length)
  await wave(2 * third)
  things.forEach(({ name, told, after }, i) => judge(run, { name, told, late: told.slice(before[i]), after }))
  // For the rest of the second in which the store was found new, what is made in it is refused, too.
  await everywhere(run, 'takes no assertions', (status) => status === 201)
}

/** Every process answers such a push so, within some seconds. */
async function everywhere(run: Run, what: string, good: (status: number) => boolean): Promise<void> {
  for (let at = 0; at < run.gateways.processes; at++) {
    for (let looks = 0; !good((await pushWith(run, clientAssertion(), at)).status); looks++) {
      if (looks > 200) return run.fault('after a lost store', `process ${at} ${what}`)
      await sleep(20)
    }
  }
}

interface Judged {
  readonly name: string
  readonly told: readonly Outcome[]
  readonly late: readonly Outcome[]
  readonly after: readonly string[]
}

function judge(run: Run, { name, told, late, after }: Judged): void {
  const accepted = told.filter((one) => one === 'accepted').length
  if (accepted > 1) run.fault('taken twice over a lost store', `${name}: ${accepted} of ${told.length}`)
  for (const one of told) if (one.startsWith('5')) run.fault('broke over a lost store', `${name}: ${one}`)
  const wrong = late.filter((one) => !after.includes(one))
  if (wrong.length > 0)
    run.fault('after a lost store', `${name}: ${[...new Set(wrong)].join()} instead of ${after.join(' or ')}`)
}
