/** ID-porten's client object in the words of the operator's file, and back. */
import type { Text } from '#i18n/text.ts'
import type { GrantType } from '#oidc/client.ts'
import { combinations, isForUsers, jwtBearer, userScopes } from '#registration/combinations.ts'
import type { Client, ClientRequest, OnBehalfOfAnswer, OnBehalfOfRequest } from '#registration/shape.ts'
import type { Fault } from '#services/rules.ts'
import type { ClientRecord } from '#services/self-service.ts'
import type { KeptService, Registration } from '#services/store.ts'

/** The short word is ID-porten's. */
export const grantsOf = ({ grant_types, integration_type }: ClientRequest): readonly GrantType[] =>
  grant_types === undefined
    ? [isForUsers(integration_type) ? 'authorization_code' : jwtBearer]
    : [...new Set(grant_types.map((one) => (one === 'jwt_bearer_token' ? jwtBearer : one)))]

export function scopesOf(request: ClientRequest): readonly string[] {
  const { scopes, integration_type } = request
  const fixed = combinations[integration_type]?.scopes
  if (fixed !== undefined) return fixed
  if (!grantsOf(request).includes('authorization_code')) return scopes ?? []
  return [...userScopes, ...(scopes ?? []).filter((one) => !(userScopes as readonly string[]).includes(one))]
}

/** What the server holds beside what was sent. */
export interface Held {
  readonly clientId: string
  readonly secretHash: string | undefined
  readonly secretExpires: number | undefined
  readonly jwks: KeptService['jwks']
  readonly onbehalfof: KeptService['onbehalfof']
}

/** As it would stand in the file: judged by the same rules. */
export function writtenOf(request: ClientRequest, held: Held): Readonly<Record<string, unknown>> {
  const {
    integration_type: _type,
    client_name,
    display_name,
    description: _description,
    client_orgno: _owner,
    supplier_orgno: _supplier,
    active: _active,
    created: _created,
    last_updated: _updated,
    source: _source,
    onbehalfof,
    ...rest
  } = request
  return withoutUndefined({
    ...rest,
    client_id: held.clientId,
    client_name: display_name ?? client_name,
    grant_types: grantsOf(request),
    scopes: scopesOf(request),
    client_secret_sha256: held.secretHash,
    client_secret_expires_at: held.secretExpires,
    jwks: held.jwks,
    onbehalfof: onbehalfof?.map(keptOnBehalfOf) ?? held.onbehalfof,
  })
}

export const withoutUndefined = (value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))

export const keptOnBehalfOf = (one: OnBehalfOfRequest): KeptService['onbehalfof'][number] => {
  const uri = one.client_uri ?? one.url
  return {
    value: one.onbehalfof,
    name: one.name ?? one.display_name ?? '',
    orgno: one.orgno.replace(/\s/g, ''),
    ...(uri === undefined ? {} : { client_uri: uri }),
    ...(one.description === undefined ? {} : { description: one.description }),
  }
}

/** Faults of the model, each by the name and in the place that the registrar's own body has for it. */
export const asSent = (faults: readonly Fault[], request?: ClientRequest): readonly Fault[] =>
  faults
    .map((fault) => (request === undefined ? fault : scopeAsSent(fault, request)))
    .map(({ at, says }) => ({
      says,
      at: at.replace(/^(onbehalfof\[\d+\])\.value$/, '$1.onbehalfof').replace(/^client_name(?=$|\.)/, 'display_name'),
    }))

/** What is registered are the scopes that were sent and those that come with the type. */
function scopeAsSent(fault: Fault, request: ClientRequest): Fault {
  const index = /^scopes\[(\d+)\]$/.exec(fault.at)?.[1]
  const scope = index === undefined ? undefined : scopesOf(request)[Number(index)]
  if (scope === undefined) return fault
  const place = (request.scopes ?? []).indexOf(scope)
  if (place >= 0) return { ...fault, at: `scopes[${place}]` }
  return { at: 'integration_type', says: `brings the scope ${scope}, which ${fault.says}` }
}

export const shownOnBehalfOf = ({ value, ...rest }: KeptService['onbehalfof'][number]): OnBehalfOfAnswer => ({
  onbehalfof: value,
  ...rest,
})

/** `secret`: in the answer that made it alone. */
export function clientOf(registration: Registration, record: ClientRecord | undefined, secret?: string): Client {
  const {
    client_name,
    client_secret_sha256: _hash,
    jwks: _jwks,
    onbehalfof,
    scopes,
    grant_types,
    ...members
  } = registration.service
  return {
    ...members,
    client_name: record?.name ?? client_name.nb,
    display_name: shortText(client_name),
    ...(record?.description === undefined ? {} : { description: record.description }),
    integration_type: integrationOf(registration.service, record),
    client_orgno: registration.owner,
    ...(record?.supplier === undefined ? {} : { supplier_orgno: record.supplier }),
    grant_types,
    scopes,
    onbehalfof: onbehalfof.map(shownOnBehalfOf),
    ...(secret === undefined ? {} : { client_secret: secret }),
    source: registration.source,
    active: registration.active,
    ...(record === undefined ? {} : { created: timeOf(record.created), last_updated: timeOf(record.updated) }),
  }
}

/** What the operator declared has none: it is told as what it works like. */
function integrationOf(
  { grant_types, scopes }: KeptService,
  record: ClientRecord | undefined,
): Client['integration_type'] {
  if (record !== undefined) return record.integrationType as Client['integration_type']
  if (grant_types.includes(jwtBearer)) return 'maskinporten'
  if (!grant_types.includes('authorization_code')) return 'api_klient'
  return scopes.every((one) => (userScopes as readonly string[]).includes(one)) ? 'idporten' : 'api_klient'
}

export const shortText = (text: Text): string | Text =>
  Object.values(text).every((one) => one === text.nb) ? text.nb : text

export const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString()
