/** Words of the second factor: the letter's code, and the choice between ways. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const waysTexts = {
  title: {
    nb: 'Hvordan vil du bekrefte at det er deg?',
    nn: 'Korleis vil du stadfeste at det er deg?',
    se: draft('Mo háliidat duođaštit ahte don leat?'),
    en: 'How do you want to confirm that it is you?',
  },
  otherThanCode: {
    nb: 'Bruk noe annet enn SMS',
    nn: 'Bruk noko anna enn SMS',
    se: draft('Geavat eará go SMS'),
    en: 'Use something other than SMS',
  },
  otherThanLetter: {
    nb: 'Bruk noe annet enn brevet',
    nn: 'Bruk noko anna enn brevet',
    se: draft('Geavat eará go reivve'),
    en: 'Use something other than the letter',
  },
  otherThanTotp: {
    nb: 'Bruk noe annet enn appen',
    nn: 'Bruk noko anna enn appen',
    se: draft('Geavat eará go áppa'),
    en: 'Use something other than the app',
  },
  otherThanPasskey: {
    nb: 'Bruk noe annet enn passnøkkel',
    nn: 'Bruk noko anna enn passnøkkel',
    se: draft('Geavat eará go beassančoavdaga'),
    en: 'Use something other than a passkey',
  },
  letter: {
    nb: 'Kode fra brevet',
    nn: 'Kode frå brevet',
    se: draft('Koda reivves'),
    en: 'A code from the letter',
  },
  letterHow: {
    nb: 'Vi spør etter én av kodene',
    nn: 'Vi spør etter éin av kodane',
    se: draft('Mii jearrat ovtta koda'),
    en: 'We ask for one of the codes',
  },
  sms: { nb: 'Kode på SMS', nn: 'Kode på SMS', se: draft('Koda SMS:s'), en: 'A code by SMS' },
  smsSent: {
    nb: 'Vi har sendt en kode',
    nn: 'Vi har sendt ein kode',
    se: draft('Leat sádden koda'),
    en: 'We have sent a code',
  },
  smsNow: {
    nb: 'Vi sender en kode når du velger dette',
    nn: 'Vi sender ein kode når du vel dette',
    se: draft('Sáddet koda go válljet dán'),
    en: 'We send a code when you choose this',
  },
  gone: {
    nb: 'Det du valgte, kan ikke brukes lenger. Velg noe annet.',
    nn: 'Det du valde, kan ikkje brukast lenger. Vel noko anna.',
    se: draft('Dan maid válljejit, ii sáhte šat geavahit. Vállje juoidá eará.'),
    en: 'What you chose can no longer be used. Choose something else.',
  },
  onlySms: {
    nb: 'Du har ingen annen måte ennå. Et brev med koder gir deg en: Det kommer i posten til adressen du har i Folkeregisteret.',
    nn: 'Du har ingen annan måte enno. Eit brev med kodar gir deg ein: Det kjem i posten til adressa du har i Folkeregisteret.',
    se: draft(
      'Dus ii leat vel eará vuohki. Kodareive addá dutnje ovtta: Dat boahtá poasttas dan čujuhussii mii dus lea Álbmotregistaris.',
    ),
    en: 'You have no other way yet. A letter with codes gives you one: it comes by post to the address that the National Population Register has for you.',
  },
  order: {
    nb: 'Bestill nytt brev med koder',
    nn: 'Bestill nytt brev med kodar',
    se: draft('Diŋgo ođđa kodareivve'),
    en: 'Order a new letter with codes',
  },
  cameBack: {
    nb: 'Brevet vi sendte deg, kom i retur. Kodene i det kan ikke brukes. Se etter om adressen din i Folkeregisteret er riktig før du bestiller et nytt.',
    nn: 'Brevet vi sende deg, kom i retur. Kodane i det kan ikkje brukast. Sjå etter om adressa di i Folkeregisteret er rett før du bestiller eit nytt.',
    se: draft(
      'Reive maid sáddiimet dutnje, bođii ruovttoluotta. Dan kodaid ii sáhte geavahit. Geahča leago du čujuhus Álbmotregistaris riekta ovdal go diŋgot ođđa reivve.',
    ),
    en: 'The letter we sent you came back to us. Its codes cannot be used. Check that your address in the National Population Register is right before you order a new one.',
  },
  noLetter: {
    nb: 'Du har valgt koder fra brev, men har ingen som kan brukes. Derfor får du koden på SMS.',
    nn: 'Du har valt kodar frå brev, men har ingen som kan brukast. Difor får du koden på SMS.',
    se: draft('Leat válljen reivve kodaid, muhto dus eai leat kodat maid sáhttá geavahit. Danin oaččut koda SMS:s.'),
    en: 'You have chosen codes from a letter, but have none that can be used. So you get the code by SMS.',
  },
} as const satisfies Record<string, Text>

export const letterTexts = {
  wrong: {
    nb: 'Koden er feil. Se etter at du har riktig brev og ser på riktig tall.',
    nn: 'Koden er feil. Sjå etter at du har rett brev og ser på rett tal.',
    se: draft('Koda lea boastut. Geahča ahte dus lea riekta reive ja ahte geahčat rivttes logu.'),
    en: 'The code is wrong. Check that you have the right letter and are looking at the right number.',
  },
  another: {
    nb: 'Koden vi spurte om, er brukt et annet sted eller gjelder ikke lenger. Svar på denne i stedet.',
    nn: 'Koden vi spurde om, er brukt ein annan stad eller gjeld ikkje lenger. Svar på denne i staden.',
    se: draft('Koda man jearaimet, lea geavahuvvon eará sajis dahje ii leat šat fámus. Vástit dán baicca.'),
    en: 'The code we asked for has been used elsewhere or no longer counts. Answer this one instead.',
  },
  last: {
    nb: 'Dette er den siste koden på brevet.',
    nn: 'Dette er den siste koden på brevet.',
    se: draft('Dát lea maŋimuš koda reivves.'),
    en: 'This is the last code of the letter.',
  },
  otherLetter: {
    nb: 'Har du et annet brev?',
    nn: 'Har du eit anna brev?',
    se: draft('Leago dus eará reive?'),
    en: 'Do you have another letter?',
  },
} as const satisfies Record<string, Text>

export const letterSentences = {
  title: {
    nb: (number) => `Skriv inn kode ${number} fra brevet`,
    nn: (number) => `Skriv inn kode ${number} frå brevet`,
    se: draft((number: string) => `Čále reivves koda ${number}`),
    en: (number) => `Enter code ${number} from the letter`,
  },
  which: {
    nb: (letter) => `Finn fram brevet som er merket ${letter}. Hver kode på det kan brukes én gang.`,
    nn: (letter) => `Finn fram brevet som er merkt ${letter}. Kvar kode på det kan brukast éin gong.`,
    se: draft(
      (letter: string) => `Gávnna reivve mas lea mearka ${letter}. Juohke koda dan alde sáhttá geavahuvvot oktii.`,
    ),
    en: (letter) => `Take out the letter marked ${letter}. Each of its codes can be used once.`,
  },
  left: {
    nb: (left) => `Brevet har ${left} koder igjen.`,
    nn: (left) => `Brevet har ${left} kodar igjen.`,
    se: draft((left: string) => `Reivves leat ${left} koda vel.`),
    en: (left) => `The letter has ${left} codes left.`,
  },
  useLetter: {
    nb: (letter) => `Bruk brevet som er merket ${letter}`,
    nn: (letter) => `Bruk brevet som er merkt ${letter}`,
    se: draft((letter: string) => `Geavat reivve mas lea mearka ${letter}`),
    en: (letter) => `Use the letter marked ${letter}`,
  },
  locked: {
    nb: (wait) => `Det har vært for mange feil koder. Vent ${wait} og prøv igjen, eller bekreft på en annen måte.`,
    nn: (wait) => `Det har vore for mange feil kodar. Vent ${wait} og prøv igjen, eller stadfest på ein annan måte.`,
    se: draft(
      (wait: string) =>
        `Leat leamaš menddo ollu boasttu kodat. Vuordde ${wait} ja geahččal ođđasit, dahje duođaš eará vugiin.`,
    ),
    en: (wait) => `There have been too many wrong codes. Wait ${wait} and try again, or confirm in another way.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
