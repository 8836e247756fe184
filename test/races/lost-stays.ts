/** What a lost hot store takes with it beside what counts once, and what it must not: the database has the last word (I5). */
import { ask, claimsOf, codeOf, expectPerson, redeem, refresh, userinfo } from './relying-party.ts'
import { makeSession, readSession } from './rest-server.ts'
import { atChooser, type Run } from './run.ts'
import { logIn } from './scenes.ts'
import { isolated, quietScope, type RaceService, shared } from './services.ts'
import { ready, succeeded } from './singles.ts'

const [first, second] = shared as [RaceService, RaceService]
const [alone] = isolated as [RaceService]
const kind = 'after a lost store'

/** Everything as it was before. Gives what must be true when the new store is there. */
export async function whatStays(run: Run): Promise<() => Promise<void>> {
  const checks = await Promise.all([signedOn(run), byReference(run), openSession(run), endedSession(run)])
  return async () => void (await Promise.all(checks.map((check) => check())))
}

type Check = () => Promise<void>

/** Single sign-on begins anew; who was served goes on being served. */
async function signedOn(run: Run): Promise<Check> {
  const jar = run.jar()
  const { asked, landed } = await logIn(run, jar, first)
  const tokens = await redeem(run, asked, { code: codeOf(run, asked, landed) })
  await claimsOf(run, asked, jar, tokens)
  return async () => {
    atChooser(run, kind, await jar.tab().get((await ask(run, second)).url))
    if ((await userinfo(run, String(tokens.body['access_token']))) !== 200) run.fault(kind, 'a signed token is gone')
    const next = await refresh(run, first, String(tokens.body['refresh_token']))
    if (next.status !== 200) run.fault(kind, `a refresh was answered with ${next.status}`)
  }
}

/** Its record is gone: fails closed (security.md 3). */
async function byReference(run: Run): Promise<Check> {
  const { asked, landed } = await logIn(run, run.jar(), alone, { parameters: { scope: `openid ${quietScope}` } })
  const { body } = await redeem(run, asked, { code: codeOf(run, asked, landed) })
  const token = String(body['access_token'])
  if ((await userinfo(run, token)) !== 200) run.fault('a good token', 'by reference, does not count')
  return async () => {
    const status = await userinfo(run, token)
    if (status !== 401) run.fault(kind, `a token by reference was answered with ${status}`)
  }
}

/** The server's session is in the database: its user only opens the address again. */
async function openSession(run: Run): Promise<Check> {
  const session = await makeSession(run)
  await ready(run, session.authenticationUrl)
  return async () => {
    const again = await ready(run, session.authenticationUrl)
    if (!succeeded(await again.submit())) run.fault(kind, 'a REST session could not be gone on with')
    const { status, nin } = await readSession(run, session)
    if (status !== 'SUCCESS' || nin !== again.number) run.fault(kind, `a REST session ended as ${status}`)
  }
}

/** A logout is not forgotten. */
async function endedSession(run: Run): Promise<Check> {
  const jar = run.jar()
  const { asked, landed, number } = await logIn(run, jar, first)
  await expectPerson(run, asked, jar, landed, number)
  const late = await ask(run, second)
  const back = new URL((await jar.tab().once('GET', late.url)).headers.get('location') ?? late.url)
  const tokens = await redeem(run, late, { code: codeOf(run, late, back) })
  await jar.tab().get(`/logout?client_id=${first.id}`)
  return async () => {
    const status = await userinfo(run, String(tokens.body['access_token']))
    const next = await refresh(run, second, String(tokens.body['refresh_token']))
    if (status === 200 || next.body['error'] !== 'invalid_grant') run.fault(kind, 'a logout was forgotten')
  }
}
