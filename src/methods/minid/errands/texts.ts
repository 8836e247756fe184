/** Words that all errands share. */
import { draft, type Text } from '#i18n/text.ts'

export const errandTexts = {
  beginAnew: {
    nb: 'Begynn på nytt',
    nn: 'Byrj på nytt',
    se: draft('Álgge ođđasit'),
    en: 'Begin again',
  },
  backToLogin: {
    nb: 'Tilbake til innloggingen',
    nn: 'Tilbake til innlogginga',
    se: draft('Ruovttoluotta sisačáliheapmái'),
    en: 'Back to the login',
  },
} as const satisfies Record<string, Text>
