/** The checks on refresh tokens, and how to take them out. */
import { change, type Mutation } from './mutation.ts'

const refresh = 'oidc/grants/refresh.ts'

export const refreshing: readonly Mutation[] = [
  {
    name: 'one use of a refresh token',
    against: 'tokens twice',
    changes: [change('oidc/family-store.ts', 'where id = $1 and hash = $2 and', 'where id = $1 and $2 = $2 and')],
    sees: 'a refresh token was taken twice',
  },
  {
    name: 'a replaced refresh token takes back what came after it',
    against: 'a thief who refreshes faster than the client',
    changes: [change(refresh, '  await takeBack(deps, client, family)\n', '')],
    sees: 'after a replaced refresh token the family lived',
  },
  {
    name: 'the mark of our own in every refresh token',
    against: 'the same, hidden by refreshing twice',
    changes: [change(refresh, 'if (!wasOurs(deps.vault, token))', 'if (hash !== family.previousHash)')],
    sees: 'after a replaced refresh token the family lived',
  },
  {
    name: 'the client behind a refresh token',
    against: 'a refresh token used by another client',
    changes: [change(refresh, 'if (family.clientId !== client.id)', `if (family.clientId === '')`)],
    sees: 'a refresh token of another client was taken',
  },
  {
    name: 'the session’s end, when a login is refreshed',
    against: 'a login that goes on after the logout',
    changes: [change(refresh, 'endsWithSession: family.endsWith !== undefined', 'endsWithSession: false')],
    sees: 'a grant outlived its session',
  },
]
