/** How the example services are registered: the same form as the file of `INNGANG_CLIENTS`. */
import { draft, type Text } from '#i18n/text.ts'
import type { ExampleKeys } from '#sandbox/services/keys.ts'

export interface ExamplePorts {
  readonly tax: number
  readonly health: number
}

/** Where the services are: `https://tax.example.no`, `http://127.0.0.1:8701`. */
export interface ExampleOrigins {
  readonly tax: string
  readonly health: string
}

/** Another site than the gateway's `localhost`, so that cookies behave as they do in production. */
const originOf = (port: number): string => `http://127.0.0.1:${port}`
export const originsOf = ({ tax, health }: ExamplePorts): ExampleOrigins => ({
  tax: originOf(tax),
  health: originOf(health),
})

export const callbackPath = '/callback'
export const loggedOutPath = '/logged-out'
export const frontchannelLogoutPath = '/frontchannel-logout'

export const clientIds = { tax: 'example-tax', health: 'example-health' } as const

export const serviceNames = {
  tax: {
    nb: 'Skattesiden (eksempel)',
    nn: 'Skattesida (døme)',
    se: draft('Vearrosiidu (ovdamearka)'),
    en: 'Tax page (example)',
  },
  health: {
    nb: 'Helseportalen (eksempel)',
    nn: 'Helseportalen (døme)',
    se: draft('Dearvvašvuođaportála (ovdamearka)'),
    en: 'Health portal (example)',
  },
} as const satisfies Record<string, Text>

/** Made up, as are their organisation numbers. */
export const ownerNames = { tax: 'Eksempeldirektoratet for skatt', health: 'Eksempelregionen helse' } as const

/** Plain JSON, names as on the wire. */
export interface Registration {
  readonly client_id: string
  readonly client_name: Text
  readonly client_uri: string
  readonly application_type: 'web'
  readonly token_endpoint_auth_method: 'private_key_jwt' | 'client_secret_basic'
  readonly client_secret?: string
  readonly jwks?: { readonly keys: readonly Readonly<Record<string, string>>[] }
  readonly redirect_uris: readonly string[]
  readonly post_logout_redirect_uris: readonly string[]
  readonly frontchannel_logout_uri: string
  readonly frontchannel_logout_session_required: true
  readonly scopes: readonly string[]
  readonly minimum_level: 'substantial' | 'high'
}

export interface ExampleRegistrations {
  readonly owners: readonly {
    readonly org_number: string
    readonly name: string
    readonly services: readonly Registration[]
  }[]
}

export function exampleRegistrations(origins: ExampleOrigins, keys: ExampleKeys): ExampleRegistrations {
  const { d: _, ...publicJwk } = keys.tax.privateJwk
  return {
    owners: [
      {
        org_number: '315000017',
        name: ownerNames.tax,
        services: [
          {
            ...common(clientIds.tax, serviceNames.tax, origins.tax),
            token_endpoint_auth_method: 'private_key_jwt',
            jwks: { keys: [{ ...publicJwk, use: 'sig', alg: 'ES256' }] },
            minimum_level: 'substantial',
          },
        ],
      },
      {
        org_number: '315000025',
        name: ownerNames.health,
        services: [
          {
            ...common(clientIds.health, serviceNames.health, origins.health),
            token_endpoint_auth_method: 'client_secret_basic',
            client_secret: keys.health.secret,
            minimum_level: 'high',
          },
        ],
      },
    ],
  }
}

function common(client_id: string, client_name: Text, origin: string) {
  return {
    client_id,
    client_name,
    client_uri: `${origin}/`,
    application_type: 'web',
    redirect_uris: [origin + callbackPath],
    post_logout_redirect_uris: [origin + loggedOutPath],
    frontchannel_logout_uri: origin + frontchannelLogoutPath,
    frontchannel_logout_session_required: true,
    scopes: ['openid', 'profile'],
  } as const
}
