/** Finding a client by a name that may be misspelt. */
import { nearest } from '#base/near.ts'
import type { Clock } from '#base/clock.ts'
import type { Clients } from '#oidc/ports.ts'
import { bad, type Finding } from '#sandbox/explain/explained.ts'

export interface ClientDeps {
  readonly issuer: string
  readonly clock: Clock
  readonly clients: Pick<Clients, 'find'>
  readonly clientIds: () => readonly string[]
}

export function unknownClient(deps: Pick<ClientDeps, 'clientIds'>, given: string | undefined): Finding {
  if (given === undefined) return bad('client_id is missing, or was sent twice.')
  return bad('client_id is not known here, or its service is switched off.', hint(deps, given))
}

export const unknownIssuer = (deps: Pick<ClientDeps, 'clientIds'>, iss: unknown): Finding =>
  bad('Its iss is no client here, or its service is switched off.', hint(deps, typeof iss === 'string' ? iss : ''))

function hint({ clientIds }: Pick<ClientDeps, 'clientIds'>, given: string): string {
  const near = nearest(given, clientIds())
  return near === undefined ? 'Declare the service in the file that INNGANG_CLIENTS names.' : `Did you mean ${near}?`
}
