/** What is said when an issuer sent the user back without a login. The eID's name stands in the chooser below. */
import { draft, type Text } from '#i18n/text.ts'
import type { SaidWord } from '#methods/federated/eid.ts'

export const saidTexts: Readonly<Record<SaidWord, Text>> = {
  'not-there': {
    nb: 'Innloggingen lyktes ikke hos den du valgte. Prøv igjen, eller velg en annen måte.',
    nn: 'Innlogginga lukkast ikkje hos den du valde. Prøv igjen, eller vel ein annan måte.',
    se: draft('Sisačáliheapmi ii lihkostuvvan dan luhtte maid válljejit. Geahččal ođđasit, dahje vállje eará vuogi.'),
    en: 'The login did not succeed with the one you chose. Try again, or choose another way.',
  },
  'no-number': {
    nb: 'Den du logget inn hos, oppga ikke fødselsnummeret eller D-nummeret ditt, så vi vet ikke hvem du er. Velg en annen måte å logge inn på.',
    nn: 'Den du logga inn hos, oppgav ikkje fødselsnummeret eller D-nummeret ditt, så vi veit ikkje kven du er. Vel ein annan måte å logge inn på.',
    se: draft(
      'Dat gosa čálihit iežat sisa, ii muitalan du riegádannummira dahje D-nummira, nu ahte mii eat dieđe gii don leat. Vállje eará vuogi.',
    ),
    en: 'The one you logged in with did not tell us your identity number or D number, so we do not know who you are. Choose another way to log in.',
  },
  'wrong-number': {
    nb: 'Nummeret vi fikk fra den du logget inn hos, kan ikke brukes her. Velg en annen måte å logge inn på.',
    nn: 'Nummeret vi fekk frå den du logga inn hos, kan ikkje brukast her. Vel ein annan måte å logge inn på.',
    se: draft('Nummira maid oaččuimet das gosa čálihit iežat sisa, ii sáhte geavahit dáppe. Vállje eará vuogi.'),
    en: 'The number we got from the one you logged in with cannot be used here. Choose another way to log in.',
  },
  'unknown-level': {
    nb: 'Vi fikk ikke vite hvor sikker innloggingen var, så vi kan ikke bruke den. Velg en annen måte å logge inn på.',
    nn: 'Vi fekk ikkje vite kor sikker innlogginga var, så vi kan ikkje bruke henne. Vel ein annan måte å logge inn på.',
    se: draft('Mii eat ožžon diehtit man sihkar sisačáliheapmi lei, danin eat sáhte geavahit dan. Vállje eará vuogi.'),
    en: 'We were not told how secure the login was, so we cannot use it. Choose another way to log in.',
  },
  untrue: {
    nb: 'Svaret som kom tilbake, kunne ikke bekreftes, og du er ikke logget inn. Prøv igjen. Skjer det flere ganger, velger du en annen måte.',
    nn: 'Svaret som kom tilbake, kunne ikkje stadfestast, og du er ikkje logga inn. Prøv igjen. Skjer det fleire gonger, vel du ein annan måte.',
    se: draft(
      'Vástádusa mii bođii ruovttoluotta, ii sáhttán duođaštit, ja don it leat čálihan iežat sisa. Geahččal ođđasit. Jus dat geavvá máŋgii, vállje eará vuogi.',
    ),
    en: 'The answer that came back could not be verified, and you are not logged in. Try again. If it happens several times, choose another way.',
  },
  busy: {
    nb: 'Svært mange logger inn på denne måten akkurat nå. Vent litt og prøv igjen, eller velg en annen måte.',
    nn: 'Svært mange loggar inn på denne måten akkurat no. Vent litt og prøv igjen, eller vel ein annan måte.',
    se: draft(
      'Hui ollugat čálihit iežaset sisa dáinna vugiin juste dál. Vuordde veaháš ja geahččal ođđasit, dahje vállje eará vuogi.',
    ),
    en: 'Very many people are logging in this way right now. Wait a little and try again, or choose another way.',
  },
}

/** The same with the issuer's own code, which its help pages and its help desk know. */
export const withCode = (code: string): Text => ({
  nb: `${saidTexts['not-there'].nb} Feilkoden derfra er ${code}.`,
  nn: `${saidTexts['not-there'].nn} Feilkoden derifrå er ${code}.`,
  se: draft(`${saidTexts['not-there'].se} Meattáhuskoda doppe lea ${code}.`),
  en: `${saidTexts['not-there'].en} The error code from there is ${code}.`,
})
