/** Single sign-on: whose session answers, and that somebody else is never answered without being asked. */
import { landed } from '../browser.ts'
import { fieldsOf, pageOf } from './login.ts'
import { ask, claimsOf, codeOf, expectPerson, redeem } from './relying-party.ts'
import { atChooser, type Run, seen, sentOn } from './run.ts'
import { atCodePage, begin, logIn, notAnswered, prove, refusedWith, type Scene, sessionCookie } from './scenes.ts'
import { isolated, type RaceService, shared } from './services.ts'

const [first, second, third] = shared as [RaceService, RaceService, RaceService]

export const sessionScenes: readonly Scene[] = [
  {
    name: 'a session cookie carried into another browser’s login',
    async play(run) {
      const [owner, other] = [run.jar(), run.jar()]
      const one = await logIn(run, owner, first)
      await expectPerson(run, one.asked, owner, one.landed, one.number)
      const login = await atCodePage(run, other, second)
      other.cookies.set(sessionCookie, owner.cookies.get(sessionCookie) ?? '')
      const asks = await login.tab.submit(pageOf(login), '/minid/code', { code: login.sms })
      asksWhether(run, asks.body, seen(asks))
      if (sentOn(asks) !== undefined) return
      const no = await login.tab.submit(asks, '/person', { 'go-on': 'no' })
      refusedWith(run, 'somebody else without being asked', no, 'access_denied')
    },
  },
  {
    name: 'somebody else in the same browser',
    async play(run) {
      const jar = run.jar()
      const one = await logIn(run, jar, first)
      const { asked, path } = await begin(run, jar, second, { prompt: 'login' })
      const number = run.person().number
      const asks = await prove(jar, path, number)
      asksWhether(run, asks.body, seen(asks))
      if (sentOn(asks) !== undefined) return
      const tab = jar.tab()
      await tab.submit(asks, '/person', { 'go-on': 'yes' })
      const claims = await expectPerson(run, asked, jar, landed(await tab.get(path)), number)
      const late = await redeem(run, one.asked, { code: codeOf(run, one.asked, one.landed) })
      if (late.status === 200) run.fault('a session was used after its end', 'by the one who was there before')
      const again = await ask(run, third)
      const on = await expectPerson(run, again, jar, landed(await tab.get(again.url)), number)
      if (on.sid !== claims.sid) run.fault('a session of somebody else', 'not the one that was just begun')
    },
  },
  {
    name: 'a waiting login reloaded twice at once after another tab logged in',
    async play(run) {
      const jar = run.jar()
      const waiting = await begin(run, jar, second)
      const one = await logIn(run, jar, first)
      const here = await expectPerson(run, one.asked, jar, one.landed, one.number)
      const visits = await Promise.all([1, 2, 3].map(() => jar.tab().get(waiting.path)))
      const answers = new Set(visits.map((visit) => landed(visit).href))
      if (answers.size !== 1) run.fault('two answers for one login', `${answers.size} of three reloads`)
      const claims = await expectPerson(run, waiting.asked, jar, landed(visits[0] as never), one.number)
      if (claims.sid !== here.sid) run.fault('a session of somebody else', 'at a reload')
    },
  },
  {
    name: 'the session’s older secret after the logout',
    async play(run) {
      const jar = run.jar()
      const one = await logIn(run, jar, first)
      const old = jar.cookies.get(sessionCookie) ?? ''
      await logIn(run, jar, second, { number: one.number, parameters: { prompt: 'login' } })
      await jar.tab().get('/logout')
      jar.cookies.set(sessionCookie, old)
      atChooser(run, 'a session was used after its end', await jar.tab().get((await ask(run, third)).url))
    },
  },
  {
    name: 'the service expects the first person, somebody else proves',
    async play(run) {
      const jar = run.jar()
      const one = await logIn(run, jar, first)
      const tokens = await redeem(run, one.asked, { code: codeOf(run, one.asked, one.landed) })
      await claimsOf(run, one.asked, jar, tokens)
      const hint = { id_token_hint: String(tokens.body['id_token']) }
      const { path } = await begin(run, jar, first, { ...hint, prompt: 'login' })
      refusedWith(run, 'not the expected person', await prove(jar, path, run.person().number), 'login_required')
      const other = run.jar()
      await logIn(run, other, second)
      const silent = await ask(run, first, { ...hint, prompt: 'none' })
      refusedWith(run, 'not the expected person', await other.tab().get(silent.url), 'login_required')
    },
  },
  {
    name: 'an isolated service beside a session',
    async play(run) {
      const jar = run.jar()
      const [alone, alone2] = isolated as [RaceService, RaceService]
      await logIn(run, jar, first)
      const used = await jar.tab().get((await ask(run, alone)).url)
      atChooser(run, 'a session where none may be used', used)
      if (sentOn(used) !== undefined) return
      const { asked, path } = await begin(run, jar, alone)
      const number = run.person().number
      await expectPerson(run, asked, jar, landed(await prove(jar, path, number)), number)
      const fresh = run.jar()
      await logIn(run, fresh, alone)
      for (const other of [second, alone2])
        atChooser(run, 'a session where none may be begun', await fresh.tab().get((await ask(run, other)).url))
      const again = await ask(run, alone)
      await expectPerson(run, again, jar, landed(await jar.tab().get(again.url)), number)
    },
  },
  {
    name: 'an isolated service’s session carried to the others',
    async play(run) {
      const jar = run.jar()
      const [alone] = isolated as [RaceService]
      await logIn(run, jar, alone)
      const [own] = [...jar.cookies].flatMap(([name, value]) => (/^s-[\w-]{11}-\d+$/.test(name) ? [value] : []))
      if (own === undefined) return run.fault('an isolated service’s session', 'has no cookie of its own')
      jar.cookies.set(sessionCookie, own)
      atChooser(run, 'an isolated session used by others', await jar.tab().get((await ask(run, second)).url))
    },
  },
  {
    name: 'a fresh login asked for, an old proof at hand',
    async play(run) {
      const jar = run.jar()
      await logIn(run, jar, first)
      for (const parameters of [{ prompt: 'login' }, { max_age: '0' }]) {
        const visit = await jar.tab().get((await ask(run, second, parameters)).url)
        atChooser(run, 'an old proof where a fresh one was asked for', visit)
      }
    },
  },
  {
    name: 'a cancelled login',
    async play(run) {
      const jar = run.jar()
      const login = await atCodePage(run, jar, second)
      const stamp = fieldsOf(pageOf(login), '/cancel')
      refusedWith(run, 'a cancelled login', await login.tab.post(`${login.path}/cancel`, stamp), 'access_denied')
      const late = await login.tab.submit(pageOf(login), '/minid/code', { code: login.sms })
      notAnswered(run, 'a cancelled login', late)
    },
  },
]

function asksWhether(run: Run, body: string, what: string): void {
  if (!/action="\/login\/att_[\w-]{22}\/person"/.test(body)) run.fault('somebody else without being asked', what)
}
