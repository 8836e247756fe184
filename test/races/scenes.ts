/** Crossings that need a stage of their own: whole browsers and people are set up for one question. */
import { landed, type Visit } from '../browser.ts'
import { advance, newLogin } from './login.ts'
import { type Asked, ask } from './relying-party.ts'
import { type Jar, type Run, seen, sentOn } from './run.ts'
import { issuer, type RaceService } from './services.ts'

export interface Scene {
  readonly name: string
  play(run: Run): Promise<void>
}

export interface Begun {
  readonly asked: Asked
  readonly path: string
  readonly chooser: Visit
}

/** A login as far as the chooser. */
export async function begin(
  run: Run,
  jar: Jar,
  service: RaceService,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Begun> {
  const asked = await ask(run, service, parameters)
  const chooser = await jar.tab().get(asked.url)
  const path = new URL(chooser.url).pathname
  if (!/^\/login\/att_[\w-]{22}$/.test(path)) throw new Error(`no chooser: ${seen(chooser)}`)
  return { asked, path, chooser }
}

/** Through the test eID, for scenes about what comes after a proof. */
export async function prove(jar: Jar, path: string, number: string, level = 'substantial'): Promise<Visit> {
  const tab = jar.tab()
  return tab.submit(await tab.get(`${path}/test`), '/test', { number, level })
}

export interface LoggedIn {
  readonly asked: Asked
  readonly path: string
  readonly landed: URL
  readonly number: string
}

/** A login of somebody new, by the test eID, with the code not yet redeemed. */
export async function logIn(
  run: Run,
  jar: Jar,
  service: RaceService,
  options: { number?: string; parameters?: Readonly<Record<string, string>> } = {},
): Promise<LoggedIn> {
  const number = options.number ?? run.person().number
  const { asked, path } = await begin(run, jar, service, options.parameters)
  return { asked, path, number, landed: landed(await prove(jar, path, number)) }
}

/** A login through MinID as far as its code page. */
export async function atCodePage(run: Run, jar: Jar, service: RaceService, person = run.person()) {
  const login = newLogin(run, jar, service, { person })
  await advance(run, login, 'code')
  return login
}

export const cookieOf = (name: string): string => `${name}-${new URL(issuer).port}`
export const sessionCookie = cookieOf('s')

/** A code came out, where nothing may. */
export function notAnswered(run: Run, kind: string, visit: Visit): void {
  if (sentOn(visit)?.searchParams.has('code') === true) run.fault(kind, 'was answered with a code')
  else if (visit.status >= 500) run.fault(kind, `was not refused but failed: ${seen(visit)}`)
}

/** Sent back to the service with this error. */
export function refusedWith(run: Run, kind: string, visit: Visit, error: string): void {
  const told = sentOn(visit)?.searchParams
  const what = told?.has('code') === true ? 'a code' : (told?.get('error') ?? seen(visit))
  if (what !== error) run.fault(kind, `expected ${error}: ${what}`)
}
