/** The words of the page that asks for what a service wants besides the login. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const consentTexts = {
  title: {
    nb: 'Vil du gi tilgang?',
    nn: 'Vil du gi tilgang?',
    se: draft('Háliidatgo addit beassanvejolašvuođa?'),
    en: 'Do you want to give access?',
  },
  titleLogin: {
    nb: 'Vil du logge inn?',
    nn: 'Vil du logge inn?',
    se: draft('Háliidatgo čálihit iežat sisa?'),
    en: 'Do you want to log in?',
  },
  allow: { nb: 'Gi tilgang', nn: 'Gi tilgang', se: draft('Atte beassanvejolašvuođa'), en: 'Give access' },
  allowTicked: {
    nb: 'Gi tilgang til det jeg har krysset av',
    nn: 'Gi tilgang til det eg har kryssa av',
    se: draft('Atte beassanvejolašvuođa dasa maid lean russen'),
    en: 'Give access to what I have ticked',
  },
  without: {
    nb: 'Gå videre uten å gi tilgang',
    nn: 'Gå vidare utan å gi tilgang',
    se: draft('Joatkke almmá addit beassanvejolašvuođa'),
    en: 'Continue without giving access',
  },
  goOn: { nb: 'Ja, logg meg inn', nn: 'Ja, logg meg inn', se: draft('Juo, čálit mu sisa'), en: 'Yes, log me in' },
  refusal: {
    nb: 'Du blir logget inn uansett hva du svarer her. Sier du nei, kan det hende at tjenesten ikke kan gjøre alt for deg.',
    nn: 'Du blir logga inn same kva du svarer her. Seier du nei, kan det hende at tenesta ikkje kan gjere alt for deg.',
    se: draft(
      'Don čálihuvvot sisa beroškeahttá das maid vástidat dás. Jus celkkát ii, de sáhttá leat nu ahte bálvalus ii sáhte dahkat buot du ovddas.',
    ),
    en: 'You will be logged in whatever you answer here. If you say no, the service may not be able to do everything for you.',
  },
  nothing: {
    nb: 'Kryss av for minst én ting, eller gå videre uten å gi tilgang.',
    nn: 'Kryss av for minst éin ting, eller gå vidare utan å gi tilgang.',
    se: draft('Rusŧe unnimusat ovtta ášši, dahje joatkke almmá addit beassanvejolašvuođa.'),
    en: 'Tick at least one thing, or continue without giving access.',
  },
} as const satisfies Record<string, Text>

/** All of them: service */
export const consentSentences = {
  one: {
    nb: (service) => `${service} ber om tilgang til dette:`,
    nn: (service) => `${service} bed om tilgang til dette:`,
    se: draft((service: string) => `${service} bivdá beassanvejolašvuođa dása:`),
    en: (service) => `${service} asks for access to this:`,
  },
  several: {
    nb: (service) => `${service} ber om tilgang til dette. Kryss av for det du vil gi:`,
    nn: (service) => `${service} bed om tilgang til dette. Kryss av for det du vil gi:`,
    se: draft((service: string) => `${service} bivdá beassanvejolašvuođa dáidda. Rusŧe daid maid háliidat addit:`),
    en: (service) => `${service} asks for access to the following. Tick what you want to give:`,
  },
  number: {
    nb: (service) => `Når du logger inn, får ${service} vite hvem du er: fødselsnummeret eller D-nummeret ditt.`,
    nn: (service) => `Når du loggar inn, får ${service} vite kven du er: fødselsnummeret eller D-nummeret ditt.`,
    se: draft(
      (service: string) =>
        `Go čálihat iežat sisa, de ${service} oažžu diehtit gii don leat: du riegádannummara dahje d-nummara.`,
    ),
    en: (service) => `When you log in, ${service} learns who you are: your national identity number or D number.`,
  },
  numberAndName: {
    nb: (service) =>
      `Når du logger inn, får ${service} vite hvem du er: fødselsnummeret eller D-nummeret ditt, og navnet ditt hvis innloggingsmåten oppgir det.`,
    nn: (service) =>
      `Når du loggar inn, får ${service} vite kven du er: fødselsnummeret eller D-nummeret ditt, og namnet ditt om innloggingsmåten oppgir det.`,
    se: draft(
      (service: string) =>
        `Go čálihat iežat sisa, de ${service} oažžu diehtit gii don leat: du riegádannummara dahje d-nummara, ja du nama jus sisačálihanvuohki muitala dan.`,
    ),
    en: (service) =>
      `When you log in, ${service} learns who you are: your national identity number or D number, and your name if the way you log in tells it.`,
  },
  organisation: {
    nb: (service) => `Når du logger inn, får ${service} vite hvilken virksomhet det er: organisasjonsnummeret.`,
    nn: (service) => `Når du loggar inn, får ${service} vite kva verksemd det er: organisasjonsnummeret.`,
    se: draft(
      (service: string) =>
        `Go čálihat iežat sisa, de ${service} oažžu diehtit mii fitnodagaid lea: organisašuvdnanummara.`,
    ),
    en: (service) => `When you log in, ${service} learns which organisation it is: its organisation number.`,
  },
  sameOrganisation: {
    nb: (service) =>
      `Når du logger inn, kjenner ${service} virksomheten igjen, men får ikke vite organisasjonsnummeret.`,
    nn: (service) => `Når du loggar inn, kjenner ${service} verksemda att, men får ikkje vite organisasjonsnummeret.`,
    se: draft(
      (service: string) =>
        `Go čálihat iežat sisa, de ${service} dovdá fitnodaga, muhto ii oaččo diehtit organisašuvdnanummara.`,
    ),
    en: (service) => `When you log in, ${service} recognises the organisation, but does not learn its number.`,
  },
  pseudonym: {
    nb: (service) => `Når du logger inn, kjenner ${service} deg igjen, men får ikke vite fødselsnummeret ditt.`,
    nn: (service) => `Når du loggar inn, kjenner ${service} deg att, men får ikkje vite fødselsnummeret ditt.`,
    se: draft(
      (service: string) => `Go čálihat iežat sisa, de ${service} dovdá du, muhto ii oaččo diehtit du riegádannummara.`,
    ),
    en: (service) => `When you log in, ${service} recognises you, but does not learn your national identity number.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
