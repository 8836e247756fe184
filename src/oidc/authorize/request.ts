/** Reads an authorization request: from parameters to typed values. What may be asked is decided in `rules.ts`. */
import { type AskedLevel, askedLevel } from '#oidc/acr.ts'
import type { Client } from '#oidc/client.ts'
import { responseModeOf } from '#oidc/authorize/jarm.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import type { AuthorizationRequest, ResponseMode } from '#oidc/ports.ts'
import { profileOf } from '#oidc/profiles.ts'
import { leadsToApp } from '#oidc/redirect-uri.ts'
import { grantedScopes, needsFreshLogin, scopeFault } from '#oidc/scopes.ts'
import { listOf, type Sent } from '#oidc/sent.ts'
import { type IdTokenHint, readIdTokenHint } from '#oidc/tokens/own-token.ts'

/** A request whose client and redirect address are trusted, before the rules. */
export interface Asked {
  readonly sent: Sent
  readonly client: Client
  readonly redirectUri: string
  readonly responseMode: ResponseMode | undefined
  /** What was asked for and may be had, and what is wrong with the asking. */
  readonly scope: readonly string[]
  readonly scopeFault: string | undefined
  /** One of the scopes takes no earlier login. */
  readonly freshLogin: boolean
  readonly prompt: readonly string[]
  /** Seconds; NaN: not a number of seconds. */
  readonly maxAge: number | undefined
  /** Undefined: only levels were asked for that nobody here knows. */
  readonly level: AskedLevel | undefined
  readonly hint: IdTokenHint | 'wrong' | undefined
}

export type ReadDeps = Pick<OidcDeps, 'issuer' | 'keys' | 'acr' | 'scopes'>

export function readRequest(deps: ReadDeps, sent: Sent, client: Client, redirectUri: string): Asked {
  const { values } = sent
  const hint = values.get('id_token_hint')
  const scopes = listOf(values.get('scope'))
  const scope = grantedScopes(scopes, client, deps.scopes)
  return {
    sent,
    client,
    redirectUri,
    responseMode: responseModeOf(values.get('response_mode')),
    scope,
    scopeFault: scopeFault(scopes, client, deps.scopes),
    freshLogin: needsFreshLogin(deps.scopes, scope),
    prompt: listOf(values.get('prompt')),
    maxAge: secondsOf(values.get('max_age')),
    level: levelFor(deps, listOf(values.get('acr_values')), client),
    hint: hint === undefined ? undefined : (readIdTokenHint(deps, hint) ?? 'wrong'),
  }
}

/** Where unknown levels are ignored, a request that names only such ones asks for nothing: the floor holds. */
const levelFor = ({ acr }: ReadDeps, values: readonly string[], client: Client): AskedLevel | undefined =>
  askedLevel(acr, values, client.floor) ??
  (profileOf(client).unknownLevels === 'ignored' ? askedLevel(acr, [], client.floor) : undefined)

const secondsOf = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN

/** After the rules: what is kept with the login. `level` and `hint` are what they left over. */
export function keepRequest(asked: Asked & { readonly level: AskedLevel }): AuthorizationRequest {
  const { sent, client, hint } = asked
  return {
    clientId: client.id,
    redirectUri: asked.redirectUri,
    toApp: leadsToApp(asked.redirectUri, client),
    responseMode: asked.responseMode ?? 'query',
    scope: asked.scope,
    state: sent.values.get('state'),
    nonce: sent.values.get('nonce'),
    codeChallenge: sent.values.get('code_challenge'),
    level: asked.level.level,
    vocabulary: asked.level.vocabulary,
    prompt: keptPrompts(asked.prompt),
    // No login is zero seconds old: the same as `max_age=0`, which also holds with `prompt=none`.
    maxAge: asked.freshLogin ? 0 : asked.maxAge,
    uiLocales: listOf(sent.values.get('ui_locales')).slice(0, 10),
    loginHint: sent.values.get('login_hint'),
    hint: hint === undefined || hint === 'wrong' ? undefined : { sub: hint.sub, sid: hint.sid },
    pushed: undefined,
    resource: sent.resource,
    claims: undefined,
    authorizationDetails: [],
    onBehalfOf: undefined,
    dpopJkt: sent.values.get('dpop_jkt'),
    eid: undefined,
  }
}

/**
 * `select_account` becomes `login`: to prove oneself anew is the only way to choose another account here. `consent` asks
 * for a page that no scope here needs.
 */
function keptPrompts(prompt: readonly string[]): AuthorizationRequest['prompt'] {
  if (prompt.includes('none')) return ['none']
  return prompt.includes('login') || prompt.includes('select_account') ? ['login'] : []
}
