/** Path validation (RFC 5280 §6.1), step by step: from the trust anchor down to the certificate that is asked about. Revocation is `revocation.ts`. */
import type { Certificate, PublicKeyInfo } from '#x509/certificate.ts'
import { type Bounds, isWithin, narrowed, unbounded } from '#x509/name-constraints.ts'
import { type Name, sameName } from '#x509/name.ts'
import {
  concluded,
  countDown,
  initialPolicies,
  mapPolicies,
  type PolicyInputs,
  type PolicyState,
  takePolicies,
} from '#x509/policies.ts'
import { type Allowed, type SignatureFault, signatureFault, type WorkingKey } from '#x509/signature.ts'

export interface TrustAnchor {
  readonly name: Name
  readonly key: PublicKeyInfo
  /** What its own certificate holds it to (RFC 5937 §3.2). */
  readonly constraints?: Certificate['constraints']
  readonly pathLength?: number | undefined
}

export interface PathInputs {
  /** Milliseconds. */
  readonly now: number
  readonly allowed: Allowed
  readonly policies: PolicyInputs
  /** What the anchor's owner may speak for; unbounded where the operator says nothing. */
  readonly bounds?: Bounds
}

/** Why a path is no good, in the order of the algorithm. */
export type PathFault =
  | SignatureFault
  | 'not-yet-valid'
  | 'expired'
  | 'name-chaining'
  | 'outside-name-constraints'
  | 'policy-required'
  | 'policy-mapping'
  | 'no-ca'
  | 'path-too-long'
  | 'no-cert-sign'
  | 'critical-extension'

export type PathVerdict =
  | { readonly ok: true; readonly policies: ReadonlySet<string>; readonly key: WorkingKey }
  | { readonly ok: false; readonly why: PathFault; readonly at: number }

interface State {
  readonly policies: PolicyState
  bounds: Bounds
  issuer: Name
  key: WorkingKey
  pathLength: number
}

/** `path` from just below the anchor to the certificate itself. */
export function validatePath(path: readonly Certificate[], anchor: TrustAnchor, inputs: PathInputs): PathVerdict {
  const state: State = {
    policies: initialPolicies(inputs.policies, path.length),
    bounds: boundsOf(anchor, inputs),
    issuer: anchor.name,
    key: { info: anchor.key, inherited: anchor.key.algorithm.parameters },
    pathLength: Math.min(path.length, anchor.pathLength ?? path.length),
  }
  for (const [i, certificate] of path.entries()) {
    const isLast = i === path.length - 1
    const why =
      basicFault(state, certificate, inputs, isLast) ??
      (isLast ? lastFault(state, certificate) : nextFault(state, certificate))
    if (why !== undefined) return { ok: false, why, at: i }
  }
  const policies = concluded(state.policies, inputs.policies)
  if (policies === undefined && state.policies.explicit === 0)
    return { ok: false, why: 'policy-required', at: path.length - 1 }
  return { ok: true, policies: policies ?? new Set(), key: state.key }
}

const boundsOf = ({ constraints }: TrustAnchor, { bounds = unbounded }: PathInputs): Bounds =>
  constraints === undefined ? bounds : narrowed(bounds, constraints)

/** §3.2: the same name on both ends, which does not count for lengths and constraints. */
export const isSelfIssued = ({ issuer, subject }: Certificate): boolean => sameName(issuer, subject)

/** §6.1.3. */
function basicFault(
  state: State,
  c: Certificate,
  { now, allowed }: PathInputs,
  isLast: boolean,
): PathFault | undefined {
  // (a)(1)
  const { algorithm, inner, value } = c.signature
  // §4.1.1.2: the algorithm inside what is signed is the one outside.
  const fault = signatureFault({ tbs: c.tbs, algorithm, value }, state.key, allowed)
  if (fault !== undefined || algorithm.oid !== inner.oid) return fault ?? 'signature'
  // (a)(2)
  if (now < c.notBefore) return 'not-yet-valid'
  if (now > c.notAfter) return 'expired'
  // (a)(4)
  if (!sameName(c.issuer, state.issuer)) return 'name-chaining'
  // (b), (c)
  const exempt = isSelfIssued(c) && !isLast
  if (!exempt && !isWithin(c, state.bounds)) return 'outside-name-constraints'
  // (d), (e)
  takePolicies(state.policies, c, isSelfIssued(c) && !isLast)
  // (f)
  return state.policies.explicit === 0 && state.policies.depths === undefined ? 'policy-required' : undefined
}

/** §6.1.4: what the next certificate down will be held against. */
function nextFault(state: State, c: Certificate): PathFault | undefined {
  // (a), (b)
  if (!mapPolicies(state.policies, c.mappings)) return 'policy-mapping'
  // (c)–(f)
  state.issuer = c.subject
  state.key = keyBelow(state.key, c.publicKey)
  // (g)
  if (c.constraints !== undefined) state.bounds = narrowed(state.bounds, c.constraints)
  // (h)–(j)
  const selfIssued = isSelfIssued(c)
  countDown(state.policies, c, selfIssued)
  // (k): version 1 and 2 certificates say nothing of being a CA.
  if (c.basic?.ca !== true) return 'no-ca'
  // (l), (m)
  if (!selfIssued) {
    if (state.pathLength <= 0) return 'path-too-long'
    state.pathLength--
  }
  state.pathLength = Math.min(state.pathLength, c.basic.pathLength ?? state.pathLength)
  // (n)
  if (c.keyUse !== undefined && !c.keyUse.has('keyCertSign')) return 'no-cert-sign'
  // (o)
  return c.notUnderstood.length > 0 ? 'critical-extension' : undefined
}

/** §6.1.5 (a)–(f). */
function lastFault(state: State, c: Certificate): PathFault | undefined {
  // (a): explicit_policy goes down here whether self-issued or not.
  if (state.policies.explicit > 0) state.policies.explicit--
  // (b)
  if (c.requireExplicitPolicy === 0) state.policies.explicit = 0
  state.key = keyBelow(state.key, c.publicKey)
  return c.notUnderstood.length > 0 ? 'critical-extension' : undefined
}

/** (d)–(f): parameters go down as long as the algorithm stays the same. */
function keyBelow(above: WorkingKey, info: PublicKeyInfo): WorkingKey {
  const own = info.algorithm.parameters
  if (own !== undefined && !isNull(own)) return { info, inherited: own }
  return { info, inherited: above.info.algorithm.oid === info.algorithm.oid ? above.inherited : undefined }
}

const isNull = (der: Uint8Array): boolean => der.length === 2 && der[0] === 5
