/** The words of every dead end (`docs/errors.md` has its meaning for integrators and support): what happened, and the way on. */
import type { RefusalWords } from '#http/refusal-words.ts'
import { loginRefusals } from '#http/refusals-login.ts'
import { pageRefusals } from '#http/refusals-pages.ts'
import type { RefusalId } from '#http/trouble.ts'

export const refusals: Readonly<Record<RefusalId, RefusalWords>> = { ...loginRefusals, ...pageRefusals }
