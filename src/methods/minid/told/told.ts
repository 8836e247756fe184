/** Tells an account's owner what was done with it, on every channel there is, as part of what does it. */
import { lifetimes } from '#base/lifetimes.ts'
import type { Step } from '#db/db.ts'
import type { Language } from '#i18n/text.ts'
import { dayOf } from '#i18n/when.ts'
import type { Outbox } from '#messages/outbox.ts'
import type { Clock } from '#base/clock.ts'
import { doneTexts, remedyTexts, waitsTexts } from '#methods/minid/told/texts.ts'

/**
 * What can be told: a closed list. `waits`: asked for now, done at `from` (milliseconds). `stop`: the address of a page that stops
 * it, or takes it back; for the channels that stood before it alone.
 */
export type Told =
  | keyof typeof doneTexts
  | { readonly waits: keyof typeof waitsTexts; readonly from: number; readonly stop?: string }
  | { readonly done: keyof typeof doneTexts; readonly stop: string }

/** Where somebody is reached: an account is one, and so is what was its number before. */
export interface Channels {
  mobile(): string | undefined
  email(): string | undefined
}

export interface TellDeps {
  readonly outbox: Pick<Outbox, 'step'>
  readonly clock: Clock
  /** The gateway's address. */
  readonly issuer: string
  /** The help desk's. */
  readonly helpPhone?: string | undefined
}

/** `except`: a channel that is not told. The caller nudges the outbox after the batch. */
export function tellOwner(
  m: TellDeps,
  owner: Channels,
  what: Told,
  language: Language,
  except?: 'sms' | 'mail',
): readonly Step[] {
  const [mobile, email] = [owner.mobile(), owner.email()]
  const said = sentence(what, language)
  const remedy = remedyFor(m, what, language)
  const common = { about: 'minid-told', useless: m.clock.now() + lifetimes.toldUseful * 1000 } as const
  return [
    ...(mobile === undefined || except === 'sms'
      ? []
      : [m.outbox.step({ ...common, kind: 'sms', to: mobile, text: `${said}. ${remedy}` })]),
    ...(email === undefined || except === 'mail'
      ? []
      : [
          m.outbox.step({ ...common, kind: 'mail', to: email, subject: said, text: `${said}.\n\n${remedy}`, language }),
        ]),
  ]
}

function sentence(what: Told, l: Language): string {
  if (typeof what === 'string') return doneTexts[what][l]
  if ('done' in what) return doneTexts[what.done][l]
  return waitsTexts[what.waits][l](dayOf(l, what.from))
}

/** No login is touched by it: there is nothing to block. */
const putRight: ReadonlySet<Told> = new Set<Told>(['reserved-by-desk', 'unreserved-by-desk'])
/** Where nothing is left to block, the way on is a new letter. */
const nothingLeft: ReadonlySet<Told> = new Set<Told>(['closed', 'blocked', 'blocked-by-desk'])

function remedyFor({ issuer, helpPhone }: TellDeps, what: Told, l: Language): string {
  const begins = wayOut(issuer.replace(/\/$/, ''), what, l)
  return helpPhone === undefined ? begins : begins + remedyTexts.phone[l](helpPhone)
}

function wayOut(issuer: string, what: Told, l: Language): string {
  if (typeof what === 'object' && what.stop !== undefined)
    return remedyTexts['done' in what ? 'back' : 'stop'][l](what.stop)
  if (putRight.has(what)) return remedyTexts.see[l](`${issuer}/my`)
  const remedy = nothingLeft.has(what) ? 'order' : 'block'
  return remedyTexts[remedy][l](`${issuer}/minid/${remedy}`)
}
