/** The authorization code grant (RFC 6749 §4.1.3): what only this grant checks. */
import { lifetimes } from '#base/lifetimes.ts'
import type { GrantId } from '#base/ids.ts'
import type { Stamp } from '#hot/hot.ts'
import {
  type Code,
  type CodeContent,
  codePlace,
  hasSecret,
  openCode,
  readCode,
  type StoredCode,
} from '#oidc/authorize/code.ts'
import type { Binding } from '#oidc/binding.ts'
import type { AuthenticatedClient } from '#oidc/client-auth.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { FamilyStore } from '#oidc/family-store.ts'
import { beginFamily } from '#oidc/grants/family.ts'
import type { Grant, UserGained } from '#oidc/grants/grant.ts'
import { provedNumber } from '#oidc/grants/proved-number.ts'
import { verifierFits } from '#oidc/pkce.ts'
import type { Sent } from '#oidc/sent.ts'
import type { GrantStore } from '#oidc/store.ts'

export type CodeGrantDeps = Pick<OidcDeps, 'hot' | 'clock' | 'subjects' | 'audit' | 'vault' | 'scopes'> & {
  readonly store: GrantStore
  readonly families: FamilyStore
}

interface FoundCode {
  readonly code: Code
  readonly stored: StoredCode | undefined
  readonly stamp: Stamp | undefined
}

const refused = (description: string, why: string): OAuthError => new OAuthError('invalid_grant', description, { why })
/** The same for a code that never was, one that is too old and one of another client: it tells a thief nothing. */
const unusable = (why: string): OAuthError => refused('the code is not valid', why)

export function codeGrant(deps: CodeGrantDeps): Grant<FoundCode | undefined> {
  return {
    async find(sent) {
      const code = readCode(sent.values.get('code') ?? '')
      const found = code && (await deps.hot.get<StoredCode>(codePlace(code.grant)))
      return code && { code, stored: found?.value, stamp: found?.stamp }
    },

    async redeem({ client, sent, found, binding }) {
      if (!sent.values.has('code')) throw new OAuthError('invalid_request', 'code is required')
      if (found === undefined) throw unusable('code-malformed')
      const { code, stored, stamp } = found
      if (stored === undefined || stamp === undefined) return gone(deps, client, code)
      // Another client's code stays as it is: its owner may still need it.
      if (stored.clientId !== client.id) throw unusable('code-of-another-client')
      if (!hasSecret(code, stored.secretHash)) throw unusable('code-unknown')
      const content = openCode(code, stored)
      if (content === undefined) throw unusable('code-unreadable')
      if (stored.spent === true) return replayed(deps, client, code, stored, content)
      const spent = await spend(deps, client, { code, stored, stamp }, content)
      if (spent === undefined) return replayed(deps, client, code, stored, content)
      // From here on the code is spent, whatever is wrong with the rest of the request (security of the code, RFC 9700 §4.5).
      const fault = bindingFault(sent, content, binding)
      if (fault !== undefined) {
        // It gave nothing, so there is nothing to take back from whoever comes again.
        await deps.hot.remove(codePlace(code.grant))
        throw fault
      }
      const { pid } = spent
      if (pid.status === 'rejected') throw pid.reason
      const { grant } = code
      const family = beginFamily(deps, { client, grant, content, binding })
      return {
        kind: 'user',
        event: 'token.issued',
        grant,
        content,
        pid: pid.value,
        // Also what outlives a logout does not begin after one (security.md 22).
        endsWithSession: true,
        refresh: family?.given,
        steps: grantRow(deps, { code, stored, content, family }),
      }
    },

    async notRecorded(failed, client, sent) {
      if (failed !== 'code-used') return
      const code = readCode(sent.values.get('code') ?? '')
      if (code !== undefined) await revokeIfReplayed(deps, client, code)
    },
  }
}

interface Redeemed {
  readonly code: Code
  readonly stored: StoredCode
  readonly content: CodeContent
  readonly family: ReturnType<typeof beginFamily>
}

/** The row that says that this code has been used, and what it gave; and the family of its refresh tokens. */
const grantRow =
  (deps: CodeGrantDeps, { code, stored: { secretHash }, content, family }: Redeemed): UserGained['steps'] =>
  ({ now, accessTokenExpires, claims }) => {
    const { clientId, reached } = content
    const { person, sid, locale } = reached
    // The last access token of a family may be issued at its very end, and live as long as one may.
    const last = family === undefined ? accessTokenExpires : family.absoluteUntil + lifetimes.accessTokenLongest * 1000
    const expires = last + lifetimes.grantKept * 1000
    return [
      deps.store.insert({ id: code.grant, secretHash, clientId, person, sid, locale, claims, issued: now, expires }),
      ...(family === undefined ? [] : [family.step]),
    ]
  }

/**
 * Of two callers one gets it. The record stays, marked, for the rest of its life: who comes again with the right secret is known
 * for a replay also in the moment before the first one's grant stands in the database.
 */
async function spend(
  deps: CodeGrantDeps,
  client: AuthenticatedClient,
  { code, stored, stamp }: { readonly code: Code; readonly stored: StoredCode; readonly stamp: Stamp },
  { reached }: CodeContent,
): Promise<{ readonly pid: PromiseSettledResult<string | undefined> } | undefined> {
  const marked: StoredCode = { ...stored, spent: true }
  const [swapped, pid] = await Promise.allSettled([
    deps.hot.swap(codePlace(code.grant), stamp, marked, lifetimes.code),
    provedNumber(deps, client, reached),
  ])
  if (swapped.status === 'rejected') throw swapped.reason
  return swapped.value === undefined ? undefined : { pid }
}

/** Somebody with the right code was faster, and may not have reached the database yet: the grant is revoked ahead of it. */
async function replayed(
  deps: CodeGrantDeps,
  client: AuthenticatedClient,
  code: Code,
  { secretHash }: StoredCode,
  content: CodeContent,
): Promise<never> {
  const known = await deps.store.find(code.grant)
  if (known?.revoked !== true) await revoke(deps, client, { grant: code.grant, secretHash, content })
  throw unusable('code-replayed')
}

function bindingFault(sent: Sent, content: CodeContent, binding: Binding | undefined): OAuthError | undefined {
  // RFC 6749 §4.1.3: identical to the one of the request, which always names one here.
  if (sent.values.get('redirect_uri') !== content.redirectUri)
    return refused('redirect_uri is not that of the request', 'redirect-uri')
  // RFC 9449 §10
  if (content.dpopJkt !== undefined && binding?.jkt !== content.dpopJkt)
    return refused('the code is bound to another DPoP key', 'dpop-key')
  const verifier = sent.values.get('code_verifier')
  if (content.codeChallenge === undefined) {
    // RFC 9700 §2.1.1: a verifier without a challenge means that somebody removed the challenge.
    if (verifier === undefined) return undefined
    return refused('code_verifier came, but the request had no code_challenge', 'verifier')
  }
  if (verifier === undefined) return refused('code_verifier is required', 'verifier')
  return verifierFits(verifier, content.codeChallenge) ? undefined : refused('code_verifier does not match', 'verifier')
}

/** The store has no such code: too old, or used. If it was used, what it gave is revoked (RFC 6749 §4.1.2). */
async function gone(deps: CodeGrantDeps, client: AuthenticatedClient, code: Code): Promise<never> {
  throw unusable((await revokeIfReplayed(deps, client, code)) ? 'code-replayed' : 'code-unknown')
}

/** True when this was the right code again. A wrong secret or another client proves nothing and revokes nothing. */
async function revokeIfReplayed(deps: CodeGrantDeps, client: AuthenticatedClient, code: Code): Promise<boolean> {
  const known = await deps.store.find(code.grant)
  if (known === undefined || known.clientId !== client.id || !hasSecret(code, known.secretHash)) return false
  if (!known.revoked) await writeRevocation(deps, known)
  return true
}

const revoke = (
  deps: CodeGrantDeps,
  client: AuthenticatedClient,
  was: { grant: GrantId; secretHash: string; content: CodeContent },
): Promise<void> => {
  const { person, sid, locale } = was.content.reached
  return writeRevocation(deps, { id: was.grant, secretHash: was.secretHash, clientId: client.id, person, sid, locale })
}

type Revoked = Omit<Parameters<GrantStore['revoke']>[0], 'issued' | 'expires' | 'claims'>

async function writeRevocation(deps: CodeGrantDeps, row: Revoked): Promise<void> {
  const now = deps.clock.now()
  const step = deps.store.revoke({ ...row, claims: undefined, issued: now, expires: now + lifetimes.grantKept * 1000 })
  await deps.audit.write([step], [{ type: 'code.replayed', person: row.person, client: row.clientId, grant: row.id }])
}
