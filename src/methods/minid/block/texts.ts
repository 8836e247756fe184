/** Words of blocking, on its pages. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const blockTexts = {
  title: { nb: 'Sperr MinID', nn: 'Sperr MinID', se: draft('Gitte MinID'), en: 'Block MinID' },
  what: {
    nb: 'Har noen sett brevet ditt, eller har du mistet det, kan du sperre kodene i det. Du kan også stenge hele MinID-en din. Det skjer med en gang.',
    nn: 'Har nokon sett brevet ditt, eller har du mista det, kan du sperre kodane i det. Du kan òg stengje heile MinID-en din. Det skjer med ein gong.',
    se: draft(
      'Jus soames lea oaidnán du reivve, dahje jus leat massán dan, de sáhtát giddet dan kodaid. Sáhtát maiddái giddet olles iežat MinID. Dat dáhpáhuvvá dalán.',
    ),
    en: 'If somebody has seen your letter, or if you have lost it, you can block the codes in it. You can also close all of your MinID. It happens at once.',
  },
  next: { nb: 'Neste', nn: 'Neste', se: draft('Boahtte'), en: 'Next' },
  crowd: {
    nb: 'Veldig mange har vært her den siste tiden. Vent litt og prøv igjen, eller ring brukerstøtten.',
    nn: 'Svært mange har vore her den siste tida. Vent litt og prøv igjen, eller ring brukarstøtta.',
    se: draft(
      'Hui ollugat leat leamaš dáppe maŋimuš áiggi. Vuordde veaháš ja geahččal ođđasit, dahje riŋge geavaheaddjidoarjagii.',
    ),
    en: 'A great many have been here lately. Wait a little and try again, or call user support.',
  },
  nothingLeft: {
    nb: 'Har du ingenting av dette?',
    nn: 'Har du ingenting av dette?',
    se: draft('Ii go dus leat mihkkege dáin?'),
    en: 'Do you have none of these?',
  },
  desk: {
    nb: 'Ta kontakt med brukerstøtten, så sperrer de kodene for deg. Lenken «Hjelp» står nederst på siden.',
    nn: 'Ta kontakt med brukarstøtta, så sperrar dei kodane for deg. Lenkja «Hjelp» står nedst på sida.',
    se: draft(
      'Váldde oktavuođa geavaheaddjidoarjagiin, de sii giddejit kodaid du ovddas. Liŋka «Veahkki» lea vuolimusas siiddus.',
    ),
    en: 'Contact user support, and they will block the codes for you. The link “Help” is at the foot of the page.',
  },
  again: { nb: 'Begynn på nytt', nn: 'Byrj på nytt', se: draft('Álgge ođđasit'), en: 'Begin again' },
} as const satisfies Record<string, Text>

export const proofTexts = {
  legend: {
    nb: 'Hva har du for hånden?',
    nn: 'Kva har du for handa?',
    se: draft('Mii dus lea gieđa bokte?'),
    en: 'What do you have at hand?',
  },
  password: {
    nb: 'Passordet til MinID',
    nn: 'Passordet til MinID',
    se: draft('MinID beassansátni'),
    en: 'The password for MinID',
  },
  message: {
    nb: 'Mobilen eller e-posten som er registrert',
    nn: 'Mobilen eller e-posten som er registrert',
    se: draft('Mobiila dahje e-poasta mii lea registrerejuvvon'),
    en: 'The registered mobile phone or e-mail',
  },
  letter: { nb: 'Brevet med koder', nn: 'Brevet med kodar', se: draft('Kodareive'), en: 'The letter with codes' },
  missing: {
    nb: 'Velg hva du har for hånden.',
    nn: 'Vel kva du har for handa.',
    se: draft('Vállje mii dus lea gieđa bokte.'),
    en: 'Choose what you have at hand.',
  },
  passwordTitle: {
    nb: 'Skriv passordet ditt',
    nn: 'Skriv passordet ditt',
    se: draft('Čále beassansánát'),
    en: 'Enter your password',
  },
  passwordSaid: {
    nb: 'Slik ser vi at det er din MinID.',
    nn: 'Slik ser vi at det er din MinID.',
    se: draft('Ná oaidnit ahte lea du MinID.'),
    en: 'This shows that it is your MinID.',
  },
  messageTitle: {
    nb: 'Skriv koden du har fått',
    nn: 'Skriv koden du har fått',
    se: draft('Čále koda man leat ožžon'),
    en: 'Enter the code you got',
  },
  messageSaid: {
    nb: 'Hvis nummeret har MinID, har vi sendt en kode på SMS og e-post til det som er registrert. Den gjelder i et kvarter.',
    nn: 'Dersom nummeret har MinID, har vi sendt ein kode på SMS og e-post til det som er registrert. Han gjeld i eit kvarter.',
    se: draft(
      'Jus nummiris lea MinID, de leat sádden koda SMS:s ja e-poasttas dasa mii lea registrerejuvvon. Dat lea fámus njealjádasdiimmu.',
    ),
    en: 'If the number has MinID, we have sent a code by SMS and e-mail to what is registered. It is valid for a quarter of an hour.',
  },
  messageOver: {
    nb: 'Koden kan ikke brukes mer. Den gjelder i et kvarter, og slutter å gjelde etter tre feil.',
    nn: 'Koden kan ikkje brukast meir. Han gjeld i eit kvarter, og sluttar å gjelde etter tre feil.',
    se: draft(
      'Koda ii leat šat fámus. Dat lea fámus njealjádasdiimmu, ja heaitá leamis fámus golmma meattáhusa maŋŋá.',
    ),
    en: 'The code can no longer be used. It is valid for a quarter of an hour, and ends after three wrong tries.',
  },
  codeWrong: {
    nb: 'Koden er feil. Se på den en gang til.',
    nn: 'Koden er feil. Sjå på han ein gong til.',
    se: draft('Koda lea boastut. Geahča dan ođđasit.'),
    en: 'The code is wrong. Look at it once more.',
  },
  letterTitle: {
    nb: 'Bekreft med brevet',
    nn: 'Stadfest med brevet',
    se: draft('Nanne reivviin'),
    en: 'Confirm with the letter',
  },
  letterSaid: {
    nb: 'Skriv nummeret som står øverst i brevet. Deretter spør vi etter en av kodene.',
    nn: 'Skriv nummeret som står øvst i brevet. Deretter spør vi etter ein av kodane.',
    se: draft('Čále id mii lea reivve bajimusas. Dasto mii jearrat ovtta koda.'),
    en: 'Enter the number at the top of the letter. Then we ask for one of the codes.',
  },
  letterId: { nb: 'Brevets nummer', nn: 'Nummeret på brevet', se: draft('Reivve id'), en: 'The number of the letter' },
  letterHint: {
    nb: 'Ti bokstaver og tall, for eksempel 7K2MX-9QWRT',
    nn: 'Ti bokstavar og tal, til dømes 7K2MX-9QWRT',
    se: draft('Logi bustáva ja logu, ovdamearkka dihtii 7K2MX-9QWRT'),
    en: 'Ten letters and digits, for example 7K2MX-9QWRT',
  },
  letterMissing: {
    nb: 'Skriv inn brevets nummer.',
    nn: 'Skriv inn nummeret på brevet.',
    se: draft('Čále id mii lea reivves.'),
    en: 'Enter the number of the letter.',
  },
  letterUnreadable: {
    nb: 'Brevets nummer har ti tegn, og aldri 0, 1, I, L eller O. Se på brevet en gang til.',
    nn: 'Nummeret på brevet har ti teikn, og aldri 0, 1, I, L eller O. Sjå på brevet ein gong til.',
    se: draft('Id:s leat logi mearkka, eai goassege 0, 1, I, L dahje O. Geahča reivve ođđasit.'),
    en: 'The number of the letter has ten characters, and never 0, 1, I, L or O. Look at the letter once more.',
  },
  letterWrong: {
    nb: 'Det passer ikke sammen. Se etter at nummeret, brevet og koden er de riktige, og prøv igjen.',
    nn: 'Det høyrer ikkje saman. Sjå etter at nummeret, brevet og koden er dei rette, og prøv igjen.',
    se: draft('Dat ii heive oktii. Geahča ahte nummir, reive ja koda leat riekta, ja geahččal ođđasit.'),
    en: 'It does not match. Check that the number, the letter and the code are the right ones, and try again.',
  },
} as const satisfies Record<string, Text>

export const blockSentences = {
  desk: {
    nb: (phone) => `Ring brukerstøtten på ${phone}, så sperrer de kodene for deg.`,
    nn: (phone) => `Ring brukarstøtta på ${phone}, så sperrar dei kodane for deg.`,
    se: draft((phone: string) => `Riŋge geavaheaddjidoarjagii ${phone}, de sii giddejit kodaid du ovddas.`),
    en: (phone) => `Call user support on ${phone}, and they will block the codes for you.`,
  },
  wait: {
    nb: (wait) => `Det har vært for mange feil forsøk med dette brevet. Vent ${wait} og prøv igjen.`,
    nn: (wait) => `Det har vore for mange feil forsøk med dette brevet. Vent ${wait} og prøv igjen.`,
    se: draft(
      (wait: string) => `Dáinna reivviin leat menddo ollu boasttu geahččaleamit. Vuordde ${wait} ja geahččal ođđasit.`,
    ),
    en: (wait) => `There have been too many wrong tries with this letter. Wait ${wait} and try again.`,
  },
  fromLetter: {
    nb: (letter) => `Finn koden i brevet med nummer ${letter}.`,
    nn: (letter) => `Finn koden i brevet med nummer ${letter}.`,
    se: draft((letter: string) => `Gávnna koda reivves man id lea ${letter}.`),
    en: (letter) => `Find the code in the letter with the number ${letter}.`,
  },
} as const satisfies Record<string, TextOf<[string]>>

export const actTexts = {
  title: {
    nb: 'Hva vil du sperre?',
    nn: 'Kva vil du sperre?',
    se: draft('Maid háliidat giddet?'),
    en: 'What do you want to block?',
  },
  codes: {
    nb: 'Sperrer du kodene, gjelder ingen av brevene dine lenger.',
    nn: 'Sperrar du kodane, gjeld ingen av breva dine lenger.',
    se: draft('Jus gittet kodaid, de eai leat du reivvet šat fámus.'),
    en: 'If you block the codes, none of your letters is valid any more.',
  },
  still: {
    nb: 'Du kan fortsatt logge inn med passord og SMS.',
    nn: 'Du kan framleis logge inn med passord og SMS.',
    se: draft('Sáhtát ain čálihit iežat sisa beassansániin ja SMS:in.'),
    en: 'You can still log in with password and SMS.',
  },
  all: {
    nb: 'Stenger du MinID, kan ingen logge inn med den, heller ikke du. Gjør det hvis noen har både passordet og telefonen din. Du åpner den igjen med et nytt brev.',
    nn: 'Stengjer du MinID, kan ingen logge inn med han, heller ikkje du. Gjer det om nokon har både passordet og telefonen din. Du opnar han igjen med eit nytt brev.',
    se: draft(
      'Jus gittet MinID, de ii oktage sáhte čálihit iežas sisa dainna, itge don. Daga dan jus soapmásis lea sihke du beassansátni ja telefovdna. Don rabat dan ođđa reivviin.',
    ),
    en: 'If you close MinID, nobody can log in with it, nor can you. Do it if somebody has both your password and your phone. You open it again with a new letter.',
  },
  forGood: {
    nb: 'Det kan ikke angres. Alle som er logget inn som deg, blir logget ut.',
    nn: 'Det kan ikkje angrast. Alle som er logga inn som deg, blir logga ut.',
    se: draft('Dan ii sáhte gáhtat. Buohkat geat leat čálihan iežaset sisa du namas, čálihuvvojit olggos.'),
    en: 'It cannot be undone. Everybody who is logged in as you is logged out.',
  },
  blockCodes: {
    nb: 'Sperr kodene',
    nn: 'Sperr kodane',
    se: draft('Gitte kodaid'),
    en: 'Block the codes',
  },
  closeAll: {
    nb: 'Steng hele MinID',
    nn: 'Steng heile MinID',
    se: draft('Gitte olles MinID'),
    en: 'Close all of MinID',
  },
  blockedTitle: {
    nb: 'Kodene er sperret',
    nn: 'Kodane er sperra',
    se: draft('Kodat leat giddejuvvon'),
    en: 'The codes are blocked',
  },
  blocked: {
    nb: 'Kodene i brevene dine gjelder ikke lenger. Det kan ikke gjøres om.',
    nn: 'Kodane i breva dine gjeld ikkje lenger. Det kan ikkje gjerast om.',
    se: draft('Du reivviid kodat eai leat šat fámus. Dan ii sáhte nuppástuhttit.'),
    en: 'The codes in your letters are no longer valid. It cannot be undone.',
  },
  blockedNext: {
    nb: 'Vil du ha nye koder, bestiller du et nytt brev.',
    nn: 'Vil du ha nye kodar, bestiller du eit nytt brev.',
    se: draft('Jus háliidat ođđa kodaid, de diŋgot ođđa reivve.'),
    en: 'If you want new codes, order a new letter.',
  },
  closedTitle: {
    nb: 'MinID er stengt',
    nn: 'MinID er stengd',
    se: draft('MinID lea giddejuvvon'),
    en: 'MinID is closed',
  },
  closed: {
    nb: 'Ingen kan logge inn med MinID-en din. Alle som var logget inn, er logget ut.',
    nn: 'Ingen kan logge inn med MinID-en din. Alle som var logga inn, er logga ut.',
    se: draft('Ii oktage sáhte čálihit iežas sisa du MinID:in. Buohkat geat ledje sis, leat čálihuvvon olggos.'),
    en: 'Nobody can log in with your MinID. Everybody who was logged in has been logged out.',
  },
  closedNext: {
    nb: 'Vil du bruke MinID igjen, bestiller du et brev med koder og registrerer deg på nytt.',
    nn: 'Vil du bruke MinID igjen, bestiller du eit brev med kodar og registrerer deg på nytt.',
    se: draft('Jus háliidat fas geavahit MinID, de diŋgot kodareivve ja registreret iežat ođđasit.'),
    en: 'If you want to use MinID again, order a letter with codes and register again.',
  },
  order: {
    nb: 'Bestill brev med koder',
    nn: 'Bestill brev med kodar',
    se: draft('Diŋgo kodareivve'),
    en: 'Order a letter with codes',
  },
} as const satisfies Record<string, Text>
