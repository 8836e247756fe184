/** The step where the user is asked for what a service wants besides the login. Bound to the person: nobody's yes counts for another. */
import { organisationOf, type PersonId } from '#base/ids.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import type { Consented, DoorRequest } from '#login/attempt.ts'
import { loginPath, type Opened, stageStamp } from '#login/attempts.ts'
import { decide, goOn, sessionFor } from '#login/finish.ts'
import { languageOf } from '#login/language.ts'
import type { Login, WantedItem } from '#login/login.ts'
import { consentPage } from '#login/pages/consent.ts'
import { received, requireStage } from '#login/posted.ts'
import { serviceIn, surround } from '#login/show.ts'

export function mountConsent(routes: Routes, login: Login): void {
  routes.post('/login/:attempt/consent', async (c) => {
    const { opened, form } = await received(login, c)
    const { attempt } = opened
    const live = await sessionFor(login, c, attempt.ask)
    const step = decide(login, attempt.ask, { ...attempt, live })
    if (step.kind !== 'consent') return goOn(login, c, opened)
    const items = wantedBy(login, attempt.request)
    requireStage(opened, form, about(step.person, items))
    const consented = readConsent(form, step.person, items)
    if (consented === undefined) return showConsent(login, c, opened, step.person, true)
    const next = await login.attempts.swap(opened, { ...attempt, consented })
    if (next === undefined) throw new SeeOther(loginPath(attempt.id))
    return goOn(login, c, next)
  })
}

/** The stamp of the very words that were read: what an owner changes meanwhile is asked for anew. */
const about = (person: PersonId, items: readonly WantedItem[]): string => `:${person}:${JSON.stringify(items)}`

const wantedBy = (login: Login, request: DoorRequest): readonly WantedItem[] =>
  login.answers.wanted(request)?.items ?? []

/** Undefined: agreed, and to nothing that was there. */
function readConsent(form: Parameters, person: PersonId, items: readonly WantedItem[]): Consented | undefined {
  const ids = items.map(({ id }) => id)
  const isYes = form.get('consent') === 'yes'
  // One thing needs no box: the button says it.
  const agreed = ids.filter((_id, i) => isYes && (ids.length === 1 || form.get(`item-${i + 1}`) === 'yes'))
  if (isYes && agreed.length === 0 && ids.length > 0) return undefined
  return { person, agreed, refused: ids.filter((id) => !agreed.includes(id)) }
}

export function showConsent(login: Login, c: Request, opened: Opened, person: PersonId, faulty = false): Response {
  const { id, ask, request } = opened.attempt
  const language = languageOf(c, ask)
  const items = wantedBy(login, request)
  const tells = login.answers.wanted(request)?.tells
  const { title, body } = consentPage(
    {
      action: `${loginPath(id)}/consent`,
      stamp: stageStamp(opened, about(person, items)),
      service: serviceIn(login, ask, language)?.name,
      items,
      tells: tells && { ...tells, organisation: organisationOf(person) !== undefined },
      faulty,
    },
    language,
  )
  return surround(login, c, opened, { title, body, faulty })
}
