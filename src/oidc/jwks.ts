/** The public keys (RFC 7517 §5): the one that signs, the next one announced, and those that still count. */
import type { SigningKeys } from '#keys/keys.ts'
import { publicCache } from '#oidc/discovery.ts'
import { sendJson } from '#oidc/errors.ts'

export const jwksEndpoint = (keys: SigningKeys) => (): Response => sendJson(200, keys.published(), publicCache)
