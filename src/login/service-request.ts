/** From OpenID Connect's words to the login's: what a checked authorization request asks of a login. */
import type { AuthorizationRequest } from '#oidc/ports.ts'
import type { Ask } from '#login/attempt.ts'
import { isLevel, type Vocabulary } from '#login/levels.ts'

export interface ServiceRules {
  readonly eids: readonly string[] | undefined
  /** Whom it takes, by their trust groups. */
  readonly groups: readonly string[]
  readonly isolated: boolean
  /** Something has to be asked for besides the login. */
  readonly consent: boolean
  /** The user says for whom they log in. */
  readonly party: boolean
  readonly shownName: string | undefined
}

export function askOf(request: AuthorizationRequest, rules: ServiceRules, now: number): Ask {
  if (!isLevel(request.level)) throw new Error('a request without a level')
  return {
    clientId: request.clientId,
    atLeast: request.level,
    vocabulary: request.vocabulary as Vocabulary,
    eids: both(rules.eids, request.onlyEids),
    freshAfter: freshAfter(request, now),
    silent: request.prompt.includes('none'),
    expectedSub: request.hint?.sub,
    uiLocales: request.uiLocales,
    loginHint: request.loginHint,
    eid: request.eid,
    shownName: rules.shownName,
    consent: rules.consent,
    party: rules.party,
    session: rules.isolated ? 'own' : 'shared',
    groups: rules.groups,
  }
}

/** What both the registration and the request let in; undefined: all. */
const both = (a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined =>
  a === undefined || b === undefined ? (a ?? b) : a.filter((one) => b.includes(one))

/**
 * OpenID Connect Core §3.1.2.1: `prompt=login` takes no earlier proof, and `max_age=0` is the same; `max_age` takes none older
 * than that many seconds, so one of just that age counts.
 */
function freshAfter({ prompt, maxAge }: AuthorizationRequest, now: number): number | undefined {
  if (prompt.includes('login') || maxAge === 0) return now
  return maxAge === undefined ? undefined : now - maxAge * 1000 - 1
}
