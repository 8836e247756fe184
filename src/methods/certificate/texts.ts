/** The words of a login with a card. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { Why } from '#methods/certificate/pages.ts'

export const cardTexts = {
  insert: {
    nb: 'Sett i kortet',
    nn: 'Set i kortet',
    se: draft('Bija koartta lohkkái'),
    en: 'Insert your card',
  },
  choose: {
    nb: 'Når du fortsetter, spør nettleseren hvilket sertifikat du vil vise. Velg det med navnet ditt. Er det flere, velger du det som er for innlogging (autentisering).',
    nn: 'Når du held fram, spør nettlesaren kva sertifikat du vil vise. Vel det med namnet ditt. Er det fleire, vel du det som er for innlogging (autentisering).',
    se: draft(
      'Go joatkkát, de jearrá neahttalohkki guđe duođaštusa áiggut čájehit. Vállje dan mas lea du namma. Jus leat máŋga, vállje dan mii lea sisačáliheapmái (autentiseremii).',
    ),
    en: 'When you continue, the browser asks which certificate you want to show. Choose the one with your name. If there are several, choose the one for logging in (authentication).',
  },
  pin: {
    nb: 'Skriv PIN-koden til kortet når maskinen ber om den.',
    nn: 'Skriv PIN-koden til kortet når maskina ber om han.',
    se: draft('Čále koartta PIN-koda go dihtor dan jearrá.'),
    en: 'Enter the PIN of the card when your computer asks for it.',
  },
  goOn: { nb: 'Fortsett', nn: 'Hald fram', se: draft('Joatkke'), en: 'Continue' },
  trouble: {
    nb: 'Virker det ikke?',
    nn: 'Verkar det ikkje?',
    se: draft('Ii go doaimma?'),
    en: 'Is it not working?',
  },
  reader: {
    nb: 'Se etter at kortet sitter riktig vei i leseren, eller at pinnen sitter helt inne.',
    nn: 'Sjå etter at kortet sit rett veg i lesaren, eller at pinnen sit heilt inne.',
    se: draft('Geahča ahte koarta lea rievttes guvlui lohkkis, dahje ahte soaldu lea áibbas siste.'),
    en: 'Check that the card is the right way round in the reader, or that the stick is all the way in.',
  },
  software: {
    nb: 'Maskinen trenger programmet til kortet. Det laster du ned hos dem som ga deg kortet.',
    nn: 'Maskina treng programmet til kortet. Det lastar du ned hos dei som gav deg kortet.',
    se: draft('Dihtor dárbbaša koartta prográmma. Dan vieččat sis geat adde dutnje koartta.'),
    en: 'Your computer needs the software for the card. You download it from those who gave you the card.',
  },
  remembered: {
    nb: 'Nettleseren husker hva du valgte sist, også hvis du avbrøt. Lukk alle vinduene i nettleseren, eller åpne et privat vindu, og begynn på nytt hos tjenesten.',
    nn: 'Nettlesaren hugsar kva du valde sist, også om du avbraut. Lukk alle vindauga i nettlesaren, eller opne eit privat vindauge, og byrj på nytt hos tenesta.',
    se: draft(
      'Neahttalohkki muitá maid maŋimuš válljejit, maiddái jus gaskkalduhttet. Gidde buot lásiid neahttalohkkis, dahje raba priváhta láse, ja álgge ođđasit bálvalusas.',
    ),
    en: 'The browser remembers what you chose last, also if you cancelled. Close all windows of the browser, or open a private one, and start again at the service.',
  },
  phone: {
    nb: 'På de fleste telefoner og nettbrett virker ikke kortet. Bruk en datamaskin, eller logg inn på en annen måte.',
    nn: 'På dei fleste telefonar og nettbrett verkar ikkje kortet. Bruk ei datamaskin, eller logg inn på ein annan måte.',
    se: draft(
      'Eanaš telefovnnain ja tableahtain koarta ii doaimma. Geavat dihtora, dahje čálit iežat sisa eará láhkai.',
    ),
    en: 'The card does not work on most phones and tablets. Use a computer, or log in another way.',
  },
  confirm: { nb: 'Er dette deg?', nn: 'Er dette deg?', se: draft('Lea go dát don?'), en: 'Is this you?' },
  kept: {
    nb: 'Nettleseren viser samme kort igjen helt til alle vinduene er lukket. Deler du maskinen med andre, lukker du dem når du er ferdig.',
    nn: 'Nettlesaren viser same kortet igjen heilt til alle vindauga er lukka. Deler du maskina med andre, lukkar du dei når du er ferdig.',
    se: draft(
      'Neahttalohkki čájeha seamma koartta fas dassážii go buot láset leat giddejuvvon. Jus juogát dihtora earáiguin, de gidde daid go leat gárvvis.',
    ),
    en: 'The browser shows the same card again until all its windows are closed. If you share the computer with others, close them when you are done.',
  },
  yes: { nb: 'Ja, logg inn', nn: 'Ja, logg inn', se: draft('Juo, čálit sisa'), en: 'Yes, log in' },
  no: {
    nb: 'Nei, det er ikke meg',
    nn: 'Nei, det er ikkje meg',
    se: draft('In, dat in leat mun'),
    en: 'No, this is not me',
  },
} as const satisfies Record<string, Text>

export type CardTexts = Readonly<Record<keyof typeof cardTexts, Text>>

/** When it was somebody else's card. */
export const changeTexts = {
  title: {
    nb: 'Bytt til ditt eget kort',
    nn: 'Byt til ditt eige kort',
    se: draft('Molsso iežat kortii'),
    en: 'Change to your own card',
  },
  takeOut: {
    nb: 'Ta ut det andre kortet, og sett i ditt eget.',
    nn: 'Ta ut det andre kortet, og set i ditt eige.',
    se: draft('Váldde nuppi koartta eret, ja bija iežat koartta lohkkái.'),
    en: 'Take out the other card, and insert your own.',
  },
  close: {
    nb: 'Lukk alle vinduene i nettleseren.',
    nn: 'Lukk alle vindauga i nettlesaren.',
    se: draft('Gidde buot neahttalohkki lásiid.'),
    en: 'Close all windows of the browser.',
  },
  again: {
    nb: 'Åpne nettleseren, og begynn på nytt hos tjenesten.',
    nn: 'Opne nettlesaren, og byrj på nytt hos tenesta.',
    se: draft('Raba neahttalohkki, ja álgge ođđasit bálvalusas.'),
    en: 'Open the browser, and start again at the service.',
  },
  tryAgain: { nb: 'Prøv igjen', nn: 'Prøv på nytt', se: draft('Geahččal ođđasit'), en: 'Try again' },
} as const satisfies Record<string, Text>

export const isItYou: TextOf<[name: string]> = {
  nb: (name) => `Kortet tilhører ${name}.`,
  nn: (name) => `Kortet høyrer til ${name}.`,
  se: draft((name) => `Koartta eaiggát lea ${name}.`),
  en: (name) => `The card belongs to ${name}.`,
}

export const whyTexts: Readonly<Record<Why, Text>> = {
  'no-certificate': {
    nb: 'Nettleseren viste oss ikke noe sertifikat fra et kort. Sett i kortet og prøv igjen.',
    nn: 'Nettlesaren viste oss ikkje noko sertifikat frå eit kort. Set i kortet og prøv igjen.',
    se: draft('Neahttalohkki ii čájehan midjiide duođaštusa koarttas. Bija koartta lohkkái ja geahččal ođđasit.'),
    en: 'The browser showed us no certificate from a card. Insert the card and try again.',
  },
  'no-return': {
    nb: 'Vi fikk ikke noe svar fra kortet i tide. Prøv igjen.',
    nn: 'Vi fekk ikkje noko svar frå kortet i tide. Prøv igjen.',
    se: draft('Eat ožžon vástádusa koarttas áiggil. Geahččal ođđasit.'),
    en: 'We got no answer from the card in time. Try again.',
  },
  'not-me': {
    nb: 'Nettleseren husker det andre kortet helt til alle vinduene er lukket.',
    nn: 'Nettlesaren hugsar det andre kortet heilt til alle vindauga er lukka.',
    se: draft('Neahttalohkki muitá nuppi koartta dassážii go buot láset leat giddejuvvon.'),
    en: 'The browser remembers the other card until all its windows are closed.',
  },
}
