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
  issuerPort: has(
    wholeNumber(0, 65_531),
    '8711',
    "The port of the first sandbox issuer (BankID's); Buypass's and Commfides's have the next two, then come the listener for smart cards and those who issue them. 0: there are none, and those eIDs are not offered.",
    { entries: ['twin'] },
  ),
  dangerousTwinPublicOrigin: may(
    origin,
    'The address a twin is reachable at by others than this machine. Anybody there can log in as any of its people.',
    { entries: ['twin'] },
  ),
} as const
