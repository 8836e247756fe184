/** One login through MinID's pages, stage by stage, so that others can be crossed with it in between. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, formIn, landed, linksIn, type Visit } from '../browser.ts'
import { Cut } from './gateways.ts'
import { type Asked, ask, type Claims, claimsOf, codeOf, redeem } from './relying-party.ts'
import { type Jar, type Run, seen, sentOn } from './run.ts'
import type { RaceService } from './services.ts'

const stages = ['new', 'password', 'code', 'answered', 'done'] as const
export type Stage = (typeof stages)[number]

/** All that a browser has seen of a login. */
export interface Login {
  readonly jar: Jar
  readonly tab: Browser
  readonly service: RaceService
  readonly pushed: boolean
  parameters: Readonly<Record<string, string>>
  person: Person
  /** Everybody this login was begun for. */
  readonly numbers: Set<string>
  stage: Stage
  asked: Asked | undefined
  /** `/login/att_…` */
  path: string
  /** The page in hand: with the password form, then with the code form. */
  page: Visit | undefined
  /** The password form as it was first shown. */
  oldForm: Readonly<Record<string, string>>
  sms: string
  landed: URL | undefined
  /** How many of the browser's tabs had said yes before this one asked for its answer. */
  replaced: number
  /** Wrong codes that others have typed here on purpose: a third would be one too many. */
  guesses: number
  claims: Claims | undefined
}

export function newLogin(
  run: Run,
  jar: Jar,
  service: RaceService,
  options: { pushed?: boolean; parameters?: Readonly<Record<string, string>>; person?: Person } = {},
): Login {
  const person = options.person ?? run.person()
  return {
    jar,
    tab: jar.tab(),
    service,
    pushed: options.pushed ?? false,
    parameters: options.parameters ?? {},
    person,
    numbers: new Set([person.number]),
    stage: 'new',
    asked: undefined,
    path: '',
    page: undefined,
    oldForm: {},
    sms: '',
    landed: undefined,
    replaced: 0,
    guesses: 0,
    claims: undefined,
  }
}

/** Brings a login this far. One whose request was inside a killed process begins anew, as another person. */
export async function advance(run: Run, login: Login, to: Stage): Promise<void> {
  while (stages.indexOf(login.stage) < stages.indexOf(to)) {
    try {
      await steps[login.stage](run, login)
    } catch (error) {
      if (!(error instanceof Cut)) {
        const why = error instanceof Error ? error.message : 'unknown'
        throw new Error(`a login failed after ${login.stage} (${login.service.id}): ${why}`, { cause: error })
      }
      run.count('logins begun anew after a kill')
      beginAnew(run, login)
    }
  }
}

/** By `prompt=login`: another tab, or the answer that was cut, may have begun a session in the meantime. */
function beginAnew(run: Run, login: Login): void {
  login.person = run.person()
  login.numbers.add(login.person.number)
  login.parameters = { prompt: 'login' }
  login.stage = 'new'
  login.page = undefined
  login.landed = undefined
  login.guesses = 0
}

export const credentials = ({ number, minid }: Person): { number: string; password: string } => ({
  number,
  password: minid?.password ?? '',
})
export const pageOf = ({ page }: Login): Visit => {
  if (page === undefined) throw new Error('no page in hand')
  return page
}
export const askedOf = ({ asked }: Login): Asked => {
  if (asked === undefined) throw new Error('nothing was asked')
  return asked
}
export const fieldsOf = (visit: Visit, action: string | RegExp): Record<string, string> =>
  Object.fromEntries(formIn(visit, action).fields)

const steps: Readonly<Record<Stage, (run: Run, login: Login) => Promise<void>>> = {
  new: toPassword,
  password: toCode,
  code: toAnswer,
  answered: toTokens,
  done: () => Promise.resolve(),
}

async function toPassword(run: Run, login: Login): Promise<void> {
  login.asked = await ask(run, login.service, login.parameters, login.pushed)
  const chooser = await login.tab.get(login.asked.url)
  login.path = /^\/login\/att_[\w-]{22}$/.exec(new URL(chooser.url).pathname)?.[0] ?? ''
  if (login.path === '') throw new Error(`no chooser: ${seen(chooser)}`)
  login.page = await login.tab.get(`${login.path}/minid`)
  login.oldForm = fieldsOf(login.page, '/minid')
  login.stage = 'password'
}

/** Whoever is told that the queue for passwords is long does as the page says: fifty at a time may be more than a busy machine can look at. */
async function sendPassword(login: Login): Promise<Visit> {
  let shown = pageOf(login)
  for (let tries = 0; tries < 20; tries++) {
    shown = await login.tab.submit(shown, '/minid', credentials(login.person))
    if (shown.status !== 503) break
    await sleep(1000)
  }
  return shown
}

/** Now and then by two clicks at once: one code is sent, both clicks see the same page. */
async function toCode(run: Run, login: Login): Promise<void> {
  const submit = (): Promise<Visit> => sendPassword(login)
  const twice = run.draw.chance(20)
  const [page, second] = await all(twice ? [submit(), submit()] : [submit()])
  login.page = page
  for (const visit of second === undefined ? [page] : [page, second]) fieldsOf(visit ?? pageOf(login), '/minid/code')
  login.sms = await run.gateways.phones.code(login.person.mobile ?? '', run.patience)
  if (twice) run.count('two clicks on the password form')
  login.stage = 'code'
}

async function toAnswer(run: Run, login: Login): Promise<void> {
  login.replaced = login.jar.replaced.length
  const submit = async (): Promise<URL> =>
    settle(run, login, await login.tab.submit(pageOf(login), '/minid/code', { code: login.sms }))
  const twice = run.draw.chance(15)
  const [first, second] = await all(twice ? [submit(), submit()] : [submit()])
  if (second !== undefined && second.href !== first?.href) run.fault('two answers for one login', login.service.id)
  if (twice) run.count('two clicks on the last form')
  login.landed = first
  login.stage = 'answered'
}

async function toTokens(run: Run, login: Login): Promise<void> {
  const { asked, landed: answer } = login
  if (asked === undefined || answer === undefined) throw new Error('nothing was answered')
  const redeemed = await redeem(run, asked, { code: codeOf(run, asked, answer) })
  if (
    redeemed.body['error'] === 'invalid_grant' &&
    login.jar.replaced.slice(login.replaced).some((tab) => tab !== login.tab)
  ) {
    run.count('logins begun anew: another tab replaced their person first')
    return beginAnew(run, login)
  }
  login.claims = await claimsOf(run, asked, login.jar, redeemed)
  if (login.claims.pid !== login.person.number) run.fault('the wrong person', `at ${asked.service.id}`)
  if (login.claims.amr.join() !== 'Minid-OTC') run.fault('the wrong eID', login.claims.amr.join())
  login.stage = 'done'
}

/** All to their end, also when one was cut: nothing of this login is on its way when it begins anew. */
async function all<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(work)
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  if (failed.length > 0) throw failed.find((reason) => reason instanceof Cut) ?? failed[0]
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
}

/** Says yes where the page asks whether to go on as somebody else, until the service has its answer. */
export async function settle(run: Run, login: Pick<Login, 'tab' | 'jar'>, visit: Visit): Promise<URL> {
  let now = visit
  for (let pages = 0; pages < 10; pages++) {
    if (sentOn(now) !== undefined) return landed(now)
    const onward = linksIn(now).find((href) => /^\/login\/att_[\w-]{22}$/.test(href))
    if (/action="\/login\/att_[\w-]{22}\/person"/.test(now.body)) {
      run.count('asked whether to go on as somebody else')
      login.jar.replaced.push(login.tab)
      now = await login.tab.submit(now, '/person', { 'go-on': 'yes' })
    } else if (onward !== undefined && new URL(now.url).pathname.endsWith('/person')) now = await login.tab.get(onward)
    else throw new Error(`no way on: ${seen(now)}`)
  }
  throw new Error(`no end: ${seen(now)}`)
}
