/** The chooser's words. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { ChooseProps } from '#login/pages/props.ts'

export const chooseTexts = {
  title: {
    nb: 'Velg hvordan du vil logge inn',
    nn: 'Vel korleis du vil logge inn',
    se: draft('Vállje mo áiggut čálihit iežat sisa'),
    en: 'Choose how to log in',
  },
  stepUpTitle: {
    nb: 'Du trenger en sterkere innlogging',
    nn: 'Du treng ei sterkare innlogging',
    se: draft('Don dárbbašat nannosat sisačáliheami'),
    en: 'You need a stronger login',
  },
  noneTitle: {
    nb: 'Ingen innloggingsmåte her er sterk nok',
    nn: 'Ingen innloggingsmåte her er sterk nok',
    se: draft('Ii oktage sisačálihanvuohki dás leat doarvái nanus'),
    en: 'No way to log in here is strong enough',
  },
  troubled: {
    nb: 'Svarer ikke nå',
    nn: 'Svarer ikkje no',
    se: draft('Ii vástit dál'),
    en: 'Not answering now',
  },
  off: {
    nb: 'kan ikke brukes her akkurat nå.',
    nn: 'kan ikkje brukast her akkurat no.',
    se: draft('ii sáhte geavahit dáppe juste dál.'),
    en: 'cannot be used here right now.',
  },
  last: { nb: 'Brukt sist', nn: 'Brukt sist', se: draft('Maŋimuš geavahuvvon'), en: 'Used last' },
  none: {
    nb: 'Du har ikke gjort noe galt. Gå tilbake til tjenesten, eller ta kontakt med brukerstøtten.',
    nn: 'Du har ikkje gjort noko gale. Gå tilbake til tenesta, eller ta kontakt med brukarstøtta.',
    se: draft(
      'Don it leat dahkan maidege boastut. Mana ruovttoluotta bálvalussii, dahje váldde oktavuođa geavaheaddjidoarjagiin.',
    ),
    en: 'You have done nothing wrong. Go back to the service, or contact user support.',
  },
  ways: { nb: 'Innloggingsmåter', nn: 'Innloggingsmåtar', se: draft('Sisačálihanvuogit'), en: 'Ways to log in' },
  theService: { nb: 'tjenesten', nn: 'tenesta', se: draft('bálvalus'), en: 'the service' },
} as const satisfies Record<string, Text>

export const chooseSentences = {
  /** level */
  why: {
    nb: (level) => `Tjenesten må vite hvem du er, og krever innlogging på ${level}.`,
    nn: (level) => `Tenesta må vite kven du er, og krev innlogging på ${level}.`,
    se: draft((level: string) => `Bálvalus ferte diehtit gii don leat, ja gáibida sisačáliheami: ${level}.`),
    en: (level) => `The service needs to know who you are, and requires a login at ${level}.`,
  },
  /** names */
  missing: {
    nb: (names) => `${names} er ikke med, fordi den ikke er sterk nok til dette.`,
    nn: (names) => `${names} er ikkje med, fordi han ikkje er sterk nok til dette.`,
    se: draft((names: string) => `${names} ii leat mielde, danne go dat ii leat doarvái nanus dása.`),
    en: (names) => `${names} is not shown, because it is not strong enough for this.`,
  },
  /** names: two or more */
  missingSeveral: {
    nb: (names) => `${names} er ikke med, fordi de ikke er sterke nok til dette.`,
    nn: (names) => `${names} er ikkje med, fordi dei ikkje er sterke nok til dette.`,
    se: draft((names: string) => `${names} eai leat mielde, danne go dat eai leat doarvái nannosat dása.`),
    en: (names) => `${names} are not shown, because they are not strong enough for this.`,
  },
} as const satisfies Record<string, TextOf<[string]>>

/** service, level wanted, level held */
export const stepUpWhy: TextOf<[string, string, string]> = {
  nb: (service, wanted, held) =>
    `Du er logget inn på ${held}. Det du skal gjøre hos ${service}, krever ${wanted}. Når du har logget inn på nytt, kommer du rett tilbake dit du var.`,
  nn: (service, wanted, held) =>
    `Du er logga inn på ${held}. Det du skal gjere hos ${service}, krev ${wanted}. Når du har logga inn på nytt, kjem du rett tilbake dit du var.`,
  se: draft(
    (service: string, wanted: string, held: string) =>
      `Don leat čálihan iežat sisa: ${held}. ${service} gáibida: ${wanted}. Go leat čálihan iežat sisa ođđasit, de boađát njuolga ruovttoluotta dohko gos ledjet.`,
  ),
  en: (service, wanted, held) =>
    `You are logged in at ${held}. What you are about to do at ${service} requires ${wanted}. When you have logged in again, you come straight back to where you were.`,
}

export const notices: Readonly<Record<NonNullable<ChooseProps['notice']>, Text>> = {
  refused: {
    nb: 'Innloggingen ble ikke fullført. Prøv igjen, eller velg en annen måte.',
    nn: 'Innlogginga vart ikkje fullført. Prøv igjen, eller vel ein annan måte.',
    se: draft('Sisačáliheapmi ii čađahuvvon. Geahččal fas, dahje vállje eará vuogi.'),
    en: 'The login was not completed. Try again, or choose another way.',
  },
  expired: {
    nb: 'Det gikk for lang tid, så innloggingen ble stoppet. Begynn på nytt her.',
    nn: 'Det gjekk for lang tid, så innlogginga vart stoppa. Byrj på nytt her.',
    se: draft('De vásii menddo guhkes áigi, ja danne sisačáliheapmi bissehuvvui. Álgge ođđasit dás.'),
    en: 'Too much time passed, so the login was stopped. Start again here.',
  },
  unavailable: {
    nb: 'Den innloggingsmåten svarer ikke akkurat nå. Velg en annen, eller prøv igjen om litt.',
    nn: 'Den innloggingsmåten svarer ikkje akkurat no. Vel ein annan, eller prøv igjen om litt.',
    se: draft('Dat sisačálihanvuohki ii vástit justa dál. Vállje eará, dahje geahččal fas oanehaš geažes.'),
    en: 'That way to log in is not answering right now. Choose another, or try again in a little while.',
  },
  'too-weak': {
    nb: 'Vi vet hvem du er, men måten du logget inn på nå, er ikke sikker nok for dette. Velg samme eID igjen og bruk en sterkere måte der, eller velg en annen.',
    nn: 'Vi veit kven du er, men måten du logga inn på no, er ikkje sikker nok for dette. Vel same eID igjen og bruk ein sterkare måte der, eller vel ein annan.',
    se: draft(
      'Mii diehtit gii don leat, muhto vuohki mainna dál čálihit iežat sisa ii leat doarvái sihkar dása. Vállje seamma eID ođđasit ja geavat nannosat vuogi doppe, dahje vállje eará.',
    ),
    en: 'We know who you are, but the way you logged in just now is not secure enough for this. Choose the same eID again and use a stronger way there, or choose another.',
  },
  'too-old': {
    nb: 'Tjenesten ber om at du logger inn på nytt, men svaret vi fikk, var fra en tidligere innlogging. Velg igjen, og logg inn helt fra begynnelsen.',
    nn: 'Tenesta ber om at du loggar inn på nytt, men svaret vi fekk, var frå ei tidlegare innlogging. Vel igjen, og logg inn heilt frå byrjinga.',
    se: draft(
      'Bálvalus dáhttu du čálihit iežat sisa ođđasit, muhto vástádus maid oaččuimet, lei ovddit sisačáliheamis. Vállje ođđasit, ja čálit iežat sisa álggu rájes.',
    ),
    en: 'The service asks you to log in anew, but the answer we got was from an earlier login. Choose again, and log in all the way.',
  },
  'began-again': {
    nb: 'Du begynte på nytt i en annen fane. Fortsett der, eller velg her på nytt.',
    nn: 'Du byrja på nytt i ei anna fane. Hald fram der, eller vel her på nytt.',
    se: draft('Don álget ođđasit eará gilkoris. Joatkke doppe, dahje vállje ođđasit dás.'),
    en: 'You began again in another tab. Continue there, or choose again here.',
  },
}
