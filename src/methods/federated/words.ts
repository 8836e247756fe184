/** What is said when an issuer sent the user back without a login; `name` is the eID's. */
import { draft, type Language, languages, type Text } from '#i18n/text.ts'
import type { SaidWord } from '#methods/federated/eid.ts'

type Sentence = Readonly<Record<Language, (name: string) => string>>

const sentences: Readonly<Record<SaidWord, Sentence>> = {
  'not-there': {
    nb: (name) => `Innloggingen hos ${name} lyktes ikke. Prøv igjen, eller velg en annen måte.`,
    nn: (name) => `Innlogginga hos ${name} lukkast ikkje. Prøv igjen, eller vel ein annan måte.`,
    se: draft((name) => `Sisačáliheapmi ${name} bokte ii lihkostuvvan. Geahččal ođđasit, dahje vállje eará vuogi.`),
    en: (name) => `The login with ${name} did not succeed. Try again, or choose another way.`,
  },
  'no-number': {
    nb: (name) =>
      `${name} oppga ikke fødselsnummeret eller D-nummeret ditt, så vi vet ikke hvem du er. Velg en annen måte å logge inn på.`,
    nn: (name) =>
      `${name} oppgav ikkje fødselsnummeret eller D-nummeret ditt, så vi veit ikkje kven du er. Vel ein annan måte å logge inn på.`,
    se: draft(
      (name) =>
        `${name} ii muitalan du riegádannummira dahje D-nummira, nu ahte mii eat dieđe gii don leat. Vállje eará vuogi.`,
    ),
    en: (name) =>
      `${name} did not tell us your identity number or D number, so we do not know who you are. Choose another way to log in.`,
  },
  'wrong-number': {
    nb: (name) => `Nummeret vi fikk fra ${name}, kan ikke brukes her. Velg en annen måte å logge inn på.`,
    nn: (name) => `Nummeret vi fekk frå ${name}, kan ikkje brukast her. Vel ein annan måte å logge inn på.`,
    se: draft((name) => `Nummira maid oaččuimet ${name} bokte, ii sáhte geavahit dáppe. Vállje eará vuogi.`),
    en: (name) => `The number we got from ${name} cannot be used here. Choose another way to log in.`,
  },
  'unknown-level': {
    nb: (name) =>
      `${name} sa ikke hvor sikker innloggingen var, så vi kan ikke bruke den. Velg en annen måte å logge inn på.`,
    nn: (name) =>
      `${name} sa ikkje kor sikker innlogginga var, så vi kan ikkje bruke henne. Vel ein annan måte å logge inn på.`,
    se: draft(
      (name) => `${name} ii dadjan man sihkar sisačáliheapmi lei, danin eat sáhte geavahit dan. Vállje eará vuogi.`,
    ),
    en: (name) => `${name} did not say how secure the login was, so we cannot use it. Choose another way to log in.`,
  },
  untrue: {
    nb: (name) =>
      `Svaret fra ${name} kunne ikke bekreftes, og du er ikke logget inn. Prøv igjen. Skjer det flere ganger, velger du en annen måte.`,
    nn: (name) =>
      `Svaret frå ${name} kunne ikkje stadfestast, og du er ikkje logga inn. Prøv igjen. Skjer det fleire gonger, vel du ein annan måte.`,
    se: draft(
      (name) =>
        `Vástádusa ${name} bokte ii sáhttán duođaštit, ja don it leat čálihan iežat sisa. Geahččal ođđasit. Jus dat geavvá máŋgii, vállje eará vuogi.`,
    ),
    en: (name) =>
      `The answer from ${name} could not be verified, and you are not logged in. Try again. If it happens several times, choose another way.`,
  },
  busy: {
    nb: (name) => `Svært mange logger inn med ${name} akkurat nå. Vent litt og prøv igjen, eller velg en annen måte.`,
    nn: (name) => `Svært mange loggar inn med ${name} akkurat no. Vent litt og prøv igjen, eller vel ein annan måte.`,
    se: draft(
      (name) =>
        `Hui ollugat čálihit iežaset sisa ${name} bokte juste dál. Vuordde veaháš ja geahččal ođđasit, dahje vállje eará vuogi.`,
    ),
    en: (name) =>
      `Very many people are logging in with ${name} right now. Wait a little and try again, or choose another way.`,
  },
}

/** The issuer's own code, which its help pages and its help desk know. */
const theirCode: Sentence = {
  nb: (code) => ` Feilkoden derfra er ${code}.`,
  nn: (code) => ` Feilkoden derifrå er ${code}.`,
  se: draft((code) => ` Meattáhuskoda doppe lea ${code}.`),
  en: (code) => ` The error code from there is ${code}.`,
}

export const saidOf = (word: SaidWord, name: Text, code?: string): Text =>
  Object.fromEntries(
    languages.map((l) => [l, sentences[word][l](name[l]) + (code === undefined ? '' : theirCode[l](code))]),
  ) as unknown as Text
