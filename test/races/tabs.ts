/** One browser with several logins at the same time, for several people and services, and what is crossed between them. */
import { Cut } from './gateways.ts'
import { advance, askedOf, credentials, fieldsOf, type Login, newLogin, pageOf, type Stage } from './login.ts'
import { ask, claimsOf, codeOf, expectRefusal, redeem } from './relying-party.ts'
import { atChooser, crossing, isChooser, type Jar, refusedAs, type Run, sentOn, stillAt } from './run.ts'
import { isolated, issuer, onlyMinid, shared } from './services.ts'

/** Logins of all browsers, for crossings from one browser to another. */
export type Open = Set<Login>

interface Trio {
  readonly run: Run
  readonly mine: Login
  /** Another login of the same browser. */
  readonly beside: Login
  /** A login of another browser, at a page with a form. */
  readonly foreign: Login | undefined
}

interface Cross {
  readonly name: string
  readonly cross: (trio: Trio) => Promise<void>
}

/** So many logins in one browser: three or four. */
export async function severalTabs(run: Run, open: Open, count: number): Promise<void> {
  const jar = run.jar()
  const logins = services(run, count).map((service) => {
    const fresh = service.isolated || run.draw.chance(15) ? {} : { prompt: 'login' }
    return newLogin(run, jar, service, { pushed: run.draw.chance(20), parameters: fresh })
  })
  for (const login of logins) open.add(login)
  try {
    for (const stage of ['password', 'code'] as const) {
      await Promise.all(logins.map((login) => advance(run, login, stage)))
      await crossed(run, logins, open, stage)
    }
    // All at the same moment, or one after the other: then each finds the one before logged in.
    const atOnce = run.draw.chance(50) ? [logins] : logins.map((login) => [login])
    for (const some of atOnce) {
      for (const stage of ['answered', 'done'] as const) {
        await Promise.all(some.map((login) => advance(run, login, stage)))
        if (some.length > 1 || stage === 'done') await crossed(run, some, open, stage)
      }
    }
  } finally {
    for (const login of logins) open.delete(login)
  }
  for (const { person } of logins) {
    const codes = run.gateways.phones.count(person.mobile ?? '')
    if (codes > 1) run.fault('more than one code for one click', `${codes}`)
  }
  await signedOn(run, jar, logins)
}

/** Each service of the list at most once in a browser. */
const services = (run: Run, count: number) => {
  const all = [...isolated, ...shared, onlyMinid]
  const from = run.draw.below(all.length)
  return [...all, ...all].slice(from, from + count)
}

async function crossed(run: Run, logins: readonly Login[], open: Open, stage: Stage): Promise<void> {
  const list = crossings[stage] ?? []
  for (const mine of logins) {
    if (list.length === 0 || !run.draw.chance(stage === 'done' ? 20 : 60)) continue
    const others = logins.length === 1 ? logins : logins.filter((login) => login !== mine)
    const foreign = [...open].filter(
      (login) => login.jar !== mine.jar && login.page !== undefined && login.stage !== 'answered',
    )
    const trio = {
      run,
      mine,
      beside: run.draw.pick(others),
      foreign: foreign.length === 0 ? undefined : run.draw.pick(foreign),
    }
    const { name, cross } = run.draw.pick(list)
    await crossing(run, name, () => cross(trio))
  }
}

/** The browser's last session answers a further service: with a person who proved themself in this very browser. */
async function signedOn(run: Run, jar: Jar, logins: readonly Login[]): Promise<void> {
  const [service] = shared
  if (service === undefined || !run.draw.chance(50)) return
  await crossing(run, 'a further service of the same browser', async () => {
    const asked = await ask(run, service)
    const back = await jar.tab().get(asked.url)
    const to = sentOn(back)
    if (to === undefined) {
      if (isChooser(back) && logins.every((login) => login.service.isolated)) return
      // The last cookie may have been in an answer that was cut.
      if (run.gateways.processes > 1 && isChooser(back)) return run.count('sessions lost with a killed process')
      return atChooser(run, 'a session', back)
    }
    const claims = await claimsOf(run, asked, jar, await redeem(run, asked, { code: codeOf(run, asked, to) }))
    const here = logins.some((login) => !login.service.isolated && login.numbers.has(claims.pid))
    if (!here) run.fault('the wrong person', 'from a session that nobody here began')
  })
}

const atPassword: readonly Cross[] = [
  {
    name: 'a form of one login posted to another of the same browser',
    cross: async ({ run, mine, beside }) => {
      const fields = { ...fieldsOf(pageOf(mine), '/minid'), ...credentials(mine.person) }
      const visit = await beside.tab.post(`${beside.path}/minid`, fields)
      stillAt(run, 'a form of another login was taken', visit, new RegExp(`^${beside.path}/minid$`))
    },
  },
  {
    name: 'one login’s stamp with another’s fields',
    cross: async ({ run, mine, beside }) => {
      const fields = { ...fieldsOf(pageOf(mine), '/minid'), ...credentials(beside.person) }
      const visit = await beside.tab.post(`${beside.path}/minid`, fields)
      stillAt(run, 'a form of another login was taken', visit, new RegExp(`^${beside.path}/minid$`))
    },
  },
  {
    name: 'a form posted from a foreign page',
    cross: async ({ run, mine }) => {
      const fields = { ...fieldsOf(pageOf(mine), '/minid'), ...credentials(mine.person) }
      const header = run.draw.pick([{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
      refusedAs(
        run,
        'a form from a foreign page was taken',
        await mine.tab.post(`${mine.path}/minid`, fields, header),
        'IN-05',
      )
    },
  },
  {
    name: 'a form of one eID posted to another',
    cross: async ({ run, mine, beside }) => {
      const fields = { ...fieldsOf(pageOf(mine), '/minid'), number: beside.person.number, level: 'substantial' }
      const visit = await mine.tab.post(`${mine.path}/test`, fields)
      // The eID's own page, or the chooser where the service has excluded it.
      if (mine.service.eids !== undefined) atChooser(run, 'a form was taken by another eID', visit)
      else stillAt(run, 'a form was taken by another eID', visit, new RegExp(`^${mine.path}/test$`))
    },
  },
]

/** From one browser into a login of another, at whatever page that is. */
const intoForeign: readonly Cross[] = [
  {
    name: 'the address of a login opened in another browser',
    cross: async ({ run, mine, foreign }) => {
      if (foreign === undefined) return
      const path = foreign.path + run.draw.pick(['', '/minid', '/minid/code', '/test', '/abroad'])
      refusedAs(run, 'a login opened in another browser', await mine.tab.get(path), 'IN-02')
    },
  },
  {
    name: 'the right form, with everything in it, posted from another browser',
    cross: async ({ run, mine, foreign }) => {
      if (foreign === undefined) return
      const [action, fields] = rightForm(foreign)
      refusedAs(run, 'a login opened in another browser', await mine.tab.post(action, fields), 'IN-02')
    },
  },
  {
    name: 'the right form posted under the key of an own login',
    cross: async ({ run, mine, foreign }) => {
      if (foreign === undefined) return
      const [action, fields] = rightForm(foreign)
      const cookie = `a-${foreign.path.slice(7)}-${new URL(issuer).port}=${ownKey(mine)}`
      const [page, posted] = [
        await mine.tab.get(foreign.path, { cookie }),
        await mine.tab.post(action, fields, { cookie }),
      ]
      for (const visit of [page, posted]) refusedAs(run, 'a login opened under another key', visit, 'IN-02')
    },
  },
]

/** What the owner would send next. */
function rightForm(login: Login): [string, Record<string, string>] {
  const page = pageOf(login)
  if (page.url.endsWith('/code'))
    return [`${login.path}/minid/code`, { ...fieldsOf(page, '/minid/code'), code: login.sms }]
  return [`${login.path}/minid`, { ...fieldsOf(page, '/minid'), ...credentials(login.person) }]
}

const ownKey = ({ jar, path }: Login): string =>
  jar.cookies.get(`a-${path.slice(7)}-${new URL(issuer).port}`) ?? 'no cookie'

/** Guesses move the login on: the page in hand is fetched anew, also when the guess was cut. */
const thenReload = async (login: Login, work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } finally {
    login.page = await login.tab.get(`${login.path}/minid/code`).catch((error: unknown) => {
      if (error instanceof Cut) return login.tab.get(`${login.path}/minid/code`)
      throw error
    })
  }
}

/** Counted at once: several may be about to guess. */
const mayGuess = (login: Login): boolean => ++login.guesses < 3

const atCode: readonly Cross[] = [
  {
    name: 'a code by SMS typed in another login of the same browser',
    cross: ({ run, mine, beside }) =>
      thenReload(beside, async () => {
        if (mine.sms === beside.sms || !mayGuess(beside)) return
        const visit = await beside.tab.submit(pageOf(beside), '/minid/code', { code: mine.sms })
        stillAt(run, 'a code of another login was taken', visit, /\/minid\/code$/)
      }),
  },
  {
    name: 'an old form sent again',
    cross: async ({ run, mine, beside }) => {
      const visit = await mine.tab.post(`${mine.path}/minid`, { ...mine.oldForm, ...credentials(beside.person) })
      stillAt(run, 'an old form was taken', visit, new RegExp(`^${mine.path}/minid/code$`))
    },
  },
  {
    name: 'an old form with the right code after a wrong guess',
    cross: ({ run, mine }) =>
      thenReload(mine, async () => {
        if (!mayGuess(mine)) return
        const old = fieldsOf(pageOf(mine), '/minid/code')
        await mine.tab.post(`${mine.path}/minid/code`, { ...old, code: wrongCode(mine.sms) })
        const visit = await mine.tab.post(`${mine.path}/minid/code`, { ...old, code: mine.sms })
        stillAt(run, 'an old form was taken', visit, new RegExp(`^${mine.path}/minid/code$`))
      }),
  },
  {
    name: 'the chooser opened again in the middle',
    cross: async ({ run, mine, beside }) => {
      if (mine.parameters['prompt'] !== 'login' && !mine.service.isolated) return
      for (const { tab, path } of [mine, beside]) atChooser(run, 'the chooser', await tab.get(path))
    },
  },
]

/** Another code that could have been one. */
export const wrongCode = (right: string): string => (right.startsWith('Q') ? 'R' : 'Q') + right.slice(1)

const codeIn = (run: Run, login: Login): string => codeOf(run, askedOf(login), login.landed ?? new URL(issuer))

const whenAnswered: readonly Cross[] = [
  {
    name: 'a code redeemed by another client',
    cross: async ({ run, mine, beside }) => {
      const { service } = beside
      const other = await redeem(run, askedOf(mine), { code: codeIn(run, mine), service })
      expectRefusal(run, 'a code of another client was taken', other, 'invalid_grant')
    },
  },
  {
    name: 'a code with the secret of another code',
    cross: async ({ run, mine, beside }) => {
      const [grant] = codeIn(run, mine).split('.')
      const [, secret] = codeIn(run, beside).split('.')
      const halves = await redeem(run, askedOf(mine), { code: `${grant}.${secret}` })
      expectRefusal(run, 'two halves of codes were taken', halves, 'invalid_grant')
    },
  },
  {
    name: 'the last form and the address again, after the end',
    cross: async ({ run, mine }) => {
      const { landed: answer, path, page, tab } = mine
      if (page === undefined) return
      const posted = await tab.post(`${path}/minid/code`, { ...fieldsOf(page, '/minid/code'), code: mine.sms })
      for (const visit of [posted, await tab.get(path), await tab.get(`${path}/minid`)])
        if (sentOn(visit)?.href !== answer?.href)
          run.fault('two answers for one login', `${visit.status} after the end`)
    },
  },
  {
    name: 'the address of an answered login opened in another browser',
    cross: async ({ run, mine, foreign }) => {
      if (foreign === undefined) return
      refusedAs(run, 'a login opened in another browser', await foreign.jar.tab().get(mine.path), 'IN-02')
    },
  },
]

const whenDone: readonly Cross[] = [
  {
    name: 'a code redeemed once more',
    cross: async ({ run, mine }) => {
      const again = await redeem(run, askedOf(mine), { code: codeIn(run, mine) })
      expectRefusal(run, 'a code was taken twice', again, 'invalid_grant')
    },
  },
]

const crossings: Readonly<Partial<Record<Stage, readonly Cross[]>>> = {
  password: [...atPassword, ...intoForeign],
  code: [...atCode, ...intoForeign],
  answered: whenAnswered,
  done: whenDone,
}
