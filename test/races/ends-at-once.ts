/** Logouts against everything that may slip in beside them: logins, tokens, refreshes; and who hears of them (security.md 22). */
import { decodeJwt } from 'jose'
import type { Told } from '../listener.ts'
import { atOnce, codeIn, until } from './at-once.ts'
import {
  type Asked,
  ask,
  claimsOf,
  codeOf,
  expectPerson,
  redeem,
  type Redeemed,
  refresh,
  userinfo,
} from './relying-party.ts'
import { type Jar, type Run, sentOn } from './run.ts'
import { logIn } from './scenes.ts'
import { type RaceService, shared, told } from './services.ts'
import type { Single } from './singles.ts'

const [first, second] = shared as [RaceService, RaceService]
const [heard, heard2] = told as [RaceService, RaceService]

export const endsAtOnce: readonly Single[] = [
  { name: 'logouts and logins at once', play: againstLogins },
  { name: 'logouts and codes redeemed at once', play: againstCodes },
  { name: 'logouts and refreshes at once', play: againstRefreshes },
  { name: 'many logouts at once, each told once', play: toldOnce },
]

const outlived = 'a session was used after its end'

const logOut = (jar: Jar, at?: number): Promise<unknown> => jar.tab(at).get(`/logout?client_id=${heard.id}`)

/** A session of a browser, with this service in it. */
async function begun(run: Run, service: RaceService): Promise<{ readonly jar: Jar; readonly sid: string }> {
  const jar = run.jar()
  const { asked, landed, number } = await logIn(run, jar, service)
  const { sid } = await expectPerson(run, asked, jar, landed, number)
  return { jar, sid }
}

/** One caller of ten logs out, the others go to services of the same session. */
async function againstLogins(run: Run, callers: number): Promise<void> {
  const { jar, sid } = await begun(run, heard)
  const services = [second, heard2, first, heard]
  const codes = await atOnce(run, callers, async (at, caller) => {
    if (caller % 10 === 1) return void (await logOut(jar, at))
    const asked = await ask(run, services[caller % services.length] ?? first)
    const visit = await jar.tab(at).get(asked.url)
    if (visit.status >= 500) run.fault(outlived, `a login failed beside it: ${visit.status}`)
    const code = codeIn(visit)
    return code === undefined ? undefined : { asked, code }
  })
  for (const found of codes) {
    if (found === undefined) continue
    const { status, body } = await redeem(run, found.asked, { code: found.code })
    if (status === 200) run.fault(outlived, `a code of ${found.asked.service.id} gave tokens`)
    else if (body['error'] !== 'invalid_grant') run.fault(outlived, `${status} ${String(body['error'])}`)
  }
  await allTold(run, sid)
}

const tokensAre = async (run: Run, { body }: Redeemed, service: RaceService): Promise<void> => {
  if ((await userinfo(run, String(body['access_token']))) === 200) run.fault(outlived, 'its tokens count')
  const again = await refresh(run, service, String(body['refresh_token']))
  if (again.status === 200 || again.body['error'] !== 'invalid_grant')
    run.fault(outlived, `a refresh was answered with ${again.status}`)
}

/** Codes of one session, not redeemed yet. */
async function codesOf(run: Run, jar: Jar, count: number): Promise<readonly { asked: Asked; code: string }[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const asked = await ask(run, second)
      const back = sentOn(await jar.tab().get(asked.url))
      if (back === undefined) throw new Error('the session did not answer')
      return { asked, code: codeOf(run, asked, back) }
    }),
  )
}

async function againstCodes(run: Run, callers: number): Promise<void> {
  const { jar, sid } = await begun(run, heard)
  const codes = await codesOf(run, jar, callers - 1)
  const answers = await atOnce(run, callers, async (at, caller) => {
    const found = codes[caller]
    if (found === undefined) return void (await logOut(jar, at))
    return redeem(run, found.asked, { code: found.code, at })
  })
  for (const answer of answers) {
    if (answer === undefined) continue
    if (answer.status === 200) await tokensAre(run, answer, second)
    else if (answer.body['error'] !== 'invalid_grant') run.fault(outlived, `a code was answered with ${answer.status}`)
  }
  await allTold(run, sid)
}

async function againstRefreshes(run: Run, callers: number): Promise<void> {
  const { jar, sid } = await begun(run, heard)
  const families = await Promise.all(
    (await codesOf(run, jar, callers - 1)).map(async ({ asked, code }) => {
      const tokens = await redeem(run, asked, { code })
      await claimsOf(run, asked, jar, tokens)
      return String(tokens.body['refresh_token'])
    }),
  )
  const answers = await atOnce(run, callers, async (at, caller) => {
    const token = families[caller]
    if (token === undefined) return void (await logOut(jar, at))
    return refresh(run, second, token, at)
  })
  for (const answer of answers) {
    if (answer === undefined) continue
    if (answer.status === 200) await tokensAre(run, answer, second)
    else if (answer.body['error'] !== 'invalid_grant')
      run.fault(outlived, `a refresh was answered with ${answer.status}`)
  }
  await allTold(run, sid)
}

const tellsOf = (run: Run, service: RaceService, sid: string): readonly Told[] =>
  run.gateways.told
    .told(`/${service.id}`)
    .filter(({ form }) => decodeJwt(form.get('logout_token') ?? '')['sid'] === sid)

interface Report {
  readonly client_id: string
  readonly state: string
  readonly calls: number
}

/** Who was in the session is told, once; nobody else is. The report says the same. */
async function allTold(run: Run, sid: string): Promise<void> {
  const rows = await run.gateways.database.raw<{ client_id: string }>(
    'select distinct client_id from login where sid = $1',
    [sid],
  )
  const inside = new Set(rows.map((row) => row.client_id))
  const report = (): Promise<readonly Report[]> =>
    run.gateways.database.raw<Report>(
      'select client_id, state, taken as calls from logout_delivery where sid = $1 order by client_id',
      [sid],
    )
  const wanted = told.filter(({ id }) => inside.has(id))
  await until(run, 'a service was not told of a logout', async () => {
    const told = await report()
    return told.length >= wanted.length && told.every(({ state }) => state === 'accepted')
  })
  for (const service of told) {
    const calls = tellsOf(run, service, sid).length
    const expected = inside.has(service.id) ? 1 : 0
    if (calls !== expected) run.fault('a service was told of a logout', `${calls} times instead of ${expected}`)
  }
  const reported = (await report()).map(({ client_id, calls }) => `${client_id} ${calls}`)
  if (reported.join() !== wanted.map(({ id }) => `${id} 1`).join())
    run.fault('the report of logouts', `says ${reported.join()}`)
}

async function toldOnce(run: Run, callers: number): Promise<void> {
  const sessions = await atOnce(run, callers, () => begun(run, heard))
  await atOnce(run, callers, (at, caller) => logOut(sessions[caller]?.jar ?? run.jar(), at))
  await Promise.all(sessions.map(({ sid }) => allTold(run, sid)))
}
