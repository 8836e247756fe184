/** A session as its server sees it. */
import type { AskedSession } from '#rest/read.ts'
import type { Session, SessionError, Status, Subject } from '#rest/shape.ts'

/** Kept sealed once the session has ended with something to tell. */
export type Result =
  | {
      readonly kind: 'user'
      readonly loa: NonNullable<Session['loa']>
      readonly provider: string
      readonly subject: Subject
    }
  /** For the holder of the key alone: what the whole answer would be, as a JWE. */
  | { readonly kind: 'encrypted'; readonly jwe: string }
  | { readonly kind: 'error'; readonly error: SessionError }

export interface Seen {
  readonly id: string
  readonly status: Status
  /** Milliseconds. */
  readonly expires: number
  readonly result: Exclude<Result, { kind: 'encrypted' }> | undefined
}

export const paths = {
  sessions: '/auth/rest/sessions',
  login: '/auth/rest/login',
  document: '/auth/rest/openapi.json',
} as const

/** What stays with the session from its beginning. */
export interface Begun extends AskedSession {
  readonly accountId: string
  /** The secret in the user's address. */
  readonly handle: string
}

/** Members that are undefined are left out when it is written. */
export function viewOf(issuer: string, begun: Begun, seen: Seen): Session {
  const { request, accountId, handle } = begun
  const base = issuer.replace(/\/$/, '')
  const { encryptionPublicKey: _key, requestedLoa: _loa, ...echoed } = request
  const { kind: _kind, ...told } = seen.result ?? { kind: undefined }
  return {
    id: seen.id,
    accountId,
    status: seen.status,
    ...told,
    authenticationUrl: `${base}${paths.login}/${handle}`,
    statusUrl: `${base}${paths.sessions}/${seen.id}`,
    expiresAt: new Date(seen.expires).toISOString(),
    ...echoed,
  }
}
