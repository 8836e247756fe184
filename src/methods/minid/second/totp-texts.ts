/** Words for codes from an app: at login, and where one is added. */
import { draft, type Text } from '#i18n/text.ts'

export const totpTexts = {
  way: { nb: 'Kode fra en app', nn: 'Kode frå ein app', se: draft('Koda áppas'), en: 'A code from an app' },
  wayHow: {
    nb: 'Seks siffer som skifter',
    nn: 'Seks siffer som skifter',
    se: draft('Guhtta logu mat molsašuddet'),
    en: 'Six digits that change',
  },
  title: {
    nb: 'Skriv inn koden fra appen',
    nn: 'Skriv inn koden frå appen',
    se: draft('Čále koda áppas'),
    en: 'Enter the code from the app',
  },
  open: {
    nb: 'Åpne appen der du har lagt til MinID. Koden skifter hvert halve minutt.',
    nn: 'Opne appen der du har lagt til MinID. Koden skifter kvart halve minutt.',
    se: draft('Raba áppa masa leat lasihan MinID. Koda molsašuddá juohke beallemin.'),
    en: 'Open the app in which you added MinID. The code changes every half minute.',
  },
  hint: { nb: 'Seks siffer', nn: 'Seks siffer', se: draft('Guhtta logu'), en: 'Six digits' },
  twoWhy: {
    nb: 'Det er skrevet feil kode mange ganger. Derfor trenger vi to koder etter hverandre fra appen denne gangen.',
    nn: 'Det er skrive feil kode mange gonger. Derfor treng vi to kodar etter kvarandre frå appen denne gongen.',
    se: draft('Boastu koda lea čállojuvvon máŋgii. Danne dárbbašit guokte koda maŋŋálaga áppas dán háve.'),
    en: 'A wrong code has been typed many times. So this time we need two codes in a row from the app.',
  },
  twoHow: {
    nb: 'Skriv koden appen viser nå. Vent til den skifter, og skriv den nye i feltet under. Har ikke du skrevet feil, kan noen ha passordet ditt: bytt det når du har logget inn.',
    nn: 'Skriv koden appen viser no. Vent til han skifter, og skriv den nye i feltet under. Har ikkje du skrive feil, kan nokon ha passordet ditt: byt det når du har logga inn.',
    se: draft(
      'Čále koda man áppa čájeha dál. Vuordde dassážii go molsašuddá, ja čále ođđa koda vuolábealde. Jus it leat ieš čállán boastut, de sáhttá muhtimis leat du beassansátni: molsso dan go leat čálihan iežat sisa.',
    ),
    en: 'Type the code that the app shows now. Wait until it changes, and type the new one in the field below. If it was not you who typed wrong ones, somebody may have your password: change it once you have logged in.',
  },
  next: { nb: 'Neste kode', nn: 'Neste kode', se: draft('Čuovvovaš koda'), en: 'The next code' },
  nextHint: {
    nb: 'Den som kommer etterpå, innen et halvt minutt',
    nn: 'Den som kjem etterpå, innan eit halvt minutt',
    se: draft('Dat mii boahtá maŋŋá, beallemin siste'),
    en: 'The one that comes after it, within half a minute',
  },
  missing: {
    nb: 'Skriv inn koden som appen viser.',
    nn: 'Skriv inn koden som appen viser.',
    se: draft('Čále koda man áppa čájeha.'),
    en: 'Enter the code that the app shows.',
  },
  length: {
    nb: 'Koden har seks siffer. Se etter om et siffer mangler eller er skrevet to ganger.',
    nn: 'Koden har seks siffer. Sjå etter om eit siffer manglar eller er skrive to gonger.',
    se: draft('Kodas leat guhtta logu. Geahča váilugo lohku dahje leago čállojuvvon guktii.'),
    en: 'The code has six digits. Check whether one is missing or typed twice.',
  },
  characters: {
    nb: 'Koden har bare siffer. Se på koden i appen en gang til.',
    nn: 'Koden har berre siffer. Sjå på koden i appen ein gong til.',
    se: draft('Kodas leat dušše logut. Geahča koda áppas ođđasit.'),
    en: 'The code has digits only. Look at the code in the app once more.',
  },
  wrong: {
    nb: 'Koden er feil. Bruk den appen viser nå. Går klokka på telefonen riktig?',
    nn: 'Koden er feil. Bruk den appen viser no. Går klokka på telefonen rett?',
    se: draft('Koda lea boastut. Geavat dan man áppa čájeha dál. Leago telefovnna diibmu riekta?'),
    en: 'The code is wrong. Use the one that the app shows now. Is the clock of your phone right?',
  },
  used: {
    nb: 'Denne koden er brukt. Vent til appen viser en ny, og skriv inn den.',
    nn: 'Denne koden er brukt. Vent til appen viser ein ny, og skriv inn den.',
    se: draft('Dát koda lea geavahuvvon. Vuordde dassážii go áppa čájeha ođđa, ja čále dan.'),
    en: 'This code has been used. Wait until the app shows a new one, and enter that.',
  },
} as const satisfies Record<string, Text>
