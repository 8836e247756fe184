/**
 * Every event of the audit trail: a closed list with typed fields and no free text. One entry for each outcome.
 * Add here first; the type, the rows and `docs/audit.md` follow from it.
 *
 * Every event may tell the `person` (the internal id), the `attempt` and the `client`. When it tells the person, all its
 * fields are encrypted under a key of that person's own, so that destroying the key erases them (see `person-keys.ts`).
 */
import type { AttemptId, PersonId } from '#base/ids.ts'
import { count, type Field, flag, grant, oneOf, sid, somebody, time, word, words } from '#audit/fields.ts'

interface Common {
  readonly person?: PersonId
  readonly attempt?: AttemptId
  /** The service's client id. */
  readonly client?: string
}

/** Fields of every type: what takes a text or a number takes what is neither. */
type Fields = Readonly<Record<string, Field<never>>>

/** `says` is for the documentation: what has happened when this stands in the trail. */
const event = <const F extends Fields>(says: string, fields: F): { readonly says: string; readonly fields: F } => ({
  says,
  fields,
})

export const auditEvents = {
  'login.started': event('A service sent a user to log in.', { asked: word }),
  'login.answered': event('The service was given a code: the user is logged in there.', {
    sid,
    method: word,
    level: word,
    sso: flag,
    grant,
  }),
  'login.refused': event('The login ended without an answer; the service was told why.', { why: word }),
  'login.cancelled': event('The user went back to the service.', {}),
  'eid.proved': event('An eID said who the user is.', { method: word, level: word, amr: words }),
  'eid.failed': event('An eID did not say who the user is.', { method: word, why: word }),
  'eid.switched': event('The operator switched an eID off or on, for one service or for all.', {
    method: word,
    on: flag,
  }),
  'person.confirmed': event('Another person than before proved themself and was asked what to do.', { other: flag }),
  'consent.answered': event('The user was asked what the service may have besides the login, and answered.', {
    grant,
    agreed: words,
    refused: words,
  }),
  'mandate.chosen': event('The user chose for whom they log in: for themself, or by a power of attorney.', {
    other: flag,
  }),
  'minid.password.accepted': event('MinID: the password was right.', {}),
  'minid.password.refused': event('MinID: number and password did not match, or were not tried.', {
    why: oneOf('unknown', 'wrong', 'locked', 'human'),
  }),
  'minid.code.sent': event('MinID: a one-time code was sent.', { channel: oneOf('sms') }),
  'minid.code.refused': event('MinID: the one-time code was not accepted.', {
    why: oneOf('wrong', 'expired', 'spent'),
  }),
  'minid.confirmation.sent': event('MinID: a code was sent to confirm a phone number, a mail address or a change.', {
    channel: oneOf('sms', 'mail'),
  }),
  'minid.confirmation.refused': event('MinID: a code that was to confirm something was not sent, or not accepted.', {
    channel: oneOf('sms', 'mail'),
    why: oneOf('wrong', 'expired', 'spent', 'limit'),
  }),
  'minid.temporary.sent': event('MinID: a temporary password was sent; nothing is changed by it.', {
    channel: oneOf('sms', 'mail'),
  }),
  'minid.temporary.unsent': event('MinID: a temporary password was asked for and none was sent; nobody was told.', {
    why: oneOf('unknown', 'limit'),
  }),
  'minid.temporary.used': event('MinID: a temporary password was right, and is used up.', {}),
  'minid.temporary.refused': event('MinID: a temporary password was not accepted.', { why: oneOf('wrong', 'over') }),
  'minid.password.changed': event('MinID: there is a new password; all sessions have ended, the owner was told.', {
    by: oneOf('recovery', 'profile'),
  }),
  'minid.totp.used': event("MinID: a code from the owner's app was right, and is used up.", {}),
  'minid.totp.refused': event("MinID: a code from the owner's app was not accepted.", {
    why: oneOf('wrong', 'used', 'locked', 'two'),
  }),
  'minid.totp.guessed': event(
    'MinID: so many codes of an app were wrong that two in a row are asked for; the owner was told.',
    {},
  ),
  'minid.passkey.used': event("MinID: one of its owner's passkeys answered as it should.", {}),
  'minid.passkey.refused': event("MinID: a passkey's answer was not accepted.", {
    why: oneOf('nothing', 'late', 'unknown', 'not-verified', 'counter'),
  }),
  'minid.device.added': event('MinID: its owner added an app or a passkey, and was told.', {
    kind: oneOf('totp', 'passkey'),
  }),
  'minid.device.removed': event('MinID: its owner removed an app or a passkey, and was told.', {
    kind: oneOf('totp', 'passkey'),
  }),
  'minid.device.first': event('MinID: its owner chose whether an app or a passkey is asked for first.', {
    kind: oneOf('totp', 'passkey'),
    first: flag,
  }),
  'minid.browser.forgotten': event('MinID: its owner had browsers forgotten that it knew, and was told.', {
    what: oneOf('one', 'all'),
  }),
  'minid.block.sent': event('MinID: a code to block with was sent to the owner; nothing is blocked by it.', {}),
  'minid.block.unsent': event('MinID: a code to block with was asked for and none was sent; nobody was told.', {
    why: oneOf('unknown', 'limit'),
  }),
  'minid.closed': event(
    'MinID: the account was closed; its letters and all sessions have ended, the owner was told.',
    {},
  ),
  'minid.locked': event('MinID: closed for this person until a time, after repeated failures.', { until: time }),
  'minid.registered': event(
    "MinID: somebody registered with a letter's code; sessions have ended, the owner was told.",
    {
      letter: word,
      // A closed account was opened again.
      opened: flag,
      // Somebody else has the same one: the person was warned.
      sharedMobile: flag,
      sharedEmail: flag,
    },
  ),
  'minid.registration.waits': event(
    'MinID: somebody registered with a letter over an account that is open; its owner was told, and it waits.',
    { letter: word, sharedMobile: flag, sharedEmail: flag },
  ),
  'minid.changed': event(
    'MinID: its owner changed something in the profile, and was told on the channels there were.',
    {
      what: oneOf('mobile', 'email', 'channels'),
      by: oneOf('old', 'higher'),
      shared: flag,
    },
  ),
  'minid.shared': event(
    'MinID: a change waits for a number or an address that somebody else has, too; its owner was warned.',
    {
      what: oneOf('mobile', 'email'),
    },
  ),
  'minid.change.asked': event('MinID: a change was asked for that waits, or may be taken back; its owner was told.', {
    what: oneOf('mobile', 'email', 'anew', 'old-mobile', 'close'),
    effective: time,
  }),
  'minid.change.cancelled': event('MinID: a change that waited was stopped, or taken back.', {
    what: oneOf('mobile', 'email', 'anew', 'old-mobile', 'close'),
    by: oneOf('link', 'owner', 'blocked', 'closed'),
  }),
  'minid.change.done': event(
    'MinID: a change had waited long enough; for `old-mobile`: it can no longer be taken back.',
    {
      what: oneOf('mobile', 'email', 'anew', 'old-mobile', 'close'),
    },
  ),
  'letter.ordered': event('Somebody ordered a letter with codes.', {
    order: word,
    book: oneOf('minid', 'altinn'),
    by: oneOf('self', 'helpdesk'),
  }),
  'letter.order.refused': event('A letter with codes was asked for and not ordered; nobody was told.', {
    book: oneOf('minid', 'altinn'),
    by: oneOf('self', 'helpdesk'),
    why: oneOf('limit', 'other-world'),
  }),
  'letter.cancelled': event('An order of a letter was taken back before it was printed.', { order: word }),
  'letter.undeliverable': event('An ordered letter was not made; nobody was told.', {
    order: word,
    why: oneOf(
      'unknown-person',
      'dead',
      'missing',
      'ceased',
      'too-young',
      'age-unknown',
      'protected',
      'unknown-residence',
      'no-address',
      'no-name',
      'too-long',
      'returned-before',
    ),
  }),
  'letter.made': event('A letter was made and sealed for the printer.', {
    order: word,
    letter: word,
    by: oneOf('self', 'helpdesk'),
  }),
  'letter.sent': event('The printer said that the letter has left.', { letter: word }),
  'letter.lost': event(
    'A letter was lost on its way to or at the printer; its codes are dead, and it is made anew unless they were blocked.',
    {
      letter: word,
    },
  ),
  'letter.returned': event('A letter came back undelivered; its codes are dead.', {
    letter: word,
    by: oneOf('printer', 'staff'),
  }),
  'letter.code.used': event("A letter's code was right, and is used up.", { letter: word, number: count, left: count }),
  'letter.code.refused': event("A letter's code was not accepted.", { why: oneOf('wrong', 'locked') }),
  'letter.codes.blocked': event("A person's letters were blocked.", {
    book: oneOf('minid', 'altinn'),
    by: oneOf('self', 'helpdesk'),
    letters: count,
  }),
  'helpdesk.looked': event('The help desk looked whether and when codes were ordered for a number.', {
    staff: somebody,
    book: oneOf('minid', 'altinn'),
  }),
  'helpdesk.ordered': event('The help desk asked for a letter with codes for somebody.', {
    staff: somebody,
    book: oneOf('minid', 'altinn'),
  }),
  'helpdesk.blocked': event("The help desk blocked somebody's codes.", {
    staff: somebody,
    book: oneOf('minid', 'altinn'),
  }),
  'helpdesk.reserved': event(
    'The help desk registered that somebody opts out of digital communication, or takes that back; the owner of an account was told.',
    { staff: somebody, what: oneOf('out', 'in') },
  ),
  'helpdesk.refused': event('Somebody who is no staff logged in to the help desk and was shown nothing.', {}),
  'person.number.replaced': event(
    'The population register has another number for the person: it is theirs from now on, and those before it find them still.',
    { was: oneOf('national-identity-number', 'd-number'), is: oneOf('national-identity-number', 'd-number') },
  ),
  'person.number.withdrawn': event(
    'By the population register an old number of the person is somebody else’s: it leads to them no more.',
    {},
  ),
  'person.superseded': event(
    'The population register has replaced the number by one that another person here has: nobody logs in as this one any more.',
    {},
  ),
  'returns.registered': event('Staff registered a letter that came back.', { staff: somebody, letter: word }),
  'returns.refused': event(
    'Somebody without the role asked for the page of returned letters and was shown nothing.',
    {},
  ),
  'print.handed': event('A batch of letters was handed to the printer.', { run: word, letters: count }),
  'token.issued': event('A code was exchanged for tokens.', { grant, sid }),
  'token.refreshed': event('A refresh token was exchanged for tokens.', { grant, sid }),
  'token.machine': event('A client was given an access token of its own; nobody is logged in.', { scope: words }),
  'token.delegated': event(
    'A supplier’s client was given an access token in the name of an organisation that handed the right on.',
    {
      scope: words,
      consumer: word,
    },
  ),
  'token.refused': event('The token endpoint refused.', { why: word }),
  'code.replayed': event('A code came a second time; what it had given was revoked.', { grant }),
  'refresh.replayed': event('A refresh token came again after it was replaced; the whole grant was revoked.', {
    grant,
  }),
  'grant.revoked': event('A client gave back what it had been granted.', { grant }),
  'rest.created': event('A server made a session of the REST API for a login.', { asked: word }),
  'rest.read': event('A server read who had logged in.', { encrypted: flag }),
  'rest.cancelled': event('A server cancelled a session before its user had logged in.', {}),
  'session.started': event('A single sign-on session began.', { sid }),
  'session.ended': event('A single sign-on session ended.', {
    sid,
    why: oneOf('logout', 'other-person', 'replaced', 'everywhere'),
  }),
  'identity.mismatch': event('A stored number was not the one that was proved; nothing was given out.', {}),
  'key.created': event('A signing key was made and announced.', { kid: word }),
  'key.activated': event('A signing key began to sign.', { kid: word }),
  'key.retired': event('A signing key is no longer published; its private half is destroyed.', { kid: word }),
  'services.applied': event('The declared services, and what their owners may do, were applied.', {
    added: count,
    changed: count,
    removed: count,
    owners: count,
  }),
  'registration.client': event('A registrar, or the client itself, registered or changed a client.', {
    by: word,
    what: oneOf('created', 'changed', 'deactivated', 'keys', 'secret', 'onbehalfof'),
  }),
  'registration.scope': event('A registrar registered or changed a scope of its organisation.', {
    by: word,
    scope: word,
    what: oneOf('created', 'changed', 'deactivated'),
  }),
  'registration.access': event('A registrar let another organisation use a scope, or took that back.', {
    by: word,
    scope: word,
    organisation: word,
    granted: flag,
  }),
  'registration.ticket': event('The operator made an initial access token for clients that register themselves.', {
    organisation: word,
    uses: count,
    expires: time,
  }),
  'console.refused': event("Somebody without the role asked for the operator's pages.", {}),
  'process.started': event('A process of the gateway started.', {}),
  'process.stopped': event('A process of the gateway stopped in good order.', {}),
  'audit.overflowed': event('The database was away so long that events had to be dropped; this is how many.', {
    dropped: count,
  }),
} as const

export type AuditEventType = keyof typeof auditEvents

type Members<F extends Fields> = { readonly [Name in keyof F]: F[Name] extends Field<infer T> ? T : never }

export type AuditEvent = {
  [Type in AuditEventType]: Common & { readonly type: Type } & Members<(typeof auditEvents)[Type]['fields']>
}[AuditEventType]

/** For the trail itself: a number that was given out and not used, so that no hole is unexplained. */
export const voidType = 'void'
