/** A token that a client made: would it be taken, and if not, why? A proof brings its own key, the others are signed with a registered one. */
import { lifetimes } from '#base/lifetimes.ts'
import { type JwsHeader, type JwsPayload, verifyJws } from '#keys/jws.ts'
import { type AssertionKind, keyFor } from '#oidc/assertion-key.ts'
import { claimFault, keyFor as objectKeyFor } from '#oidc/authorize/request-object.ts'
import type { Client, ClientKey } from '#oidc/client.ts'
import type { Choice } from '#oidc/client-signed.ts'
import { addressOf, paths } from '#oidc/deps.ts'
import { readProof } from '#oidc/dpop-proof.ts'
import { proofAlgorithms } from '#oidc/profiles.ts'
import { mendOf } from '#sandbox/explain/codes.ts'
import { bad, type Finding, good } from '#sandbox/explain/explained.ts'
import { type ClientDeps, unknownIssuer } from '#sandbox/explain/found-client.ts'

export type Made = 'proof' | 'assertion' | 'machine' | 'request'

/** Undefined: no client made it. */
export function madeBy({ clients }: ClientDeps, typ: unknown, payload: JwsPayload): Made | undefined {
  const { iss, sub } = payload
  if (typ === 'dpop+jwt') return 'proof'
  if (typ === 'oauth-authz-req+jwt' || 'response_type' in payload) return 'request'
  if (iss !== undefined && iss === sub) return 'assertion'
  return typeof iss === 'string' && clients.find(iss) !== undefined ? 'machine' : undefined
}

export const headings: Readonly<Record<Made, string>> = {
  proof: 'a DPoP proof, made by a client',
  assertion: 'a client’s own assertion',
  machine: 'a request for a machine’s token, made by a client',
  request: 'a request object, made by a client',
}

export function clientFindings(deps: ClientDeps, text: string, payload: JwsPayload, made: Made): readonly Finding[] {
  if (made === 'proof') return proofFindings(deps, text)
  const { iss } = payload
  const client = typeof iss === 'string' ? deps.clients.find(iss) : undefined
  if (client === undefined) return [unknownIssuer(deps, iss)]
  return [
    signature(text, client, made),
    ...(made === 'request' ? object(deps, client, payload) : claims(deps, payload, made)),
  ]
}

function proofFindings({ clock }: ClientDeps, text: string): readonly Finding[] {
  const proof = readProof(text, proofAlgorithms)
  if (typeof proof === 'string') return [bad(`The proof ${proof}.`)]
  const age = Math.floor(clock.now() / 1000) - proof.iat
  const fresh =
    age > lifetimes.dpopProof
      ? bad(`It is ${age} seconds old; at most ${lifetimes.dpopProof} count.`, 'Make a new proof for each request.')
      : good(`It is for ${proof.htm} at ${proof.htu}, once.`)
  return [fresh, good('It is signed with the key in its own header: a token that is bound to that key goes with it.')]
}

const kinds: Readonly<Record<'assertion' | 'machine', AssertionKind>> = {
  assertion: { name: 'the client assertion', type: 'client-authentication+jwt' },
  machine: { name: 'the assertion', type: 'jwt' },
}

/** With what the client has registered; what stands elsewhere is not fetched for this. */
function signature(text: string, client: Client, made: Exclude<Made, 'proof'>): Finding {
  if (client.jwksUri !== undefined)
    return good('The client keeps its keys at jwks_uri, which was not asked: whether the signature holds is not known.')
  if (client.keys.length === 0 && client.keyless && namesCertificate(text))
    return good(
      'It is judged by the certificate in x5c, which is not looked into here: is it its organisation’s, and valid?',
    )
  if (client.keys.length === 0)
    return bad(`${client.id} has registered no key that this could be signed with.`, 'Register its keys.')
  let chosen: Choice = { fault: 'it cannot be read' }
  const read = verifyJws(text, (header) => {
    chosen = choose(client, client.keys, header, made)
    return 'key' in chosen ? { key: chosen.key.key, algorithm: chosen.algorithm } : undefined
  })
  // The compiler does not see that it was set inside.
  const found = chosen as Choice
  if (!('key' in found)) return bad(`${'unknown' in found ? found.unknown : found.fault}.`)
  return read === undefined
    ? bad('It is not signed with the key that it names.')
    : good(`It is signed with a registered key of ${client.id}.`)
}

function namesCertificate(text: string): boolean {
  let named = false
  verifyJws(text, ({ x5c }) => {
    named = x5c !== undefined
    return undefined
  })
  return named
}

const choose = (client: Client, keys: readonly ClientKey[], header: JwsHeader, made: Exclude<Made, 'proof'>): Choice =>
  made === 'request' ? objectKeyFor(client, keys, header) : keyFor(client, keys, header, kinds[made])

function object(deps: ClientDeps, client: Client, payload: JwsPayload): readonly Finding[] {
  const fault = claimFault(deps, client, payload)
  return fault === undefined ? [] : [bad(`${fault.description} (${fault.code}).`, mendOf(fault.code))]
}

/** RFC 7523 §3, as the token endpoint holds it. */
function claims(deps: ClientDeps, { aud, iat, exp }: JwsPayload, made: 'assertion' | 'machine'): readonly Finding[] {
  const endpoints = (['token', 'par', 'introspect', 'revoke'] as const satisfies (keyof typeof paths)[]).map((path) =>
    addressOf(deps, path),
  )
  const audiences = [deps.issuer, ...(made === 'assertion' ? endpoints : [])]
  const [only, ...more] = Array.isArray(aud) ? (aud as unknown[]) : [aud]
  const now = deps.clock.now() / 1000
  const findings: Finding[] = []
  if (more.length > 0 || !audiences.includes(String(only)))
    findings.push(bad(`Its aud must be the issuer, ${deps.issuer}.`))
  if (typeof exp !== 'number') findings.push(bad('It must have exp.'))
  else if (exp <= now)
    findings.push(bad(`It expired ${Math.floor(now - exp)} seconds ago.`, 'Make one for each request.'))
  if (typeof exp === 'number' && typeof iat === 'number' && exp - iat > lifetimes.clientAssertion)
    findings.push(bad(`It lives ${exp - iat} seconds; at most ${lifetimes.clientAssertion} count.`))
  return [...findings, good('It counts once: whether it came before is not looked at here.')]
}
