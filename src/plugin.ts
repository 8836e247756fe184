/**
 * All that an eID from outside is made of (row E10): what `inngang/plugin` exports. Types alone: whatever a plug-in needs while it
 * runs is lent to it by `open`, so it imports nothing of Inngang's at run time and knows nothing of what lies behind the login.
 */
import type { PersonId } from '#base/ids.ts'
import type { Parameters as FormParameters } from '#http/forms.ts'
import type { Request as HouseRequest, Routes as HouseRoutes } from '#http/routes.ts'
import type { Language as HouseLanguage, Text as HouseText } from '#i18n/text.ts'
import type { Level as HouseLevel } from '#login/levels.ts'
import type * as method from '#login/method.ts'
import type * as fields from '#ui/fields.ts'
import type { html, Html as HouseHtml } from '#ui/html.ts'

export type Door = method.Door
export type Leg = method.Leg
export type MethodPage = method.MethodPage
export type MethodProof = method.MethodProof
export type Parameters = FormParameters
export type Request = HouseRequest
export type Routes = HouseRoutes
export type Language = HouseLanguage
export type Text = HouseText
export type Level = HouseLevel
export type Html = HouseHtml

/** What the module that the operator names exports, as `eid`. */
export interface EidPlugin {
  /** The contract that it was written for: this one. */
  readonly contract: 1
  /** Called once, at the start. What it throws stops the start; its message is shown to the operator. */
  open(house: PluginHouse): PluginMethod | Promise<PluginMethod>
}

/** The eID itself. Its id and the most that it may vouch for are the operator's to say. */
export type PluginMethod = Pick<
  method.Method,
  'highest' | 'group' | 'name' | 'needs' | 'mark' | 'mount' | 'callback' | 'troubled' | 'says'
>

/** What is lent to it. */
export interface PluginHouse {
  readonly id: string
  /** The most that the operator lets it vouch for. */
  readonly highest: Level
  /** Its own part of the operator's file, as it stands there: to be looked through before it is used. */
  readonly settings: unknown
  /** Where that file lies: paths in the settings are from here. */
  readonly folder: string
  /** Our address, and where an issuer elsewhere sends users back to: register it there. */
  readonly issuer: string
  readonly callback: string
  readonly clock: { now(): number }
  /**
   * Who has this identity number or D number. Undefined: it is none, or not one of this world (synthetic in production, a real one in the
   * twin). The two go into a proof together.
   */
  person(number: string): Promise<{ readonly person: PersonId; readonly numberHash: string } | undefined>
  /** To its issuer: limits of size and time, no redirects, and nothing of the operator's own network that was not allowed. */
  fetch(
    url: string,
    options?: {
      readonly method?: string
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    },
  ): Promise<Response>
  /** A line in the operator's log. `why` is a word (`issuer-slow`): no sentence, and nothing of the user. */
  log(level: 'info' | 'warn' | 'error', why: string): void
  /** Counts an outcome, a word likewise, in `inngang_eid_plugin_total`. */
  count(outcome: string): void
  wait(milliseconds: number): Promise<void>
  /** Pages look like the rest of the login when they are made of these. `html` escapes what is put into it. */
  readonly ui: { readonly html: typeof html } & Pick<
    typeof fields,
    'textField' | 'passwordField' | 'errorSummary' | 'form' | 'primaryButton' | 'secondaryButton' | 'notice'
  >
}
