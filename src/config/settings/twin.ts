/** The twin alone. */
import { origin, wholeNumber } from '#config/kinds.ts'
import { has, may } from '#config/setting.ts'

export const twin = {
  examplePort: has(
    wholeNumber(1, 65_534),
    '8701',
    'The port of the first example service; the second one has the next.',
    { entries: ['twin'] },
  ),
  dangerousTwinPublicOrigin: may(
    origin,
    'The address a twin is reachable at by others than this machine. Anybody there can log in as any of its people.',
    { entries: ['twin'] },
  ),
} as const
