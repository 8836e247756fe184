/** ID-porten's table of allowed combinations: what goes with an integration type. */
import type { ClientRequest } from '#registration/shape.ts'
import type { Fault } from '#services/rules.ts'
import type { GrantType } from '#oidc/client.ts'

export type IntegrationType = ClientRequest['integration_type']

export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

interface Combination {
  readonly applications: readonly ClientRequest['application_type'][]
  readonly methods: readonly ClientRequest['token_endpoint_auth_method'][]
  readonly grants: readonly GrantType[]
  /** The only ones; undefined: free. */
  readonly scopes: readonly string[] | undefined
}

const users = {
  applications: ['web', 'browser', 'native'],
  methods: ['private_key_jwt', 'client_secret_basic', 'client_secret_post', 'none'],
  grants: ['authorization_code', 'refresh_token'],
} as const
const machines = { applications: ['web'], methods: ['private_key_jwt'], grants: [jwtBearer] } as const

export const userScopes = ['openid', 'profile'] as const
const krrScopes = ['krr:global/kontaktinformasjon.read', 'krr:global/digitalpost.read'] as const

/** Undefined: not offered here. */
export const combinations: Readonly<Record<IntegrationType, Combination | undefined>> = {
  idporten: { ...users, scopes: userScopes },
  // Ours beside ID-porten's: a server in its own name, for the REST API of logins, or to ask about tokens.
  api_klient: { ...users, grants: [...users.grants, 'client_credentials'], scopes: undefined },
  ansattporten: { ...users, scopes: undefined },
  maskinporten: { ...machines, scopes: undefined },
  krr: { ...machines, scopes: krrScopes },
  eformidling: undefined,
}

export const isForUsers = (type: IntegrationType): boolean =>
  combinations[type]?.grants.includes('authorization_code') === true

export function* combinationFaults(
  asked: Pick<ClientRequest, 'application_type' | 'token_endpoint_auth_method' | 'integration_type' | 'scopes'> & {
    readonly grant_types: readonly GrantType[]
  },
): Generator<Fault> {
  const type = asked.integration_type
  const allowed = combinations[type]
  if (allowed === undefined) {
    yield { at: 'integration_type', says: `${type} is not offered here` }
    return
  }
  const { applications, methods, grants, scopes } = allowed
  if (!applications.includes(asked.application_type))
    yield { at: 'application_type', says: `must be ${applications.join(', ')} for ${type}` }
  if (!methods.includes(asked.token_endpoint_auth_method))
    yield { at: 'token_endpoint_auth_method', says: `must be ${methods.join(', ')} for ${type}` }
  if (!asked.grant_types.every((grant) => grants.includes(grant)))
    yield { at: 'grant_types', says: `must be ${grants.join(', ')} for ${type}` }
  if (scopes !== undefined && asked.scopes?.every((one) => scopes.includes(one)) === false)
    yield { at: 'scopes', says: `must be ${scopes.join(', ')} for ${type}, or left out` }
}
