/** Words of the page of returned letters. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const texts = {
  name: {
    nb: 'Brev i retur',
    nn: 'Brev i retur',
    se: draft('Reivvet mat bohte ruovttoluotta'),
    en: 'Returned letters',
  },
  title: {
    nb: 'Registrer brev som har kommet i retur',
    nn: 'Registrer brev som har kome i retur',
    se: draft('Registrere reivviid mat leat boahtán ruovttoluotta'),
    en: 'Register letters that have come back',
  },
  what: {
    nb: 'Åpne brevet, skann QR-koden eller skriv brevets nummer, som står ved siden av den, og makuler brevet. Kodene i brevet slutter å gjelde med en gang, og den det var til, får vite det ved neste innlogging.',
    nn: 'Opne brevet, skann QR-koden eller skriv nummeret på brevet, som står ved sida av han, og makuler brevet. Kodane i brevet sluttar å gjelde med ein gong, og den det var til, får vite det ved neste innlogging.',
    se: draft(
      'Raba reivve, skánne QR-koda dahje čále reivve nummira mii lea dan bálddas, ja duššat reivve. Reivve kodat heitet leamis fámus dalán, ja son geasa reive lei, oažžu diehtit dan boahtte háve go čáliha iežas sisa.',
    ),
    en: 'Open the letter, scan the QR code or type the number beside it, and shred the letter. The codes in it end at once, and whoever it was for is told at their next login.',
  },
  ids: { nb: 'Brevenes numre', nn: 'Numra på breva', se: draft('Reivviid nummirat'), en: 'The numbers of the letters' },
  idsHint: {
    nb: 'Ett på hver linje, for eksempel 7K2MX‑9QWRT. En skanner skriver dem rett inn.',
    nn: 'Eitt på kvar linje, til dømes 7K2MX‑9QWRT. Ein skannar skriv dei rett inn.',
    se: draft('Okta juohke linnjás, ovdamearkka dihtii 7K2MX‑9QWRT. Skánner čállá daid njuolga.'),
    en: 'One on each line, for example 7K2MX‑9QWRT. A scanner types them straight in.',
  },
  file: {
    nb: 'Eller en fil med numre',
    nn: 'Eller ei fil med nummer',
    se: draft('Dahje fiila mas leat nummirat'),
    en: 'Or a file of numbers',
  },
  fileHint: {
    nb: 'En tekstfil med ett nummer på hver linje, eller JSON-filen fra trykkeriet.',
    nn: 'Ei tekstfil med eitt nummer på kvar linje, eller JSON-fila frå trykkeriet.',
    se: draft('Teakstafiila mas lea okta nummir juohke linnjás, dahje prentehusa JSON-fiila.'),
    en: 'A text file with one number on each line, or the printer’s JSON file.',
  },
  register: { nb: 'Registrer', nn: 'Registrer', se: draft('Registrere'), en: 'Register' },
  blind: {
    nb: 'Du får bare se hvor mange som ble registrert. Hvem brevene var til, vises ikke. Registreringen blir loggført med hvem du er.',
    nn: 'Du får berre sjå kor mange som vart registrerte. Kven breva var til, blir ikkje vist. Registreringa blir loggført med kven du er.',
    se: draft(
      'Don oainnát dušše man gallis registrerejuvvojedje. Geasa reivvet ledje, ii čájehuvvo. Registreren merkejuvvo loggii du namain.',
    ),
    en: 'You only see how many were registered. Whom the letters were for is not shown. The registration is logged with who you are.',
  },
  done: {
    nb: 'Brevene er registrert, og kodene i dem gjelder ikke lenger.',
    nn: 'Breva er registrerte, og kodane i dei gjeld ikkje lenger.',
    se: draft('Reivvet leat registrerejuvvon, eai ge daid kodat leat šat fámus.'),
    en: 'The letters are registered, and their codes no longer count.',
  },
  nothingNew: {
    nb: 'Alle var registrert fra før. Ingenting er endret.',
    nn: 'Alle var registrerte frå før. Ingenting er endra.',
    se: draft('Buohkat ledje registrerejuvvon ovdalaččas. Ii mihkkege leat rievdan.'),
    en: 'All of them were registered before. Nothing has changed.',
  },
  someUnknown: {
    nb: 'Det som er ukjent, hører ikke til noe brev herfra. Det står i feltet, så du kan se på brevet en gang til.',
    nn: 'Det som er ukjent, høyrer ikkje til noko brev herifrå. Det står i feltet, så du kan sjå på brevet ein gong til.',
    se: draft('Mii lea amas, ii gula makkárge reivii dáppe. Dat lea gietti siste, vai sáhtát geahččat reivve ođđasit.'),
    en: 'What is unknown belongs to no letter from here. It stands in the field, so that you can look at the letter once more.',
  },
  registered: { nb: 'Registrert nå', nn: 'Registrert no', se: draft('Registrerejuvvon dál'), en: 'Registered now' },
  known: {
    nb: 'Registrert fra før',
    nn: 'Registrert frå før',
    se: draft('Registrerejuvvon ovdalaččas'),
    en: 'Registered before',
  },
  unknown: { nb: 'Ukjent', nn: 'Ukjent', se: draft('Amas'), en: 'Unknown' },
  missing: {
    nb: 'Skriv eller skann minst ett nummer, eller velg en fil.',
    nn: 'Skriv eller skann minst eitt nummer, eller vel ei fil.',
    se: draft('Čále dahje skánne unnimusat ovtta nummira, dahje vállje fiilla.'),
    en: 'Type or scan at least one number, or choose a file.',
  },
  noList: {
    nb: 'Det begynner som en JSON-liste, men er ingen liste med numre. Ingenting er registrert.',
    nn: 'Det byrjar som ei JSON-liste, men er inga liste med nummer. Ingenting er registrert.',
    se: draft('Dat álgá nugo JSON-listu, muhto ii leat nummirlistu. Ii mihkkege leat registrerejuvvon.'),
    en: 'It begins like a list in JSON and is no list of numbers. Nothing was registered.',
  },
  noRoleTitle: {
    nb: 'Du har ikke tilgang til denne siden',
    nn: 'Du har ikkje tilgang til denne sida',
    se: draft('Dus ii leat beassanlohpi dán siidui'),
    en: 'You do not have access to this page',
  },
  noRole: {
    nb: 'Innloggingen gikk bra, men du står ikke på listen over dem som registrerer brev i retur. Den som driver innloggingsportalen, kan føre deg opp.',
    nn: 'Innlogginga gjekk bra, men du står ikkje på lista over dei som registrerer brev i retur. Den som driv innloggingsportalen, kan føre deg opp.',
    se: draft(
      'Sisačáliheapmi manai bures, muhto don it leat listtus sis geat registrerejit reivviid mat bohte ruovttoluotta. Sisačálihanportála jođiheaddji sáhttá bidjat du listui.',
    ),
    en: 'You are logged in, but you are not on the list of those who register returned letters. Whoever runs the gateway can put you on it.',
  },
  help: {
    nb: 'Gå til hjelpesidene',
    nn: 'Gå til hjelpesidene',
    se: draft('Mana veahkkesiidduide'),
    en: 'Go to the help pages',
  },
} as const satisfies Record<string, Text>

export const sentences = {
  unreadable: {
    nb: (which) =>
      `Dette er ikke nummeret på noe brev: linje ${which}. Ingenting er registrert. Nummeret har ti tegn, og aldri 0, 1, I, L eller O.`,
    nn: (which) =>
      `Dette er ikkje nummeret på noko brev: linje ${which}. Ingenting er registrert. Nummeret har ti teikn, og aldri 0, 1, I, L eller O.`,
    se: draft(
      (which: string) =>
        `Dát ii leat reivve nummir: linnjá ${which}. Ii mihkkege leat registrerejuvvon. Nummiris leat logi mearkka, eai goassege 0, 1, I, L dahje O.`,
    ),
    en: (which) =>
      `This is the number of no letter: line ${which}. Nothing was registered. It has ten characters, and never 0, 1, I, L or O.`,
  },
  many: {
    nb: (most) => `Høyst ${most} brev om gangen. Ingenting er registrert. Del dem opp.`,
    nn: (most) => `Høgst ${most} brev om gongen. Ingenting er registrert. Del dei opp.`,
    se: draft((most: string) => `Eanemusat ${most} reivve háválassii. Ii mihkkege leat registrerejuvvon. Juoge daid.`),
    en: (most) => `At most ${most} letters at a time. Nothing was registered. Split them up.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
