/**
 * The identity number in the words of services that came to ID-porten through a broker: scope `nin`. The same number as
 * `pid`, and told where that is told; never beside a pseudonym.
 */
import type { Subjects } from '#oidc/ports.ts'

export interface NinInput {
  readonly scope: readonly string[]
  /** Undefined: what was granted is pseudonymous. */
  readonly pid: string | undefined
  readonly name: { readonly given: string; readonly family: string } | undefined
}

export function ninClaims(
  subjects: Pick<Subjects, 'numberClaims'>,
  { scope, pid, name }: NinInput,
): Readonly<Record<string, unknown>> {
  if (pid === undefined || !scope.includes('nin')) return {}
  const whole = name && scope.includes('profile') ? { name: `${name.given} ${name.family}` } : {}
  return { ...subjects.numberClaims(pid), idp: 'idporten', ...whole }
}
