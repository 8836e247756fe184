/** The checks that bind a login to its person, its session and its level. */
import { change, type Mutation } from './mutation.ts'

export const people: readonly Mutation[] = [
  {
    name: 'the question before going on as somebody else',
    against: 'a second person in the same browser, or under a carried session cookie, is answered unasked',
    changes: [
      change(
        'login/dispatch.ts',
        'session !== undefined && session.person !== proof.person',
        'session === proof && false',
      ),
    ],
    sees: 'somebody else without being asked',
  },
  {
    name: 'one person to a session, when the answer is written',
    against: 'the same: a proof under another person’s session',
    changes: [change('login/finish.ts', 'if (known !== a.proof.person ||', 'if (')],
    behind: ['the question before going on as somebody else'],
    sees: 'a session of somebody else',
  },
  {
    name: 'the person whom the service expects',
    against: 'somebody else than its `id_token_hint` names',
    changes: [change('login/finish.ts', 'ask.expectedSub === undefined ||', 'ask.expectedSub !== person ||')],
    sees: 'not the expected person',
  },
  {
    name: 'how fresh the proof must be',
    against: 'an old session where `prompt=login` or `max_age` asked for a new proof',
    changes: [
      change('login/dispatch.ts', 'view.ask.freshAfter ?? Number.NEGATIVE_INFINITY', 'Number.NEGATIVE_INFINITY'),
    ],
    sees: 'an old proof where a fresh one was asked for',
  },
  {
    name: 'an isolated service uses no session but its own',
    against: 'whoever was there before is logged in',
    changes: [change('login/finish.ts', 'login.sessions.read(c, onlyOf(ask))', 'login.sessions.read(c)')],
    sees: 'a session where none may be used',
  },
  {
    name: 'an isolated service begins no session but its own',
    against: 'its user is logged in elsewhere',
    changes: [change('login/finish.ts', 'only: onlyOf(a.ask)', 'only: undefined')],
    sees: 'a session where none may be begun',
  },
  {
    name: 'a session answers under its own cookie alone',
    against: 'an isolated service’s session carried to the others by hand',
    changes: [
      change('login/session.ts', 'live !== undefined && cookieOf(live.session.only) === name', 'live !== undefined'),
    ],
    sees: 'an isolated session used by others',
  },
  {
    name: 'the session’s end, when the answer is written',
    against: 'an older secret of the session after the logout',
    changes: [change('login/finish.ts', '        login.store.sessionLive(sid),\n', '')],
    sees: 'a session was used after its end',
  },
  {
    name: 'the session’s end, when the code is redeemed',
    against: 'a code that was not redeemed before the logout',
    changes: [
      change('oidc/tokens/issue.ts', '      ...(gained.endsWithSession ? deps.login.sessionLive(sid) : []),\n', ''),
    ],
    sees: 'a session was used after its end',
  },
  {
    name: 'the identity seal',
    against: 'a look-up row that leads to another person',
    changes: [
      change(
        'persons/store.ts',
        'if (hash !== numberHash && ',
        'if (hash !== numberHash && numberHash === undefined && ',
      ),
    ],
    sees: 'a look-up that leads to another person: gave tokens',
  },
  {
    name: 'the person in the stored number’s encryption',
    against: 'a stored number in another person’s row',
    changes: [
      change('persons/numbers.ts', '`person.number_cipher:${person}`', '`person.number_cipher:${typeof person}`'),
    ],
    behind: ['the identity seal'],
    sees: 'a stored number in another person’s row: gave tokens',
  },
]

export const levels: readonly Mutation[] = [
  {
    name: 'the level, in what is offered',
    against: 'an eID that cannot reach the level',
    changes: [
      change('login/offer.ts', 'allowed(ask, method) && reaches(method.highest, ask.atLeast)', 'allowed(ask, method)'),
    ],
    sees: 'an eID that is not offered',
  },
  {
    name: 'the level, in the next step',
    against: 'a session or a proof that is too weak',
    changes: [
      change(
        'login/dispatch.ts',
        'if (!reaches(candidate.proof.level, ask.atLeast)) {',
        'if (candidate.proof === undefined) {',
      ),
    ],
    sees: 'a level lower than asked for',
  },
  {
    name: 'the level, when the answer is written',
    against: 'the same',
    changes: [
      change(
        'login/finish.ts',
        'if (!reaches(a.proof.level, a.ask.atLeast)) throw',
        'if (!reaches(a.proof.level, a.proof.level)) throw',
      ),
    ],
    behind: ['the level, in the next step', 'the level, in the code itself'],
    sees: 'a level lower than asked for: expected interaction_required: a code',
  },
  {
    name: 'the level, in the code itself',
    against: 'the same',
    changes: [
      change(
        'oidc/authorize/answer.ts',
        'if (!(deps.acr.rank(reached.level) >= deps.acr.rank(request.level))) {',
        'if (reached.level === undefined) {',
      ),
    ],
    behind: ['the level, in the next step', 'the level, when the answer is written'],
    sees: 'a level lower than asked for: expected interaction_required: a code',
  },
]
