/** The words of the pages about the people and their phones, and of what is special about a person. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { Kind } from '#sandbox/population/person.ts'

export const kindTexts: Readonly<Record<Kind, Text>> = {
  adult: { nb: 'Voksen', nn: 'Vaksen', se: draft('Rávesolmmoš'), en: 'Adult' },
  minor: { nb: 'Under 18 år', nn: 'Under 18 år', se: draft('Vuollel 18 jagi'), en: 'Under 18' },
  'd-number': { nb: 'D-nummer', nn: 'D-nummer', se: draft('D-nummir'), en: 'D number' },
  abroad: { nb: 'Bor i utlandet', nn: 'Bur i utlandet', se: draft('Orru olgoriikkas'), en: 'Lives abroad' },
  protected: {
    nb: 'Skjermet adresse',
    nn: 'Skjerma adresse',
    se: draft('Suodjaluvvon čujuhus'),
    en: 'Protected address',
  },
  deceased: { nb: 'Død', nn: 'Død', se: draft('Jápmán'), en: 'Deceased' },
  'opted-out': {
    nb: 'Vil ikke ha digital post',
    nn: 'Vil ikkje ha digital post',
    se: draft('Ii hálit digitála poastta'),
    en: 'No digital post',
  },
  'no-mobile': { nb: 'Uten mobil', nn: 'Utan mobil', se: draft('Mobiltelefovnna haga'), en: 'No mobile phone' },
  'long-name': { nb: 'Langt navn', nn: 'Langt namn', se: draft('Guhkes namma'), en: 'Long name' },
  sami: { nb: 'Samisk navn', nn: 'Samisk namn', se: draft('Sámi namma'), en: 'Sámi name' },
}

export const peopleTexts = {
  cards: { nb: 'Smartkort', nn: 'Smartkorta', se: draft('Čiehkakoarttat'), en: 'Smart cards' },
  title: { nb: 'Personene', nn: 'Personane', se: draft('Olbmot'), en: 'The people' },
  intro: {
    nb: 'Alle er oppdiktet. Numrene er syntetiske: måneden er lagt til 80. Logg inn med MinID-passordet her, og les koden på siden for telefonene.',
    nn: 'Alle er oppdikta. Nummera er syntetiske: månaden er lagd til 80. Logg inn med MinID-passordet her, og les koden på sida for telefonane.',
    se: draft(
      'Buohkat leat hutkojuvvon. Nummirat leat syntehtalaččat: mánnui lea lasihuvvon 80. Čálit sisa dáinna MinID-beassansániin, ja loga koda telefonsiiddus.',
    ),
    en: 'All of them are made up. The numbers are synthetic: 80 is added to the month. Log in with the MinID password here, and read the code on the page of phones.',
  },
  everybody: { nb: 'Alle', nn: 'Alle', se: draft('Buohkat'), en: 'Everybody' },
  kind: { nb: 'Særtrekk', nn: 'Særtrekk', se: draft('Sierravuohta'), en: 'What is special' },
  name: { nb: 'Navn', nn: 'Namn', se: draft('Namma'), en: 'Name' },
  search: { nb: 'Søk', nn: 'Søk', se: draft('Oza'), en: 'Search' },
  nobody: {
    nb: 'Ingen passer til dette. Prøv et annet navn.',
    nn: 'Ingen passar til dette. Prøv eit anna namn.',
    se: draft('Ii oktage heive dása. Geahččal eará nama.'),
    en: 'Nobody fits this. Try another name.',
  },
  number: { nb: 'Nummer', nn: 'Nummer', se: draft('Nummir'), en: 'Number' },
  password: { nb: 'MinID-passord', nn: 'MinID-passord', se: draft('MinID-beassansátni'), en: 'MinID password' },
  noMinid: { nb: 'Har ikke MinID', nn: 'Har ikkje MinID', se: draft('Ii leat MinID'), en: 'Does not have MinID' },
  mobile: { nb: 'Mobil', nn: 'Mobil', se: draft('Mobiltelefovdna'), en: 'Mobile' },
  none: { nb: 'Ingen', nn: 'Ingen', se: draft('Ii leat'), en: 'None' },
  email: { nb: 'E-post', nn: 'E-post', se: draft('E-poasta'), en: 'E-mail' },
  born: { nb: 'Født', nn: 'Fødd', se: draft('Riegádan'), en: 'Born' },
  language: { nb: 'Språk', nn: 'Språk', se: draft('Giella'), en: 'Language' },
  register: {
    nb: 'I Folkeregisteret',
    nn: 'I Folkeregisteret',
    se: draft('Álbmotregisttaris'),
    en: 'In the population register',
  },
  earlier: { nb: 'Forrige side', nn: 'Førre side', se: draft('Ovddit siidu'), en: 'Previous page' },
  later: { nb: 'Neste side', nn: 'Neste side', se: draft('Boahtte siidu'), en: 'Next page' },
  asJson: { nb: 'Som JSON', nn: 'Som JSON', se: draft('JSON-hámis'), en: 'As JSON' },
  back: {
    nb: 'Tilbake til alle',
    nn: 'Tilbake til alle',
    se: draft('Ruovttoluotta buohkaide'),
    en: 'Back to everybody',
  },
} as const satisfies Record<string, Text>

export const shownOf: TextOf<[number, number, number]> = {
  nb: (from, to, all) => `Viser ${from}–${to} av ${all}.`,
  nn: (from, to, all) => `Viser ${from}–${to} av i alt ${all}.`,
  se: draft((from: number, to: number, all: number) => `Čájeha ${from}–${to}, oktiibuot ${all}.`),
  en: (from, to, all) => `Showing ${from}–${to} of ${all}.`,
}

export const phoneTexts = {
  title: { nb: 'Telefonene', nn: 'Telefonane', se: draft('Telefovnnat'), en: 'The phones' },
  intro: {
    nb: 'Alt som ville blitt sendt på SMS eller e-post, havner her. De nyeste står øverst.',
    nn: 'Alt som ville ha blitt sendt på SMS eller e-post, hamnar her. Dei nyaste står øvst.',
    se: draft('Buot mii livččii sáddejuvvon SMS:in dahje e-poasttain, boahtá deike. Ođđaseamosat leat bajimusas.'),
    en: 'Everything that would have been sent by SMS or e-mail ends up here. The newest come first.',
  },
  empty: {
    nb: 'Ingen meldinger ennå. Logg inn med MinID, og hent siden på nytt.',
    nn: 'Ingen meldingar enno. Logg inn med MinID, og hent sida på nytt.',
    se: draft('Eai leat vel dieđut. Čálit sisa MinID:in, ja viečča siiddu ođđasit.'),
    en: 'No messages yet. Log in with MinID, and reload the page.',
  },
  reload: { nb: 'Hent på nytt', nn: 'Hent på nytt', se: draft('Viečča ođđasit'), en: 'Reload' },
  all: { nb: 'Alle telefonene', nn: 'Alle telefonane', se: draft('Buot telefovnnat'), en: 'All the phones' },
} as const satisfies Record<string, Text>
