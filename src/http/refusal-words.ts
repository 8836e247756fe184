/** What every dead end says. */
import type { Text } from '#i18n/text.ts'
import type { RefusalId } from '#http/trouble.ts'

export interface RefusalWords {
  readonly status: 400 | 403 | 404 | 409 | 410 | 429 | 500 | 503
  /** Seconds; sent as `Retry-After`. */
  readonly retryAfter?: number
  readonly heading: Text
  readonly what: Text
  readonly todo: Text
}

export type SomeRefusals = Readonly<Partial<Record<RefusalId, RefusalWords>>>
