/** The identity number for `pid`, if it is a person's: read anew for each token, and the very one that the eID asserted (security.md 10). */
import type { PersonId } from '#base/ids.ts'
import type { Client } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { Reached } from '#oidc/ports.ts'

type NumberDeps = Pick<OidcDeps, 'subjects' | 'audit'>

/** @throws OAuthError `server_error` when the stored number is not the one that was proved */
export async function provedNumber(
  deps: NumberDeps,
  client: Client,
  { person, numberHash }: Pick<Reached, 'person' | 'numberHash'>,
): Promise<string | undefined> {
  try {
    return await deps.subjects.pid(person, numberHash)
  } catch (reason) {
    throw mismatched(deps, client, person, reason)
  }
}

/** An alarm, and nothing that was read rides on the error. */
function mismatched(deps: NumberDeps, client: Client, person: PersonId, reason: unknown): unknown {
  if (!(reason instanceof Error) || reason.name !== 'IdentityMismatch') return reason
  deps.audit.note({ type: 'identity.mismatch', person, client: client.id })
  return new OAuthError('server_error', 'the tokens could not be issued', { why: 'identity-mismatch' })
}
