/** A token that a client signed (an assertion, a request object), read with one of its keys: a registered one, or one at its address. */
import { type JwsHeader, type JwsPayload, verifyJws } from '#keys/jws.ts'
import { keyTimeFault } from '#oidc/client-jwk.ts'
import type { AssertionAlgorithm, Client, ClientKey, ClientKeySet } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'

/** The key that the header asks for. `unknown`: it may have come since the keys were fetched. Both texts are whole sentences. */
export type Choice =
  | { readonly key: ClientKey; readonly algorithm: AssertionAlgorithm }
  | { readonly unknown: string; readonly about?: ChoiceTrouble }
  | { readonly fault: string; readonly about?: ChoiceTrouble }
/** What of it is at fault, for those who tell it apart; absent: the key. */
export type ChoiceTrouble = 'form' | 'algorithm' | 'chain' | 'certificate'

export type ChooseKey = (keys: readonly ClientKey[], header: JwsHeader) => Choice

export interface ClientSigned {
  readonly key: ClientKey
  readonly header: JwsHeader
  readonly payload: JwsPayload
}

export interface Reading {
  /** What it is called: `the client assertion`. */
  readonly name: string
  readonly choose: ChooseKey
}

export type ClientSignedDeps = Pick<OidcDeps, 'clock' | 'clientKeys'>

/** Whose signature holds and whose payload is an object; else what is wrong, as a sentence. */
export async function readClientSigned(
  deps: ClientSignedDeps,
  client: Client,
  token: string,
  reading: Reading,
): Promise<ClientSigned | string> {
  const known = await deps.clientKeys.keysOf(client)
  if (typeof known === 'string') return `the keys at jwks_uri ${known}`
  const now = deps.clock.now()
  const read = readWith(known, token, reading, now)
  if (!('unknown' in read)) return 'fault' in read ? read.fault : read
  const newer = client.jwksUri === undefined ? undefined : await deps.clientKeys.newerKeysOf(client, known)
  if (newer === undefined) return read.unknown
  const again = readWith(newer, token, reading, now)
  if ('unknown' in again) return again.unknown
  return 'fault' in again ? again.fault : again
}

function readWith({ keys }: ClientKeySet, token: string, { name, choose }: Reading, now: number) {
  let chosen: Choice = { fault: `${name} is not readable` }
  const read = verifyJws(token, (header) => {
    chosen = inTime(choose(keys, header), name, now)
    return 'key' in chosen ? { key: chosen.key.key, algorithm: chosen.algorithm } : undefined
  })
  // The compiler does not see that it was set inside.
  const found = chosen as Choice
  if (!('key' in found)) return found
  return read === undefined
    ? { fault: `${name} is not signed with the key that it names` }
    : { ...read, key: found.key }
}

function inTime(choice: Choice, name: string, now: number): Choice {
  const fault = 'key' in choice ? keyTimeFault(choice.key, now) : undefined
  return fault === undefined ? choice : { fault: `the key of ${name} ${fault}` }
}
