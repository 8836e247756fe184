/**
 * The whole contract of an eID. Add one by writing a `Method` and naming it where the process is composed (row E10).
 * A method proves who a person is. It never issues anything and never sees the service that asked.
 */
import type { AttemptId, LegId, PersonId } from '#base/ids.ts'
import type { Language, Text } from '#i18n/text.ts'
import type { Step } from '#db/db.ts'
import type { CookieRules } from '#http/cookies.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import type { Asset } from '#ui/assets.ts'
import type { Html } from '#ui/html.ts'
import type { Level } from '#login/levels.ts'

export interface Method {
  /** Lower-case letters and dashes: the path below `/login/<attempt>/`, the name in audit and metrics. */
  readonly id: string
  /** No proof of this method ever counts for more. */
  readonly highest: Level
  /** Its trust group; absent: `nationalGroup`. A proof of one group never counts where another is asked for, nor in its sessions. */
  readonly group?: string
  readonly name: Text
  /** One line under the name in the chooser: what the user needs. */
  readonly needs: Text
  /** Two or three letters in the neutral mark beside the name. */
  readonly mark: string
  /** The issuer's own drawing in its place. */
  readonly logo?: Asset | undefined
  /** Hangs the method's pages on routes that start at `/login/:attempt/<id>`: `routes.get('/', …)`, `routes.post('/code', …)`. */
  mount(routes: Routes, door: Door): void
  /** Where an issuer elsewhere sends the user back to: `/callback/<id>`, with what it sent. A post has been parked and comes as a GET (security.md 13). */
  callback?(c: Request, door: Door, returned: URLSearchParams): Promise<Response>
  /** The operator has switched it off for this service; undefined: it is on. Absent: it has no switch (tests). */
  off?(clientId: string): { readonly message: Text | undefined } | undefined
  /** It does not answer at the moment; the chooser says so, and a try is allowed all the same. Absent: it is always here. */
  troubled?(): boolean
  /** What `failed` was told, as a sentence for the chooser; undefined: nothing to add. */
  says?(said: string): Text | undefined
  /** Pages besides the login (getting the eID, a new password), on routes that start at `/<id>`. */
  outside?(routes: Routes, house: MethodHouse): void
  /** Pages for the eID's owner, under My page: routes that start at `/my/<id>`. */
  mine?(routes: Routes, pages: OwnPages): void
  /** What My page says of its owner's own beside its name; undefined: they have none. */
  own?(person: PersonId, language: Language): Promise<OwnEid | undefined>
  /** What waits and is due: asked for every few seconds. */
  due?(house: MethodHouse): Promise<void>
  /**
   * A login without a page, for `login_hint` (the twin's `testid:` only). Undefined: the hint is not for this method.
   * @throws Refusal-like outcomes are returned as `{ error }`, answered as access_denied with that description
   */
  headless?(hint: string): Promise<{ readonly proof: MethodProof } | { readonly error: string } | undefined>
}

/** What the login lends to a method's pages outside it. */
export interface MethodHouse {
  readonly issuer: string
  readonly cookies: CookieRules
  /**
   * Ends all sessions of a person as part of what ends them, whatever the browser, and all that was proved before it and is still
   * on its way to an answer. Who is told is settled after it.
   */
  endSessions(person: PersonId): readonly Step[]
}

/** Somebody's eID as My page shows it. */
export interface OwnEid {
  /** One line. */
  readonly says: string
  /** What its owner should know at once, a sentence each. */
  readonly notices: readonly string[]
}

/** Somebody at a page of their own. */
export interface Owner {
  readonly person: PersonId
  readonly numberHash: string
  /** What they logged in with, how high that reached, and when (milliseconds). */
  readonly method: string
  readonly level: Level
  readonly at: number
}

/** Somebody at a page of their own in this very request. Only `OwnPages.require` makes one. */
export interface AtHome {
  readonly owner: Owner
  /** The hidden field of every form. */
  readonly stamp: Html
}

/** What My page lends to a method's pages in it. */
export interface OwnPages extends MethodHouse {
  /** Whoever is logged in; else the answer that sends the browser into a login. `within`: the login is no older, seconds. */
  require(c: Request, needed?: { readonly within?: number }): Promise<AtHome | Response>
  /** The form that was sent, from a page that was made for this visit. An old one is led to My page (thrown). @throws Refusal IN-05, IN-10 */
  posted(c: Request, home: AtHome): Promise<Parameters>
  /** A page in My page's surroundings. */
  show(c: Request, home: AtHome, page: MethodPage): Response
}

/** The eIDs that say who somebody is in the national register, as ID-porten's group of that name. */
export const nationalGroup = 'idporten'
/** Organisations, which log in by certificates of theirs: nobody in particular is behind them. */
export const organisationGroup = 'organisation'
export const groupOf = ({ group = nationalGroup }: Pick<Method, 'group'>): string => group

/** What a method asserts; the door adds which method it was and caps the level. */
export interface MethodProof {
  readonly person: PersonId
  /** The look-up hash of the number that the eID asserted: the identity seal compares it when the answer is written. */
  readonly numberHash: string
  readonly level: Level
  /** RFC 8176-like names as services see them: `Minid-OTC`, `TestID`. */
  readonly amr: readonly string[]
  /** When the person proved themself, milliseconds. */
  readonly at: number
  /** When they proved the first part of it, where there are several; absent: `at`. */
  readonly began?: number
  /** Only where the eID itself gives the name (row E5). */
  readonly name?: { readonly given: string; readonly family: string }
}

/** One transaction with one eID, bound to browser, attempt and method. Only the door makes one. */
export interface Leg {
  readonly id: LegId
  readonly attempt: AttemptId
  readonly method: string
  readonly language: Language
  /** What the method itself keeps between its pages (JSON), sealed with the attempt. */
  readonly data: unknown
  /** Goes out to an upstream eID as `state`: `<attempt>.<128-bit leg secret><MAC>`. */
  readonly state: string
  /** Where the method's pages are: `/login/att_…/<id>`. */
  readonly path: string
  /** The lowest level that helps the user here. */
  readonly atLeast: Level
  /** An earlier login somewhere else is not enough: the user proves themself now. */
  readonly fresh: boolean
  /** What the service said of the user it expects, unread: only for an issuer that is told in private. */
  readonly loginHint: string | undefined
  /** An identity number to fill in for the user. Whether it is theirs is for the method to find out, as of one that was typed. */
  readonly prefilledNumber: string | undefined
}

/** A page of a method: the door puts service name, step, language switch, help and cancel around it. */
export interface MethodPage {
  /** The step, as the page's heading and the first part of its title. */
  readonly title: Text
  readonly body: Html
  /** Where the page's form may lead besides us (CSP `form-action`): the last form of a method says `leaves: true`. */
  readonly leaves?: boolean
  /** True when the page shows an error: the title says so first. */
  readonly faulty?: boolean
}

/** The only way back into the login. Every verb checks cookie, attempt, method and "is this the newest leg". */
export interface Door {
  /** Binds a new transaction: whatever leg the attempt had is old from now on. */
  begin(c: Request): Promise<Leg>
  /** The attempt's leg with this method if it is open, else a new one: for methods that are pages of ours. */
  current(c: Request): Promise<Leg>
  /** A form of ours coming back: own origin, stage stamp, newest leg. An old stage is sent to the current step (thrown). */
  posted(c: Request): Promise<{ readonly leg: Leg; readonly form: Parameters }>
  /** An upstream's return, by its `state`. */
  resume(c: Request, state: string): Promise<Leg>
  /** Writes the method's own state by compare-and-set. Somebody else was first: the user is sent to the current step (thrown). */
  keep(leg: Leg, data: unknown): Promise<Leg>
  /** A hidden field with the stage stamp: every form of a method carries it. */
  stamp(leg: Leg): Html
  show(c: Request, leg: Leg, page: MethodPage): Promise<Response>
  /** Spends the leg. Level = min(asserted, the method's highest). */
  proved(c: Request, leg: Leg, proof: MethodProof): Promise<Response>
  /** Back to the chooser. */
  cancelled(c: Request, leg: Leg): Promise<Response>
  /** Back to the chooser with a sentence that says why; `said` is the method's own word for it (`Method.says`). */
  failed(c: Request, leg: Leg, why: 'refused' | 'expired' | 'unavailable', said?: string): Promise<Response>
}
