/** A new password: the old one, unless a stronger eID is here, and the new one twice. All sessions end, this one too. */
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { readChoice } from '#methods/minid/passwords/fields.ts'
import {
  atProfile,
  type AtProfile,
  base,
  beginChange,
  fresh,
  isHigher,
  pathOf,
  type Profile,
} from '#methods/minid/profile/deps.ts'
import type { OldPasswordFault, PasswordStage } from '#methods/minid/profile/state.ts'
import { tryAgain } from '#methods/minid/texts.ts'
import { tellOwner } from '#methods/minid/told/told.ts'
import { guessesAnew } from '#methods/minid/guesses.ts'

/** Outside My page: its visitor is logged out by then. */
export const changedPath = '/minid/changed'

export async function postPassword(p: Profile, c: Request): Promise<Response> {
  const at = await atProfile(p, c, fresh.begin)
  if (at instanceof Response) return at
  const form = await p.pages.posted(c, at.home)
  try {
    const { owner } = at.home
    const choice = await readChoice(p.m.passwordRules, form, {
      number: (await p.m.persons.numberOf(owner.person, owner.numberHash)).reveal('look-up'),
      email: at.account.email(),
      mobile: at.account.mobile(),
      gateway: p.m.host,
    })
    const typed = form.get('old')
    const missing = !isHigher(owner) && typed === undefined
    if ('faults' in choice)
      return await back(p, c, at, { faults: choice.faults, ...(missing ? { old: 'missing' } : {}) })
    const old = isHigher(owner) ? undefined : await oldFault(p, c, at, typed)
    if (old !== undefined) return await back(p, c, at, { faults: {}, old })
    return await write(p, c, at, await p.m.passwords.hash(choice.password))
  } catch (cause) {
    if (!(cause instanceof PasswordsBusy)) throw cause
    throw new Refusal('IN-15', { way: { href: `${base}/password`, text: tryAgain }, detail: cause.message })
  }
}

/** Guesses here count with those at login: there are not twice as many. */
async function oldFault(
  { m }: Profile,
  c: Request,
  { account }: AtProfile,
  typed: string | undefined,
): Promise<OldPasswordFault | undefined> {
  if (typed === undefined) return 'missing'
  const tried = await m.accounts.tryOwn(account, typed, { address: m.addressOf(c), mark: m.marks.secretOf(c) })
  if (tried.ok) {
    await m.db.batch(tried.giveBack)
    return undefined
  }
  const why = tried.why === 'wrong' ? 'wrong' : 'locked'
  m.audit.note({ type: 'minid.password.refused', why, person: account.person })
  return tried.until > m.clock.now() ? { until: tried.until } : 'wrong'
}

async function back(p: Profile, c: Request, at: AtProfile, faults: Omit<PasswordStage, 'stage'>): Promise<Response> {
  return c.redirect(pathOf(await beginChange(p, c, at.home, { stage: 'password', ...faults })), 303)
}

async function write({ m, pages }: Profile, c: Request, { account }: AtProfile, hash: string): Promise<Response> {
  const { person } = account
  const now = m.clock.now()
  const written = await m.audit.write(
    [
      // The one that was typed is the one that is in use: whoever got a newer one meanwhile keeps it.
      m.store.passwordFrom(person, account.passwordSince),
      m.store.setPassword(person, hash, now),
      // It has just shown the old one; all other browsers are known no more.
      ...m.marks.mark(c, person, now),
      // The waits were for guesses at the password that is no more.
      guessesAnew(person),
      ...pages.endSessions(person),
      ...tellOwner(m, account, 'password', c.get('language')),
    ],
    [{ type: 'minid.password.changed', by: 'profile', person }],
  )
  // Closed meanwhile, or the password changed, by the same person elsewhere.
  if (!written.ok) return c.redirect(base, 303)
  m.outbox.nudge()
  return c.redirect(changedPath, 303)
}
