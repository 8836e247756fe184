/** Mail, mobile, and where codes and temporary passwords go. */
import type { Parameters } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import { readEmail } from '#methods/minid/contact/email.ts'
import type { ContactFaults } from '#methods/minid/contact/fields.ts'
import { mobileToTake } from '#methods/minid/contact/mobile.ts'
import { confirmNext } from '#methods/minid/register/confirm-step.ts'
import { atStage, goTo, type Register } from '#methods/minid/register/deps.ts'
import { type Contact, knownOf } from '#methods/minid/register/state.ts'

/** Somebody has MinID and has lost what belongs to it: all of it anew, after a wait. */
export async function postAnew(r: Register, c: Request): Promise<Response> {
  const { errand } = await r.errands.posted(c)
  const state = atStage(r, errand, 'open')
  return goTo(r, c, errand, { ...knownOf(state), anew: true, stage: 'contact' })
}

export async function postContact(r: Register, c: Request): Promise<Response> {
  const { errand, form } = await r.errands.posted(c)
  const known = knownOf(atStage(r, errand, 'contact'))
  const read = readContact(r.m, form)
  if ('faults' in read) return goTo(r, c, errand, { ...known, stage: 'contact', ...read })
  return confirmNext(r, c, errand, known, read)
}

function readContact(
  { mobileRefused }: Register['m'],
  form: Parameters,
): Contact | { readonly typed: Contact; readonly faults: ContactFaults } {
  const [typedMobile, typedEmail] = [form.get('mobile') ?? '', form.get('email') ?? '']
  const ways = {
    channel: form.get('channel') === 'letter' ? 'letter' : 'sms',
    recovery: form.get('recovery') === 'sms' ? 'sms' : 'mail',
  } as const
  const [mobile, email] = [mobileToTake(typedMobile, mobileRefused), readEmail(typedEmail)]
  if ('mobile' in mobile && 'email' in email) return { ...ways, mobile: mobile.mobile, email: email.email }
  return {
    // As long as the fields take.
    typed: { ...ways, mobile: typedMobile.slice(0, 40), email: typedEmail.slice(0, 254) },
    faults: {
      ...('fault' in mobile ? { mobile: mobile.fault } : {}),
      ...('fault' in email ? { email: email.fault } : {}),
    },
  }
}
