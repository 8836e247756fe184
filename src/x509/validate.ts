/** Is this certificate good, now, for those who trust these anchors? The one function that every question goes through. */
import { pathsTo } from '#x509/build.ts'
import type { Certificate } from '#x509/certificate.ts'
import { type PathFault, type PathInputs, type TrustAnchor, validatePath } from '#x509/path.ts'

export interface Question {
  readonly certificate: Certificate
  /** What came with it, in any order; none of it is trusted for coming. */
  readonly others: readonly Certificate[]
  readonly anchors: readonly TrustAnchor[]
  readonly inputs: PathInputs
  readonly standing: AskStanding
}

/** Whether one certificate of a path that holds has been revoked. */
export type AskStanding = (subject: Subject) => Promise<Standing>

export interface Subject {
  readonly certificate: Certificate
  readonly anchor: TrustAnchor
  /** From just below the anchor to the one that issued it; empty: the anchor did. */
  readonly above: readonly Certificate[]
}

export type Standing =
  | {
      readonly status: 'good'
      readonly by: 'ocsp' | 'crl'
      /** What was asked before, and could not tell. */
      readonly tried: readonly string[]
      /** What the answer of a responder carried besides: DER by OID. */
      readonly extensions?: ReadonlyMap<string, Buffer>
    }
  | { readonly status: 'revoked' | 'unknown-to-issuer' | 'unknown'; readonly tried: readonly string[] }

export type Verdict =
  | {
      readonly ok: true
      readonly path: readonly Certificate[]
      readonly policies: ReadonlySet<string>
      /** Of the certificate itself. */
      readonly standing: Standing & { status: 'good' }
    }
  | {
      readonly ok: false
      readonly why: PathFault | 'no-path' | 'revoked' | 'unknown-to-issuer' | 'revocation-unknown'
      readonly tried: readonly string[]
    }

/** The first path that holds in everything; else what was wrong with the best one. */
export async function validate({ certificate, others, anchors, inputs, standing }: Question): Promise<Verdict> {
  let worst: Verdict & { ok: false } = { ok: false, why: 'no-path', tried: [] }
  for (const { anchor, path } of pathsTo(certificate, others, anchors)) {
    const verdict = validatePath(path, anchor, inputs)
    if (!verdict.ok) {
      worst = nearest(worst, { ok: false, why: verdict.why, tried: [] })
      continue
    }
    const standings = await Promise.all(
      path.map((one, i) => standing({ certificate: one, anchor, above: path.slice(0, i) })),
    )
    const bad = worstOf(standings)
    const own = standings.at(-1)
    if (bad === undefined && own?.status === 'good')
      return { ok: true, path, policies: verdict.policies, standing: own }
    worst = nearest(worst, { ok: false, why: whyOf(bad), tried: bad?.tried ?? [] })
    // Whoever else vouches for its issuer: the certificate itself has been taken back.
    if (own?.status === 'revoked' || own?.status === 'unknown-to-issuer') return worst
  }
  return worst
}

const whyOf = (bad: Bad | undefined) =>
  bad === undefined || bad.status === 'unknown' ? 'revocation-unknown' : bad.status

/** The name alone led there; a path that held but for its policy, or for its age; and one that held altogether. */
const nearness: readonly (readonly string[])[] = [
  ['no-path'],
  ['signature', 'name-chaining'],
  ['policy-not-listed', 'anchor-ended'],
]
const held: readonly string[] = ['revoked', 'unknown-to-issuer', 'revocation-unknown']

function nearnessOf(why: string): number {
  const far = nearness.findIndex((all) => all.includes(why))
  return far >= 0 ? far : held.includes(why) ? nearness.length + 1 : nearness.length
}

/** Of two refusals the one that tells more of the certificate: the other is about issuers who only bear the same name. */
export const nearest = <T extends { readonly why: string }>(a: T, b: T): T =>
  nearnessOf(b.why) > nearnessOf(a.why) ? b : a

type Bad = Exclude<Standing, { status: 'good' }>
const gravity: readonly Bad['status'][] = ['revoked', 'unknown-to-issuer', 'unknown']

function worstOf(standings: readonly Standing[]): Bad | undefined {
  const bad = standings.filter((one): one is Bad => one.status !== 'good')
  return bad.toSorted((a, b) => gravity.indexOf(a.status) - gravity.indexOf(b.status))[0]
}
