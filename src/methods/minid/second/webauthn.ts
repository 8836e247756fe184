/** Passkeys (Web Authentication Level 3): what browsers are asked, and whether what came back holds. The library's one door. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import type { Passkey } from '#methods/minid/second/store.ts'

/** Where passkeys count: §5.1.3, our own address and nothing below or beside it. */
export interface RelyingParty {
  readonly id: string
  readonly origin: string
}

export function relyingParty(issuer: string): RelyingParty {
  const { hostname, origin } = new URL(issuer)
  return { id: hostname, origin }
}

/** ES256, EdDSA, RS256: what authenticators have. */
const algorithms = [-7, -8, -257]
/** Milliseconds that the browser waits for its user. */
const patience = 240_000

export interface Wanted {
  readonly challenge: string
  /** base64url, the same for all passkeys of the account. */
  readonly handle: string
  /** As the authenticator lists it. Never a number or a name. */
  readonly label: string
  /** Credentials that are there already. */
  readonly has: readonly Passkey[]
}

/** `PublicKeyCredentialCreationOptions` in JSON (§5.4). */
export const creationOptions = ({ id }: RelyingParty, { challenge, handle, label, has }: Wanted) => ({
  rp: { id, name: 'MinID' },
  user: { id: handle, name: label, displayName: label },
  challenge,
  pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
  timeout: patience,
  excludeCredentials: has.map(descriptor),
  authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  // Who made the authenticator is none of our business at this level.
  attestation: 'none',
})

/** `PublicKeyCredentialRequestOptions` in JSON (§5.5). */
export const requestOptions = ({ id }: RelyingParty, challenge: string, has: readonly Passkey[]) => ({
  rpId: id,
  challenge,
  timeout: patience,
  allowCredentials: has.map(descriptor),
  userVerification: 'required',
})

const descriptor = ({ id, transports }: Passkey) => ({ type: 'public-key', id, transports })

const base64url = z
  .string()
  .max(16_384)
  .regex(/^[\w-]+$/)
/** Authenticators' extensions are not asked for, and what they say is not read. */
const common = { id: base64url, rawId: base64url, type: z.literal('public-key') }
const created = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string().regex(/^[\w-]{1,20}$/))
      .max(10)
      .optional(),
  }),
})
const used = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
})

/** As the page's script wrote it into the form. */
function read<T>(shape: z.ZodType<T>, typed: string): T | undefined {
  let json: unknown
  try {
    json = JSON.parse(typed)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
  return shape.safeParse(json).data
}

export type NewPasskey = Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'transports'>

/** Undefined: not what was asked for. */
export async function verifyCreated(
  { id, origin }: RelyingParty,
  challenge: string,
  typed: string,
): Promise<NewPasskey | undefined> {
  const response = read(created, typed)
  if (response === undefined) return undefined
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const verified = await verifyRegistrationResponse({
    response: { ...response, clientExtensionResults: {} } as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(notVerified)
  if (verified?.verified !== true) return undefined
  const { credential } = verified.registrationInfo
  return {
    id: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: response.response.transports ?? [],
  }
}

export interface UsedPasskey {
  readonly id: string
  readonly counter: number
}

/** `unknown`: none of these passkeys answered. The counter is the caller's to compare: the database has the last word on it. */
export async function verifyUsed(
  { id: rpId, origin }: RelyingParty,
  challenge: string,
  { typed, has, handle }: { readonly typed: string; readonly has: readonly Passkey[]; readonly handle: string },
): Promise<UsedPasskey | 'unknown' | 'not-verified'> {
  const response = read(used, typed)
  if (response === undefined) return 'not-verified'
  const passkey = has.find(({ id }) => id === response.id)
  if (passkey === undefined) return 'unknown'
  // §7.2 step 6: where the authenticator says whose it is, it is the person whose password was right.
  const { userHandle } = response.response
  if (userHandle !== undefined && userHandle !== null && userHandle !== handle) return 'unknown'
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const verified = await verifyAuthenticationResponse({
    response: { ...response, clientExtensionResults: {} } as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    credential: {
      id: passkey.id,
      publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
      // Compared where it is written: by the library's look alone, two answers at once would both pass.
      counter: 0,
    },
  }).catch(notVerified)
  if (verified?.verified !== true) return 'not-verified'
  return { id: passkey.id, counter: verified.authenticationInfo.newCounter }
}

/** The library says every no by throwing a plain error; what else it throws (a wrong type, a fault in its own code) is no such no. */
function notVerified(error: unknown): undefined {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) throw error
}
