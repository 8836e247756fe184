/**
 * What every eID survives (row E10; I1, I3, I4). Whoever adds one writes a `Walk` for it and calls `methodConformance`: all that
 * an eID can get wrong towards the login is tried on it, through the app, as browsers do it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, linksIn, textOf, type Visit } from '../browser.ts'
import { type Asked, service } from '../client.ts'
import { sentTo } from '../issuers.ts'
import type { World } from '../world.ts'

/** The last request of an eID's way, ready to be sent: by the browser that went there, or by another one. */
export type Last = (browser: Browser) => Promise<Visit>

export interface Walk {
  /** The method's id. */
  readonly id: string
  /** A service that it reaches, and one that it does not; undefined: it reaches every level. */
  readonly enough: string
  readonly tooMuch: string | undefined
  /** How the service is told who it was; absent: by their number, as `pid`. */
  readonly told?: { readonly claim: string; of(person: Person): unknown }
  /** From the chooser to the last request. */
  ready(world: World, browser: Browser, chooser: Visit, person: Person): Promise<Last>
  /** The same, in a way that is too weak for `enough`. Absent: it has but one. */
  weaker?(world: World, browser: Browser, chooser: Visit, person: Person): Promise<Last>
}

interface Begun {
  readonly asked: Asked
  readonly browser: Browser
  readonly chooser: Visit
}

export function methodConformance(walk: Walk, open: () => World): void {
  const begin = async (browser = open().browser()): Promise<Begun> => {
    const asked = await (await service(open(), walk.enough)).ask()
    return { asked, browser, chooser: await browser.get(asked.url) }
  }
  const ready = ({ browser, chooser }: Begun, person: Person): Promise<Last> =>
    walk.ready(open(), browser, chooser, person)
  const { claim: tells, of: whose } = walk.told ?? { claim: 'pid', of: ({ number }: Person) => number }
  const told = async ({ asked }: Begun, visit: Visit): Promise<unknown> => (await asked.finish(visit)).claims()?.[tells]
  /** A page of ours, and nobody sent anywhere. */
  const stays = (visit: Visit, says?: RegExp): void => {
    assert.equal(visit.headers.get('location'), null, `sent to ${visit.headers.get('location')}`)
    if (says !== undefined) assert.match(textOf(visit), says)
  }
  const people = (): readonly [Person, Person] => {
    const [one, two] = open().people.withMinid(2)
    if (one === undefined || two === undefined) throw new Error('a world without people')
    return [one, two]
  }
  const claim = (what: string, work: () => Promise<void>): void => void test(`E10 ${walk.id}: ${what}`, work)

  claim('whoever proves themself is answered with, at a level that was asked for', async () => {
    const login = await begin()
    const [person] = people()
    assert.deepEqual(await told(login, await (await ready(login, person))(login.browser)), whose(person))
  })

  claim('I1 its last request from another browser proves nobody there, and is not used up', async () => {
    const login = await begin()
    const [person] = people()
    const last = await ready(login, person)
    const stranger = open().browser()
    stays(await last(stranger), /IN-02/)
    // Nor in a browser that is on a way of its own.
    const other = await begin(stranger)
    await ready(other, people()[1])
    stays(await last(stranger), /IN-02/)
    assert.deepEqual(await told(login, await last(login.browser)), whose(person))
  })

  claim('I4 its last request twice and at once: one answer, and the same one again', async () => {
    const login = await begin()
    const [person] = people()
    const last = await ready(login, person)
    const visits = await Promise.all([last(login.browser), last(login.browser), last(login.browser)])
    const codes = new Set(
      [...visits, await last(login.browser)].map((visit) => new URL(sentTo(visit)).searchParams.get('code')),
    )
    assert.equal(codes.size, 1)
    assert.deepEqual(await told(login, visits[0] as Visit), whose(person))
  })

  claim('I1 two logins in two tabs, two people: each answer is its own tab’s', async () => {
    const [one, two] = people()
    const first = await begin()
    const second = await begin(first.browser)
    const lasts = [await ready(first, one), await ready(second, two)] as const
    const answers = await Promise.all(lasts.map((last) => last(first.browser)))
    for (const [i, login] of [first, second].entries()) {
      const answer = answers[i] as Visit
      // The later of the two finds somebody else logged in, and is asked.
      if (answer.headers.get('location') === null) stays(answer, /noen andre|en annen/i)
      else assert.deepEqual(await told(login, answer), whose(i === 0 ? one : two))
    }
  })

  claim('I3 its last request after half an hour leads to a page with a way on', async () => {
    const login = await begin()
    const last = await ready(login, people()[0])
    open().clock.advance(31 * 60_000)
    const visit = await last(login.browser)
    stays(visit, /IN-01/)
    assert.ok(linksIn(visit).length > 0)
  })

  claim('its last request after the user has cancelled gives the service no code', async () => {
    const login = await begin()
    const last = await ready(login, people()[0])
    const cancelled = await login.browser.submit(login.chooser, '/cancel')
    const back = cancelled.headers.get('location') === null ? await cancel(login) : cancelled
    assert.equal(new URL(sentTo(back)).searchParams.get('error'), 'access_denied')
    const late = await last(login.browser)
    assert.equal(new URL(sentTo(late)).searchParams.get('code'), null)
  })

  claim('I2 where it is too weak it has no page, and where the service has excluded it neither', async () => {
    const { tooMuch } = walk
    for (const id of [...(tooMuch === undefined ? [] : [tooMuch]), ...(walk.id === 'minid' ? [] : ['only-minid'])]) {
      const browser = open().browser()
      const chooser = await browser.get((await (await service(open(), id)).ask()).url)
      const there = await browser.get(`${new URL(chooser.url).pathname}/${walk.id}`)
      assert.equal(new URL(there.url).pathname, new URL(chooser.url).pathname)
      stays(there)
    }
  })

  if (walk.weaker !== undefined) {
    claim('I2 proved more weakly than is needed: told so, no code, and the stronger way does', async () => {
      const login = await begin()
      const [person] = people()
      const last = await walk.weaker?.(open(), login.browser, login.chooser, person)
      const page = await last?.(login.browser)
      assert.ok(page !== undefined)
      stays(page, /ikke sikker nok for dette/)
      const again = await ready({ ...login, chooser: page }, person)
      assert.deepEqual(await told(login, await again(login.browser)), whose(person))
    })
  }

  claim('E4 another person’s proof beside somebody’s session is asked about, never answered with', async () => {
    const [one, two] = people()
    const login = await begin()
    await told(login, await (await ready(login, one))(login.browser))
    const asked = await (await service(open(), walk.enough)).ask({ prompt: 'login' })
    const again: Begun = { asked, browser: login.browser, chooser: await login.browser.get(asked.url) }
    const visit = await (await ready(again, two))(login.browser)
    stays(visit, /noen andre|en annen/i)
    const on = await login.browser.submit(visit, '/person', { 'go-on': 'yes' })
    assert.deepEqual(await told(again, on), whose(two))
  })

  claim('what it gave before a logout is worth nothing after it', async () => {
    const login = await begin()
    const back = await (await ready(login, people()[0]))(login.browser)
    await login.browser.get(`/logout?client_id=${walk.enough}`)
    await assert.rejects(login.asked.finish(back), { error: 'invalid_grant' })
  })

  /** The chooser anew: the eID's pages have moved the login on. */
  async function cancel({ browser, chooser }: Begun): Promise<Visit> {
    return browser.submit(await browser.get(new URL(chooser.url).pathname), '/cancel')
  }
}
