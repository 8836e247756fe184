/** The words around every page. */
import { draft, type Language, type Text, type TextOf } from '#i18n/text.ts'

export const gateway = 'Inngang'

/** Each language by its own name, as its readers look for it. */
export const languageNames: Readonly<Record<Language, string>> = {
  nb: 'Bokmål',
  nn: 'Nynorsk',
  se: 'Davvisámegiella',
  en: 'English',
}

export const shellTexts = {
  skip: {
    nb: 'Hopp til innholdet',
    nn: 'Hopp til innhaldet',
    se: draft('Njuike sisdollui'),
    en: 'Skip to the content',
  },
  language: { nb: 'Språk', nn: 'Språk', se: draft('Giella'), en: 'Language' },
  faulty: { nb: 'Feil: ', nn: 'Feil: ', se: draft('Meaddádus: '), en: 'Error: ' },
  about: { nb: 'Om innloggingen', nn: 'Om innlogginga', se: draft('Sisačáliheami birra'), en: 'About this login' },
  help: { nb: 'Hjelp', nn: 'Hjelp', se: draft('Veahkki'), en: 'Help' },
  privacy: { nb: 'Personvern', nn: 'Personvern', se: draft('Persovdnasuodjalus'), en: 'Privacy' },
  safeUse: {
    nb: 'Trygg bruk av eID',
    nn: 'Trygg bruk av eID',
    se: draft('eID oadjebas geavaheapmi'),
    en: 'Using your eID safely',
  },
  phone: { nb: 'Ring oss:', nn: 'Ring oss:', se: draft('Čuojat midjiide:'), en: 'Call us:' },
  showPassword: { nb: 'Vis passordet', nn: 'Vis passordet', se: draft('Čájet beassansáni'), en: 'Show the password' },
  errorHeading: {
    nb: 'Rett dette for å gå videre',
    nn: 'Rett dette for å gå vidare',
    se: draft('Divo dán vai beasat viidáseappot'),
    en: 'Correct this to continue',
  },
} as const satisfies Record<string, Text>

export const shellSentences = {
  serviceAsks: {
    nb: (name) => `Du logger inn hos ${name}`,
    nn: (name) => `Du loggar inn hos ${name}`,
    se: draft((name: string) => `Don čálihat iežat sisa: ${name}`),
    en: (name) => `You are logging in to ${name}`,
  },
  cancelTo: {
    nb: (name) => `Avbryt og gå tilbake til ${name}`,
    nn: (name) => `Avbryt og gå tilbake til ${name}`,
    se: draft((name: string) => `Gaskkalduhte ja mana ruovttoluotta: ${name}`),
    en: (name) => `Cancel and go back to ${name}`,
  },
} as const satisfies Record<string, TextOf<[string]>>

export const cancelPlain: Text = { nb: 'Avbryt', nn: 'Avbryt', se: draft('Gaskkalduhte'), en: 'Cancel' }
