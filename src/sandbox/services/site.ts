/** What makes one example service differ from another. */
import type { Clock } from '#base/clock.ts'
import type { CookieRules } from '#http/cookies.ts'
import type { Language, Text } from '#i18n/text.ts'
import type { RelyingParty, ServiceLevel } from '#sandbox/services/relying-party.ts'
import type { Brand } from '#sandbox/services/shell.ts'
import type { Task } from '#sandbox/services/task.ts'
import type { Html } from '#ui/html.ts'

export interface Site {
  readonly brand: Brand
  /** What every login here asks for. */
  readonly level: ServiceLevel
  readonly intro: Text
  readonly tasks: readonly Task[]
  /** A list page of the service's own. */
  readonly list?: {
    readonly path: string
    readonly title: Text
    readonly lead: Text
    body(l: Language, now: number): Html
  }
  readonly other: Neighbour
}

/** What a service is made of; addresses and neighbours come when it starts. */
export interface SiteContent extends Pick<Site, 'level' | 'intro' | 'tasks' | 'list'> {
  /** A constant drawing of our own, 24 by 24, in the current colour. */
  readonly mark: string
  /** A place inside the other service that this one leads to. */
  readonly deep?: NonNullable<Neighbour['deep']>
}

/** The other example service, and a place inside it. */
export interface Neighbour {
  readonly name: Text
  readonly origin: string
  readonly deep?: { readonly text: Text; readonly path: string }
}

export interface SiteDeps {
  readonly cookies: CookieRules
  readonly origin: string
  /** The stylesheet's text. */
  readonly style: string
  readonly clock: Clock
  readonly rp: RelyingParty
  /** Told of what failed: what, and why; nothing of the user. */
  readonly failed: (what: string, cause: unknown) => void
}
