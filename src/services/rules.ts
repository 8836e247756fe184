/** What a declared service must fulfil beyond its form. Every rule looks at one service and yields its faults: where, and what to do. */
import { isSyntheticOrg, readOrgNumber } from '#base/org-number.ts'
import { nearest } from '#base/near.ts'
import { guessable } from '#config/guessable.ts'
import { clientKeyFault } from '#oidc/client-jwk.ts'
import { type AddressRules, redirectFault, sharesHost, webFault } from '#services/addresses.ts'
import { certificateRules } from '#services/certificate-rules.ts'
import { protocolRules } from '#services/protocol-rules.ts'
import type { OwnerEntry, ServiceEntry } from '#services/shape.ts'

export interface Surroundings {
  readonly world: 'production' | 'twin'
  /** The eID methods that exist here. */
  readonly eids: readonly string[]
  /** Which client certificates are taken: those that clients registered, those of trusted issuers too. Undefined: that is not judged. */
  readonly certificates?: 'none' | 'registered' | 'issued'
  /** Enterprise certificates are taken: some issuer of them is trusted. */
  readonly enterprise?: boolean
}

/** A place in the file below the service or owner, and the sentence. */
export interface Fault {
  readonly at: string
  readonly says: string
}
export type Rule = (service: ServiceEntry, around: Surroundings) => Generator<Fault>

const confidential = new Set([
  'private_key_jwt',
  'client_secret_basic',
  'client_secret_post',
  'tls_client_auth',
  'self_signed_tls_client_auth',
])

/** ID-porten's table of allowed combinations. */
const combination: Rule = function* (s) {
  const secret = s.token_endpoint_auth_method.startsWith('client_secret')
  if (s.application_type === 'web' && !confidential.has(s.token_endpoint_auth_method)) {
    yield {
      at: 'token_endpoint_auth_method',
      says: 'must not be none for a web application: its server can keep a key or a secret',
    }
  }
  if (s.application_type !== 'web' && s.token_endpoint_auth_method !== 'none') {
    yield {
      at: 'token_endpoint_auth_method',
      says: `must be none: a ${s.application_type} application cannot keep a secret`,
    }
  }
  if (s.code_challenge_method === 'none' && s.token_endpoint_auth_method === 'none') {
    yield { at: 'code_challenge_method', says: 'must be S256 for a client without authentication' }
  }
  const secrets = [s.client_secret, s.client_secret_sha256].filter((one) => one !== undefined).length
  if (secret && secrets !== 1)
    yield { at: 'client_secret', says: 'is needed, as client_secret or client_secret_sha256, one of them' }
  if (!secret && secrets > 0)
    yield { at: 'client_secret', says: `is not used with ${s.token_endpoint_auth_method}: remove it` }
  if (!secret && s.client_secret_expires_at !== undefined)
    yield { at: 'client_secret_expires_at', says: `is not used with ${s.token_endpoint_auth_method}: remove it` }
}

const secrets: Rule = function* (s, around) {
  const why = s.client_secret === undefined || around.world === 'twin' ? undefined : guessable(s.client_secret)
  if (why !== undefined) yield { at: 'client_secret', says: why }
  if (s.client_secret === '') yield { at: 'client_secret', says: 'must not be empty' }
  // RFC 6749 appendix A.2.
  if (s.client_secret !== undefined && !/^[\x20-\x7e]*$/.test(s.client_secret))
    yield { at: 'client_secret', says: 'must be plain ASCII' }
}

const keys: Rule = function* (s) {
  const seen = new Set<string>()
  for (const [i, jwk] of (s.jwks?.keys ?? []).entries()) {
    const fault = clientKeyFault(jwk)
    if (fault !== undefined) yield { at: `jwks.keys[${i}]`, says: fault }
    if (seen.has(jwk.kid)) yield { at: `jwks.keys[${i}].kid`, says: 'stands twice: every key needs a kid of its own' }
    seen.add(jwk.kid)
  }
}

const addresses: Rule = function* (s, around) {
  const rules: AddressRules = { twin: around.world === 'twin', applicationType: s.application_type }
  yield* each('redirect_uris', s.redirect_uris, (one) => redirectFault(one, rules))
  yield* each('post_logout_redirect_uris', s.post_logout_redirect_uris, (one) => redirectFault(one, rules))
  yield* each('rest_callback_uris', s.rest_callback_uris, (one) => webFault(one, rules))
  const home = s.client_uri === undefined ? undefined : webFault(s.client_uri, rules)
  if (home !== undefined) yield { at: 'client_uri', says: home }
  if (s.frontchannel_logout_uri === undefined) return
  const frame = webFault(s.frontchannel_logout_uri, rules)
  if (frame !== undefined) yield { at: 'frontchannel_logout_uri', says: frame }
  // OpenID Connect Front-Channel Logout 1.0 §2 asks for scheme, host and port; ID-porten for the host.
  else if (!sharesHost(s.frontchannel_logout_uri, s.redirect_uris)) {
    yield { at: 'frontchannel_logout_uri', says: 'must have the host of one of the redirect_uris' }
  }
}

function* each(name: string, list: readonly string[], fault: (one: string) => string | undefined): Generator<Fault> {
  for (const [i, one] of list.entries()) {
    const says = fault(one)
    if (says !== undefined) yield { at: `${name}[${i}]`, says }
    if (list.indexOf(one) !== i) yield { at: `${name}[${i}]`, says: 'stands twice' }
  }
}

const wishes: Rule = function* (s, around) {
  // A machine's own token is about nobody.
  const users = s.grant_types.includes('authorization_code')
  if (users && !s.scopes.includes('openid')) yield { at: 'scopes', says: 'must hold openid' }
  for (const [i, eid] of (s.eids ?? []).entries()) {
    if (around.eids.includes(eid)) continue
    const near = nearest(eid, around.eids)
    yield {
      at: `eids[${i}]`,
      says: `is no eID here${near === undefined ? `; there are ${around.eids.join(', ')}` : `: did you mean ${near}?`}`,
    }
  }
  if (s.subjects.includes('organisation') && !around.eids.includes('enterprise'))
    yield {
      at: 'subjects',
      says: 'names organisations, and nothing lets them log in here: INNGANG_CARDS has no enterprise',
    }
  if (/\d{11}/.test(s.client_id))
    yield { at: 'client_id', says: 'must not hold eleven digits in a row: it could be an identity number' }
  // RFC 9700 §4.15.1: in a machine's token it stands where users have their subject.
  if (/^[\w-]{43}$/.test(s.client_id))
    yield { at: 'client_id', says: 'must not be 43 characters long: users’ subjects are' }
}

const rules: readonly Rule[] = [combination, secrets, keys, addresses, wishes, ...protocolRules, ...certificateRules]

export function* serviceFaults(service: ServiceEntry, around: Surroundings): Generator<Fault> {
  for (const rule of rules) yield* rule(service, around)
}

export function* ownerFaults(owner: Pick<OwnerEntry, 'org_number'>, around: Surroundings): Generator<Fault> {
  const number = readOrgNumber(owner.org_number)
  if (number === undefined)
    yield { at: 'org_number', says: 'is no organisation number (nine digits, the last one a check digit)' }
  else if (around.world === 'production' && isSyntheticOrg(number))
    yield { at: 'org_number', says: 'is a synthetic organisation: that belongs in the twin' }
}
