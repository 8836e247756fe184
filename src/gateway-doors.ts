/** The other doors into the login, and the provider as the login sees it. */
import { certificatesTaken } from '#certificates.ts'
import { organisationOf } from '#base/ids.ts'
import type { Routes } from '#http/routes.ts'
import { languageOf } from '#login/language.ts'
import type { AnswerDoor, Wanted } from '#login/login.ts'
import { paths as oidcPaths } from '#oidc/deps.ts'
import { actingBy, type Mandate, mandatesFor, rolesAsked } from '#oidc/mandates.ts'
import type { AuthorizationRequest } from '#oidc/ports.ts'
import type { OidcParts } from '#oidc/routes.ts'
import { mountRegistration, type RegistrationParts } from '#registration/routes.ts'
import { mountRest, type RestDeps, type RestParts } from '#rest/routes.ts'
import { ninOf } from '#oidc-ports.ts'
import type { Parts } from '#parts.ts'

export const opensRegistration = ({ config }: Parts): boolean => config.dynamicRegistration === 'yes'

export const addressOf = (issuer: string, path: string): string => issuer.replace(/\/$/, '') + path

/** Owners register their services themselves, and where the operator opened it, services do. */
export const mountOwnRegistration = (routes: Routes, parts: Parts, oidc: OidcParts): RegistrationParts =>
  mountRegistration(routes, {
    issuer: parts.config.issuer,
    tokenUrl: addressOf(parts.config.issuer, oidcPaths.token),
    clock: parts.clock,
    database: parts.database,
    audit: parts.audit,
    log: parts.log,
    around: {
      world: parts.config.entry,
      eids: parts.methods.map(({ id }) => id),
      ...certificatesTaken(parts.config, parts.enterprise !== undefined),
    },
    caller: oidc.caller,
    offersNonce: oidc.offersNonce,
    deliveries: parts.backChannel.store,
    refresh: parts.services.refresh,
    dynamic: opensRegistration(parts),
  })

/** The same login by a REST API (row E6). */
export const mountRestDoor = (routes: Routes, parts: Parts, oidc: OidcParts, start: RestDeps['start']): RestParts =>
  mountRest(routes, {
    issuer: parts.config.issuer,
    tokenUrl: addressOf(parts.config.issuer, oidcPaths.restToken),
    clock: parts.clock,
    database: parts.database,
    audit: parts.audit,
    log: parts.log,
    key: parts.vault.macKey('rest session'),
    methods: parts.methods,
    caller: oidc.caller,
    offersNonce: oidc.offersNonce,
    active: parts.services.active,
    service: parts.services.service,
    sub: parts.vault.pairwise,
    nin: async (person, numberHash) => ninOf(await parts.persons.numberOf(person, numberHash)),
    start,
  })

/** The provider as the login sees it: the request it kept, opaque, goes back to where it came from. */
export const oidcDoor = (
  oidc: OidcParts,
  { mandates, persons }: Pick<Parts, 'mandates' | 'persons'>,
): AnswerDoor<AuthorizationRequest> => ({
  answer: (c, request, reached, ask, record) =>
    oidc.answer(request, { ...reached, authTime: reached.at, name: reached.name, locale: languageOf(c, ask) }, record),
  refuse: (request, error, description) => oidc.refusal(request, error, description),
  // Owners' texts, as they were declared: one for each language.
  wanted: (request) => oidc.consent(request) as Wanted | undefined,
  agreed: (request, ids) => oidc.agreed(request, ids),
  async parties(request, { person, numberHash }) {
    const roles = rolesAsked(request)
    // A power is from person to person.
    if (roles === undefined || mandates === undefined || organisationOf(person) !== undefined) return []
    const number = await persons.numberOf(person, numberHash)
    const found = mandatesFor(roles, await mandates.of(number.reveal('look-up')))
    return found.map((power, i) => ({ id: `power-${i + 1}`, name: power.authorizer.name, power }))
  },
  actingFor: (request, party) => actingBy(request, party?.power as Mandate | undefined),
  returnAddress: (request) => request.redirectUri,
})
