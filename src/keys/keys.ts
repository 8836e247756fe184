/** Keys as their users see them. Signing keys rotate; the pairwise key never does; look-up keys have versions. */
import type { KeyObject } from 'node:crypto'
import type { BatchResult, Step } from '#db/db.ts'
import type { World } from '#db/world.ts'
import type { JweAlgorithm } from '#keys/jwe.ts'

/** What our own tokens are signed with, the default first. A key of its own for each (RFC 8725 §3.1), all published from the first start. */
export const signingAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const
export type SigningAlgorithm = (typeof signingAlgorithms)[number]
export const isSigningAlgorithm = (text: string | undefined): text is SigningAlgorithm =>
  signingAlgorithms.some((one) => one === text)

/** What others encrypt for us with (RFC 7518 §4.1), again a key of its own for each. What is opened with it is never said to come from anybody. */
export const openingAlgorithms = ['RSA-OAEP-256', 'ECDH-ES'] as const satisfies readonly JweAlgorithm[]
export type OpeningAlgorithm = (typeof openingAlgorithms)[number]
/** In the order in which they are published: some take the first RSA key that they find. */
export const keyAlgorithms = [...signingAlgorithms, ...openingAlgorithms] as const
export type KeyAlgorithm = (typeof keyAlgorithms)[number]
export const isKeyAlgorithm = (text: string | undefined): text is KeyAlgorithm =>
  keyAlgorithms.some((one) => one === text)

/** A key that opens what was encrypted for us. */
export interface Opener {
  readonly kid: string
  readonly algorithm: OpeningAlgorithm
  readonly privateKey: KeyObject
}

/** A key that signs now. */
export interface Signer {
  readonly kid: string
  readonly algorithm: SigningAlgorithm
  readonly privateKey: KeyObject
  /** Stands in every token's header, where the operator asked for it (RFC 7515 §4.1.6). */
  readonly x5c?: readonly string[]
}

export interface PublicKey {
  readonly kid: string
  readonly algorithm: SigningAlgorithm
  readonly publicKey: KeyObject
}

/** RFC 7517 public key: `kty use alg kid` and the key's own members. */
export type PublicJwk = Readonly<Record<string, string>>
/** With `x5c` where there is a certificate. */
export type PublishedJwk = Readonly<Record<string, string | readonly string[]>>

export interface SigningKeys {
  /** The key that signs now. Synchronous: a table in memory, refreshed in the background. */
  signer(algorithm: SigningAlgorithm): Signer
  /** For verifying our own tokens: the current, the next and the retired ones that still count. */
  verifier(kid: string): PublicKey | undefined
  /** For opening what was encrypted for us: every key that somebody may still have found published, the newest first. */
  openers(algorithm: OpeningAlgorithm): readonly Opener[]
  /** The JWKS document: current, announced and retired keys that sign; of those that open no retired ones. */
  published(): { readonly keys: readonly PublishedJwk[] }
  /** Remembers that the document was fetched, by whom if it was said. */
  fetched(who: string | undefined): void
  /** Reads the table again; announces, activates and retires by age. Called by a timer, and at start. */
  refresh(): Promise<void>
  /** Announces a new key now; it signs after `announced` seconds (0: at once). For the operator's command. */
  rotate(algorithm: KeyAlgorithm, announced?: number): Promise<{ readonly kid: string; readonly signsFrom: number }>
}

/** What the operator is told of the keys besides. */
export interface OperatorKeys extends SigningKeys {
  /** The latest key, which may not sign yet: what a certificate is asked for. */
  newest(algorithm: SigningAlgorithm): Signer
  /** Sentences about certificates that are missing or end soon. */
  warnings(): readonly string[]
}

/** Symmetric keys, each with one use, from the key file outside the database. */
export interface Vault {
  /** The key file is stamped with it; the other world refuses the file. */
  readonly world: World
  /** Encrypts a field: AES-256-GCM, `place` is authenticated. `v1.<base64url>`. */
  encrypt(place: string, plain: string): string
  /** @throws when the text was not made by this vault for this place */
  decrypt(place: string, cipher: string): string
  /** Keyed hash of an identity number for look-up, with the key's version. */
  lookUp(digits: string): { readonly version: number; readonly hash: string }
  /** Pairwise subject for a sector: HMAC under a key that never rotates. 43 characters. */
  pairwise(sector: string, person: string): string
  /** For MACs with a named use (audit rows, form stamps). */
  macKey(use: string): KeyObject
  /** For signing the audit trail's seals (Ed25519). */
  readonly sealKey: KeyObject
  readonly sealPublicKey: KeyObject
}

/** What is told of a signing key's life. The audit trail has these events. */
export interface KeyEvent {
  readonly type: 'key.created' | 'key.activated' | 'key.retired'
  readonly kid: string
}

/** Lets a key's life be written together with its audit events: `audit.write` fits. */
export type WriteWithEvents = (steps: readonly Step[], events: readonly KeyEvent[]) => Promise<BatchResult>
