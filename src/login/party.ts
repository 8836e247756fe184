/** The step where the user says for whom they log in: for themself, or for somebody who gave them a power of attorney. */
import type { Request, Routes } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import type { Party, Proof } from '#login/attempt.ts'
import { loginPath, type Opened, stageStamp } from '#login/attempts.ts'
import { decide, goOn, sessionFor } from '#login/finish.ts'
import { languageOf } from '#login/language.ts'
import type { Login } from '#login/login.ts'
import { noPartyPage, partyPage } from '#login/pages/party.ts'
import { received, requireStage } from '#login/posted.ts'
import { serviceIn, surround } from '#login/show.ts'

export function mountParty(routes: Routes, login: Login): void {
  routes.post('/login/:attempt/party', async (c) => {
    const { opened, form } = await received(login, c)
    const { attempt } = opened
    const live = await sessionFor(login, c, attempt.ask)
    const step = decide(login, attempt.ask, { ...attempt, live })
    if (step.kind !== 'party') return goOn(login, c, opened)
    const parties = await login.answers.parties(attempt.request, step.proof)
    // Of the very powers that were shown: what has come or gone meanwhile is shown anew.
    requireStage(opened, form, about(step.proof, parties))
    const choice = form.get('party')
    const party = parties.find(({ id }) => id === choice)
    if (parties.length === 0 || (party === undefined && choice !== self)) return showParty(login, c, opened, step.proof)
    const { person } = step.proof
    const next = await login.attempts.swap(opened, { ...attempt, acting: { person, party } })
    if (next === undefined) throw new SeeOther(loginPath(attempt.id))
    login.audit.note({
      type: 'mandate.chosen',
      person,
      attempt: attempt.id,
      client: attempt.ask.clientId,
      other: party !== undefined,
    })
    return goOn(login, c, next)
  })
}

/** No power has this id. */
const self = 'self'

const about = ({ person }: Proof, parties: readonly Party[]): string => `:${person}:${JSON.stringify(parties)}`

export async function showParty(login: Login, c: Request, opened: Opened, proof: Proof): Promise<Response> {
  const { id, ask, request } = opened.attempt
  const language = languageOf(c, ask)
  const service = serviceIn(login, ask, language)?.name
  const parties = await login.answers.parties(request, proof)
  // The one way on is the page's cancel: the service asked for a power, and hears that there is none.
  if (parties.length === 0) return surround(login, c, opened, noPartyPage(language, service))
  const shown = {
    action: `${loginPath(id)}/party`,
    stamp: stageStamp(opened, about(proof, parties)),
    service,
    parties,
    self,
  }
  return surround(login, c, opened, partyPage(shown, language))
}
