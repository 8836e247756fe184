/** The answer to an authorization request as one token, signed and perhaps encrypted (JWT Secured Authorization Response Mode, JARM). */
import { seconds } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { signJws } from '#keys/jws.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import type { ResponseMode } from '#oidc/ports.ts'
import { usualAlgorithm } from '#oidc/profiles.ts'
import { type EncryptDeps, encryptFor, encryptionKeyOf } from '#oidc/tokens/encrypt-for.ts'

export type JarmDeps = Pick<OidcDeps, 'issuer' | 'clock' | 'keys' | 'clients'> & EncryptDeps

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

interface WrappedFor {
  readonly clientId: string
  readonly responseMode: ResponseMode
}

/** Turns the members of an answer into what is sent. */
export type Wrap = (fields: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string>>>

/**
 * What will wrap the answer, where the client asked for that: found before there is anything to wrap.
 * @throws OAuthError `server_error` where there is no key to encrypt with: in the clear it is never sent
 */
export async function wrapFor(deps: JarmDeps, { clientId, responseMode }: WrappedFor): Promise<Wrap> {
  if (!responseMode.endsWith('.jwt')) return (fields) => Promise.resolve(fields)
  const client = deps.clients.find(clientId)
  const signer = deps.keys.signer(client?.authorizationAlgorithm ?? (client ? usualAlgorithm(client) : 'RS256'))
  const encryption = client?.authorizationEncryption
  const readBy = client && encryption && (await encryptionKeyOf(deps, client, encryption))
  return async (fields) => {
    const exp = seconds(deps.clock) + lifetimes.authorizationResponse
    // JARM §2.1. `iss` stands inside, and then nowhere else (RFC 9207 §2).
    const signed = signJws(signer, { ...fields, iss: deps.issuer, aud: clientId, exp })
    // §2.2: signed, then encrypted.
    return { response: readBy && encryption ? await encryptFor(readBy, encryption, signed, 'JWT') : signed }
  }
}
