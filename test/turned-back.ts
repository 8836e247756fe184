/** What becomes of a user whose eID did not work out: told why at the chooser, and in by the same eID when it is honest again. */
import assert from 'node:assert/strict'
import { readAudit } from '#audit/read.ts'
import { textOf, type Visit } from './browser.ts'
import { type Begun, type LyingIssuer, told } from './lying-issuer.ts'

export const unbelieved = /^Svaret fra Løgneren kunne ikke bekreftes, og du er ikke logget inn\. Prøv igjen\./
export const away = /^Den innloggingsmåten svarer ikke akkurat nå\. Velg en annen/
export const elsewhere = /^Innloggingen hos Løgneren lyktes ikke\. Prøv igjen, eller velg en annen måte\.$/

type Why = 'refused' | 'unavailable'

export function turnings(liar: LyingIssuer) {
  /** The eID's own audit events since then. */
  async function failures(since: number): Promise<readonly unknown[]> {
    const { audit, parts } = liar.world()
    await audit.flush()
    const rows = await readAudit(parts, { type: 'eid.failed', since })
    return rows.map(({ fields }) => [fields?.['method'], fields?.['why']])
  }

  /** At the chooser, told why, nobody sent anywhere, another way in reach; the trail has it, and no number stands anywhere. */
  async function turnedBack(visit: Visit, says: RegExp, why: Why, since: number): Promise<void> {
    assert.equal(visit.headers.get('location'), null)
    assert.equal(visit.status, 200)
    assert.match(told(visit) ?? textOf(visit), says)
    assert.match(visit.body, /href="[^"]*\/test"/)
    assert.deepEqual(await failures(since), [['liar', why]])
    const { log, people } = liar.world()
    assert.equal(log.filter((line) => line.includes(people.at(0).number)).length, 0)
  }

  /** The same browser, the same login: the eID is honest again, or another one is taken. */
  async function getsIn({ asked, browser, leave, answer, back }: Begun, chooser: Visit): Promise<void> {
    liar.honest()
    const out = await leave(chooser)
    assert.equal(typeof out, 'string')
    const visit = await back(answer(out as string))
    assert.equal((await asked.finish(visit)).claims()?.['pid'], liar.world().people.at(0).number)
    await browser.get('/logout')
  }

  async function refusedAndOn(login: Begun, visit: Visit, says: RegExp, why: Why, since: number) {
    await turnedBack(visit, says, why, since)
    await getsIn(login, visit)
  }

  return { turnedBack, getsIn, refusedAndOn }
}
