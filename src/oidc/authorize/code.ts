/**
 * The authorization code: `<grant id>.<secret>`. The store finds it by the grant id, knows the secret's hash, and holds what
 * it stands for sealed under the secret.
 */
import type { GrantId } from '#base/ids.ts'
import { constantTimeEqual, deriveKey, randomToken, sha256 } from '#base/secrets.ts'
import { seal, unseal } from '#hot/seal.ts'
import type { AuthorizationRequest, Reached } from '#oidc/ports.ts'

/** What a user granted a client: all that tokens are made of, from the first to the last refresh. */
export interface Granted extends Pick<
  AuthorizationRequest,
  'clientId' | 'nonce' | 'scope' | 'resource' | 'claims' | 'authorizationDetails' | 'pseudonymous' | 'onBehalfOf'
> {
  readonly reached: Reached
  /** The level reached, in the names the client used: decided when the answer was written, copied into the tokens. */
  readonly acr: string
}

/** What a code stands for. */
export interface CodeContent extends Granted, Pick<AuthorizationRequest, 'redirectUri' | 'codeChallenge' | 'dpopJkt'> {}

/** As it lies in the store. */
export interface StoredCode {
  readonly clientId: string
  readonly secretHash: string
  readonly sealed: string
  /** It has been redeemed: only a replay comes now. */
  readonly spent?: true
}

export interface Code {
  readonly grant: GrantId
  readonly secret: string
}

export const codePlace = (grant: GrantId): string => `code:${grant}`

export function makeCode(grant: GrantId, content: CodeContent): { readonly code: string; readonly stored: StoredCode } {
  const secret = randomToken(16)
  const sealed = seal(keyOf(secret), codePlace(grant), content)
  return { code: `${grant}.${secret}`, stored: { clientId: content.clientId, secretHash: sha256(secret), sealed } }
}

export function readCode(text: string): Code | undefined {
  const parts = /^([\w-]{22})\.([\w-]{22})$/.exec(text)
  return parts === null ? undefined : { grant: parts[1] as GrantId, secret: parts[2] as string }
}

export const hasSecret = ({ secret }: Code, hash: string): boolean => constantTimeEqual(sha256(secret), hash)

export const openCode = ({ grant, secret }: Code, stored: StoredCode): CodeContent | undefined =>
  unseal<CodeContent>(keyOf(secret), codePlace(grant), stored.sealed)

const keyOf = (secret: string): ReturnType<typeof deriveKey> => deriveKey(Buffer.from(secret), 'inngang', 'code')
