/** Finds the paths from a certificate up to a trust anchor, by name and key id; which of them is good is for `path.ts` to say. */
import type { Certificate } from '#x509/certificate.ts'
import { sameName } from '#x509/name.ts'
import type { TrustAnchor } from '#x509/path.ts'

export interface Candidate {
  readonly anchor: TrustAnchor
  /** From just below the anchor to the certificate. */
  readonly path: readonly Certificate[]
}

/** Longer than any chain in use; and no more tries than this, whatever a stranger sends along. */
const longest = 10
const mostTries = 64

export function* pathsTo(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  anchors: readonly TrustAnchor[],
): Generator<Candidate> {
  let tries = 0
  function* up(path: readonly Certificate[]): Generator<Candidate> {
    const [top] = path
    if (top === undefined || ++tries > mostTries) return
    for (const anchor of anchors) if (sameName(anchor.name, top.issuer)) yield { anchor, path }
    if (path.length >= longest) return
    for (const issuer of byLikelihood(top, intermediates))
      if (!path.some((one) => isSame(one, issuer))) yield* up([issuer, ...path])
  }
  yield* up([leaf])
}

const isSame = (a: Certificate, b: Certificate): boolean => Buffer.compare(a.der, b.der) === 0

/** Whoever bears the key id that is asked for comes first; the rest of that name after. */
const byLikelihood = ({ issuer, authorityKeyId }: Certificate, all: readonly Certificate[]): readonly Certificate[] => {
  const named = all.filter(({ subject }) => sameName(subject, issuer))
  const isAsked = ({ subjectKeyId }: Certificate): boolean =>
    authorityKeyId !== undefined && subjectKeyId === authorityKeyId
  return [...named.filter(isAsked), ...named.filter((one) => !isAsked(one))]
}
