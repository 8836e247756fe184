/** The token endpoint: what every grant passes, in order. Who asks → which grant → which key → the grant's own part → the transaction → issue. */
import type { Request } from '#http/routes.ts'
import { bindingOf } from '#oidc/binding.ts'
import type { GrantType } from '#oidc/client.ts'
import { narrowedDetails } from '#oidc/authorization-details.ts'
import { type AuthenticatedClient, authenticateClient } from '#oidc/client-auth.ts'
import { OAuthError, sendJson } from '#oidc/errors.ts'
import { clientCredentialsGrant } from '#oidc/grants/client-credentials.ts'
import { codeGrant } from '#oidc/grants/code.ts'
import type { Grant, UserGained } from '#oidc/grants/grant.ts'
import { jwtBearer, jwtBearerGrant } from '#oidc/grants/jwt-bearer.ts'
import { refreshGrant } from '#oidc/grants/refresh.ts'
import { bodySentOnce, type Sent } from '#oidc/sent.ts'
import { type IssueDeps, issueTokens } from '#oidc/tokens/issue.ts'
import { issueMachineToken } from '#oidc/tokens/machine.ts'

export function tokenEndpoint(deps: IssueDeps): (c: Request) => Promise<Response> {
  const grants: ReadonlyMap<string, Grant<unknown>> = new Map([
    ['authorization_code', codeGrant(deps) as Grant<unknown>],
    ['refresh_token', refreshGrant(deps) as Grant<unknown>],
    ['client_credentials', clientCredentialsGrant(deps) as Grant<unknown>],
    [jwtBearer, jwtBearerGrant(deps) as Grant<unknown>],
  ])
  return async (c) => {
    const sent = await bodySentOnce(c)
    const type = sent.values.get('grant_type')
    const grant = type === undefined ? undefined : grants.get(type)
    const { client, found } = await (grant?.asks?.(c, sent) ?? authenticated(deps, c, sent, grant))
    try {
      if (type === undefined) throw new OAuthError('invalid_request', 'grant_type is required')
      if (grant === undefined) throw new OAuthError('unsupported_grant_type', 'this grant_type is not supported')
      // RFC 6749 §5.2
      if (!client.grantTypes.includes(type as GrantType))
        throw new OAuthError('unauthorized_client', 'this grant_type is not registered for this client')
      const binding = await bindingOf(deps, c, client, type)
      const gained = await grant.redeem({ client, sent, found, binding })
      if (gained.kind === 'machine') refuseDetails(sent)
      const tokens =
        gained.kind === 'machine'
          ? await issueMachineToken(deps, { client, gained, binding })
          : await issueTokens(deps, {
              client,
              gained: { ...gained, content: narrowedContent(deps, client, sent, gained) },
              binding,
              resource: narrowed(sent, gained),
              notRecorded: (failed) => grant.notRecorded(failed, client, sent),
            })
      deps.count?.('oidc_token', { outcome: 'issued' })
      return sendJson(200, tokens)
    } catch (error) {
      throw told(deps, client, error)
    }
  }
}

/** Finding is reading alone, so it need not wait for the authentication. */
async function authenticated(deps: IssueDeps, c: Request, sent: Sent, grant: Grant<unknown> | undefined) {
  const [client, found] = await Promise.all([authenticateClient(deps, c, sent), grant?.find?.(sent)])
  return { client, found }
}

/** RFC 8707 §2.2: at the token endpoint a client may choose among the resources that were granted. */
function narrowed(sent: Sent, { content }: UserGained): readonly string[] {
  if (sent.resource.length === 0) return content.resource
  if (sent.resource.every((one) => content.resource.includes(one))) return sent.resource
  throw new OAuthError('invalid_target', 'resource was not part of the request')
}

function narrowedContent(
  { details }: Pick<IssueDeps, 'details'>,
  client: AuthenticatedClient,
  sent: Sent,
  { content }: UserGained,
): UserGained['content'] {
  const text = sent.values.get('authorization_details')
  return { ...content, authorizationDetails: narrowedDetails(details, text, content.authorizationDetails, client) }
}

/** RFC 9396 §5: a right that is not understood is refused, never dropped. */
function refuseDetails(sent: Sent): void {
  if (sent.values.has('authorization_details'))
    throw new OAuthError('invalid_authorization_details', 'authorization_details are not granted to a client itself')
}

/** Every refusal after the authentication leaves a trace. */
function told(deps: IssueDeps, client: AuthenticatedClient, error: unknown): unknown {
  if (!(error instanceof OAuthError)) return error
  deps.audit.note({ type: 'token.refused', client: client.id, why: error.why })
  deps.count?.('oidc_token', { outcome: error.why })
  return error
}
