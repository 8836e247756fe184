/** The checks that bind a login to its browser, its step and its eID. */
import { change, type Mutation } from './mutation.ts'

export const browser: readonly Mutation[] = [
  {
    name: 'the login’s key in the browser’s cookie',
    against: 'another browser goes on with somebody’s login, under any cookie of that name',
    changes: [change('login/attempts.ts', `Buffer.from(secret, 'base64url')`, `Buffer.from('any')`)],
    sees: 'a login opened under another key',
  },
  {
    name: 'a cookie at all',
    against: 'another browser goes on with somebody’s login by its address alone',
    changes: [
      change('login/attempts.ts', 'if (secret === undefined) throw refuse()', ''),
      change('login/attempts.ts', 'const secretHash = sha256(secret)', `const secretHash = sha256(secret ?? '')`),
      change('login/attempts.ts', 'const keys = keysOf(secret, id)', `const keys = keysOf(secret ?? '', id)`),
    ],
    behind: ['the login’s key in the browser’s cookie'],
    sees: 'a login opened in another browser',
  },
  {
    name: 'the cookie for what a process keeps open',
    against: 'another browser goes on with a login that its own browser has just been here with',
    changes: [change('login/attempts.ts', 'constantTimeEqual(one.secretHash, secretHash)', '(true as boolean)')],
    sees: 'a login opened under another key',
  },
  {
    name: 'the place in every seal',
    against: 'a store that hands out one record in the place of another',
    changes: [change('hot/seal.ts', '`${place}#${format}`', '`#${format}`', 2)],
    behind: ['the session’s key in its cookie'],
    sees: 'a session’s record in another’s place was opened',
  },
  {
    name: 'the session’s key in its cookie',
    against: 'a session’s record opened by another browser’s cookie',
    changes: [change('login/session.ts', 'deriveKey(Buffer.from(secret),', `deriveKey(Buffer.from('any'),`)],
    behind: ['the place in every seal'],
    sees: 'a session’s record in another’s place was opened',
  },
  {
    name: 'the login’s own id inside its record',
    against: 'somebody else’s login found in the place of one’s own',
    changes: [
      change('login/attempts.ts', 'if (attempt.id !== id)', 'if (false as boolean)'),
      // The id is also what salts the key.
      change('login/attempts.ts', `id, 'inngang attempt'`, `'x', 'inngang attempt'`),
    ],
    behind: ['the place in every seal', 'the login’s key in the browser’s cookie'],
    sees: 'a login’s record in another’s place was opened: expected IN-02: 303',
  },
  {
    name: 'the stamp in every form',
    against: 'a form of another login, or of an earlier step',
    changes: [change('login/attempts.ts', 'constantTimeEqual(stageStamp(opened, about), stamp)', 'true')],
    sees: 'a form of another login was taken',
  },
  {
    name: 'the eID in its forms’ stamp',
    against: 'what was typed for one eID is taken by another',
    changes: [change('login/door.ts', 'const ofMethod = `/${method.id}`', `const ofMethod = ''`)],
    sees: 'a form was taken by another eID',
  },
  {
    name: 'our own page behind every form',
    against: 'a foreign page posts in the user’s name',
    changes: [change('login/door.ts', `if (!sameOrigin(c, login.issuer)) throw new Refusal('IN-05')`, '')],
    sees: 'a form from a foreign page was taken',
  },
  {
    name: 'the compare-and-set of a login',
    against: 'two steps at once, of which both count',
    changes: [
      change(
        'login/attempts.ts',
        'await hot.swap(place(next.id), opened.stamp, kept(opened.keys, next), seconds)',
        'await hot.put(place(next.id), kept(opened.keys, next), seconds)',
      ),
    ],
    sees: 'several guesses were looked at',
  },
  {
    name: 'the compared stamp in the SQL store',
    against: 'the same',
    changes: [change('hot/sql.ts', 'where key = $1 and stamp = $2', 'where key = $1 and $2 = $2')],
    sees: 'several guesses were looked at',
  },
  {
    name: 'the compared stamp in Redis',
    against: 'the same, between processes',
    changes: [change('hot/redis-client.ts', ' or string.sub(v, 1, 22) ~= ARGV[1] then', ' then')],
    sees: 'several guesses were looked at',
    peers: true,
  },
]

export const eids: readonly Mutation[] = [
  {
    name: 'what is not offered has no page',
    against: 'an eID that is too weak, or that the service has excluded, by its address',
    changes: [change('login/door.ts', ' || !offers(attempt.ask, method)', '')],
    sees: 'an eID that is not offered',
  },
  {
    name: 'what is not offered proves nothing',
    against: 'the same, should its page be reached',
    changes: [
      change('login/door.ts', '  if (!offers(attempt.ask, method)) throw new SeeOther(loginPath(attempt.id))\n', ''),
    ],
    behind: ['what is not offered has no page', 'the service’s choice of eIDs, when it is decided'],
    sees: 'answered by an eID that is not offered',
  },
  {
    name: 'the service’s choice of eIDs, when it is decided',
    against: 'the same, from a session or a proof that is there already',
    changes: [
      change(
        'login/finish.ts',
        'allowed: (id) => login.methods.some((method) => method.id === id && allowed(ask, method))',
        'allowed: () => allowed !== undefined',
      ),
    ],
    behind: ['what is not offered has no page', 'what is not offered proves nothing'],
    sees: 'answered by an eID that is not offered',
  },
  {
    name: 'the trust group, in what is offered',
    against: 'an eID of another trust group, by its address',
    changes: [
      change('login/offer.ts', 'ask.groups.includes(groupOf(method)) && (', 'groupOf(method) !== undefined && ('),
    ],
    sees: 'an eID that is not offered',
  },
  {
    name: 'the trust group of a proof',
    against: 'the same, should its page be reached',
    changes: [change('login/dispatch.ts', 'view.ask.groups.includes(group) && ', 'group !== undefined && ')],
    behind: ['the trust group, in what is offered'],
    sees: 'answered by an eID that is not offered: of another trust group',
  },
  {
    name: 'the offer behind a login by hint',
    against: 'an excluded eID, by the twin’s hint',
    changes: [
      change(
        'login/start.ts',
        'if (!offers(ask, method)) return',
        'if (!offers(ask, method) && (false as boolean)) return',
      ),
    ],
    behind: ['the service’s choice of eIDs, when it is decided'],
    sees: 'answered by an eID that is not offered',
  },
  {
    name: 'the secret in an eID’s return',
    against: 'an eID’s answer to an older transaction of the same login',
    changes: [change('login/door.ts', ' || !constantTimeEqual(newest, state)', '')],
    sees: 'an eID’s answer to an older transaction',
  },
  {
    name: 'the mark of ours on an eID’s return',
    against: 'a return put together from two logins’ own',
    changes: [
      change(
        'login/state.ts',
        'constantTimeEqual(mac, macOf(key, method, attempt, secret))',
        `mac !== macOf(key, method, attempt, '')`,
      ),
    ],
    sees: 'an eID’s answer in another login',
  },
  {
    name: 'the request behind a leg',
    against: 'an eID that mixes up two users: one browser gets the other’s answer',
    changes: [change('login/door.ts', `if (made.c !== c) throw new Error('a leg of another request')`, '')],
    sees: 'an eID mixed up its users',
  },
  {
    name: 'the eID’s highest level',
    against: 'an eID that claims more than it may',
    changes: [change('login/door.ts', 'level: lower(asserted.level, method.highest)', 'level: asserted.level')],
    sees: 'a level higher than proved',
  },
]
