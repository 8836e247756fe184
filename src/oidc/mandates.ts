/**
 * Logging in for somebody who gave one power of attorney (ID-porten's type of authorization details `idporten:fullmakt`): a service asks by
 * roles, the user chooses for whom, and the answer says so. `pid` and `sub` stay those of whoever logged in.
 */
import type { DetailType, DetailTypes } from '#oidc/authorization-details.ts'
import type { AuthorizationDetail, AuthorizationRequest } from '#oidc/ports.ts'

export const mandateType = 'idporten:fullmakt'

interface Named {
  readonly name: string
  readonly pid: string
}

/** A power of attorney as it is told: who gave it, who has it, and for what. */
export interface Mandate {
  readonly authorizer: Named
  readonly authorized_representative: Named
  /** By the organisation that takes the power for a role. */
  readonly permissions: readonly { readonly owner: string; readonly role: string }[]
}

/** The register of powers of attorney. */
export interface Mandates {
  /** Those that this person has from others, now. @throws StoreUnavailable when the register does not answer */
  of(pid: string): Promise<readonly Mandate[]>
}

const role = /^[a-z][\w.:-]{0,99}$/

/** No service has to register it: what it opens is the user's to choose. It is no consent either, for choosing is more than that. */
export const mandateDetail: DetailType = {
  open: true,
  stays: true,
  consent: false,
  fault({ type: _type, permission_roles: roles, ...others }) {
    if (Object.keys(others).length > 0) return 'has a member that its type does not know'
    const good = Array.isArray(roles) && roles.length > 0 && roles.length <= 50
    return good && roles.every((one) => typeof one === 'string' && role.test(one))
      ? undefined
      : 'must have permission_roles, a list of roles'
  },
  describe: ({ type }) => ({ text: { nb: type, nn: type, se: type, en: type }, lines: [] }),
}

/** With the type among them where there is a register to ask. */
export const withMandates = (types: DetailTypes, mandates: Mandates | undefined): DetailTypes =>
  mandates === undefined
    ? types
    : {
        find: (type) => (type === mandateType ? mandateDetail : types.find(type)),
        names: () => [...types.names(), mandateType],
      }

type Asking = Pick<AuthorizationRequest, 'authorizationDetails'>

/** The roles of which one is enough; undefined: the request asks for none. */
export function rolesAsked({ authorizationDetails: details = [] }: Asking): readonly string[] | undefined {
  const asked = details.filter(({ type }) => type === mandateType)
  if (asked.length === 0) return undefined
  return [...new Set(asked.flatMap(({ permission_roles: roles }) => roles as readonly string[]))]
}

/** Those that have one of the roles, as far as they have them. */
export const mandatesFor = (roles: readonly string[], all: readonly Mandate[]): readonly Mandate[] =>
  all.flatMap((one) => {
    const permissions = one.permissions.filter((permission) => roles.includes(permission.role))
    return permissions.length === 0 ? [] : [{ ...one, permissions }]
  })

/** What is answered: the power that was chosen in the place of the question, or nothing of it for who goes on for themself. */
export function actingBy<R extends Asking>(request: R, mandate: Mandate | undefined): R {
  const others = request.authorizationDetails?.filter(({ type }) => type !== mandateType) ?? []
  const chosen: readonly AuthorizationDetail[] = mandate === undefined ? [] : [{ type: mandateType, ...mandate }]
  return { ...request, authorizationDetails: [...others, ...chosen] }
}

type Details = readonly AuthorizationDetail[] | undefined

/**
 * The details of a login from before, as far as its power still holds: without roles that were taken back since. Undefined: nothing is
 * left of it, or there is no register to ask any more. It is never left out: without it the tokens would be those of who acts for themself.
 */
export async function stillGiven(
  mandates: Mandates | undefined,
  pid: string | undefined,
  details: Details,
): Promise<{ readonly details: Details } | undefined> {
  if (details?.some(({ type }) => type === mandateType) !== true) return { details }
  const now = mandates === undefined || pid === undefined ? [] : await mandates.of(pid)
  const left = details.map((detail) =>
    detail.type === mandateType ? leftOf(detail as unknown as Mandate, now) : detail,
  )
  return left.every((one) => one !== undefined) ? { details: left } : undefined
}

function leftOf(before: Mandate, now: readonly Mandate[]): AuthorizationDetail | undefined {
  const holds = ({ owner, role }: Mandate['permissions'][number]): boolean =>
    now
      .filter(({ authorizer }) => authorizer.pid === before.authorizer.pid)
      .some(({ permissions }) => permissions.some((one) => one.owner === owner && one.role === role))
  const permissions = before.permissions.filter(holds)
  return permissions.length === 0 ? undefined : { ...before, type: mandateType, permissions }
}
