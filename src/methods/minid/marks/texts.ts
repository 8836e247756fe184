/** Words of the page that lists the browsers that somebody is known by. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const browserTexts = {
  title: {
    nb: 'Nettlesere som er kjent',
    nn: 'Nettlesarar som er kjende',
    se: draft('Neahttalohkkit mat leat dovddus'),
    en: 'Browsers that are known',
  },
  lead: {
    nb: 'Når du har logget inn med MinID i en nettleser, kjenner vi den igjen i et halvt år. Der slipper du inn selv om andre skriver feil passord med fødselsnummeret ditt. Du må fortsatt bruke passord og kode.',
    nn: 'Når du har logga inn med MinID i ein nettlesar, kjenner vi han att i eit halvt år. Der slepp du inn sjølv om andre skriv feil passord med fødselsnummeret ditt. Du må framleis bruke passord og kode.',
    se: draft(
      'Go leat čálihan iežat sisa MinID:in neahttalohkkis, de dovdat dan jahkebeali. Doppe beasat sisa vaikko earát čállet boasttu beassansáni du riegádannummiriin. Dus ain ferte leat beassansátni ja koda.',
    ),
    en: 'When you have logged in with MinID in a browser, we know it again for half a year. There you get in even if others type wrong passwords with your identity number. You still need your password and a code.',
  },
  none: {
    nb: 'Ingen nettlesere er kjent nå.',
    nn: 'Ingen nettlesarar er kjende no.',
    se: draft('Eai leat dovddus neahttalohkkit dál.'),
    en: 'No browsers are known now.',
  },
  thisOne: {
    nb: 'Denne nettleseren',
    nn: 'Denne nettlesaren',
    se: draft('Dát neahttalohkki'),
    en: 'This browser',
  },
  another: {
    nb: 'En annen nettleser',
    nn: 'Ein annan nettlesar',
    se: draft('Eará neahttalohkki'),
    en: 'Another browser',
  },
  forget: { nb: 'Glem', nn: 'Gløym', se: draft('Vajálduhte'), en: 'Forget' },
  forgetThis: {
    nb: 'Glem denne nettleseren',
    nn: 'Gløym denne nettlesaren',
    se: draft('Vajálduhte dán neahttalohkki'),
    en: 'Forget this browser',
  },
  forgetAnother: {
    nb: 'Glem den andre nettleseren',
    nn: 'Gløym den andre nettlesaren',
    se: draft('Vajálduhte nuppi neahttalohkki'),
    en: 'Forget the other browser',
  },
  forgetAll: {
    nb: 'Glem alle',
    nn: 'Gløym alle',
    se: draft('Vajálduhte buohkaid'),
    en: 'Forget all',
  },
  reallyAll: {
    nb: 'Glem alle nettleserne',
    nn: 'Gløym alle nettlesarane',
    se: draft('Vajálduhte buot neahttalohkkiid'),
    en: 'Forget all the browsers',
  },
  strange: {
    nb: 'Har noen logget inn uten at du vet om det? Da er det ikke nok å glemme nettleseren: bytt passord, eller sperr MinID.',
    nn: 'Har nokon logga inn utan at du veit om det? Då er det ikkje nok å gløyme nettlesaren: byt passord, eller sperr MinID.',
    se: draft(
      'Lea go soamis čálihan iežas sisa almmá du dieđu haga? Dalle ii leat doarvái vajálduhttit neahttalohkki: molsso beassansáni, dahje gitte MinID.',
    ),
    en: 'Has somebody logged in without your knowledge? Then forgetting the browser is not enough: change your password, or block MinID.',
  },
  one: {
    nb: 'Nettleseren er glemt. Vi har sendt deg beskjed om det.',
    nn: 'Nettlesaren er gløymd. Vi har sendt deg beskjed om det.',
    se: draft('Neahttalohkki lea vajálduhttojuvvon. Leat sádden dutnje dieđu dan birra.'),
    en: 'The browser has been forgotten. We have sent you a message about it.',
  },
  all: {
    nb: 'Alle nettleserne er glemt. Vi har sendt deg beskjed om det.',
    nn: 'Alle nettlesarane er gløymde. Vi har sendt deg beskjed om det.',
    se: draft('Buot neahttalohkkit leat vajálduhttojuvvon. Leat sádden dutnje dieđu dan birra.'),
    en: 'All the browsers have been forgotten. We have sent you a message about it.',
  },
  gone: {
    nb: 'Den var ikke kjent lenger.',
    nn: 'Han var ikkje kjend lenger.',
    se: draft('Dat ii lean šat dovddus.'),
    en: 'It was no longer known.',
  },
} as const satisfies Record<string, Text>

export const browserSentences = {
  used: {
    nb: (when) => `Sist logget inn med MinID ${when}`,
    nn: (when) => `Sist logga inn med MinID ${when}`,
    se: draft((when: string) => `Maŋimuš sisačáliheapmi MinID:in ${when}`),
    en: (when) => `Last logged in with MinID on ${when}`,
  },
} as const satisfies Record<string, TextOf<[string]>>
