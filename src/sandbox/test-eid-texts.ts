/** The words of the test eID. */
import { draft, type Text } from '#i18n/text.ts'

export const testEidTexts = {
  name: { nb: 'Test-eID', nn: 'Test-eID', se: draft('Geahččalan-eID'), en: 'Test eID' },
  needs: {
    nb: 'En oppdiktet person, uten passord',
    nn: 'Ein oppdikta person, utan passord',
    se: draft('Hutkojuvvon olmmoš, beassansáni haga'),
    en: 'A made-up person, no password',
  },
  title: {
    nb: 'Hvem vil du være?',
    nn: 'Kven vil du vere?',
    se: draft('Gii hálidat leat?'),
    en: 'Who do you want to be?',
  },
  number: { nb: 'Fødselsnummer', nn: 'Fødselsnummer', se: draft('Riegádannummir'), en: 'National identity number' },
  hint: {
    nb: '11 siffer. Bare syntetiske numre, der måneden er lagt til 80.',
    nn: '11 siffer. Berre syntetiske nummer, der månaden er lagd til 80.',
    se: draft('11 logu. Dušše hutkojuvvon nummirat, main mánnui lea lasihuvvon 80.'),
    en: '11 digits. Synthetic numbers only, with 80 added to the month.',
  },
  level: { nb: 'Nivå', nn: 'Nivå', se: draft('Dássi'), en: 'Level' },
  low: { nb: 'Lavt', nn: 'Lågt', se: draft('Vuollegis'), en: 'Low' },
  substantial: { nb: 'Betydelig', nn: 'Betydeleg', se: draft('Mearkkašahtti'), en: 'Substantial' },
  high: { nb: 'Høyt', nn: 'Høgt', se: draft('Alla'), en: 'High' },
  enough: { nb: 'holder her', nn: 'held her', se: draft('doarvái dás'), en: 'enough here' },
  tooLow: { nb: 'for lavt her', nn: 'for lågt her', se: draft('menddo vuollin dás'), en: 'too low here' },
  submit: { nb: 'Logg inn', nn: 'Logg inn', se: draft('Čálit sisa'), en: 'Log in' },
  or: {
    nb: 'Eller velg en av disse',
    nn: 'Eller vel ein av desse',
    se: draft('Dahje vállje ovtta dáin'),
    en: 'Or choose one of these',
  },
  everybody: {
    nb: 'Se alle personene',
    nn: 'Sjå alle personane',
    se: draft('Geahča buot olbmuid'),
    en: 'See all the people',
  },
} as const satisfies Record<string, Text>

/** Why a number will not do. */
export const numberFaults = {
  length: {
    nb: 'Skriv de 11 sifrene i fødselsnummeret.',
    nn: 'Skriv dei 11 siffera i fødselsnummeret.',
    se: draft('Čális riegádannummira 11 logu.'),
    en: 'Enter the 11 digits of the number.',
  },
  date: {
    nb: 'De seks første sifrene er ikke en dato. Se etter om noe er skrevet feil.',
    nn: 'Dei seks første siffera er ikkje ein dato. Sjå etter om noko er skrive feil.',
    se: draft('Guhtta vuosttaš logu eai leat dáhton. Dárkkis leatgo čállán boastut.'),
    en: 'The first six digits are not a date. Check whether something is mistyped.',
  },
  'check-digits': {
    nb: 'De to siste sifrene passer ikke med resten. Se etter om noe er skrevet feil.',
    nn: 'Dei to siste siffera passar ikkje med resten. Sjå etter om noko er skrive feil.',
    se: draft('Guokte maŋimuš logu eai heive iežáiguin. Dárkkis leatgo čállán boastut.'),
    en: 'The last two digits do not fit the others. Check whether something is mistyped.',
  },
  real: {
    nb: 'Dette kan være nummeret til et virkelig menneske. Bruk et syntetisk nummer, der måneden er lagt til 80.',
    nn: 'Dette kan vere nummeret til eit verkeleg menneske. Bruk eit syntetisk nummer, der månaden er lagd til 80.',
    se: draft('Dát sáhttá leat duohta olbmo nummir. Geavat hutkojuvvon nummira, mas mánnui lea lasihuvvon 80.'),
    en: 'This may be a real person’s number. Use a synthetic one, with 80 added to the month.',
  },
  unknown: {
    nb: 'Ingen her har dette nummeret. Finn et i listen over personene.',
    nn: 'Ingen her har dette nummeret. Finn eit i lista over personane.',
    se: draft('Ii oktage dáppe leat dáinna nummiriin. Oza ovtta olmmošlisttus.'),
    en: 'Nobody here has this number. Find one in the list of people.',
  },
} as const satisfies Record<string, Text>
export type NumberFaultHere = keyof typeof numberFaults

export const levelMissing: Text = {
  nb: 'Velg et nivå.',
  nn: 'Vel eit nivå.',
  se: draft('Vállje dási.'),
  en: 'Choose a level.',
}
