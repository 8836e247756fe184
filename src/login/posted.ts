/** Forms of the login's own pages as they come back. */
import { type Parameters, readForm } from '#http/forms.ts'
import { sameOrigin } from '#http/guards.ts'
import type { Request } from '#http/routes.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import { loginPath, type Opened, stampHolds } from '#login/attempts.ts'
import type { Login } from '#login/login.ts'
import { stampField } from '#ui/fields.ts'

/** A form of the login's own: own origin, this browser's attempt. */
export async function received(login: Login, c: Request): Promise<{ opened: Opened; form: Parameters }> {
  if (!sameOrigin(c, login.issuer)) throw new Refusal('IN-05')
  const form = await readForm(c)
  return { opened: await login.attempts.open(c, c.req.param('attempt') ?? ''), form }
}

/** Made from the newest state; an old form is no error, its sender is shown where the login stands now. */
export function requireStage(opened: Opened, form: Parameters, about: string): void {
  const { attempt } = opened
  if (attempt.answer !== undefined || !stampHolds(opened, form.get(stampField) ?? '', about))
    throw new SeeOther(loginPath(attempt.id))
}
