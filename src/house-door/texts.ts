/** What the house's door says itself. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const texts = {
  logOut: { nb: 'Logg ut', nn: 'Logg ut', se: draft('Čálit iežat olggos'), en: 'Log out' },
  notLoggedIn: {
    nb: 'Du er ikke logget inn',
    nn: 'Du er ikkje logga inn',
    se: draft('Don it leat sisačálihuvvon'),
    en: 'You are not logged in',
  },
  stopped: {
    nb: 'Innloggingen ble avbrutt. Ingenting er endret.',
    nn: 'Innlogginga vart avbroten. Ingenting er endra.',
    se: draft('Sisačáliheapmi gaskkalduvai. Mihkkege ii leat rievdan.'),
    en: 'The login was stopped. Nothing has changed.',
  },
} as const satisfies Record<string, Text>

export const logInTo: TextOf<[string]> = {
  nb: (name) => `Logg inn på ${name}`,
  nn: (name) => `Logg inn på ${name}`,
  se: draft((name: string) => `Čálit iežat sisa: ${name}`),
  en: (name) => `Log in to ${name}`,
}
