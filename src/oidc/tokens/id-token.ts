/** The ID token (OpenID Connect Core §2), as facts of ID-porten have it: no `at_hash`, `amr` always a list. */
import { lifetimes } from '#base/lifetimes.ts'
import { randomToken } from '#base/secrets.ts'
import type { Client } from '#oidc/client.ts'
import type { UserGained } from '#oidc/grants/grant.ts'
import type { Subjects } from '#oidc/ports.ts'
import { namedOrganisation } from '#oidc/tokens/organisation.ts'
import { ninClaims } from '#oidc/tokens/nin-claims.ts'

export interface IdTokenInput {
  readonly issuer: string
  readonly client: Client
  readonly gained: Pick<UserGained, 'content'>
  /** Undefined: what was granted is pseudonymous. */
  readonly pid: string | undefined
  /** The number of the organisation that logged in; undefined: a person did, or it is not told. */
  readonly organisation: string | undefined
  readonly sub: string
  readonly subjects: Pick<Subjects, 'numberClaims' | 'ownClaims'>
  /** Seconds since 1970. */
  readonly now: number
}

/** Where it was asked for by name: the scope `profile` brings its two halves. */
const wholeName = ({ claims, reached: { name } }: UserGained['content']): string | undefined =>
  name && claims?.idToken.includes('name') === true ? `${name.given} ${name.family}` : undefined

/** Members that are undefined are left out when it is signed. */
export function idTokenClaims(input: IdTokenInput): Readonly<Record<string, unknown>> {
  const { issuer, client, gained, pid, sub, now, subjects } = input
  const { content } = gained
  const { reached } = content
  const told = (name: string): boolean =>
    content.scope.includes('profile') || content.claims?.idToken.includes(name) === true
  return {
    iss: issuer,
    aud: client.id,
    sub,
    pid,
    organisation: input.organisation === undefined ? undefined : namedOrganisation(input.organisation),
    acr: content.acr,
    amr: reached.amr,
    auth_time: Math.floor(reached.authTime / 1000),
    iat: now,
    exp: now + lifetimes.idToken,
    jti: randomToken(8),
    nonce: content.nonce,
    // OpenID Connect Front-Channel Logout 1.0 §3, Back-Channel Logout 1.0 §2.1: only where the client will be told of a logout by it.
    sid: client.frontchannelLogoutSessionRequired || client.backchannelLogoutSessionRequired ? reached.sid : undefined,
    locale: told('locale') || client.localeAlways ? reached.locale : undefined,
    name: wholeName(content),
    given_name: told('given_name') ? reached.name?.given : undefined,
    family_name: told('family_name') ? reached.name?.family : undefined,
    ...ninClaims(subjects, { scope: content.scope, pid, name: reached.name }),
    authorization_details: content.authorizationDetails,
    // ID-porten: its documents name the claim in two ways.
    client_onbehalfof: content.onBehalfOf,
    aud_onbehalfof: content.onBehalfOf,
    ...subjects.ownClaims?.(pid),
  }
}
