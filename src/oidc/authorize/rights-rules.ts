/** Rules about what is asked for beside the scopes: single claims, authorization details, on whose behalf. Part of the list in `rules.ts`. */
import { type Fault, fault, isFault } from '#oidc/errors.ts'
import type { Asked } from '#oidc/authorize/request.ts'
import { rolesAsked } from '#oidc/mandates.ts'

interface RightsRule {
  readonly name: string
  readonly check: (asked: Asked) => Fault | undefined
}

export const rightsRules: readonly RightsRule[] = [
  {
    // OpenID Connect Core §5.5
    name: 'claims can be read, and what is essential can be met',
    check: ({ claims }) => (isFault(claims) ? claims : undefined),
  },
  {
    // OpenID Connect Core §3.1.2.1, §5.5.1: nobody can be two persons
    name: 'one person is expected, if any',
    check({ hint, claims }) {
      const subject = claims === undefined || isFault(claims) ? undefined : claims.subject
      if (subject === undefined || hint === undefined || hint === 'wrong' || hint.sub === subject) return undefined
      return fault('login_required', 'id_token_hint and claims name different persons')
    },
  },
  {
    // RFC 9396 §5: a right that is not understood is refused, never dropped
    name: 'authorization details are of types that are registered, and as those want them',
    check: ({ details }) => (isFault(details) ? details : undefined),
  },
  {
    // Whose power it is would be told with a number.
    name: 'no power of attorney is asked for beside a scope without numbers',
    check: ({ details, pseudonymous }) =>
      pseudonymous && !isFault(details) && rolesAsked({ authorizationDetails: details }) !== undefined
        ? fault('invalid_authorization_details', 'a power of attorney tells numbers, and one of the scopes takes none')
        : undefined,
  },
  {
    name: 'onbehalfof is registered',
    check({ sent, client }) {
      const value = sent.values.get('onbehalfof')
      if (value === undefined || client.onBehalfOf.some((one) => one.value === value)) return undefined
      return fault('invalid_request', 'onbehalfof is not registered for this client')
    },
  },
]
