/** One of the house's own pages as the login knows it, and whoever is logged in on it. */
import type { PersonId, Sid } from '#base/ids.ts'
import type { Text } from '#i18n/text.ts'
import type { Level } from '#login/levels.ts'

/** What a page says of itself. */
export interface HousePage {
  /** Lower-case letters and dashes: in the cookie's name, in audit and metrics. */
  readonly id: string
  /** Shown where a service's name is. */
  readonly name: Text
  /** Its first address, `/helpdesk`; all its pages lie below. */
  readonly home: string
  readonly atLeast: Level
  /** Each of its sessions begins with a login of its own; single sign-on is not enough. */
  readonly freshLogin?: boolean
}

/** More than the page's own rule: for what weighs more than the rest of it. */
export interface Needed {
  readonly atLeast?: Level
  /** The person proved themself at most so many seconds ago. */
  readonly within?: number
}

/** Whoever is logged in on the page. */
export interface Visitor {
  readonly person: PersonId
  /** The look-up hash of the number that the eID asserted. */
  readonly numberHash: string
  /** The gateway's session: when it ends, so does this one. */
  readonly sid: Sid
  readonly level: Level
  readonly method: string
  /** When the person proved themself, milliseconds; and when they began to, where that is known. */
  readonly at: number
  readonly began?: number
}

const shape = /^[a-z][a-z-]{0,30}$/

/** Registered services' ids begin with a letter or a digit (`services/shape.ts`): none can be this one. */
export const clientIdOf = (page: Pick<HousePage, 'id'>): string => `@${page.id}`

/** @throws for a page that cannot be one */
export function checkPage({ id, home }: HousePage): void {
  if (!shape.test(id)) throw new Error(`no id for a page: ${id}`)
  if (!/^\/[a-z-]+$/.test(home)) throw new Error(`no address for a page: ${home}`)
}
