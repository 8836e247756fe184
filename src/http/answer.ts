/** The one place that turns what was thrown into an answer. */
import { newIncident } from '#base/ids.ts'
import { StoreUnavailable } from '#base/store-unavailable.ts'
import type { Text } from '#i18n/text.ts'
import { DuplicateParameter } from '#http/forms.ts'
import { refusals } from '#http/refusals.ts'
import type { Request } from '#http/routes.ts'
import { Refusal, type RefusalId, SeeOther, type SendAgain } from '#http/trouble.ts'

export type LogLevel = 'info' | 'warn' | 'error'
/** Fields carry no personal data: ids of the house, codes, counts. */
export type Log = (level: LogLevel, message: string, fields: Readonly<Record<string, unknown>>) => void

/** What the page for a dead end needs. `ui/refusal-page.ts` draws it. */
export interface RefusalView {
  readonly id: RefusalId
  readonly status: number
  readonly incident: string
  readonly way: { readonly href: string; readonly text: Text } | undefined
  readonly again: SendAgain | undefined
  readonly forDevelopers: string | undefined
}

export interface AnswerDeps {
  readonly log: Log
  readonly refusalPage: (c: Request, view: RefusalView) => Response
}

/** Hand it to `onError`, and for `notFound` a `Refusal('IN-07')`. */
export function answerThrown(error: unknown, c: Request, deps: AnswerDeps): Response {
  if (error instanceof SeeOther) return c.redirect(error.location, 303)
  const refusal = asRefusal(error)
  const { status, retryAfter } = refusals[refusal.id]
  const incident = newIncident()
  const unexpected = status >= 500
  deps.log(unexpected ? 'error' : 'info', unexpected ? 'something went wrong' : 'refused', {
    incident,
    refusal: refusal.id,
    method: c.req.method,
    path: c.req.path,
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    ...(refusal.forDevelopers === undefined ? {} : { developers: refusal.forDevelopers }),
    ...(refusal.cause === undefined ? {} : { cause: describe(refusal.cause) }),
  })
  if (retryAfter !== undefined) c.header('retry-after', String(retryAfter))
  const tellFault = c.get('tellFault')
  if (tellFault !== undefined) return tellFault({ status, incident })
  return deps.refusalPage(c, {
    id: refusal.id,
    status,
    incident,
    way: refusal.way,
    again: refusal.again,
    forDevelopers: refusal.forDevelopers,
  })
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof DuplicateParameter) return new Refusal('IN-10', { detail: error.message })
  if (error instanceof StoreUnavailable) return new Refusal('IN-09', { cause: error })
  return new Refusal('IN-08', { cause: error })
}

/** How deep a chain of causes is followed: enough for driver → store → feature. */
const deepest = 5

export interface Described {
  readonly name: string
  readonly message: string
  readonly stack: readonly string[]
  readonly cause?: Described
}

/**
 * An error for the log: name, message, where, and its causes. Only these: what drivers hang on their errors besides (the
 * row, the parameters) is personal data. Anything that could be an identity number is blotted out.
 */
export function describe(error: unknown, depth = 0): Described {
  if (!(error instanceof Error)) return { name: 'thrown', message: typeof error, stack: [] }
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    message: blot(error.message),
    stack: stack.slice(0, 20).map((line) => blot(line.trim())),
    ...(error.cause === undefined || depth >= deepest ? {} : { cause: describe(error.cause, depth + 1) }),
  }
}

const blot = (text: string): string => text.replaceAll(/\d{6} ?\d{5}/g, '[nin]')
