/** Authorization codes, pushed requests and SMS codes in the wrong hands, or twice. */
import { formIn, type Visit } from '../browser.ts'
import { Cut } from './gateways.ts'
import { fieldsOf, pageOf } from './login.ts'
import { type Asked, ask, claimsOf, codeOf, expectPerson, expectRefusal, redeem, userinfo } from './relying-party.ts'
import { refusedAs, type Run, sentOn, stillAt } from './run.ts'
import { atCodePage, begin, logIn, notAnswered, prove, type Scene } from './scenes.ts'
import { isolated, type RaceService, shared } from './services.ts'
import { wrongCode } from './tabs.ts'

const pick = (run: Run): RaceService => run.draw.pick([...isolated, ...shared])

/** A code that is used wrongly once, and then rightly: it must be burnt by then. */
const burnt = (name: string, kind: string, wrongly: (run: Run, asked: Asked, other: Asked) => object): Scene => ({
  name,
  async play(run) {
    const jar = run.jar()
    const [one, two] = [
      await logIn(run, jar, isolated[0] as RaceService),
      await logIn(run, jar, isolated[1] as RaceService),
    ]
    const code = codeOf(run, one.asked, one.landed)
    expectRefusal(
      run,
      kind,
      await redeem(run, one.asked, { code, ...wrongly(run, one.asked, two.asked) }),
      'invalid_grant',
    )
    expectRefusal(run, kind, await redeem(run, one.asked, { code }), 'invalid_grant')
    await expectPerson(run, two.asked, jar, two.landed, two.number)
  },
})

export const codeScenes: readonly Scene[] = [
  burnt('a code with another login’s verifier', 'a code without its verifier was taken', (_run, _one, two) => ({
    verifier: two.verifier,
  })),
  burnt('a code without a verifier', 'a code without its verifier was taken', () => ({ verifier: undefined })),
  burnt('a code with another redirect address', 'a code for another address was taken', (_run, one) => ({
    redirectUri: `${one.service.callback}/other`,
  })),
  {
    name: 'a code with another client’s secret',
    async play(run) {
      const { asked, landed } = await logIn(run, run.jar(), pick(run))
      const how = { code: codeOf(run, asked, landed), secret: 'the-secret-of-somebody-else-is-as-long-as-this-one' }
      expectRefusal(run, 'a client with a wrong secret was believed', await redeem(run, asked, how), 'invalid_client')
    },
  },
  {
    name: 'a code redeemed several times at once',
    async play(run) {
      const jar = run.jar()
      const { asked, landed } = await logIn(run, jar, pick(run))
      const code = codeOf(run, asked, landed)
      const answers = await Promise.all([1, 2, 3].map(() => redeem(run, asked, { code })))
      const good = answers.filter((answer) => answer.status === 200)
      if (good.length > 1) run.fault('a code was taken twice', `${good.length} of three at once`)
      for (const { body } of good)
        if ((await userinfo(run, String(body['access_token']))) === 200)
          run.fault('a code was taken twice', 'and what it gave still counts')
    },
  },
  {
    name: 'a code used twice takes back what it gave',
    async play(run) {
      const jar = run.jar()
      const { asked, landed } = await logIn(run, jar, pick(run))
      const code = codeOf(run, asked, landed)
      const first = await redeem(run, asked, { code })
      await claimsOf(run, asked, jar, first)
      const token = String(first.body['access_token'])
      if ((await userinfo(run, token)) !== 200) run.fault('a good token', 'does not count')
      expectRefusal(run, 'a code was taken twice', await redeem(run, asked, { code }), 'invalid_grant')
      if ((await userinfo(run, token)) === 200) run.fault('a code was taken twice', 'and what it gave still counts')
    },
  },
  {
    name: 'a pushed request answered by two people in two browsers',
    async play(run) {
      const asked = await ask(run, pick(run), {}, true)
      const [one, two] = [run.jar(), run.jar()]
      const paths = [
        new URL((await one.tab().get(asked.url)).url).pathname,
        new URL((await two.tab().get(asked.url)).url).pathname,
      ]
      const [first, second] = [run.person().number, run.person().number]
      const visits = await Promise.all([prove(one, paths[0] ?? '', first), prove(two, paths[1] ?? '', second)])
      const answered = visits.filter((visit) => sentOn(visit)?.searchParams.has('code') === true)
      if (answered.length !== 1) run.fault('a pushed request was answered twice', `${answered.length} answers`)
      for (const visit of visits)
        if (!answered.includes(visit)) refusedAs(run, 'a pushed request was answered twice', visit, 'IN-01')
      const winner = visits.findIndex((visit) => answered.includes(visit))
      const back = sentOn(visits[winner] as Visit)
      if (back !== undefined)
        await expectPerson(run, asked, winner === 0 ? one : two, back, winner === 0 ? first : second)
    },
  },
  {
    name: 'a pushed request opened for another client',
    async play(run) {
      const asked = await ask(run, shared[0] as RaceService, {}, true)
      const url = asked.url.replace('client_id=shared-1', 'client_id=shared-2')
      refusedAs(run, 'a pushed request of another client was opened', await run.jar().tab().get(url), 'IN-01')
    },
  },
  {
    name: 'a code by SMS typed in another browser, for the same person',
    async play(run) {
      const victim = await atCodePage(run, run.jar(), pick(run))
      const attacker = await atCodePage(run, run.jar(), pick(run), victim.person)
      // Both codes lie on the one telephone; the victim reads out the first one.
      if (victim.sms === attacker.sms) return
      const visit = await attacker.tab.submit(pageOf(attacker), '/minid/code', { code: victim.sms })
      stillAt(run, 'a code of another login was taken', visit, /\/minid\/code$/)
    },
  },
  {
    name: 'three wrong guesses, then the right one',
    async play(run) {
      const login = await atCodePage(run, run.jar(), pick(run))
      let page = pageOf(login)
      for (let i = 0; i < 3; i++) page = await login.tab.submit(page, '/minid/code', { code: wrongCode(login.sms) })
      const stamp = { ...fieldsOf(page, '/minid/again'), code: login.sms }
      notAnswered(run, 'more guesses than three', await login.tab.post(`${login.path}/minid/code`, stamp))
    },
  },
  {
    name: 'six guesses at once',
    async play(run) {
      const login = await atCodePage(run, run.jar(), pick(run))
      const { action, fields } = formIn(pageOf(login), '/minid/code')
      const guesses = [...'23456'].map((first) => first + login.sms.slice(1)).concat(login.sms)
      const body = (code: string): string => new URLSearchParams({ ...Object.fromEntries(fields), code }).toString()
      const visits = await Promise.all(guesses.map((code) => login.tab.once('POST', action, body(code))))
      // A guess that was looked at leads on or back to the page of the code; one that was not, to where the login stands:
      // at this eID, or, when the right guess came first, past it.
      const unseen = [`${login.path}/minid`, login.path]
      const looked = visits.filter((visit) => !unseen.includes(visit.headers.get('location') ?? ''))
      if (looked.length > 1) run.fault('several guesses were looked at', `${looked.length} of six at once`)
    },
  },
  {
    name: 'a code after the logout',
    async play(run) {
      const jar = run.jar()
      const { asked, landed } = await logIn(run, jar, shared[0] as RaceService)
      await jar.tab().get(`/logout?client_id=${asked.service.id}`)
      const late = await redeem(run, asked, { code: codeOf(run, asked, landed) })
      expectRefusal(run, 'a session was used after its end', late, 'invalid_grant')
    },
  },
  {
    name: 'an answered login proved again by somebody else',
    async play(run) {
      const jar = run.jar()
      const { asked, path } = await begin(run, jar, pick(run))
      const tab = jar.tab()
      const form = formIn(await tab.get(`${path}/test`), '/test')
      const send = (number: string): Promise<Visit> =>
        tab.post(form.action, { ...Object.fromEntries(form.fields), number, level: 'substantial' })
      const people = [run.person().number, run.person().number]
      const visits = await Promise.all(people.map(send))
      const codes = new Set(visits.flatMap((visit) => sentOn(visit)?.searchParams.get('code') ?? []))
      if (codes.size !== 1) return run.fault('two answers for one login', `${codes.size} codes`)
      const claims = await claimsOf(run, asked, jar, await redeem(run, asked, { code: [...codes][0] ?? '' }))
      if (!people.includes(claims.pid)) run.fault('the wrong person', 'of two who proved at once')
    },
  },
]

/** Scenes are begun anew when a process was killed under them. */
export const isCut = (error: unknown): boolean =>
  error instanceof Cut || (error instanceof Error && error.cause instanceof Cut)
