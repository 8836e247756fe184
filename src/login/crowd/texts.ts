/** Words for whoever has to wait before a login begins. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const waitingTexts = {
  title: {
    nb: 'Mange vil logge inn akkurat nå',
    nn: 'Mange vil logge inn akkurat no',
    se: draft('Ollugat háliidit čálihit iežaset sisa justa dál'),
    en: 'Many people want to log in right now',
  },
  range: {
    nb: 'Mange logger inn fra nettverket ditt',
    nn: 'Mange loggar inn frå nettverket ditt',
    se: draft('Ollugat čálihit iežaset sisa du fierpmádagas'),
    en: 'Many people are logging in from your network',
  },
  nothingLost: {
    nb: 'Du har ikke gjort noe galt, og ingenting er gått tapt. Du trenger ikke gjøre noe: La siden stå åpen.',
    nn: 'Du har ikkje gjort noko gale, og ingenting er gått tapt. Du treng ikkje gjere noko: Lat sida stå open.',
    se: draft(
      'It leat dahkan maidege boastut, iige mihkkege leat láhppon. It dárbbaš dahkat maidege: Atte siiddu leat rabas.',
    ),
    en: 'You have done nothing wrong, and nothing is lost. You need not do anything: leave this page open.',
  },
  posted: {
    nb: 'Last siden på nytt om litt, og svar ja hvis nettleseren spør om den skal sende på nytt. Eller gå tilbake til tjenesten og begynn derfra.',
    nn: 'Last sida på nytt om litt, og svar ja om nettlesaren spør om han skal sende på nytt. Eller gå tilbake til tenesta og byrj derifrå.',
    se: draft('Viečča siiddu ođđasit dan botta geahčen, dahje mana ruovttoluotta bálvalussii ja álgge doppe.'),
    en: 'Reload the page in a little while, and say yes if the browser asks whether to send it again. Or go back to the service and begin there.',
  },
  now: { nb: 'Prøv nå', nn: 'Prøv no', se: draft('Geahččal dál'), en: 'Try now' },
} as const satisfies Record<string, Text>

export const waitingSentences = {
  again: {
    nb: (seconds) => `Siden prøver igjen av seg selv om ${seconds} sekunder.`,
    nn: (seconds) => `Sida prøver igjen av seg sjølv om ${seconds} sekund.`,
    se: draft((seconds: string) => `Siidu geahččala ieš ođđasit ${seconds} sekundda geahčen.`),
    en: (seconds) => `The page tries again by itself in ${seconds} seconds.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
