/** What a feature is handed to hang its pages and endpoints on. */
import type { Context, Hono } from 'hono'
import type { Language } from '#i18n/text.ts'

/** From the operator's configuration. */
export interface HelpDesk {
  readonly phone?: string | undefined
  /** A page with a contact form. */
  readonly url?: string | undefined
}

/** Set by the first middleware for every request. */
export interface RequestVariables {
  /** The user's own choice and the browser's wish; a login adds the service's (see `login/pages`). */
  language: Language
  /** The language switch's choice alone, if the user made one. */
  ownLanguage: Language | undefined
  /** How to reach the people who help: shown on every page. */
  help?: HelpDesk | undefined
  /** Set by endpoints for programs: what they answer instead of a page. */
  tellFault?: ((fault: OwnFault) => Response) | undefined
}

/** A mistake of our own at an endpoint for programs, to be told in the endpoint's own form. */
export interface OwnFault {
  readonly status: number
  readonly incident: string
}

export interface HouseEnv {
  Variables: RequestVariables
}
export type Routes = Hono<HouseEnv>
export type Request = Context<HouseEnv>
