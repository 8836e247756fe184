/** What counts once, brought by many at the same moment. As scenes of the race by few, by fifty in `single-use.test.ts`. */
import type { Visit } from '../browser.ts'
import { atOnce, codeIn, justOne, oneAnswered, oneAtMost } from './at-once.ts'
import { clientAssertion, nonceFrom, proofFor, pushWith, redeemBound, userinfoBound } from './proofs.ts'
import { ask, codeOf, expectPerson, redeem, userinfo } from './relying-party.ts'
import { canceller, makeSession, readSession, type RestSession } from './rest-server.ts'
import { type Jar, refusedAs, type Run, seen, sentOn } from './run.ts'
import { logIn, prove } from './scenes.ts'
import { asking, askedScope, isolated, type RaceService, restCallback, shared, signing } from './services.ts'

export interface Single {
  readonly name: string
  play(run: Run, callers: number): Promise<void>
}

const [first] = shared as [RaceService]
const [alone] = isolated as [RaceService]

export const singles: readonly Single[] = [
  { name: 'one code, many at once', play: oneCode },
  { name: 'one client assertion, many at once', play: oneAssertion },
  { name: 'one proof of possession, many at once', play: oneProof },
  { name: 'a nonce that one process gave out, at all of them', play: oneNonce },
  { name: 'one pushed request, answered in many browsers at once', play: onePushed },
  { name: 'one REST session, answered in many browsers at once', play: oneResult },
  { name: 'a REST session cancelled and answered at once', play: cancelled },
  { name: 'a consent given and refused at once', play: consented },
]

const usedCode = { right: 200, refused: [400, 'invalid_grant'] } as const

async function oneCode(run: Run, callers: number): Promise<void> {
  const { asked, landed } = await logIn(run, run.jar(), alone)
  const code = codeOf(run, asked, landed)
  const answers = await atOnce(run, callers, (at) => redeem(run, asked, { code, at }))
  for (const { body } of oneAtMost(run, 'a code was taken twice', answers, usedCode))
    if ((await userinfo(run, String(body['access_token']))) === 200)
      run.fault('a code was taken twice', 'and what it gave still counts')
}

async function oneAssertion(run: Run, callers: number): Promise<void> {
  const assertion = clientAssertion()
  const answers = await atOnce(run, callers, (at) => pushWith(run, assertion, at))
  justOne(run, 'a client assertion was taken twice', answers, { right: 201, refused: [401, 'invalid_client'] })
}

const usedProof = { right: 200, refused: [401, 'invalid_dpop_proof'] } as const

export async function boundToken(run: Run): Promise<string> {
  const { asked, landed } = await logIn(run, run.jar(), signing)
  const { status, body } = await redeemBound(run, asked, codeOf(run, asked, landed))
  if (status !== 200 || body['token_type'] !== 'DPoP') throw new Error(`no bound token: ${status}`)
  return String(body['access_token'])
}

async function oneProof(run: Run, callers: number): Promise<void> {
  const token = await boundToken(run)
  const dpop = proofFor(token, await nonceFrom(run))
  const answers = await atOnce(run, callers, (at) => userinfoBound(run, token, dpop, at))
  justOne(run, 'a proof of possession was taken twice', answers, usedProof)
}

async function oneNonce(run: Run, callers: number): Promise<void> {
  const token = await boundToken(run)
  const nonce = await nonceFrom(run, 0)
  const answers = await atOnce(run, callers, (at) => userinfoBound(run, token, proofFor(token, nonce), at))
  for (const { status, body } of answers)
    if (status !== 200) run.fault('a nonce of one process', `is none at another: ${status} ${String(body['error'])}`)
}

export interface Ready {
  readonly jar: Jar
  readonly number: string
  submit(): Promise<Visit>
}

/** A browser at the page where somebody new proves themself. */
export async function ready(run: Run, url: string, at?: number): Promise<Ready> {
  const [jar, { number }] = [run.jar(), run.person()]
  const tab = jar.tab(at)
  const { pathname } = new URL((await tab.get(url)).url)
  const page = await tab.get(`${pathname}/test`)
  return { jar, number, submit: () => tab.submit(page, '/test', { number, level: 'substantial' }) }
}

async function onePushed(run: Run, callers: number): Promise<void> {
  const asked = await ask(run, first, {}, true)
  const browsers = await atOnce(run, callers, (at) => ready(run, asked.url, at))
  const visits = await Promise.all(browsers.map((one) => one.submit()))
  const won = oneAnswered(run, 'a pushed request was answered twice', visits, (visit) => codeIn(visit) !== undefined)
  const [winner, back] = [browsers[won], sentOn(visits[won] ?? nowhere)]
  if (winner !== undefined && back !== undefined) await expectPerson(run, asked, winner.jar, back, winner.number)
}

const nowhere: Visit = { url: 'about:blank', status: 0, headers: new Headers(), body: '' }

export const succeeded = (visit: Visit): boolean => sentOn(visit)?.href === restCallback('success')
const twoEnds = 'a REST session had two ends'

async function oneResult(run: Run, callers: number): Promise<void> {
  const session = await makeSession(run)
  const browsers = await atOnce(run, callers, (at) => ready(run, session.authenticationUrl, at))
  const visits = await Promise.all(browsers.map((one) => one.submit()))
  const won = oneAnswered(run, twoEnds, visits, succeeded)
  await expectOutcome(run, session, 'SUCCESS', browsers[won]?.number)
}

async function expectOutcome(run: Run, session: RestSession, status: string, nin: string | undefined): Promise<void> {
  const told = await readSession(run, session)
  if (told.status !== status) run.fault(twoEnds, `${told.status} instead of ${status}`)
  if (told.nin !== nin) run.fault('the wrong person', 'of a REST session')
}

async function cancelled(run: Run, callers: number): Promise<void> {
  const session = await makeSession(run)
  const half = Math.ceil(callers / 2)
  const [browsers, cancel] = [
    await atOnce(run, half, (at) => ready(run, session.authenticationUrl, at)),
    await canceller(run, session),
  ]
  const [visits, cancels] = await Promise.all([
    Promise.all(browsers.map((one) => one.submit())),
    atOnce(run, half, (at) => cancel(at)),
  ])
  const winners = browsers.filter((_one, i) => succeeded(visits[i] ?? nowhere))
  const wasCancelled = cancels.filter(({ status }) => status === 200).length
  if (winners.length > 1 || (winners.length === 1) === wasCancelled > 0)
    run.fault(twoEnds, `${winners.length} answers and ${wasCancelled} cancellations`)
  if (![0, half].includes(wasCancelled)) run.fault(twoEnds, `${wasCancelled} of ${half} cancellations`)
  for (const visit of visits)
    if (!succeeded(visit)) refusedAs(run, twoEnds, visit, wasCancelled > 0 ? 'IN-13' : 'IN-01')
  await expectOutcome(run, session, wasCancelled > 0 ? 'CANCELLED' : 'SUCCESS', winners[0]?.number)
}

/** Tabs of one browser: half of the clicks say yes, half no. */
async function consented(run: Run, callers: number): Promise<void> {
  const kind = 'a consent was answered twice'
  const [jar, { number }] = [run.jar(), run.person()]
  const asked = await ask(run, asking, { scope: `openid ${askedScope}` })
  const { pathname } = new URL((await jar.tab().get(asked.url)).url)
  const page = await prove(jar, pathname, number)
  const visits = await atOnce(run, callers, (at, caller) =>
    jar.tab(at).submit(page, '/consent', { consent: caller % 4 < 2 ? 'yes' : 'no' }),
  )
  const answers = new Set(visits.map((visit) => sentOn(visit)?.href ?? seen(visit)))
  if (answers.size !== 1) run.fault(kind, [...answers].map((one) => one.slice(0, 60)).join(' '))
  const back = sentOn(visits[0] ?? nowhere)
  if (back?.searchParams.has('code') === true) await expectPerson(run, asked, jar, back, number)
  else if (back?.searchParams.get('error') !== 'access_denied') run.fault(kind, seen(visits[0] ?? nowhere))
}
