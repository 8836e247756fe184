/** Which of a client's keys an assertion is signed with: by `kid`, by the certificate in `x5c`, or by being the only one that fits. */
import { firstInChain } from '#keys/jwk-certificate.ts'
import { algorithmsOf, type JwsHeader } from '#keys/jws.ts'
import type { Choice } from '#oidc/client-signed.ts'
import type { AssertionAlgorithm, Client, ClientKey } from '#oidc/client.ts'
import { profileOf } from '#oidc/profiles.ts'

export interface AssertionKind {
  /** What it is called: `the client assertion`. */
  readonly name: string
  /** Of `typ`, in small letters, beside none and `jwt` (RFC 8725 §3.11). */
  readonly type: string
}

/** The algorithm is the key's own if one was registered, else any that fits its kind. */
export function keyFor(
  client: Pick<Client, 'profile'>,
  keys: readonly ClientKey[],
  header: JwsHeader,
  kind: AssertionKind,
): Choice {
  const algorithm = algorithmIn(client, header, kind)
  if (typeof algorithm !== 'string') return algorithm
  const fitting = keys.filter((key) => fits(key, algorithm))
  const nameless = header['kid'] === undefined && header['x5c'] === undefined
  if (nameless && !profileOf(client).assertionsTellKid && fitting.length <= 1) {
    const [key] = fitting
    return key ? { key, algorithm } : notRegistered(kind)
  }
  const named = namedKey(keys, header, kind)
  if (!('key' in named)) return named
  return fitting.includes(named.key)
    ? { key: named.key, algorithm }
    : { fault: `alg of ${kind.name} is not that of the registered key`, about: 'algorithm' }
}

/** One that the client's profile allows, in a token of the kind that is asked for. */
export function algorithmIn(
  client: Pick<Client, 'profile'>,
  { alg, typ }: JwsHeader,
  { name, type }: AssertionKind,
): AssertionAlgorithm | Extract<Choice, { readonly fault: string }> {
  const said = typeof typ === 'string' ? typ.toLowerCase() : typ
  if (said !== undefined && said !== 'jwt' && said !== type)
    return { fault: `typ of ${name} must be JWT, ${type}, or left out`, about: 'form' }
  const algorithm = profileOf(client).signs.find((one) => one === alg)
  return algorithm ?? { fault: `alg of ${name} is not one that is taken from this client`, about: 'algorithm' }
}

const fits = ({ key, algorithm: own }: ClientKey, algorithm: AssertionAlgorithm): boolean =>
  (own ?? algorithm) === algorithm && algorithmsOf(key).includes(algorithm)

const notRegistered = ({ name }: AssertionKind): Choice => ({ unknown: `${name} is not signed with a registered key` })

export const badChain = ({ name }: AssertionKind) =>
  ({ fault: `x5c of ${name} must be a list of certificates in base64 of DER`, about: 'chain' }) as const

/** By `kid`, or by the certificate alone. One that nobody registered counts for nothing, whoever issued it. */
function namedKey(
  keys: readonly ClientKey[],
  { kid, x5c }: JwsHeader,
  kind: AssertionKind,
): Choice | { readonly key: ClientKey } {
  const { name } = kind
  if (kid === undefined && x5c === undefined) return { fault: `${name} must have kid, or x5c`, about: 'form' }
  const first = x5c === undefined ? undefined : firstInChain(x5c)
  if (x5c !== undefined && first === undefined) return badChain(kind)
  if (kid === undefined) {
    const certified = keys.find(({ certificate }) => first !== undefined && certificate?.raw.equals(first) === true)
    return certified
      ? { key: certified }
      : { unknown: 'the certificate in x5c is not registered for this client', about: 'certificate' }
  }
  const key = keys.find((one) => one.kid === kid)
  if (key === undefined) return notRegistered(kind)
  // Registered with a certificate it is that certificate's key, and no other's.
  if (first !== undefined && key.certificate !== undefined && !key.certificate.raw.equals(first))
    return { fault: 'the certificate in x5c is not the one that the key is registered with', about: 'certificate' }
  return { key }
}
