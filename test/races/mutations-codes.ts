/** The checks that bind codes: by SMS, of an answer, of a pushed request. */
import { change, type Mutation } from './mutation.ts'

export const codes: readonly Mutation[] = [
  {
    name: 'the SMS code itself',
    against: 'a code of another login',
    changes: [change('methods/minid/codes.ts', 'constantTimeEqual(codeHash(key, of, code), state.codeHash)', 'true')],
    sees: 'a code of another login was taken',
  },
  {
    name: 'three guesses',
    against: 'guessing on',
    changes: [
      change('methods/minid/codes.ts', 'if (state.tries >= codeRules.guesses) return', 'if (state.tries < 0) return'),
    ],
    sees: 'more guesses than three',
  },
  {
    name: 'one answer to a login',
    against: 'two codes for two requests at once',
    changes: [
      change('login/store.ts', 'insertLogin(row.attempt, row.sid', 'insertLogin(row.attempt + row.grant, row.sid'),
    ],
    sees: 'two answers for one login',
  },
  {
    name: 'one answer to a pushed request',
    against: 'one request answered for two people',
    changes: [
      change('oidc/authorize/answer.ts', 'request.pushed === undefined ? [] : [', 'request.pushed !== null ? [] : ['),
    ],
    sees: 'a pushed request was answered twice',
  },
  {
    name: 'the client behind a pushed request',
    against: 'a request of one client under another’s name',
    changes: [change('oidc/authorize/par.ts', 'request?.clientId === clientId ?', 'request !== undefined ?')],
    sees: 'a pushed request of another client was opened',
  },
  {
    name: 'the handle’s key to a pushed request',
    against: 'a store that hands out one request in the place of another',
    changes: [change('oidc/authorize/par.ts', 'deriveKey(Buffer.from(handle),', `deriveKey(Buffer.from('any'),`)],
    behind: ['the place in every seal'],
    sees: 'a pushed request’s record in another’s place was opened',
  },
  {
    name: 'the client behind a code',
    against: 'a code redeemed by another client',
    changes: [
      change(
        'oidc/grants/code.ts',
        'if (stored.clientId !== client.id) throw',
        'if (stored.clientId === undefined) throw',
      ),
    ],
    sees: 'a code of another client was taken',
  },
  {
    name: 'the client’s secret',
    against: 'anybody redeems in a client’s name',
    changes: [change('oidc/client-auth.ts', '|| !constantTimeEqual(sha256(tried.credential), client.secretHash)', '')],
    sees: 'a client with a wrong secret was believed',
  },
  {
    name: 'the PKCE verifier',
    against: 'a stolen code, redeemed through the client by somebody else',
    changes: [
      change(
        'oidc/grants/code.ts',
        'return verifierFits(verifier, content.codeChallenge) ?',
        'return verifierFits !== undefined ?',
      ),
    ],
    sees: 'a code without its verifier was taken',
  },
  {
    name: 'a verifier at all',
    against: 'the same',
    changes: [
      change(
        'oidc/grants/code.ts',
        `if (verifier === undefined) return refused('code_verifier is required', 'verifier')`,
        'if (verifier === undefined) return undefined',
      ),
    ],
    sees: 'a code without its verifier was taken',
  },
  {
    name: 'the redirect address behind a code',
    against: 'a code that was sent elsewhere',
    changes: [
      change(
        'oidc/grants/code.ts',
        `if (sent.values.get('redirect_uri') !== content.redirectUri)`,
        'if (content.redirectUri === undefined)',
      ),
    ],
    sees: 'a code for another address was taken',
  },
  {
    name: 'the secret half of a code',
    against: 'a code whose first half is known',
    changes: [change('oidc/authorize/code.ts', 'constantTimeEqual(sha256(secret), hash)', 'secret !== hash')],
    behind: ['the code’s key to what it stands for'],
    sees: 'two halves of codes were taken',
  },
  {
    name: 'the code’s key to what it stands for',
    against: 'the same, and a store that hands out one code’s record for another’s',
    changes: [change('oidc/authorize/code.ts', 'deriveKey(Buffer.from(secret),', `deriveKey(Buffer.from('any'),`)],
    behind: ['the secret half of a code'],
    sees: 'two halves of codes were taken',
  },
  {
    name: 'one use of a code, by compare-and-set',
    against: 'tokens twice',
    changes: [
      change('oidc/grants/code.ts', 'return swapped.value === undefined ? undefined : { pid }', 'return { pid }'),
      change(
        'oidc/grants/code.ts',
        'if (stored.spent === true) return',
        'if (stored.spent === true && stamp === undefined) return',
      ),
    ],
    behind: ['one use of a code, in the database'],
    sees: 'a code was taken twice',
  },
  {
    name: 'one use of a code, in the database',
    against: 'the same, after a store brought a code back',
    changes: [change('oidc/store.ts', `insert: (row) => ({ must: 'code-used', query:`, 'insert: (row) => ({ query:')],
    behind: ['one use of a code, by compare-and-set'],
    sees: 'a code was taken twice',
  },
  {
    name: 'what a replayed code gave is taken back',
    against: 'tokens that a thief got first',
    changes: [
      change(
        'oidc/grants/code.ts',
        'if (known?.revoked !== true) await revoke(',
        'if (known?.revoked === false && client === undefined) await revoke(',
      ),
    ],
    sees: 'and what it gave still counts',
  },
]
