/** What an example service says when a login did not work out: by the gateway's error code, or by what went wrong here. */
import { draft, type Text } from '#i18n/text.ts'

export interface TroubleWords {
  readonly heading: Text
  readonly what: Text
  /** What the user did, or what was asked for, is no fault: 200. */
  readonly status: 200 | 400 | 503
}

const cancelled: TroubleWords = {
  status: 200,
  heading: {
    nb: 'Du ble ikke logget inn',
    nn: 'Du vart ikkje logga inn',
    se: draft('It čálihuvvon sisa'),
    en: 'You were not logged in',
  },
  what: {
    nb: 'Innloggingen ble avbrutt. Du kan prøve igjen når du vil.',
    nn: 'Innlogginga vart avbroten. Du kan prøve igjen når du vil.',
    se: draft('Sisačáliheapmi gaskkalduvai. Sáhtát geahččalit ođđasit goas hálidat.'),
    en: 'The login was cancelled. You can try again whenever you like.',
  },
}
const mustAsk: TroubleWords = {
  status: 200,
  heading: {
    nb: 'Du må logge inn',
    nn: 'Du må logge inn',
    se: draft('Fertet čálihit iežat sisa'),
    en: 'You need to log in',
  },
  what: {
    nb: 'Det gikk ikke uten å spørre deg. Enten er du ikke logget inn, eller så trengs et høyere nivå.',
    nn: 'Det gjekk ikkje utan å spørje deg. Anten er du ikkje logga inn, eller så trengst eit høgare nivå.',
    se: draft('Ii lihkostuvvan almmá du jearaheami haga. It leat sis, dahje dárbbašuvvo alit dássi.'),
    en: 'It could not be done without asking you. Either you are not logged in, or a higher level is needed.',
  },
}
const away: TroubleWords = {
  status: 503,
  heading: {
    nb: 'Innloggingen svarer ikke',
    nn: 'Innlogginga svarer ikkje',
    se: draft('Sisačáliheapmi ii vástit'),
    en: 'The login does not answer',
  },
  what: {
    nb: 'Vent litt og prøv igjen.',
    nn: 'Vent litt, og prøv igjen.',
    se: draft('Vuordde veahá ja geahččal ođđasit.'),
    en: 'Wait a little and try again.',
  },
}
const lost: TroubleWords = {
  status: 400,
  heading: {
    nb: 'Denne innloggingen er avsluttet',
    nn: 'Denne innlogginga er avslutta',
    se: draft('Dát sisačáliheapmi lea nohkan'),
    en: 'This login is over',
  },
  what: {
    nb: 'Den var for gammel, alt brukt, eller begynt i en annen nettleser.',
    nn: 'Ho var for gammal, alt brukt, eller starta i ein annan nettlesar.',
    se: draft('Dat lei menddo boaris, juo geavahuvvon, dahje álggahuvvon eará neahttalohkkis.'),
    en: 'It was too old, already used, or begun in another browser.',
  },
}
const wrong: TroubleWords = {
  status: 400,
  heading: { nb: 'Noe gikk galt', nn: 'Noko gjekk gale', se: draft('Juoga manai boastut'), en: 'Something went wrong' },
  what: {
    nb: 'Vi kunne ikke logge deg inn. Prøv igjen, og si fra til oss om det skjer på nytt.',
    nn: 'Vi kunne ikkje logge deg inn. Prøv igjen, og sei frå til oss om det hender på nytt.',
    se: draft('Eat sáhttán du čálihit sisa. Geahččal ođđasit, ja dieđit midjiide jus dáhpáhuvvá vel.'),
    en: 'We could not log you in. Try again, and tell us if it happens once more.',
  },
}

/** RFC 6749 §4.1.2.1 and OpenID Connect Core §3.1.2.6, and our own `lost` and `away`. */
const byCode: Readonly<Record<string, TroubleWords>> = {
  access_denied: cancelled,
  login_required: mustAsk,
  interaction_required: mustAsk,
  temporarily_unavailable: away,
  away,
  lost,
}

export const troubleWords = (code: string): TroubleWords => byCode[code] ?? wrong
