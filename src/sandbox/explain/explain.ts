/** What was pasted, and what is to be said of it: an error code, a token, a request's address, an answer. */
import { explainAddress } from '#sandbox/explain/addresses.ts'
import { explainAnswer, explainCode, membersOf } from '#sandbox/explain/codes.ts'
import type { Explained } from '#sandbox/explain/explained.ts'
import { explainLogout } from '#sandbox/explain/logout.ts'
import { explainRequest, type RequestDeps } from '#sandbox/explain/request.ts'
import { explainToken, type TokenDeps } from '#sandbox/explain/token.ts'

export type ExplainDeps = RequestDeps & TokenDeps

/** Longer than any address that a browser opens, and any token that is read here. */
export const longest = 20_000

export function explain(deps: ExplainDeps, pasted: string): Explained {
  const text = pasted.trim().replace(/^bearer\s+|^dpop\s+/i, '')
  if (text.length > longest) return unknown
  return (
    explainCode(text) ??
    explainLogout(deps, text) ??
    explainRequest(deps, text) ??
    explainAddress(deps, text) ??
    explainToken(deps, text) ??
    explainAnswer(text) ??
    explainGiven(deps, text) ??
    unknown
  )
}

/** What the token endpoint gave, whole: the token that says most. */
function explainGiven(deps: ExplainDeps, text: string): Explained | undefined {
  const { id_token: id, access_token: access } = membersOf(text)
  const token = [id, access].find((one) => typeof one === 'string')
  return token === undefined ? undefined : explainToken(deps, token)
}

const unknown: Explained = {
  heading: 'Nothing that is known here',
  findings: [
    {
      good: false,
      says: 'This is no address of an authorization request, no token and no error code of this gateway.',
      mend: 'Paste the whole address from the browser, the whole token, or a code such as invalid_grant or IN-04.',
    },
  ],
  parts: [],
}
