/** What each page of the login needs to know. The pages are pure: props in, markup out. */
import type { Language, Text } from '#i18n/text.ts'
import type { NoticeKind } from '#login/attempt.ts'
import type { Level } from '#login/levels.ts'
import type { Wanted } from '#login/login.ts'

/** Around every page of a login. */
export interface Surroundings {
  readonly language: Language
  /** The service that asked, in the page's language, and its home page. Undefined on pages outside a login. */
  readonly service: { readonly name: string; readonly home: string | undefined } | undefined
  /** The address of this page, for the language switch to come back to. */
  readonly here: string
  /** Where "cancel" posts to, with the stage stamp; undefined: nothing to cancel. */
  readonly cancel: { readonly action: string; readonly stamp: string } | undefined
}

export interface ChooseProps {
  readonly asked: Level
  readonly offered: readonly {
    readonly id: string
    readonly name: Text
    readonly needs: Text
    readonly mark: string
    /** Where the issuer's own logo is; undefined: the letters do. */
    readonly logo?: string | undefined
    readonly href: string
    readonly last: boolean
    /** It did not answer the last ones who tried. */
    readonly troubled: boolean
  }[]
  /** Switched off by the operator, with what is said of it. */
  readonly off: readonly { readonly name: Text; readonly message: Text | undefined }[]
  /** Methods that exist here but cannot reach the level: one line says why they are missing. */
  readonly missing: readonly Text[]
  /** Set when the user is logged in, but not strongly enough: the page says so (row E4). */
  readonly stepUpFrom: Level | undefined
  /** Why the last eID did not work out. */
  readonly notice: NoticeKind | undefined
  /** The same in the eID's own words. */
  readonly said: Text | undefined
}

export interface ConfirmPersonProps {
  readonly action: string
  readonly stamp: string
}

export interface ConsentProps {
  readonly action: string
  readonly stamp: string
  /** Its name in the page's language. */
  readonly service: string | undefined
  readonly items: Wanted['items']
  /** `organisation`: of one, and of no person. */
  readonly tells: (NonNullable<Wanted['tells']> & { readonly organisation?: boolean }) | undefined
  /** Agreed, and to nothing. */
  readonly faulty: boolean
}

export interface PartyProps {
  readonly action: string
  readonly stamp: string
  /** Its name in the page's language. */
  readonly service: string | undefined
  readonly parties: readonly { readonly id: string; readonly name: string }[]
  /** What the button for oneself says. */
  readonly self: string
}

export interface LogoutProps {
  /** Addresses for frames (front channel). */
  readonly frames: readonly string[]
  /** Services that are told by a frame alone, straight from here (back channel), and not at all. */
  readonly sent: readonly string[]
  readonly told: readonly string[]
  readonly untold: readonly string[]
  readonly onward: { readonly href: string; readonly name: string } | undefined
  /** In other browsers too. */
  readonly everywhere?: boolean
  /** There was no session to end. */
  readonly nothing: boolean
}

export interface LogoutQuestionProps {
  readonly action: string
  readonly stamp: string
  /** Who asks, where that is known. */
  readonly service: string | undefined
}
