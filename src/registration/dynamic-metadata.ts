/** Client metadata as RFC 7591 §2 names it, in the words of the operator's file, and back. */
import { z } from 'zod'
import type { Profile } from '#oidc/client.ts'
import { shortText } from '#registration/client-object.ts'
import { needsKeys } from '#services/check.ts'
import { memberFaults } from '#services/form.ts'
import { serviceShape } from '#services/shape.ts'
import type { KeptService } from '#services/store.ts'

export class MetadataFault extends Error {
  override readonly name = 'MetadataFault'
  readonly code: 'invalid_redirect_uri' | 'invalid_client_metadata' | 'invalid_software_statement' | 'invalid_request'
  readonly description: string
  constructor(code: MetadataFault['code'], description: string) {
    super(code)
    this.code = code
    this.description = description
  }
}

/** What our own words say otherwise; everything else has the same name in both. */
const particular = z.looseObject({
  client_name: z.string().optional(),
  scope: z.string().max(2000).optional(),
  application_type: z.enum(['web', 'browser', 'native']).optional(),
  token_endpoint_auth_method: z.string().optional(),
  response_types: z.array(z.string()).optional(),
  subject_type: z.string().optional(),
  redirect_uris: z.array(z.string()).optional(),
})

/** Names that a client may not choose by itself: they belong to the operator, the owner or the server. */
const notTheirs = new Set([
  'client_id',
  'client_name',
  'client_secret',
  'client_secret_sha256',
  'client_secret_expires_at',
  'scopes',
  'onbehalfof',
])
const known = Object.keys(serviceShape.shape).filter((name) => !notTheirs.has(name))

export interface Given {
  readonly clientId: string
  /** Of the initial access token, where the client names none. */
  readonly profile: Profile
  readonly secretHash: string | undefined
  readonly secretExpires: number | undefined
}

export const methodOf = (sent: Readonly<Record<string, unknown>>): string =>
  // RFC 7591 §2
  typeof sent['token_endpoint_auth_method'] === 'string' ? sent['token_endpoint_auth_method'] : 'client_secret_basic'

/** @throws MetadataFault */
export function writtenOf(sent: Readonly<Record<string, unknown>>, given: Given): Readonly<Record<string, unknown>> {
  // §2.3: whoever sends one means it to be believed, so it is not left out in silence.
  if ('software_statement' in sent)
    throw new MetadataFault('invalid_software_statement', 'software statements are not taken here: leave it out')
  const read = particular.safeParse(sent)
  if (!read.success) {
    const [first] = memberFaults(read.error.issues, sent)
    throw faultAt(first?.at ?? '', first?.says ?? '')
  }
  const { scope, client_name, response_types, subject_type } = read.data
  if (response_types?.some((one) => one !== 'code') === true)
    throw new MetadataFault('invalid_client_metadata', 'response_types must be code')
  if (subject_type !== undefined && subject_type !== 'pairwise')
    throw new MetadataFault('invalid_client_metadata', 'subject_type must be pairwise')
  // OpenID Connect Dynamic Client Registration §5: whoever shares a sector means to share subjects with its others.
  if ('sector_identifier_uri' in sent)
    throw new MetadataFault(
      'invalid_client_metadata',
      'sector_identifier_uri is not taken here: each client has subjects of its own',
    )
  // §2: what is not understood is ignored.
  const understood = Object.fromEntries(Object.entries(sent).filter(([name]) => known.includes(name)))
  const { jwks, jwks_uri, ...rest } = understood
  const method = methodOf(sent)
  const written = {
    profile: given.profile,
    ...rest,
    client_id: given.clientId,
    client_name: client_name ?? given.clientId,
    token_endpoint_auth_method: method,
    application_type: read.data.application_type ?? applicationOf(method, read.data.redirect_uris ?? []),
    ...(scope === undefined ? {} : { scopes: scope.split(' ').filter(Boolean) }),
    ...(given.secretHash === undefined
      ? {}
      : { client_secret_sha256: given.secretHash, client_secret_expires_at: given.secretExpires }),
  }
  // Clients often send keys that they have no use for here.
  if (!needsKeys(written)) return written
  return { ...written, ...(jwks === undefined ? {} : { jwks }), ...(jwks_uri === undefined ? {} : { jwks_uri }) }
}

/** Only those that authenticate are web applications here. */
function applicationOf(method: string, addresses: readonly string[]): string {
  if (method !== 'none') return 'web'
  return addresses.every((one) => one.startsWith('https:')) ? 'browser' : 'native'
}

/** RFC 7591 §3.2.2. Printable ASCII, as RFC 6749 §5.2 has descriptions. */
export const faultAt = (at: string, says: string): MetadataFault =>
  new MetadataFault(
    at.startsWith('redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata',
    `${at} ${says}`
      .replaceAll('’', "'")
      .replaceAll('…', '...')
      .replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?'),
  )

/** Everything that is registered (RFC 7591 §3.2.1). */
export function metadataOf(service: KeptService): Readonly<Record<string, unknown>> {
  const {
    client_secret_sha256: _hash,
    client_secret_expires_at: _expires,
    onbehalfof: _customers,
    client_name,
    scopes,
    ...rest
  } = service
  return {
    ...rest,
    client_name: shortText(client_name),
    scope: scopes.join(' '),
    response_types: service.grant_types.includes('authorization_code') ? ['code'] : [],
    subject_type: 'pairwise',
  }
}
