/** MinID. */
import { wholeNumber } from '#config/kinds.ts'
import { has } from '#config/setting.ts'

export const minid = {
  minidHumanFrom: has(
    wholeNumber(0, 100),
    '3',
    'After how many failed log-ins with MinID for one identity number further ones need a human check. 0: all do.',
  ),
} as const

export const minidLetters = {
  minidLetterCodes: has(wholeNumber(10, 30), '20', 'Codes in a letter for MinID.'),
} as const
