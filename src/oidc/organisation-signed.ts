/**
 * What a client signed with an enterprise certificate of its organisation (ID-porten, Maskinporten): it registered no key, so
 * the certificate comes along in `x5c`, and whose it is, its issuer says.
 */
import { chainOf, readCertificate } from '#keys/jwk-certificate.ts'
import { algorithmsOf, type JwsHeader, type JwsPayload, verifyJws, type VerifyingKey } from '#keys/jws.ts'
import { algorithmIn, type AssertionKind, badChain } from '#oidc/assertion-key.ts'
import type { Client } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { profileOf } from '#oidc/profiles.ts'

export type OrganisationTrouble = 'form' | 'algorithm' | 'chain' | 'signature' | 'certificate' | 'organisation'
export interface OrganisationFault {
  /** A whole sentence. */
  readonly fault: string
  readonly about: OrganisationTrouble
}

type Keyed = Pick<Client, 'profile' | 'authMethod' | 'keyless'>

/** Whoever registered a key is known by that one, and by no certificate beside it. */
export const isByOrganisation = (client: Keyed): boolean =>
  profileOf(client).enterpriseCertificates && client.authMethod === 'private_key_jwt' && client.keyless

/** The signature first: what asks others about a certificate is not set going by whoever has merely seen it. */
export async function readOrganisationSigned(
  { enterprise }: Pick<OidcDeps, 'enterprise'>,
  client: Pick<Client, 'profile' | 'ownerOrgNumber'>,
  token: string,
  kind: AssertionKind,
): Promise<{ readonly payload: JwsPayload } | OrganisationFault> {
  if (enterprise === undefined)
    return { fault: 'the client has no key, and enterprise certificates are not taken here', about: 'certificate' }
  const opened = openWithChain(client, token, kind)
  if ('fault' in opened) return opened
  const found = await enterprise.organisationOf(opened.chain)
  if (typeof found === 'string') return { fault: `the certificate in x5c ${found}`, about: 'certificate' }
  return found.number === client.ownerOrgNumber
    ? { payload: opened.payload }
    : { fault: 'the certificate in x5c belongs to another organisation', about: 'organisation' }
}

interface Opened {
  readonly payload: JwsPayload
  readonly chain: readonly Buffer[]
}

type Choice = (VerifyingKey & { readonly chain: readonly Buffer[] }) | OrganisationFault

function openWithChain(
  client: Pick<Client, 'profile'>,
  token: string,
  kind: AssertionKind,
): Opened | OrganisationFault {
  let choice: Choice = { fault: `${kind.name} is not readable`, about: 'form' }
  const read = verifyJws(token, (header) => {
    choice = keyIn(client, header, kind)
    return 'key' in choice ? choice : undefined
  })
  // The compiler does not see that it was set inside.
  const chosen = choice as Choice
  if ('fault' in chosen) return chosen
  return read === undefined
    ? { fault: `${kind.name} is not signed with the key of its certificate`, about: 'signature' }
    : { payload: read.payload, chain: chosen.chain }
}

function keyIn(client: Pick<Client, 'profile'>, header: JwsHeader, kind: AssertionKind): Choice {
  const algorithm = algorithmIn(client, header, kind)
  if (typeof algorithm !== 'string')
    return { fault: algorithm.fault, about: algorithm.about === 'form' ? 'form' : 'algorithm' }
  if (header['x5c'] === undefined)
    return { fault: `${kind.name} must have x5c: the client has registered no key`, about: 'form' }
  const chain = chainOf(header['x5c'])
  const certificate = chain?.[0] && readCertificate(chain[0])
  if (chain === undefined || certificate === undefined) return badChain(kind)
  const { publicKey: key } = certificate
  return algorithmsOf(key).includes(algorithm)
    ? { key, algorithm, chain }
    : { fault: `alg of ${kind.name} does not go with the key of its certificate`, about: 'algorithm' }
}
