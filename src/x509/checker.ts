/**
 * What logins and clients call: is this certificate good, now, for this use, and who vouches for it? Nothing of it is believed
 * that the operator's trust list does not bear out, and no answer about revocation is an answer of "no".
 *
 * The libraries behind it are loaded with the first question.
 */
import type { Clock } from '#base/clock.ts'
import type { NationalId } from '#base/national-id.ts'
import type { Log } from '#http/answer.ts'
import type { Certificate } from '#x509/certificate.ts'
import type { Fetch } from '#x509/fetch.ts'
import type { PathFault } from '#x509/path.ts'
import { openSources } from '#x509/sources.ts'
import type { CertificateLevel, CertificateUse, TrustEntry, TrustList } from '#x509/trust.ts'

export interface CheckerDeps {
  /** Asked at every check. The same object as long as nothing changed. */
  readonly trust: () => TrustList
  readonly clock: Clock
  /** How responders and lists are reached: `fetchOverNetwork`, or a test's own. */
  readonly fetch: Fetch
  readonly log: Log
  readonly count: (name: string, labels: Readonly<Record<string, string>>) => void
}

export interface Checker {
  /**
   * @param chain DER, the certificate itself first; what follows only helps to find a path, in any order.
   * Whoever shows a certificate must have proved elsewhere (TLS, a signature) that the key is theirs.
   */
  check(chain: readonly Uint8Array[], wanted: Wanted): Promise<Checked>
  /** Who does not answer, in sentences that anybody may read. */
  warnings(): readonly string[]
}

export interface Wanted {
  readonly use: CertificateUse
  /** Ask for the identity number, too (persons). The answer is never kept. */
  readonly number?: boolean
}

export type Checked = Good | Refused

export interface Good {
  readonly ok: true
  /** Read whole: `attribute(certificate, oid)` gives what its subject says. */
  readonly certificate: Certificate
  /** From just below the anchor to the certificate. */
  readonly path: readonly Certificate[]
  /** Which entry of the trust list bore it out. */
  readonly issuer: TrustEntry
  /** Policies of the path that the operator listed for this use. */
  readonly policies: ReadonlySet<string>
  /** By the operator's table; of several policies the lowest. */
  readonly level: CertificateLevel
  /** What said that it is not revoked, and what was asked before and could not tell. */
  readonly by: 'ocsp' | 'crl'
  readonly tried: readonly string[]
  /** Only where it was asked for. */
  readonly number: FoundNumber
}

/** `refused`: whoever knows would not say. `none`: there is none for this certificate. Only `found` lets anybody in. */
export type FoundNumber =
  | { readonly kind: 'found'; readonly number: NationalId }
  | { readonly kind: 'none' | 'refused' | 'unavailable' | 'not-asked' }

export interface Refused {
  readonly ok: false
  readonly why: Why
  /** What the sources for revocation answered, as words for the log: `ocsp:stale`, `crl:timeout`. */
  readonly tried: readonly string[]
}

export type Why =
  /** Nobody can read it. */
  | 'malformed'
  /** Nobody whom the operator trusts issued it. */
  | 'no-path'
  /** Issued by somebody trusted, under a policy that is not listed for this use. */
  | 'policy-not-listed'
  /** Not for authentication: its key may not sign, or serves another purpose, or it is an authority's own. */
  | 'key-use'
  | 'purpose'
  | 'is-ca'
  /** Its own key is too short, of no known kind, or made by a chip with a fault. */
  | 'weak-key'
  /** The trust list's own certificate has ended. */
  | 'anchor-ended'
  | 'revoked'
  /** The issuer says that it never issued it. */
  | 'unknown-to-issuer'
  /** Nobody could tell: ask again later. The only one that is no fault of the certificate. */
  | 'revocation-unknown'
  | PathFault

export function openChecker(deps: CheckerDeps): Checker {
  const sources = openSources(deps)
  let opened: Promise<Checker['check']> | undefined
  return {
    warnings: sources.warnings,
    async check(chain, wanted) {
      opened ??= import('#x509/check.ts').then(({ openCheck }) => openCheck(deps, sources))
      const checked = await (await opened)(chain, wanted)
      tell(checked, wanted.use, deps)
      return checked
    },
  }
}

/** Nothing of the certificate: only whose it is not, and which source said what. */
export function tell(
  checked: Pick<Good, 'ok' | 'tried'> | Refused,
  use: CertificateUse | 'client',
  { count, log }: Pick<CheckerDeps, 'count' | 'log'>,
): void {
  count('certificate_checked', { use, outcome: checked.ok ? 'good' : checked.why })
  for (const one of checked.tried) {
    const [source = '', what = ''] = one.split(':')
    count('certificate_source_silent', { source, what })
  }
  if (!checked.ok && checked.why === 'revocation-unknown')
    log('warn', 'nobody could tell whether a certificate was revoked', { about: use, parts: checked.tried })
}

/** What the subject says of an attribute, as it was written. */
export const attribute = ({ subjectAttributes }: Certificate, oid: string): readonly string[] =>
  subjectAttributes.filter(([type]) => type === oid).map(([, text]) => text)
