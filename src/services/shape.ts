/** The form of the file that declares service owners and their services (`INNGANG_CLIENTS`). Meaning is judged in `rules.ts`. */
import { z } from 'zod'
import { type Language, languages, type Text } from '#i18n/text.ts'

const line = z.string().trim().min(1).max(200)
/** One text for all languages, or one for each. */
const text = z.union([
  line,
  z.strictObject({ nb: line, nn: line, se: line, en: line } satisfies Record<Language, typeof line>),
])

const address = z.string().min(1).max(2000)
const addresses = z.array(address).max(50)

/** RFC 7517. Members of private keys are let through here so that `rules.ts` can say what is wrong with them. */
const jwk = z.looseObject({
  kty: z.enum(['RSA', 'EC']),
  kid: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9._-]+$/, 'must be letters, digits, dots, dashes and underscores'),
  use: z.literal('sig').optional(),
  alg: z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'ES256']).optional(),
})

export const levelNames = ['level0', 'level1', 'level2', 'low', 'substantial', 'high'] as const

export const serviceShape = z.strictObject({
  client_id: z.string().regex(/^[A-Za-z0-9][\w.:-]{0,99}$/, 'must be 1 to 100 letters, digits and . : _ -'),
  client_name: text,
  client_uri: address.optional(),
  application_type: z.enum(['web', 'browser', 'native']).default('web'),
  token_endpoint_auth_method: z.enum(['private_key_jwt', 'client_secret_basic', 'client_secret_post', 'none']),
  client_secret: z.string().max(500).optional(),
  client_secret_sha256: z
    .string()
    .regex(/^(?:[0-9a-f]{64}|[\w-]{43})$/, 'must be a SHA-256 in hexadecimal or base64url')
    .optional(),
  jwks: z.strictObject({ keys: z.array(jwk).min(1).max(5) }).optional(),
  redirect_uris: addresses.min(1),
  post_logout_redirect_uris: addresses.default([]),
  frontchannel_logout_uri: address.optional(),
  frontchannel_logout_session_required: z.boolean().default(true),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, 'must be a scope as RFC 6749 §3.3 has it'))
    .default(['openid', 'profile']),
  code_challenge_method: z.enum(['S256', 'none']).default('S256'),
  id_token_signed_response_alg: z.enum(['RS256', 'ES256']).default('RS256'),
  /** Seconds. */
  access_token_lifetime: z.int().min(30).max(3600).default(120),
  minimum_level: z.enum(levelNames).default('substantial'),
  eids: z
    .array(z.string().regex(/^[a-z][a-z-]{0,30}$/, 'must be the id of an eID method'))
    .min(1)
    .optional(),
  sso_disabled: z.boolean().default(false),
  locale_always: z.boolean().default(false),
})

export const ownerShape = z.strictObject({
  org_number: z.string(),
  name: text,
  role: z.enum(['service-owner', 'supplier']).default('service-owner'),
  services: z.array(serviceShape),
})

export const fileShape = z.strictObject({ owners: z.array(ownerShape) })

/** As it is written in the file. */
export type WrittenFile = z.input<typeof fileShape>
export type WrittenOwner = z.input<typeof ownerShape>
/** With the defaults filled in. */
export type OwnerEntry = z.output<typeof ownerShape>
export type ServiceEntry = z.output<typeof serviceShape>
export type WrittenJwk = z.output<typeof jwk>

export const textOf = (written: string | Text): Text =>
  typeof written === 'string' ? (Object.fromEntries(languages.map((language) => [language, written])) as Text) : written
