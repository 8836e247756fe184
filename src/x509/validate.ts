/** Is this certificate good, now, for those who trust these anchors? The one function that callers call. */
import { pathsTo } from '#x509/build.ts'
import type { Certificate } from '#x509/certificate.ts'
import type { RevocationList } from '#x509/crl.ts'
import { type PathFault, type PathInputs, type TrustAnchor, validatePath } from '#x509/path.ts'
import { statusOf } from '#x509/revocation.ts'

export interface Question {
  readonly certificate: Certificate
  /** What came with it, in any order; none of it is trusted for coming. */
  readonly others: readonly Certificate[]
  readonly anchors: readonly TrustAnchor[]
  readonly lists: readonly RevocationList[]
  readonly inputs: PathInputs
}

export type Verdict =
  | { readonly ok: true; readonly path: readonly Certificate[]; readonly policies: ReadonlySet<string> }
  | { readonly ok: false; readonly why: PathFault | 'no-path' | 'revoked' | 'revocation-unknown' }

/** The first path that holds in everything; else what was wrong with the best one. */
export function validate({ certificate, others, anchors, lists, inputs }: Question): Verdict {
  let worst: Verdict = { ok: false, why: 'no-path' }
  const around = { lists, certificates: others, anchors, inputs }
  for (const { anchor, path } of pathsTo(certificate, others, anchors)) {
    const verdict = validatePath(path, anchor, inputs)
    if (!verdict.ok) {
      if (worst.why === 'no-path') worst = { ok: false, why: verdict.why }
      continue
    }
    const statuses = path.map((one) => statusOf(one, around))
    if (statuses.includes('revoked')) worst = { ok: false, why: 'revoked' }
    else if (statuses.includes('unknown')) worst = { ok: false, why: 'revocation-unknown' }
    else return { ok: true, path, policies: verdict.policies }
  }
  return worst
}
