/** How a login ends that one of the house's own pages asked for. */
import { newGrantId } from '#base/ids.ts'
import type { Audit } from '#audit/audit.ts'
import { Refusal } from '#http/trouble.ts'
import { type Level, reaches } from '#login/levels.ts'
import type { AnswerDoor, LoginService } from '#login/login.ts'
import { wayBackTo } from '#login/way.ts'
import type { Persons } from '#persons/persons.ts'
import { clientIdOf, type HousePage, type Visitor } from '#house-door/page.ts'
import type { Visits } from '#house-door/visits.ts'

/** What a login that came through this door is about; sealed with the login. */
export interface HouseAsked {
  readonly page: string
  readonly atLeast: Level
  /** Where on the page the person was going: a path of ours. */
  readonly back: string
}

export interface AnswerDeps {
  readonly issuer: string
  readonly visits: Visits
  readonly audit: Pick<Audit, 'note'>
  readonly persons: Pick<Persons, 'numberOf'>
  readonly page: (id: string) => HousePage
}

export const notLoggedIn = ({ home }: HousePage): string => `${home}/not-logged-in`

export const houseAnswers = (deps: AnswerDeps): AnswerDoor<HouseAsked> => ({
  async answer(c, asked, reached, _ask, record) {
    const page = deps.page(asked.page)
    const client = clientIdOf(page)
    // I2, the last of three places.
    if (!reaches(reached.level, asked.atLeast)) {
      deps.audit.note({ type: 'login.refused', person: reached.person, client, why: 'level-too-low' })
      throw new Error(`level ${reached.level} cannot answer a request for ${asked.atLeast}`)
    }
    const { person, numberHash, sid, level, method, at, began } = reached
    const visitor: Visitor = { person, numberHash, sid, level, method, at, ...(began === undefined ? {} : { began }) }
    await sameNumber(deps, page, visitor)
    const before = await deps.visits.read(c, page)
    // Kept under a secret that nobody has: it is handed out only when the transaction has held.
    const secret = await deps.visits.begin(page, visitor)
    const recorded = await record(newGrantId())
    if (!recorded.ok) return recorded
    if (before !== undefined) await deps.visits.drop(before)
    return { ok: true, record: { kind: 'house', page: page.id, secret, location: asked.back } }
  },
  refuse: (asked) => ({ kind: 'redirect', location: notLoggedIn(deps.page(asked.page)) }),
  returnAddress: ({ page }) => addressOf(deps.issuer, deps.page(page).home),
})

/** I1: the stored number must be the one that was proved, though a page may never look at it. */
async function sameNumber(deps: AnswerDeps, page: HousePage, { person, numberHash }: Visitor): Promise<void> {
  try {
    await deps.persons.numberOf(person, numberHash)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'IdentityMismatch') throw error
    deps.audit.note({ type: 'identity.mismatch', person, client: clientIdOf(page) })
    throw new Refusal('IN-12', { ...wayBackTo(serviceOf(deps.issuer, page)), detail: 'identity-mismatch' })
  }
}

/** A page as the login's pages show it. Nobody has to be told of a logout: the page looks for itself. */
export const serviceOf = (issuer: string, { name, home }: HousePage): LoginService => ({
  name,
  home: addressOf(issuer, home),
  frontchannelLogoutUri: undefined,
  frontchannelLogoutSessionRequired: false,
  looksItself: true,
})

const addressOf = (issuer: string, path: string): string => issuer.replace(/\/$/, '') + path
