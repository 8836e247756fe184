/** What the provider is handed by the composition root. */
import type { Audit } from '#audit/audit.ts'
import type { Clock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import type { Hot } from '#hot/hot.ts'
import type { CertificateDoor } from '#http/client-certificate.ts'
import type { Request } from '#http/routes.ts'
import type { DetailTypes } from '#oidc/authorization-details.ts'
import type { FormPost, ToApp } from '#oidc/authorize/answer.ts'
import type { SigningKeys, Vault } from '#keys/keys.ts'
import type { ClientKeys } from '#oidc/client-keys.ts'
import type { Mandates } from '#oidc/mandates.ts'
import type {
  AcrNames,
  ClientIssuers,
  Clients,
  Eids,
  EnterpriseCertificates,
  LoginPort,
  Scopes,
  Subjects,
} from '#oidc/ports.ts'

export interface OidcDeps {
  /** Exact, as clients compare it: no trailing slash. */
  readonly issuer: string
  readonly clock: Clock
  readonly hot: Hot
  readonly database: Database
  readonly keys: SigningKeys
  readonly vault: Pick<Vault, 'macKey'>
  readonly audit: Pick<Audit, 'write' | 'note'>
  readonly clients: Clients
  readonly clientKeys: ClientKeys
  /** Absent: clients' certificates are not taken here. */
  readonly certificates?: CertificateDoor | undefined
  /** Absent: nobody is trusted to issue certificates to clients. */
  readonly clientIssuers?: ClientIssuers | undefined
  /** Absent: enterprise certificates are not taken here. */
  readonly enterprise?: EnterpriseCertificates | undefined
  readonly scopes: Scopes
  readonly details: DetailTypes
  /** The register of powers of attorney. Absent: nobody logs in for another. */
  readonly mandates?: Mandates | undefined
  readonly acr: AcrNames
  readonly eids: Eids
  readonly login: LoginPort
  readonly subjects: Subjects
  /** A page that posts the fields to the client by itself, and by a button without scripts (OAuth 2.0 Form Post Response Mode). */
  readonly formPost: (c: Request, answer: FormPost) => Response | Promise<Response>
  /** A page whose button leads to the app. */
  readonly appPage: (c: Request, answer: ToApp) => Response | Promise<Response>
  /** Where clients register themselves (RFC 7591), if the operator opened that; undefined: discovery says nothing of it. */
  readonly registrationEndpoint?: string | undefined
  readonly count?: (name: string, labels: Readonly<Record<string, string>>) => void
}

/** Paths below the issuer. */
export const paths = {
  discovery: '/.well-known/openid-configuration',
  serverMetadata: '/.well-known/oauth-authorization-server',
  jwks: '/jwks.json',
  par: '/par',
  authorize: '/authorize',
  token: '/token',
  /** Where clients of the REST door look for it (facts of the REST API that it is made after). */
  restToken: '/auth/open/connect/token',
  revoke: '/token/revoke',
  introspect: '/token/introspect',
  userinfo: '/userinfo',
  logout: '/logout',
} as const

/** What the door for certificates serves of them, under the same paths (RFC 8705 §5). */
export const aliased = ['token', 'revoke', 'introspect', 'par', 'userinfo'] as const

export const addressOf = (deps: Pick<OidcDeps, 'issuer'>, path: keyof typeof paths): string =>
  deps.issuer.replace(/\/$/, '') + paths[path]

/** The same as whoever asks knows it: the door for certificates has an address of its own (RFC 8705 §5). Never what `Host` says. */
export const addressHere = (
  { issuer, certificates }: Pick<OidcDeps, 'issuer' | 'certificates'>,
  c: Request,
  path: string,
): string => (certificates?.entered(c) === true ? certificates.origin : issuer.replace(/\/$/, '')) + path
