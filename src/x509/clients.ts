/**
 * Certificates of clients that are known by their name (RFC 8705 §2.1): did somebody whom the operator named issue this one, and
 * does it still count? Any policy will do: what a client may is written in its registration.
 *
 * The libraries behind it are loaded with the first question.
 */
import type { CheckerDeps, Why } from '#x509/checker.ts'

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
}

export function openClientCheck(deps: ClientCheckDeps): ClientCheck {
  let opened: Promise<ClientCheck> | undefined
  return {
    async faultOf(chain) {
      opened ??= import('#x509/client-check.ts').then(({ openCheck }) => openCheck(deps))
      const why = await (await opened).faultOf(chain)
      deps.count('certificate_checked', { use: 'client', outcome: why ?? 'good' })
      return why
    },
  }
}
