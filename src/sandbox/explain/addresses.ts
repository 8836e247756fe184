/** Addresses that are no requests: where a service was answered, and pages of a login that somebody copied from their browser. */
import { explainAnswer } from '#sandbox/explain/codes.ts'
import { bad, type Explained, good } from '#sandbox/explain/explained.ts'
import { authorizationCode, explainToken, type TokenDeps } from '#sandbox/explain/token.ts'

export function explainAddress(deps: TokenDeps, text: string): Explained | undefined {
  const url = URL.parse(text)
  if (url === null) return undefined
  const page = url.origin === new URL(deps.issuer).origin ? pageAt(url.pathname) : undefined
  return page ?? answerIn(deps, url)
}

/** What the service was sent back with: an error, a code, or either in one signed token (JARM). */
function answerIn(deps: TokenDeps, { searchParams }: URL): Explained | undefined {
  if (searchParams.has('error')) return explainAnswer(searchParams.toString())
  const response = searchParams.get('response')
  if (response !== null) return explainToken(deps, response)
  return searchParams.has('code') ? authorizationCode : undefined
}

function pageAt(path: string): Explained | undefined {
  if (path.startsWith('/auth/rest/login/')) return restSession
  return path.startsWith('/login/') ? loginPage : undefined
}

const loginPage: Explained = {
  heading: 'A page of a login',
  findings: [
    good(
      'It belongs to one login, in the one browser that began it: nobody else can open it, and it ends with the login.',
    ),
    bad(
      'It does not tell what the service asked for.',
      'Paste the address that the service sent the browser to, which begins the login (/authorize?…).',
    ),
  ],
  parts: [],
}

const restSession: Explained = {
  heading: 'Where a user logs in for a session of the REST API',
  findings: [
    good('It stands for one session of the REST API. Whoever opens it logs in for the server that made the session.'),
    good('What came of it only that server reads, by the id of the session, which the address does not hold.'),
  ],
  parts: [],
}
