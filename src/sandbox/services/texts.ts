/** The words that both example services share. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { ServiceLevel } from '#sandbox/services/relying-party.ts'

export const texts = {
  faulty: { nb: 'Feil: ', nn: 'Feil: ', se: draft('Meaddádus: '), en: 'Error: ' },
  skip: {
    nb: 'Hopp til innholdet',
    nn: 'Hopp til innhaldet',
    se: draft('Njuike sisdollui'),
    en: 'Skip to the content',
  },
  languages: { nb: 'Språk', nn: 'Språk', se: draft('Giella'), en: 'Language' },
  home: { nb: 'Forsiden', nn: 'Framsida', se: draft('Ovdasiidu'), en: 'Front page' },
  about: {
    nb: 'Ikke en virkelig tjeneste. Den viser hvordan en tjeneste bruker innloggingen. Alt som sendes inn, blir borte når programmet stopper.',
    nn: 'Ikkje ei verkeleg teneste. Ho viser korleis ei teneste bruker innlogginga. Alt som blir sendt inn, blir borte når programmet stoppar.',
    se: draft(
      'Ii leat albma bálvalus. Dat čájeha mo bálvalus geavaha sisačáliheami. Buot maid sáddet, jávká go prográmma bissána.',
    ),
    en: 'Not a real service. It shows how a service uses the login. Everything sent in is gone when the program stops.',
  },
  toGateway: {
    nb: 'Startsiden for innloggingen',
    nn: 'Startsida for innlogginga',
    se: draft('Sisačáliheami álgosiidu'),
    en: 'Start page of the login',
  },
  logIn: { nb: 'Logg inn', nn: 'Logg inn', se: draft('Čálit sisa'), en: 'Log in' },
  loggedIn: {
    nb: 'Du er logget inn',
    nn: 'Du er logga inn',
    se: draft('Don leat čálihan iežat sisa'),
    en: 'You are logged in',
  },
  welcome: { nb: 'Velkommen', nn: 'Velkomen', se: draft('Bures boahtin'), en: 'Welcome' },
  tasks: {
    nb: 'Hva vil du gjøre?',
    nn: 'Kva vil du gjere?',
    se: draft('Maid hálidat dahkat?'),
    en: 'What would you like to do?',
  },
  needsHigh: {
    nb: 'krever høyt nivå',
    nn: 'krev høgt nivå',
    se: draft('gáibida alla dási'),
    en: 'needs the high level',
  },
  yourLogin: { nb: 'Innloggingen din', nn: 'Innlogginga di', se: draft('Du sisačáliheapmi'), en: 'Your login' },
  level: { nb: 'Sikkerhetsnivå', nn: 'Tryggleiksnivå', se: draft('Sihkarvuođadássi'), en: 'Level of assurance' },
  method: { nb: 'Du brukte', nn: 'Du brukte', se: draft('Don geavahit'), en: 'You used' },
  since: {
    nb: 'Du viste hvem du er klokka',
    nn: 'Du viste kven du er klokka',
    se: draft('Čájehit gii leat dii.'),
    en: 'You proved who you are at',
  },
  claims: {
    nb: 'Dette fikk tjenesten vite',
    nn: 'Dette fekk tenesta vite',
    se: draft('Dán bálvalus oaččui diehtit'),
    en: 'What the service was told',
  },
  claim: { nb: 'Opplysning', nn: 'Opplysning', se: draft('Diehtu'), en: 'Claim' },
  value: { nb: 'Verdi', nn: 'Verdi', se: draft('Árvu'), en: 'Value' },
  more: { nb: 'Prøv innloggingen', nn: 'Prøv innlogginga', se: draft('Geahččal sisačáliheami'), en: 'Try the login' },
  again: { nb: 'Logg inn på nytt', nn: 'Logg inn på nytt', se: draft('Čálit ođđasit sisa'), en: 'Log in again' },
  againHint: {
    nb: 'Du må vise hvem du er en gang til.',
    nn: 'Du må vise kven du er ein gong til.',
    se: draft('Fertet čájehit ođđasit gii leat.'),
    en: 'You must prove who you are once more.',
  },
  silent: {
    nb: 'Logg inn uten å bli spurt',
    nn: 'Logg inn utan å bli spurd',
    se: draft('Čálit sisa almmá jearaheami haga'),
    en: 'Log in without being asked',
  },
  silentHint: {
    nb: 'Virker bare når du alt er logget inn.',
    nn: 'Verkar berre når du alt er logga inn.',
    se: draft('Doaibmá dušše go leat juo čálihan iežat sisa.'),
    en: 'Works only while you are logged in already.',
  },
  stronger: {
    nb: 'Logg inn på høyt nivå',
    nn: 'Logg inn på høgt nivå',
    se: draft('Čálit sisa alla dásis'),
    en: 'Log in at the high level',
  },
  strongerHint: {
    nb: 'Du blir spurt om en sterkere eID.',
    nn: 'Du blir spurd om ein sterkare eID.',
    se: draft('Dus jerrojuvvo nannosit eID.'),
    en: 'You are asked for a stronger eID.',
  },
  logOutHere: { nb: 'Logg ut', nn: 'Logg ut', se: draft('Čálit olggos'), en: 'Log out' },
  logOutEverywhere: {
    nb: 'Logg ut overalt',
    nn: 'Logg ut overalt',
    se: draft('Čálit olggos buot sajiin'),
    en: 'Log out everywhere',
  },
  loggedOut: {
    nb: 'Du er logget ut',
    nn: 'Du er logga ut',
    se: draft('Don leat čálihan iežat olggos'),
    en: 'You are logged out',
  },
  loggedOutHere: {
    nb: 'Du er logget ut av denne tjenesten. Andre tjenester er du fortsatt logget inn i.',
    nn: 'Du er logga ut av denne tenesta. Andre tenester er du framleis logga inn i.',
    se: draft('Don leat čálihan iežat olggos dán bálvalusas. Eará bálvalusain leat ain sis.'),
    en: 'You are logged out of this service. You are still logged in to others.',
  },
  loggedOutEverywhere: {
    nb: 'Innloggingen er avsluttet, og tjenestene du brukte, har fått beskjed.',
    nn: 'Innlogginga er avslutta, og tenestene du brukte, har fått beskjed.',
    se: draft('Sisačáliheapmi lea loahpahuvvon, ja bálvalusat maid geavahit, leat ožžon dieđu.'),
    en: 'Your login has ended, and the services you used have been told.',
  },
  received: {
    nb: 'Vi har fått det du sendte',
    nn: 'Vi har fått det du sende',
    se: draft('Mii leat ožžon maid sáddejit'),
    en: 'We have received what you sent',
  },
  reference: { nb: 'Referanse', nn: 'Referanse', se: draft('Čujuhus'), en: 'Reference' },
  at: { nb: 'Mottatt', nn: 'Motteke', se: draft('Vuostáiváldon'), en: 'Received' },
  correct: { nb: 'Rett dette først', nn: 'Rett dette først', se: draft('Divo dán vuos'), en: 'Correct this first' },
  ended: {
    nb: 'Du er ikke lenger logget inn',
    nn: 'Du er ikkje lenger logga inn',
    se: draft('It leat šat sis'),
    en: 'You are no longer logged in',
  },
  endedHint: {
    nb: 'Det du skrev, er ikke sendt. Logg inn og send det på nytt.',
    nn: 'Det du skreiv, er ikkje sendt. Logg inn og send det på nytt.',
    se: draft('Dat maid čállet, ii leat sáddejuvvon. Čálit sisa ja sádde dan ođđasit.'),
    en: 'What you wrote has not been sent. Log in and send it again.',
  },
  retry: { nb: 'Prøv igjen', nn: 'Prøv igjen', se: draft('Geahččal ođđasit'), en: 'Try again' },
  developers: { nb: 'For utviklere', nn: 'For utviklarar', se: draft('Ovdánahttiide'), en: 'For developers' },
  notFound: {
    nb: 'Siden finnes ikke',
    nn: 'Sida finst ikkje',
    se: draft('Siidu ii gávdno'),
    en: 'There is no such page',
  },
} as const satisfies Record<string, Text>

export const openOther: TextOf<[string]> = {
  nb: (name) => `Åpne ${name}`,
  nn: (name) => `Opne ${name}`,
  se: draft((name: string) => `Raba: ${name}`),
  en: (name) => `Open ${name}`,
}

export const levelWords: Readonly<Record<ServiceLevel, Text>> = {
  low: {
    nb: 'Lavt: vi er noenlunde sikre på hvem du er.',
    nn: 'Lågt: vi er nokolunde sikre på kven du er.',
    se: draft('Vuollegis: mii leat muhtin muddui sihkkarat gii don leat.'),
    en: 'Low: we are fairly sure who you are.',
  },
  substantial: {
    nb: 'Betydelig: vi er sikre på hvem du er. Det holder for det meste.',
    nn: 'Betydeleg: vi er sikre på kven du er. Det held til det meste.',
    se: draft('Mearkkašahtti: mii leat sihkkarat gii don leat. Dat lea doarvái eanaš áššiide.'),
    en: 'Substantial: we are sure who you are. Enough for most things.',
  },
  high: {
    nb: 'Høyt: vi er svært sikre på hvem du er. Det trengs for helse og penger.',
    nn: 'Høgt: vi er svært sikre på kven du er. Det trengst for helse og pengar.',
    se: draft('Alla: mii leat hui sihkkarat gii don leat. Dat dárbbašuvvo dearvvašvuođa ja ruđa áššiide.'),
    en: 'High: we are very sure who you are. Needed for health and money.',
  },
}

/** The eIDs by the name that services hear (`amr`); another one is shown as it is. */
export const amrWords: Readonly<Record<string, Text>> = {
  'Minid-OTC': {
    nb: 'MinID med kode på SMS',
    nn: 'MinID med kode på SMS',
    se: draft('MinID ja koda SMS:s'),
    en: 'MinID with a code by SMS',
  },
  TestID: { nb: 'Test-eID', nn: 'Test-eID', se: draft('Geahččalan-eID'), en: 'Test eID' },
}

/** What the claims are (OpenID Connect Core §2 and ID-porten's own). */
export const claimWords: Readonly<Record<string, Text>> = {
  pid: {
    nb: 'fødselsnummeret ditt',
    nn: 'fødselsnummeret ditt',
    se: draft('du riegádannummir'),
    en: 'your national identity number',
  },
  given_name: { nb: 'fornavn', nn: 'førenamn', se: draft('ovdanamma'), en: 'given name' },
  family_name: { nb: 'etternavn', nn: 'etternamn', se: draft('goargu'), en: 'family name' },
  acr: { nb: 'nivået du nådde', nn: 'nivået du nådde', se: draft('dássi maid olahit'), en: 'the level you reached' },
  amr: {
    nb: 'hvilken eID du brukte',
    nn: 'kva eID du brukte',
    se: draft('makkár eID geavahit'),
    en: 'the eID you used',
  },
  auth_time: {
    nb: 'når du viste hvem du er',
    nn: 'når du viste kven du er',
    se: draft('goas čájehit gii leat'),
    en: 'when you proved who you are',
  },
  locale: {
    nb: 'språket i innloggingen',
    nn: 'språket i innlogginga',
    se: draft('sisačáliheami giella'),
    en: 'the language of the login',
  },
  sub: {
    nb: 'hvem du er for denne tjenesten alene',
    nn: 'kven du er for denne tenesta åleine',
    se: draft('gii don leat dušše dán bálvalussii'),
    en: 'who you are to this service alone',
  },
  sid: {
    nb: 'økten din, for felles utlogging',
    nn: 'økta di, for felles utlogging',
    se: draft('du bargovuorru, oktasaš olggosčáliheapmái'),
    en: 'your session, for logging out together',
  },
  iss: { nb: 'hvem som sier dette', nn: 'kven som seier dette', se: draft('gii dán dadjá'), en: 'who says this' },
  aud: {
    nb: 'hvem det blir sagt til',
    nn: 'kven det blir sagt til',
    se: draft('geasa dat daddjo'),
    en: 'to whom it is said',
  },
  nonce: {
    nb: 'binder svaret til spørsmålet',
    nn: 'bind svaret til spørsmålet',
    se: draft('čatná vástádusa gažaldahkii'),
    en: 'ties the answer to the question',
  },
  iat: { nb: 'når dette ble sagt', nn: 'når dette vart sagt', se: draft('goas dát daddjui'), en: 'when this was said' },
  exp: {
    nb: 'hvor lenge det gjelder',
    nn: 'kor lenge det gjeld',
    se: draft('man guhká dat gusto'),
    en: 'how long it holds',
  },
  jti: {
    nb: 'nummeret på svaret',
    nn: 'nummeret på svaret',
    se: draft('vástádusa nummir'),
    en: 'the number of the answer',
  },
}
