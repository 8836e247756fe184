/** MinID's words. */
import { draft, type Language, type Text, type TextOf } from '#i18n/text.ts'

export const methodTexts = {
  name: { nb: 'MinID', nn: 'MinID', se: draft('MinID'), en: 'MinID' },
  needs: {
    nb: 'Passord, og kode eller passnøkkel',
    nn: 'Passord, og kode eller passnøkkel',
    se: draft('Beassansátni, ja koda dahje beassančoavdda'),
    en: 'Password, and a code or a passkey',
  },
} as const satisfies Record<string, Text>

/** No more codes go out now: said where the password was typed, and where a new code was asked for. */
const tooManyCodes: Text = {
  nb: 'Vi kan ikke sende flere koder nå. Det er enten sendt mange koder eller skrevet mange feil koder. Vent en time eller mer, eller velg en annen eID. Har du ikke bedt om kodene selv, kan noen kjenne passordet ditt. Lag da et nytt.',
  nn: 'Vi kan ikkje sende fleire kodar no. Det er anten sendt mange kodar eller skrive mange feil kodar. Vent ein time eller meir, eller vel ein annan eID. Har du ikkje bede om kodane sjølv, kan nokon kjenne passordet ditt. Lag då eit nytt.',
  se: draft(
    'Eat sáhte sáddet eanet kodaid dál. Leat sáddejuvvon ollu kodat dahje čállojuvvon ollu boasttu kodat. Vuordde diimmu dahje guhkit, dahje vállje eará eID. Jus it leat ieš jearran kodaid, de sáhttá muhtun dovdat du beassansáni. Ráhkat dalle ođđa.',
  ),
  en: 'We cannot send more codes now. Either many codes were sent or many wrong codes were typed. Wait an hour or more, or choose another eID. If you did not ask for the codes yourself, somebody may know your password. If so, make a new one.',
}

export const passwordTexts = {
  title: {
    nb: 'Logg inn med MinID',
    nn: 'Logg inn med MinID',
    se: draft('Čálit iežat sisa MinID:in'),
    en: 'Log in with MinID',
  },
  number: {
    nb: 'Fødselsnummer eller D-nummer',
    nn: 'Fødselsnummer eller D-nummer',
    se: draft('Riegádannummir dahje D-nummir'),
    en: 'National identity number or D number',
  },
  numberHint: { nb: '11 siffer', nn: '11 siffer', se: draft('11 logu'), en: '11 digits' },
  password: { nb: 'Passord', nn: 'Passord', se: draft('Beassansátni'), en: 'Password' },
  next: { nb: 'Neste', nn: 'Neste', se: draft('Boahtte'), en: 'Next' },
  forgotten: {
    nb: 'Har du glemt passordet?',
    nn: 'Har du gløymt passordet?',
    se: draft('Leago beassansátni vajálduvvan?'),
    en: 'Have you forgotten your password?',
  },
  none: {
    nb: 'Har du ikke MinID ennå?',
    nn: 'Har du ikkje MinID enno?',
    se: draft('Iigo dus leat vel MinID?'),
    en: 'Do you not have MinID yet?',
  },
  numberMissing: {
    nb: 'Skriv inn fødselsnummeret eller D-nummeret ditt.',
    nn: 'Skriv inn fødselsnummeret eller D-nummeret ditt.',
    se: draft('Čále riegádannummirat dahje D-nummirat.'),
    en: 'Enter your national identity number or D number.',
  },
  numberLength: {
    nb: 'Nummeret skal ha 11 siffer. Se etter om et siffer mangler eller er skrevet to ganger.',
    nn: 'Nummeret skal ha 11 siffer. Sjå etter om eit siffer manglar eller er skrive to gonger.',
    se: draft('Nummiris galget leat 11 logu. Geahča váilugo lohku dahje leago čállojuvvon guktii.'),
    en: 'The number has 11 digits. Check whether a digit is missing or typed twice.',
  },
  numberDate: {
    nb: 'De seks første sifrene er ingen dato. Se etter om du har skrevet nummeret riktig.',
    nn: 'Dei seks første siffera er ingen dato. Sjå etter om du har skrive nummeret rett.',
    se: draft('Guhtta vuosttaš logu eai leat beaivi. Geahča leatgo čállán nummira riekta.'),
    en: 'The first six digits are not a date. Check that you typed the number correctly.',
  },
  numberCheckDigits: {
    nb: 'Nummeret finnes ikke. Se etter om du har byttet om eller skrevet feil siffer.',
    nn: 'Nummeret finst ikkje. Sjå etter om du har bytt om eller skrive feil siffer.',
    se: draft('Nummir ii gávdno. Geahča leatgo čállán logu boastut.'),
    en: 'There is no such number. Check that you have not swapped or mistyped a digit.',
  },
  numberSynthetic: {
    nb: 'Dette er et syntetisk nummer for testing. Her brukes det ekte nummeret ditt.',
    nn: 'Dette er eit syntetisk nummer for testing. Her bruker du det ekte nummeret ditt.',
    se: draft('Dát lea syntehtalaš geahččalannummir. Dáppe geavahat iežat duohta nummira.'),
    en: 'This is a synthetic number for testing. Use your own real number here.',
  },
  numberReal: {
    nb: 'Dette er et testmiljø. Bruk et syntetisk nummer, aldri et ekte.',
    nn: 'Dette er eit testmiljø. Bruk eit syntetisk nummer, aldri eit ekte.',
    se: draft('Dát lea geahččalanbiras. Geavat syntehtalaš nummira, ii goassege duohta nummira.'),
    en: 'This is a test environment. Use a synthetic number, never a real one.',
  },
  passwordMissing: {
    nb: 'Skriv inn passordet ditt.',
    nn: 'Skriv inn passordet ditt.',
    se: draft('Čále beassansánát.'),
    en: 'Enter your password.',
  },
  refused: {
    nb: 'Nummer og passord passer ikke sammen. Se etter om begge er skrevet riktig, og prøv igjen.',
    nn: 'Nummer og passord passar ikkje saman. Sjå etter om begge er skrivne rett, og prøv igjen.',
    se: draft(
      'Nummir ja beassansátni eaba heive oktii. Geahča leatgo goappašagat čállojuvvon riekta, ja geahččal ođđasit.',
    ),
    en: 'The number and the password do not match. Check that both are typed correctly, and try again.',
  },
  tooManyCodes,
} as const satisfies Record<string, Text>

/** `wait` is a length of time in the same language. The same for numbers that nobody has. */
export const waitTexts = {
  number: {
    nb: (wait) =>
      `Det har vært for mange feil forsøk med dette nummeret. Vent ${wait} og prøv igjen, eller velg en annen eID.`,
    nn: (wait) =>
      `Det har vore for mange feil forsøk med dette nummeret. Vent ${wait} og prøv igjen, eller vel ein annan eID.`,
    se: draft(
      (wait: string) =>
        `Dáinna nummiriin leat menddo ollu boasttu geahččaleamit. Vuordde ${wait} ja geahččal ođđasit, dahje vállje eará eID.`,
    ),
    en: (wait) =>
      `There have been too many wrong tries with this number. Wait ${wait} and try again, or choose another eID.`,
  },
  address: {
    nb: (wait) =>
      `Det har vært for mange feil forsøk fra nettet du bruker. Vent ${wait} og prøv igjen, eller velg en annen eID.`,
    nn: (wait) =>
      `Det har vore for mange feil forsøk frå nettet du bruker. Vent ${wait} og prøv igjen, eller vel ein annan eID.`,
    se: draft(
      (wait: string) =>
        `Fierpmis maid geavahat leat boahtán menddo ollu boasttu geahččaleamit. Vuordde ${wait} ja geahččal ođđasit, dahje vállje eará eID.`,
    ),
    en: (wait) =>
      `There have been too many wrong tries from the network you are using. Wait ${wait} and try again, or choose another eID.`,
  },
} as const satisfies Record<string, TextOf<[string]>>

export const codeTexts = {
  title: {
    nb: 'Skriv inn koden fra SMS',
    nn: 'Skriv inn koden frå SMS',
    se: draft('Čále koda mii bođii SMS:s'),
    en: 'Enter the code from the SMS',
  },
  endedTitle: {
    nb: 'Du trenger en ny kode',
    nn: 'Du treng ein ny kode',
    se: draft('Dárbbašat ođđa koda'),
    en: 'You need a new code',
  },
  code: { nb: 'Kode', nn: 'Kode', se: draft('Koda'), en: 'Code' },
  codeHint: {
    nb: 'Fem bokstaver og tall. Du kan skrive små bokstaver.',
    nn: 'Fem bokstavar og tal. Du kan skrive små bokstavar.',
    se: draft('Vihtta bustáva ja logu. Sáhtát čállit smávva bustávaid.'),
    en: 'Five letters and digits. Small letters are fine.',
  },
  logIn: { nb: 'Logg inn', nn: 'Logg inn', se: draft('Čálit sisa'), en: 'Log in' },
  newCode: { nb: 'Send ny kode', nn: 'Send ny kode', se: draft('Sádde ođđa koda'), en: 'Send a new code' },
  startAgain: {
    nb: 'Begynn på nytt med MinID',
    nn: 'Byrj på nytt med MinID',
    se: draft('Álggat ođđasit MinID:in'),
    en: 'Start again with MinID',
  },
  noSms: {
    nb: 'Fikk du ingen SMS?',
    nn: 'Fekk du ingen SMS?',
    se: draft('Itgo ožžon SMS?'),
    en: 'Did you not get an SMS?',
  },
  noneLeft: {
    nb: 'Du kan ikke få flere koder i denne innloggingen. Begynn på nytt, eller velg en annen eID.',
    nn: 'Du kan ikkje få fleire kodar i denne innlogginga. Byrj på nytt, eller vel ein annan eID.',
    se: draft('It oaččo eanet kodaid dán sisačáliheamis. Álggat ođđasit, dahje vállje eará eID.'),
    en: 'You cannot get more codes in this login. Start again, or choose another eID.',
  },
  missing: {
    nb: 'Skriv inn koden du fikk på SMS.',
    nn: 'Skriv inn koden du fekk på SMS.',
    se: draft('Čále koda man ožžot SMS:s.'),
    en: 'Enter the code you got by SMS.',
  },
  length: {
    nb: 'Koden har fem tegn. Se etter om et tegn mangler eller er skrevet to ganger.',
    nn: 'Koden har fem teikn. Sjå etter om eit teikn manglar eller er skrive to gonger.',
    se: draft('Kodas leat vihtta mearkka. Geahča váilugo mearka dahje leago čállojuvvon guktii.'),
    en: 'The code has five characters. Check whether one is missing or typed twice.',
  },
  lookAlike: {
    nb: 'Koder har aldri 0, 1, I, L eller O, fordi de er lette å forveksle. Se på koden en gang til.',
    nn: 'Kodar har aldri 0, 1, I, L eller O, fordi dei er lette å forveksle. Sjå på koden ein gong til.',
    se: draft('Kodain eai leat goassege 0, 1, I, L dahje O, danin go daid lea álki seahkut. Geahča koda ođđasit.'),
    en: 'Codes never have 0, 1, I, L or O, because they are easily mistaken. Look at the code once more.',
  },
  characters: {
    nb: 'Koden har bare bokstavene A–Z og tall. Se på koden en gang til.',
    nn: 'Koden har berre bokstavane A–Z og tal. Sjå på koden ein gong til.',
    se: draft('Kodas leat dušše bustávat A–Z ja logut. Geahča koda ođđasit.'),
    en: 'The code has only the letters A–Z and digits. Look at the code once more.',
  },
  lastGuess: {
    nb: 'Koden er feil. Du kan prøve én gang til med denne koden.',
    nn: 'Koden er feil. Du kan prøve éin gong til med denne koden.',
    se: draft('Koda lea boastut. Sáhtát geahččalit vel oktii dáinna kodain.'),
    en: 'The code is wrong. You can try once more with this code.',
  },
  expired: {
    nb: 'Koden er for gammel. Den gjaldt i fem minutter.',
    nn: 'Koden er for gammal. Han galdt i fem minutt.',
    se: draft('Koda lea menddo boaris. Dat lei fámus vihtta minuhta.'),
    en: 'The code is too old. It was valid for five minutes.',
  },
  spent: {
    nb: 'Koden er skrevet feil tre ganger og kan ikke brukes mer.',
    nn: 'Koden er skriven feil tre gonger og kan ikkje brukast meir.',
    se: draft('Koda lea čállojuvvon boastut golmma geardde iige leat šat fámus.'),
    en: 'The code has been typed wrong three times and can no longer be used.',
  },
  renewed: {
    nb: 'Vi har sendt en ny kode. Den forrige gjelder ikke lenger.',
    nn: 'Vi har sendt ein ny kode. Den førre gjeld ikkje lenger.',
    se: draft('Leat sádden ođđa koda. Ovddit koda ii leat šat fámus.'),
    en: 'We have sent a new code. The previous one is no longer valid.',
  },
  tooManyCodes,
} as const satisfies Record<string, Text>

export const codeSentences = {
  sentTo: {
    nb: (ending) => `Vi har sendt en kode til nummeret som slutter på ${ending}. Koden gjelder i fem minutter.`,
    nn: (ending) => `Vi har sendt ein kode til nummeret som sluttar på ${ending}. Koden gjeld i fem minutt.`,
    se: draft(
      (ending: string) => `Leat sádden koda nummirii man loahpas lea ${ending}. Koda lea fámus vihtta minuhta.`,
    ),
    en: (ending) => `We have sent a code to the number ending in ${ending}. The code is valid for five minutes.`,
  },
  wrong: {
    nb: (left) => `Koden er feil. Du kan prøve ${left} ganger til med denne koden.`,
    nn: (left) => `Koden er feil. Du kan prøve ${left} gonger til med denne koden.`,
    se: draft((left: string) => `Koda lea boastut. Sáhtát geahččalit vel ${left} geardde dáinna kodain.`),
    en: (left) => `The code is wrong. You can try ${left} more times with this code.`,
  },
  notYet: {
    nb: (wait) => `Du kan be om ny kode om ${wait}.`,
    nn: (wait) => `Du kan be om ny kode om ${wait}.`,
    se: draft((wait: string) => `Ođđa koda sáhtát bivdit go leat vuordán ${wait}.`),
    en: (wait) => `You can ask for a new code in ${wait}.`,
  },
  renewals: {
    nb: (left) => `Det kan ta litt tid før en SMS kommer fram. Nye koder du kan få i denne innloggingen: ${left}.`,
    nn: (left) => `Det kan ta litt tid før ein SMS kjem fram. Nye kodar du kan få i denne innlogginga: ${left}.`,
    se: draft((left: string) => `SMS sáhttá ádjánit. Ođđa kodat maid sáhtát oažžut dán sisačáliheamis: ${left}.`),
    en: (left) => `It may take a little while for an SMS to arrive. New codes you can get in this login: ${left}.`,
  },
} as const satisfies Record<string, TextOf<[string]>>

export const smsText: TextOf<[string]> = {
  nb: (code) => `${code} er koden din for å logge inn med MinID. Den gjelder i fem minutter. Gi den aldri til noen.`,
  nn: (code) => `${code} er koden din for å logge inn med MinID. Han gjeld i fem minutt. Gi han aldri til nokon.`,
  se: draft(
    (code: string) =>
      `${code} lea du koda MinID-sisačáliheapmái. Dat lea fámus vihtta minuhta. Ale goassege atte dan earáide.`,
  ),
  en: (code) =>
    `${code} is your code for logging in with MinID. It is valid for five minutes. Never give it to anyone.`,
}

export const tryAgain: Text = { nb: 'Prøv igjen', nn: 'Prøv igjen', se: draft('Geahččal ođđasit'), en: 'Try again' }

const locale: Readonly<Record<Language, string>> = { nb: 'nb-NO', nn: 'nn-NO', se: 'se-NO', en: 'en-GB' }

const longestUnit = { unit: 'day', of: 24 * 3600 } as const
const units = [
  { unit: 'second', of: 1, most: 90 },
  { unit: 'minute', of: 60, most: 90 * 60 },
  { unit: 'hour', of: 3600, most: 48 * 3600 },
] as const

/** `30 sekunder`, `2 minutter`, `8 timer`, `7 dager`: rounded up, so that it is never too early. */
export function duration(language: Language, milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  const { unit, of } = units.find(({ most }) => seconds <= most) ?? longestUnit
  const value = Math.ceil(seconds / of)
  return new Intl.NumberFormat(locale[language], { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
