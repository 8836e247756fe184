/**
 * Certificate policies (RFC 5280 §6.1, with the graph of RFC 9618 in place of the tree: the same answers, and nobody can make it
 * grow beyond the number of policies at each depth).
 */
import type { Certificate } from '#x509/certificate.ts'

export const anyPolicy = '2.5.29.32.0'

interface Node {
  readonly policy: string
  expected: ReadonlySet<string>
  parents: ReadonlySet<Node>
}
type Depth = Map<string, Node>

export interface PolicyInputs {
  /** What the caller takes; undefined: any. */
  readonly initial: ReadonlySet<string> | undefined
  readonly requireExplicit: boolean
  readonly inhibitMapping: boolean
  readonly inhibitAny: boolean
}

export const anyPolicyWillDo: PolicyInputs = {
  initial: undefined,
  requireExplicit: false,
  inhibitMapping: false,
  inhibitAny: false,
}

/** §6.1.2 (d)–(f). Undefined depths: the graph is null. */
export interface PolicyState {
  depths: Depth[] | undefined
  explicit: number
  mapping: number
  inhibitAny: number
}

export function initialPolicies(inputs: PolicyInputs, length: number): PolicyState {
  const root: Node = { policy: anyPolicy, expected: new Set([anyPolicy]), parents: new Set() }
  return {
    depths: [new Map([[anyPolicy, root]])],
    explicit: inputs.requireExplicit ? 0 : length + 1,
    mapping: inputs.inhibitMapping ? 0 : length + 1,
    inhibitAny: inputs.inhibitAny ? 0 : length + 1,
  }
}

/** §6.1.3 (d), (e). */
export function takePolicies(state: PolicyState, certificate: Certificate, mayAny: boolean): void {
  const { depths } = state
  if (certificate.policies === undefined) state.depths = undefined
  if (depths === undefined || certificate.policies === undefined) return
  const above = depths.at(-1) ?? new Map<string, Node>()
  const below: Depth = new Map()
  for (const policy of certificate.policies) if (policy !== anyPolicy) addPolicy(below, above, policy)
  if (certificate.policies.includes(anyPolicy) && (state.inhibitAny > 0 || mayAny)) addAll(below, above)
  depths.push(below)
  state.depths = pruned(depths)
}

/** (d)(1): below whoever expects it; else below anyPolicy. */
function addPolicy(below: Depth, above: Depth, policy: string): void {
  const expecting = [...above.values()].filter((node) => node.expected.has(policy))
  const any = above.get(anyPolicy)
  const parents = expecting.length > 0 ? expecting : any === undefined ? [] : [any]
  if (parents.length > 0) below.set(policy, node(policy, parents))
}

/** (d)(2): whatever is expected above and not there yet. */
function addAll(below: Depth, above: Depth): void {
  const expected = new Set([...above.values()].flatMap((one) => [...one.expected]))
  for (const policy of expected) {
    if (below.has(policy)) continue
    const parents = [...above.values()].filter((one) => one.expected.has(policy))
    below.set(policy, node(policy, parents))
  }
}

const node = (policy: string, parents: readonly Node[]): Node => ({
  policy,
  expected: new Set([policy]),
  parents: new Set(parents),
})

/** (d)(3): whoever has no child goes, from below upwards. */
function pruned(depths: Depth[]): Depth[] | undefined {
  for (let at = depths.length - 2; at >= 0; at--) {
    const children = [...(depths[at + 1] as Depth).values()]
    for (const [policy, one] of depths[at] as Depth)
      if (!children.some((child) => child.parents.has(one))) (depths[at] as Depth).delete(policy)
  }
  return depths.some((depth) => depth.size === 0) ? undefined : depths
}

/** §6.1.4 (a), (b). False: a mapping from or to anyPolicy. */
export function mapPolicies(state: PolicyState, mappings: Certificate['mappings']): boolean {
  if (mappings.some((pair) => pair.includes(anyPolicy))) return false
  const last = state.depths?.at(-1)
  if (state.depths === undefined || last === undefined || mappings.length === 0) return true
  for (const from of new Set(mappings.map(([issuer]) => issuer))) {
    if (state.mapping === 0) last.delete(from)
    else mapOne(last, from, new Set(mappings.filter(([issuer]) => issuer === from).map(([, subject]) => subject)))
  }
  state.depths = pruned(state.depths)
  return true
}

function mapOne(last: Depth, from: string, to: ReadonlySet<string>): void {
  const known = last.get(from)
  const any = last.get(anyPolicy)
  if (known !== undefined) known.expected = to
  else if (any !== undefined) last.set(from, { policy: from, expected: to, parents: any.parents })
}

/** §6.1.4 (h)–(j). */
export function countDown(state: PolicyState, certificate: Certificate, selfIssued: boolean): void {
  const less = (n: number): number => Math.max(0, n - 1)
  if (!selfIssued) {
    state.explicit = less(state.explicit)
    state.mapping = less(state.mapping)
    state.inhibitAny = less(state.inhibitAny)
  }
  state.explicit = Math.min(state.explicit, certificate.requireExplicitPolicy ?? state.explicit)
  state.mapping = Math.min(state.mapping, certificate.inhibitPolicyMapping ?? state.mapping)
  state.inhibitAny = Math.min(state.inhibitAny, certificate.inhibitAnyPolicy ?? state.inhibitAny)
}

/** §6.1.5 (g): what the caller takes of what the path gives. Undefined: nothing, and that is a fault where a policy must be. */
export function concluded(state: PolicyState, { initial }: PolicyInputs): ReadonlySet<string> | undefined {
  const { depths } = state
  if (depths === undefined) return undefined
  const given = givenBy(depths)
  if (initial === undefined) return given
  const taken = given.has(anyPolicy) ? new Set([...initial]) : new Set([...given].filter((one) => initial.has(one)))
  return taken.size === 0 ? undefined : taken
}

/** RFC 9618 §5.5: policies whose line upwards is anyPolicy alone, as the authorities' own words. */
function givenBy(depths: readonly Depth[]): ReadonlySet<string> {
  const last = depths.at(-1) as Depth
  const given = new Set<string>()
  for (const depth of depths)
    for (const one of depth.values())
      if (one.policy !== anyPolicy && [...one.parents].some((parent) => parent.policy === anyPolicy))
        given.add(one.policy)
  if (last.has(anyPolicy)) given.add(anyPolicy)
  return given
}
