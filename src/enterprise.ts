/** Whose enterprise certificate it is: what `x509/` found good, by the number that its subject bears. */
import type { EnterpriseCertificates } from '#oidc/ports.ts'
import type { Checker, Why } from '#x509/checker.ts'
import { hasOldPolicy, organisationIn, type OrganisationFault } from '#x509/organisation.ts'

export function enterpriseCertificates(checker: Checker): EnterpriseCertificates {
  return {
    async organisationOf(chain) {
      const checked = await checker.check(chain, { use: 'enterprise' })
      if (!checked.ok) return certificateWords[checked.why]
      const number = organisationIn(checked.certificate.subjectAttributes, {
        namesEndInNumbers: hasOldPolicy(checked.policies),
      })
      return number in faults ? faults[number as OrganisationFault] : { number }
    },
  }
}

/** The rest of a sentence that begins with the certificate. */
const faults: Readonly<Record<OrganisationFault, string>> = {
  none: 'names no organisation by its number',
  form: 'names its organisation in a form that is not known here',
  'check-digit': 'names no organisation: the last digit of its number is no check digit',
  conflict: 'names two organisations',
}

/** The same of what is wrong with a certificate of a client, whoever it is issued to. */
export const certificateWords: Readonly<Record<Why, string>> = {
  malformed: 'cannot be read',
  'no-path': 'was not issued by anybody who is trusted here',
  signature: 'was not signed by the issuer that it names',
  algorithm: 'was signed in a way that is not taken any more, or one above it was',
  'name-chaining': 'was not issued by the one above it',
  'outside-name-constraints': 'has a name that its issuer may not speak for',
  'policy-mapping': 'has policies that contradict each other',
  'no-ca': 'was issued by somebody who may not issue any',
  'no-cert-sign': 'was issued by somebody who may not issue any',
  'path-too-long': 'has more issuers above it than they allow',
  'critical-extension': 'says something essential that is not understood here',
  'policy-not-listed': 'is not of a kind that is taken here: its policy is not one for enterprises',
  'policy-required': 'is not of a kind that is taken here: its policy does not hold from its issuer down',
  'key-use': 'is not for authentication: its key may not sign for that',
  purpose: 'is not for authentication: it is for another purpose',
  'is-ca': 'is that of an issuer',
  'weak-key': 'has a key that is too weak',
  'anchor-ended': 'was issued by somebody whose own certificate has ended',
  expired: 'has expired, or one above it has',
  'not-yet-valid': 'is not valid yet, or one above it is not',
  revoked: 'has been revoked, or one above it has',
  'unknown-to-issuer': 'is not known to its issuer',
  'revocation-unknown': 'could not be asked about at its issuer: try again in a moment',
}
