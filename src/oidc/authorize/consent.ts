/** What a request wants that the user is asked for, and the request without what was not given (OpenID Connect Core §3.1.2.4). */
import type { ByLanguage, DescribedDetail } from '#oidc/authorization-details.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import type { AuthorizationDetail, AuthorizationRequest } from '#oidc/ports.ts'

export type ConsentDeps = Pick<OidcDeps, 'scopes' | 'details'>

export interface Consent {
  /** Each is given or not by itself. */
  readonly items: readonly ConsentItem[]
  /** What the service is told of the person with the login itself, where it asked that this be said (`prompt=consent`). */
  readonly tells: { readonly number: boolean; readonly name: boolean } | undefined
}

export interface ConsentItem extends DescribedDetail {
  /** Of this request's. */
  readonly id: string
}

/** Undefined: there is nothing to ask. */
export function consentOf(deps: ConsentDeps, request: AuthorizationRequest): Consent | undefined {
  const { scope, authorizationDetails, prompt } = request
  const always = prompt.includes('consent')
  const items = [
    ...scope.flatMap((name) => scopeItem(deps, name, always)),
    ...(authorizationDetails ?? []).flatMap((detail, i) => detailItem(deps, detail, i, always)),
  ]
  if (items.length === 0 && !always) return undefined
  return { items, tells: always ? told(request) : undefined }
}

/** What the request would be without what was not agreed to: a refusal drops the scope, and the login goes on (facts of ID-porten). */
export function agreedRequest(
  deps: ConsentDeps,
  request: AuthorizationRequest,
  agreed: readonly string[],
): AuthorizationRequest {
  const refused = new Set(consentOf(deps, request)?.items.flatMap(({ id }) => (agreed.includes(id) ? [] : [id])))
  const details = request.authorizationDetails?.filter((_detail, i) => !refused.has(detailId(i)))
  return {
    ...request,
    scope: request.scope.filter((name) => !refused.has(scopeId(name))),
    authorizationDetails: details,
  }
}

const scopeId = (name: string): string => `scope:${name}`
const detailId = (i: number): string => `detail:${i}`

/** `openid` and `profile` are the login itself: who does not want that, cancels. */
function scopeItem({ scopes }: ConsentDeps, name: string, always: boolean): readonly ConsentItem[] {
  const rules = scopes.find(name)
  return rules !== undefined && (rules.consent || always)
    ? [{ id: scopeId(name), text: rules.description, lines: [] }]
    : []
}

function detailItem(
  { details }: ConsentDeps,
  detail: AuthorizationDetail,
  i: number,
  always: boolean,
): readonly ConsentItem[] {
  const type = details.find(detail.type)
  // Whoever declared it took it back meanwhile: nobody can say what it is, so nobody can agree to it.
  if (type === undefined) return [{ id: detailId(i), text: nameless(detail.type), lines: [] }]
  return type.consent || always ? [{ id: detailId(i), ...type.describe(detail) }] : []
}

const nameless = (type: string): ByLanguage => ({ nb: type, nn: type, se: type, en: type })

function told({ scope, pseudonymous, claims }: AuthorizationRequest): Consent['tells'] {
  const names = [...(claims?.idToken ?? []), ...(claims?.userinfo ?? [])]
  return {
    number: !pseudonymous,
    name: scope.includes('profile') || names.some((name) => ['name', 'given_name', 'family_name'].includes(name)),
  }
}
