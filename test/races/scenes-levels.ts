/** Levels and eIDs: nothing lower than asked for, nothing that is not offered, and an eID's answer in its own login alone. */
import { landed, type Visit } from '../browser.ts'
import { ask, expectPerson } from './relying-party.ts'
import { atChooser, type Jar, refusedAs, type Run, seen, sentOn } from './run.ts'
import { begin, type Begun, logIn, notAnswered, prove, refusedWith, type Scene } from './scenes.ts'
import { isolated, onlyMinid, type RaceService, shared, strong } from './services.ts'

const [alone, alone2] = isolated as [RaceService, RaceService]
const [first, second] = shared as [RaceService, RaceService]

/** As an eID of its own would get the user: sent away with a state. */
async function away(jar: Jar, { path }: Pick<Begun, 'path'>): Promise<string> {
  const visit = await jar.tab().get(`${path}/abroad`)
  const state = sentOn(visit)?.searchParams.get('state')
  if (state === undefined || state === null) throw new Error(`not sent to the eID: ${seen(visit)}`)
  return state
}

const back = (jar: Jar, path: string, state: string, number: string, page = 'back', headers = {}): Promise<Visit> =>
  jar.tab().get(`${path}/abroad/${page}?${new URLSearchParams({ state, number })}`, headers)

export const levelScenes: readonly Scene[] = [
  {
    name: 'a high service beside a session at substantial',
    async play(run) {
      const jar = run.jar()
      const one = await logIn(run, jar, first)
      const kind = 'a level lower than asked for'
      const silent = await ask(run, strong, { prompt: 'none' })
      refusedWith(run, kind, await jar.tab().get(silent.url), 'interaction_required')
      const { asked, path } = await begin(run, jar, strong)
      atChooser(run, kind, await prove(jar, path, one.number, 'substantial'))
      const high = landed(await prove(jar, path, one.number, 'high'))
      const claims = await expectPerson(run, asked, jar, high, one.number)
      if (claims.acr !== 'idporten-loa-high') run.fault(kind, claims.acr)
    },
  },
  {
    name: 'an eID that is too weak, by its address',
    async play(run) {
      const jar = run.jar()
      const { asked, path } = await begin(run, jar, alone, { acr_values: 'idporten-loa-high' })
      for (const eid of ['minid', 'minid/code'])
        atChooser(run, 'an eID that is not offered', await jar.tab().get(`${path}/${eid}`))
      const number = run.person().number
      const claims = await expectPerson(run, asked, jar, landed(await prove(jar, path, number, 'high')), number)
      if (claims.acr !== 'idporten-loa-high') run.fault('a level lower than asked for', claims.acr)
    },
  },
  {
    name: 'an eID that the service has excluded, by its address and by a hint',
    async play(run) {
      const jar = run.jar()
      const number = run.person().number
      const { path } = await begin(run, jar, onlyMinid)
      const page = await jar.tab().get(`${path}/test`)
      atChooser(run, 'an eID that is not offered', page)
      // Where the page was shown all the same: how far does it lead?
      if (page.body.includes(`action="${path}/test"`)) {
        const on = await prove(jar, path, number)
        if (sentOn(on)?.searchParams.has('code') === true)
          run.fault('answered by an eID that is not offered', 'by its form')
      }
      const hinted = await ask(run, onlyMinid, { login_hint: `testid:${number}_idporten-loa-high` })
      refusedWith(run, 'answered by an eID that is not offered', await jar.tab().get(hinted.url), 'access_denied')
    },
  },
  {
    name: 'an eID of another trust group, by its address',
    async play(run) {
      const jar = run.jar()
      const { path } = await begin(run, jar, alone)
      const visit = await jar.tab().get(`${path}/visitor`)
      atChooser(run, 'an eID that is not offered', visit)
      const state = sentOn(visit)?.searchParams.get('state') ?? undefined
      if (state === undefined) return
      const query = new URLSearchParams({ state, number: run.person().number })
      const on = await jar.tab().get(`${path}/visitor/back?${query}`)
      if (sentOn(on)?.searchParams.has('code') === true)
        run.fault('answered by an eID that is not offered', 'of another trust group')
    },
  },
  {
    name: 'an eID that claims more than it may',
    async play(run) {
      const jar = run.jar()
      const begun = await begin(run, jar, alone)
      const number = run.person().number
      const visit = await back(jar, begun.path, await away(jar, begun), number)
      const claims = await expectPerson(run, begun.asked, jar, landed(visit), number)
      if (claims.acr !== 'idporten-loa-substantial') run.fault('a level higher than proved', claims.acr)
    },
  },
  {
    name: 'an eID’s answer in another browser, and with another login’s secret',
    async play(run) {
      const [jar, other] = [run.jar(), run.jar()]
      const [mine, beside] = [await begin(run, jar, alone), await begin(run, jar, alone2)]
      const theirs = await begin(run, other, alone)
      const [number, stranger] = [run.person().number, run.person().number]
      const [state, state2] = [await away(jar, mine), await away(jar, beside)]
      await away(other, theirs)
      const kind = 'an eID’s answer in another login'
      refusedAs(run, kind, await back(other, mine.path, state, stranger), 'IN-02')
      refusedAs(run, kind, await back(other, theirs.path, state, stranger), 'IN-02')
      const [attempt] = state.split('.')
      const [, secret] = state2.split('.')
      refusedAs(run, kind, await back(jar, mine.path, `${attempt}.${secret}`, stranger), 'IN-01')
      // Under the other's address: the state alone says whose it is.
      const visit = await back(jar, beside.path, await away(jar, mine), number)
      await expectPerson(run, mine.asked, jar, landed(visit), number)
      const own = await back(jar, beside.path, state2, stranger)
      await expectPerson(run, beside.asked, jar, landed(own), stranger)
    },
  },
  {
    name: 'an eID’s answer to an older transaction, and one that comes twice',
    async play(run) {
      const jar = run.jar()
      const begun = await begin(run, jar, alone)
      const [number, stranger] = [run.person().number, run.person().number]
      const old = await away(jar, begun)
      const state = await away(jar, begun)
      atChooser(run, 'an eID’s answer to an older transaction', await back(jar, begun.path, old, stranger))
      const twice = await Promise.all([state, state].map((same) => back(jar, begun.path, same, number)))
      const codes = new Set(twice.flatMap((visit) => sentOn(visit)?.searchParams.get('code') ?? []))
      if (codes.size !== 1) run.fault('two answers for one login', `${codes.size} codes for one return`)
      const answered = twice.find((visit) => sentOn(visit) !== undefined)
      if (answered !== undefined) await expectPerson(run, begun.asked, jar, landed(answered), number)
      const late = await back(jar, begun.path, state, stranger)
      if (sentOn(late)?.searchParams.get('code') !== [...codes][0])
        run.fault('two answers for one login', 'a late return')
    },
  },
  {
    name: 'an eID that mixes up two users who return at once',
    async play(run) {
      const jars = [run.jar(), run.jar()] as const
      const begun = [await begin(run, jars[0], alone), await begin(run, jars[1], alone)] as const
      const states = [await away(jars[0], begun[0]), await away(jars[1], begun[1])] as const
      const people = [run.person().number, run.person().number] as const
      const visits = await mixedUp(
        run,
        [0, 1].map((i) => mixedUrl(begun[i as 0 | 1].path, states[i as 0 | 1], people[i as 0 | 1])),
        jars,
      )
      for (const visit of visits)
        if (sentOn(visit)?.searchParams.has('code') === true)
          run.fault('an eID mixed up its users', 'and a browser got the other’s answer')
    },
  },
  {
    name: 'a login whose eID came back to a form of another eID',
    async play(run) {
      const jar = run.jar()
      const begun = await begin(run, jar, second, { prompt: 'login' })
      const tab = jar.tab()
      const page = await tab.get(`${begun.path}/test`)
      const state = await away(jar, begun)
      const visit = await tab.submit(page, '/test', { number: run.person().number, level: 'high' })
      notAnswered(run, 'a form was taken by another eID', visit)
      const number = run.person().number
      await expectPerson(run, begun.asked, jar, landed(await back(jar, begun.path, state, number)), number)
    },
  },
]

const mixedUrl = (path: string, state: string, number: string): string =>
  `${path}/abroad/mixed-up?${new URLSearchParams({ state, number })}`

/** Both to the same process: there they meet. */
async function mixedUp(run: Run, urls: readonly string[], jars: readonly Jar[]): Promise<Visit[]> {
  const at = run.draw.below(run.gateways.processes)
  return Promise.all(urls.map((url, i) => (jars[i] as Jar).tab(at).get(url)))
}
