/** What an app is made of, and what it lends to those around it. */
import type { Clock } from '#base/clock.ts'
import type { Config } from '#config/table.ts'
import type { Every } from '#background.ts'
import type { Audit } from '#audit/audit.ts'
import type { Database } from '#db/db.ts'
import type { Hot } from '#hot/hot.ts'
import { type Log, type RefusalView } from '#http/answer.ts'
import type { CertificateDoor } from '#http/client-certificate.ts'
import type { Request, Routes } from '#http/routes.ts'
import { type HouseDoor } from '#house-door/house-door.ts'
import type { SigningKeys, Vault } from '#keys/keys.ts'
import type { Letters } from '#letters/letters.ts'
import type { Outbox } from '#messages/outbox.ts'
import { type Method } from '#login/method.ts'
import type { Switches } from '#login/switches/switches.ts'
import type { Tally } from '#login/switches/tally.ts'
import type { Metrics } from '#observe/metrics.ts'
import type { BackChannel } from '#oidc/logout/back-channel.ts'
import type { DetailTypes } from '#oidc/authorization-details.ts'
import type { Mandates } from '#oidc/mandates.ts'
import type { AcrNames, ClientIssuers, Eids, EnterpriseCertificates, Scopes } from '#oidc/ports.ts'
import type { Persons } from '#persons/persons.ts'
import type { Services } from '#services/clients.ts'
import type { Staff } from '#staff/staff.ts'
import type { Html } from '#ui/html.ts'

/** Everything an app is made of, opened already. */
export interface Parts {
  readonly config: Config
  readonly clock: Clock
  readonly database: Database
  readonly hot: Hot
  readonly vault: Vault
  readonly keys: SigningKeys
  readonly audit: Audit
  readonly persons: Persons
  readonly letters: Letters
  readonly outbox: Outbox
  /** Undefined: nobody works here, and there are no pages for them. */
  readonly staff: Staff | undefined
  readonly services: Services
  readonly methods: readonly Method[]
  readonly switches: Switches
  readonly tally: Tally
  readonly backChannel: BackChannel
  /** Absent: clients' certificates are not taken here. */
  readonly certificates?: CertificateDoor | undefined
  /** Absent: nobody is trusted to issue them. */
  readonly clientIssuers?: ClientIssuers | undefined
  /** Absent: enterprise certificates are not taken here. */
  readonly enterprise?: EnterpriseCertificates | undefined
  /** The register of powers of attorney. Absent: nobody logs in for another. */
  readonly mandates?: Mandates | undefined
  /** The listener that logins with cards go by. Absent: there are none. */
  readonly cardDesk?: CertificateDoor | undefined
  readonly log: Log
  readonly metrics: Metrics
  readonly wait: (milliseconds: number) => Promise<void>
  /** The twin's own pages. */
  readonly sandbox?: (routes: Routes, gateway: Gateway) => (c: Request, view: RefusalView) => Html | undefined
  /** For what the parts do now and then. Absent: nothing is done by itself (tests). */
  readonly every?: Every
  /** Health, metrics: what the process adds. */
  readonly operations?: (routes: Routes) => void
}

/** What the sandbox's explanations look at. */
export interface Gateway {
  readonly issuer: string
  readonly clock: Clock
  readonly clients: Services
  readonly clientIds: () => readonly string[]
  readonly scopes: Scopes
  readonly details: DetailTypes
  readonly keys: SigningKeys
  readonly acr: AcrNames
  readonly eids: Eids
  /** For pages of the twin's own that people log in to. */
  readonly houseDoor: HouseDoor
}
