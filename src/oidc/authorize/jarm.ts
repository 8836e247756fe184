/** The answer to an authorization request as one signed token (JWT Secured Authorization Response Mode, JARM). */
import { seconds } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { signJws } from '#keys/jws.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import type { ResponseMode } from '#oidc/ports.ts'
import { usualAlgorithm } from '#oidc/profiles.ts'

export type JarmDeps = Pick<OidcDeps, 'issuer' | 'clock' | 'keys' | 'clients'>

/** `jwt` is the default of the response type (JARM §2.3.4): a code goes in the query. */
const modes: ReadonlyMap<string, ResponseMode> = new Map([
  ['query', 'query'],
  ['form_post', 'form_post'],
  ['query.jwt', 'query.jwt'],
  ['form_post.jwt', 'form_post.jwt'],
  ['jwt', 'query.jwt'],
])

/** What discovery lists, and all that is known. */
export const responseModes: readonly string[] = [...modes.keys()]

/** `query` where nothing is asked for; undefined: not known here. */
export const responseModeOf = (value: string | undefined): ResponseMode | undefined =>
  value === undefined ? 'query' : modes.get(value)

/** Members of the answer, wrapped where the client asked for that. */
export function wrapped(
  deps: JarmDeps,
  to: { readonly clientId: string; readonly responseMode: ResponseMode },
  fields: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (!to.responseMode.endsWith('.jwt')) return fields
  const client = deps.clients.find(to.clientId)
  const usual = client === undefined ? 'RS256' : usualAlgorithm(client)
  const signer = deps.keys.signer(client?.authorizationAlgorithm ?? usual)
  const exp = seconds(deps.clock) + lifetimes.authorizationResponse
  // JARM §2.1. `iss` stands inside, and then nowhere else (RFC 9207 §2).
  return { response: signJws(signer, { ...fields, iss: deps.issuer, aud: to.clientId, exp }) }
}
