/** What the gateway is opened with besides its settings: the world around it, and what tests need otherwise. */
import type { Clock } from '#base/clock.ts'
import type { CardsAt } from '#cards.ts'
import type { TrustAt } from '#certificate-checks.ts'
import type { EidsAt } from '#eids.ts'
import type { StaffAt } from '#helpdesk-parts.ts'
import type { PrinterAt } from '#letters-parts.ts'
import type { Method } from '#login/method.ts'
import type { Gateway } from '#messages/outbox.ts'
import type { MinidDeps } from '#methods/minid/deps.ts'
import type { HashCost } from '#methods/minid/password.ts'
import type { Mandates } from '#oidc/mandates.ts'
import type { Parts } from '#parts.ts'
import type { Persons } from '#persons/persons.ts'
import type { RegisterAt } from '#population-register.ts'
import type { StoreOptions } from '#stores.ts'

/** What is outside the gateway. Production has the real things; the twin and tests bring their own. */
export interface Outside {
  /** Sends messages. Undefined: the gateways of the configuration. */
  readonly gateway?: Gateway | undefined
  /** The population register. Undefined: the one of the configuration. */
  readonly population?: RegisterAt | undefined
  /** The register of powers of attorney. Undefined: there is none. */
  readonly mandates?: Mandates | undefined
  /** Who prints letters. Undefined: the printer of the configuration. */
  readonly printer?: PrinterAt | undefined
  /** eIDs behind issuers elsewhere. Undefined: those that the configuration declares. */
  readonly eids?: EidsAt | undefined
  /** Whom certificates are believed from. Undefined: the trust list of the configuration. */
  readonly trust?: TrustAt | undefined
  /** Logins with cards. Undefined: the listener of the configuration. */
  readonly cards?: CardsAt | undefined
  /** eID methods besides the house's own. */
  readonly methods?: ((inside: Inside) => readonly Method[]) | undefined
  /** MinID's accounts, pace and limits where they are not the house's. */
  readonly minid?:
    | Partial<Pick<MinidDeps, 'provision' | 'pace' | 'codesPerHour' | 'addressRule' | 'passwords'>>
    | undefined
  /** What guessing costs: hashes of passwords and of letters' codes, and the human check's work. Undefined: the house's. Only tests pay less. */
  readonly cost?: { readonly hash: HashCost; readonly iterations: number } | undefined
  /** Service owners with their services, in the form of the file: the twin's examples. */
  readonly owners?: readonly unknown[] | undefined
  /** Who works here, besides those of the configuration. */
  readonly staff?: StaffAt | undefined
  /** Pages of the twin's own. */
  readonly pages?: Parts['sandbox'] | undefined
}

/** What a method from outside may use. */
export interface Inside {
  readonly clock: Clock
  readonly persons: Persons
}

export interface OpenOptions extends StoreOptions {
  readonly outside?: Outside | undefined
  /** Timers: courier, sealer, looking for changes. Off in tests that move the clock by hand. */
  readonly background?: boolean | undefined
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined
  /** Hears each line of what applying the declared services changed. */
  readonly say?: ((line: string) => void) | undefined
}
