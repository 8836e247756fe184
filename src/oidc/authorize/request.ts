/** Reads an authorization request: from parameters to typed values. What may be asked is decided in `rules.ts`. */
import { type AskedLevel, askedLevel, splitAcrValues } from '#oidc/acr.ts'
import { readDetails } from '#oidc/authorization-details.ts'
import { type AskedClaims, readClaims } from '#oidc/authorize/claims.ts'
import type { Client } from '#oidc/client.ts'
import { responseModeOf } from '#oidc/authorize/jarm.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { type Fault, isFault } from '#oidc/errors.ts'
import type { AcrNames, AuthorizationDetail, AuthorizationRequest, RequestedClaims, ResponseMode } from '#oidc/ports.ts'
import { profileOf } from '#oidc/profiles.ts'
import { leadsToApp } from '#oidc/redirect-uri.ts'
import { grantedScopes, needsFreshLogin, scopeFault, tokenRules } from '#oidc/scopes.ts'
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
  /** One of the scopes takes no number. */
  readonly pseudonymous: boolean
  readonly prompt: readonly string[]
  /** Seconds; NaN: not a number of seconds. */
  readonly maxAge: number | undefined
  /** Undefined: only levels were asked for that nobody here knows. */
  readonly level: AskedLevel | undefined
  /** Those of `acr_values` that can be offered; none of them: empty. Undefined: all. */
  readonly onlyEids: readonly string[] | undefined
  readonly hint: IdTokenHint | 'wrong' | undefined
  /** A fault: what is wrong with it. */
  readonly claims: AskedClaims | Fault | undefined
  readonly details: readonly AuthorizationDetail[] | Fault | undefined
}

export type ReadDeps = Pick<OidcDeps, 'issuer' | 'keys' | 'acr' | 'eids' | 'scopes' | 'details'>

export function readRequest(deps: ReadDeps, sent: Sent, client: Client, redirectUri: string): Asked {
  const { values } = sent
  const hint = values.get('id_token_hint')
  const scopes = listOf(values.get('scope'))
  const scope = grantedScopes(scopes, client, deps.scopes)
  const claims = readClaims(deps, values.get('claims'), client)
  const { levels, onlyEids } = splitAcrValues(listOf(values.get('acr_values')))
  const level = levelFor(deps, levels, client, isFault(claims) ? undefined : claims)
  const offered = onlyEids && level && deps.eids.offered(client.id, level.level)
  return {
    sent,
    client,
    redirectUri,
    responseMode: responseModeOf(values.get('response_mode')),
    scope,
    scopeFault: scopeFault(scopes, client, deps.scopes),
    freshLogin: needsFreshLogin(deps.scopes, scope),
    pseudonymous: tokenRules(deps.scopes, scope, client).pseudonymous,
    prompt: listOf(values.get('prompt')),
    maxAge: secondsOf(values.get('max_age')),
    level,
    onlyEids: onlyEids?.filter((id) => offered?.includes(id)),
    hint: hint === undefined ? undefined : (readIdTokenHint(deps, hint) ?? 'wrong'),
    claims,
    details: readDetails(deps.details, values.get('authorization_details'), client),
  }
}

/** Of `acr_values` and of what `claims` calls essential the higher; what that only wishes for counts where `acr_values` says nothing. */
function levelFor(
  { acr }: ReadDeps,
  values: readonly string[],
  client: Client,
  claims: AskedClaims | undefined,
): AskedLevel | undefined {
  const named = values.some((value) => acr.read(value) !== undefined)
  const wished = wishedLevel(acr, named ? values : [...values, ...(claims?.wishes ?? [])], client)
  const essential =
    claims === undefined || claims.levels.length === 0 ? undefined : askedLevel(acr, claims.levels, client.floor)
  if (wished === undefined || essential === undefined) return wished
  return {
    level: acr.rank(wished.level) > acr.rank(essential.level) ? wished.level : essential.level,
    vocabulary: essential.vocabulary,
    names: [],
  }
}

/** Where unknown levels are ignored, a request that names only such ones asks for nothing: the floor holds. */
const wishedLevel = (acr: AcrNames, values: readonly string[], client: Client): AskedLevel | undefined =>
  askedLevel(acr, values, client.floor) ??
  (profileOf(client).unknownLevels === 'ignored' ? askedLevel(acr, [], client.floor) : undefined)

const secondsOf = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN

/** What the rules left over. */
export type Held = Asked & {
  readonly level: AskedLevel
  readonly hint: IdTokenHint | undefined
  readonly claims: AskedClaims | undefined
  readonly details: readonly AuthorizationDetail[] | undefined
}

/** After the rules: what is kept with the login. */
export function keepRequest(asked: Held): AuthorizationRequest {
  const { sent, client } = asked
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
    levelNames: asked.level.names,
    prompt: keptPrompts(asked.prompt),
    // No login is zero seconds old: the same as `max_age=0`, which also holds with `prompt=none`.
    maxAge: asked.freshLogin ? 0 : asked.maxAge,
    uiLocales: listOf(sent.values.get('ui_locales')).slice(0, 10),
    loginHint: sent.values.get('login_hint'),
    hint: expectedPerson(asked),
    pushed: undefined,
    resource: sent.resource,
    claims: asked.claims && keptClaims(asked.claims),
    authorizationDetails: asked.details,
    pseudonymous: asked.pseudonymous,
    onBehalfOf: sent.values.get('onbehalfof'),
    dpopJkt: sent.values.get('dpop_jkt'),
    eid: asked.onlyEids?.length === 1 ? asked.onlyEids[0] : eidIn(sent.values.get('login_hint')),
    onlyEids: asked.onlyEids,
  }
}

function expectedPerson({ hint, claims }: Held): AuthorizationRequest['hint'] {
  if (hint !== undefined) return { sub: hint.sub, sid: hint.sid }
  return claims?.subject === undefined ? undefined : { sub: claims.subject, sid: undefined }
}

const keptClaims = ({ idToken, userinfo, levels }: AskedClaims): RequestedClaims => ({ idToken, userinfo, levels })

/** ID-porten has no such hint; ours names an eID that is gone to at once, where it is offered. */
const eidIn = (hint: string | undefined): string | undefined => /^eid:([a-z][a-z-]{0,30})$/.exec(hint ?? '')?.[1]

/** `select_account` becomes `login`: to prove oneself anew is the only way to choose another account here. */
function keptPrompts(prompt: readonly string[]): AuthorizationRequest['prompt'] {
  if (prompt.includes('none')) return ['none']
  const fresh = prompt.includes('login') || prompt.includes('select_account')
  return [...(fresh ? (['login'] as const) : []), ...(prompt.includes('consent') ? (['consent'] as const) : [])]
}
