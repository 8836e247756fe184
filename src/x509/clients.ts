/**
 * Certificates of clients that are known by their name (RFC 8705 §2.1): did somebody whom the operator named issue this one, and
 * does it still count? Any policy will do: what a client may is written in its registration.
 *
 * The libraries behind it are loaded with the first question.
 */
import { type CheckerDeps, tell, type Why } from '#x509/checker.ts'
import { openSources } from '#x509/sources.ts'
import { standingOfIssuers } from '#x509/trust-standing.ts'

export interface ClientIssuers {
  /** DER. Each is trusted, whoever stands above it. */
  readonly certificates: readonly Uint8Array[]
  /** The responders and lists that may be asked; none at all: their certificates count until they end. */
  readonly ocsp: readonly string[]
  readonly crl: readonly string[]
}

export type ClientCheckDeps = Omit<CheckerDeps, 'trust'> & { readonly issuers: ClientIssuers }

export interface ClientCheck {
  /** DER, the certificate itself first; what follows only helps to find a path. Undefined: it is good. */
  faultOf(chain: readonly Uint8Array[]): Promise<Why | undefined>
  /** Which issuers' certificates end, and who does not answer: sentences that anybody may read. */
  warnings(): readonly string[]
  /** Issuers' certificates that end within 60 days, or have ended. */
  ending(): number
}

/** What the check says: what was wrong, and what the sources answered that was worth nothing, as words for the log. */
export type ClientVerdict =
  | { readonly ok: true; readonly tried: readonly string[] }
  | { readonly ok: false; readonly why: Why; readonly tried: readonly string[] }

export function openClientCheck(deps: ClientCheckDeps): ClientCheck {
  const { clock, issuers } = deps
  const sources = openSources(deps)
  const standing = standingOfIssuers(issuers.certificates)
  let opened: Promise<(chain: readonly Uint8Array[]) => Promise<ClientVerdict>> | undefined
  return {
    async faultOf(chain) {
      opened ??= import('#x509/client-check.ts').then(({ openCheck }) => openCheck(deps, sources))
      const verdict = await (await opened)(chain)
      tell(verdict, 'client', deps)
      return verdict.ok ? undefined : verdict.why
    },
    warnings: () => [...standing.warnings(clock.now()), ...sources.warnings()],
    ending: () => standing.ending(clock.now()),
  }
}
