/** One service by itself, judged as it would be in the file: form, meaning, and what it names of others. For what comes over the network. */
import { nearest } from '#base/near.ts'
import { readOrgNumber } from '#base/org-number.ts'
import { unknownTypeFaults } from '#services/detail-rules.ts'
import { memberFaults } from '#services/form.ts'
import { type Fault, serviceFaults, type Surroundings } from '#services/rules.ts'
import { houseScopes } from '#services/scope-rules.ts'
import { type ServiceEntry, serviceShape } from '#services/shape.ts'
import { findScope, scopeStanding } from '#services/standing.ts'
import type { Registered } from '#services/store.ts'

export interface Checking {
  readonly around: Surroundings
  readonly registered: Registered
  /** The organisation whose service it is. */
  readonly owner: string
  readonly integrationType: string
  /** Keys may follow in a request of their own. */
  readonly keysLater: boolean
}

export type Checked =
  | { readonly ok: true; readonly entry: ServiceEntry }
  | { readonly ok: false; readonly faults: readonly Fault[] }

export function checkService(written: unknown, checking: Checking): Checked {
  const read = serviceShape.safeParse(written)
  if (!read.success) return { ok: false, faults: memberFaults(read.error.issues, written) }
  const { registered, around } = checking
  const types = [...registered.owners.values()].flatMap((one) =>
    one.authorization_details_types.map(({ type }) => ({ name: type, owner: 0 })),
  )
  const entry = read.data
  const faults = [
    ...serviceFaults(entry, around),
    ...scopeFaults(entry.scopes, checking),
    ...unknownTypeFaults(entry.authorization_details_types, types),
    ...customerFaults(entry),
  ].filter(({ at }) => !(checking.keysLater && at === 'jwks' && entry.jwks === undefined))
  return faults.length === 0 ? { ok: true, entry } : { ok: false, faults }
}

function* scopeFaults(scopes: readonly string[], { registered, owner, integrationType }: Checking): Generator<Fault> {
  for (const [i, scope] of scopes.entries()) {
    const at = `scopes[${i}]`
    const standing = scopeStanding(registered, scope, owner, integrationType)
    if (standing === 'operator') yield { at, says: 'is given by the operator alone' }
    else if (standing === 'denied') yield { at, says: 'is another organisation’s: ask it for access' }
    else if (standing === 'other-type')
      yield { at, says: `is for clients of the type ${findScope(registered, scope)?.types.join(', ') ?? ''}` }
    else if (standing === 'unknown') {
      const near = nearest(scope, [...houseScopes, ...registered.ownScopes.keys()])
      yield { at, says: `is a scope that nobody has declared${near === undefined ? '' : `: did you mean ${near}?`}` }
    }
    if (scopes.indexOf(scope) !== i) yield { at, says: 'stands twice' }
  }
}

function* customerFaults({ onbehalfof }: ServiceEntry): Generator<Fault> {
  for (const [i, { orgno }] of onbehalfof.entries())
    if (readOrgNumber(orgno) === undefined)
      yield {
        at: `onbehalfof[${i}].orgno`,
        says: 'is no organisation number (nine digits, the last one a check digit)',
      }
}

/** Does a service of this kind have a use for keys of its own? The rules refuse keys that it has none for. */
export const needsKeys = (s: {
  readonly token_endpoint_auth_method?: unknown
  readonly id_token_encrypted_response_alg?: unknown
  readonly userinfo_encrypted_response_alg?: unknown
  readonly authorization_encrypted_response_alg?: unknown
  readonly require_signed_request_object?: unknown
  readonly request_object_signing_alg?: unknown
}): boolean =>
  s.token_endpoint_auth_method === 'private_key_jwt' ||
  s.token_endpoint_auth_method === 'self_signed_tls_client_auth' ||
  s.id_token_encrypted_response_alg !== undefined ||
  s.userinfo_encrypted_response_alg !== undefined ||
  s.authorization_encrypted_response_alg !== undefined ||
  s.require_signed_request_object === true ||
  s.request_object_signing_alg !== undefined
