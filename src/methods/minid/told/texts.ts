/** Words for telling an account's owner what was done with it. Each stands as a mail's subject, and as a sentence without its full stop. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const doneTexts = {
  registered: {
    nb: 'Du er registrert som bruker av MinID',
    nn: 'Du er registrert som brukar av MinID',
    se: draft('Leat registrerejuvvon MinID geavaheaddjin'),
    en: 'You are registered as a user of MinID',
  },
  opened: {
    nb: 'MinID-en din er åpnet igjen',
    nn: 'MinID-en din er opna igjen',
    se: draft('Du MinID lea rahppojuvvon ođđasit'),
    en: 'Your MinID has been opened again',
  },
  closed: {
    nb: 'MinID-en din er stengt, og ingen kan logge inn med den',
    nn: 'MinID-en din er stengd, og ingen kan logge inn med han',
    se: draft('Du MinID lea giddejuvvon, iige oktage sáhte čálihit iežas sisa dainna'),
    en: 'Your MinID is closed, and nobody can log in with it',
  },
  password: {
    nb: 'Passordet ditt for MinID er byttet',
    nn: 'Passordet ditt for MinID er bytt',
    se: draft('Du MinID beassansátni lea molsojuvvon'),
    en: 'Your password for MinID has been changed',
  },
  mobile: {
    nb: 'Mobilnummeret ditt for MinID er byttet',
    nn: 'Mobilnummeret ditt for MinID er bytt',
    se: draft('Du MinID mobiilanummir lea molsojuvvon'),
    en: 'Your mobile number for MinID has been changed',
  },
  email: {
    nb: 'E-postadressen din for MinID er byttet',
    nn: 'E-postadressa di for MinID er bytt',
    se: draft('Du MinID e-poastačujuhus lea molsojuvvon'),
    en: 'Your e-mail address for MinID has been changed',
  },
  channel: {
    nb: 'Det er endret hvordan du får koder og passord for MinID',
    nn: 'Det er endra korleis du får kodar og passord for MinID',
    se: draft('Lea rievdaduvvon mo oaččut MinID kodaid ja beassansániid'),
    en: 'It has been changed how you get codes and passwords for MinID',
  },
  blocked: {
    nb: 'Kodene i brevet ditt for MinID er sperret',
    nn: 'Kodane i brevet ditt for MinID er sperra',
    se: draft('Du MinID reivve kodat leat giddejuvvon'),
    en: 'The codes in your letter for MinID are blocked',
  },
  'blocked-by-desk': {
    nb: 'Brukerstøtten har sperret kodene i brevet ditt for MinID',
    nn: 'Brukarstøtta har sperra kodane i brevet ditt for MinID',
    se: draft('Geavaheaddjidoarjja lea gidden du MinID reivve kodaid'),
    en: 'User support has blocked the codes in your letter for MinID',
  },
  'letter-by-desk': {
    nb: 'Brukerstøtten har bestilt et brev med koder for MinID til deg',
    nn: 'Brukarstøtta har bestilt eit brev med kodar for MinID til deg',
    se: draft('Geavaheaddjidoarjja lea diŋgon dutnje MinID kodareivve'),
    en: 'User support has ordered a letter with codes for MinID for you',
  },
  'reserved-by-desk': {
    nb: 'Brukerstøtten har reservert deg mot digital kommunikasjon',
    nn: 'Brukarstøtta har reservert deg mot digital kommunikasjon',
    se: draft('Geavaheaddjidoarjja lea várren du digitála gulahallama vuostá'),
    en: 'User support has registered that you opt out of digital letters',
  },
  'unreserved-by-desk': {
    nb: 'Brukerstøtten har opphevet reservasjonen mot digital kommunikasjon',
    nn: 'Brukarstøtta har oppheva reservasjonen mot digital kommunikasjon',
    se: draft('Geavaheaddjidoarjja lea sihkkon du digitála várrehusa'),
    en: 'User support has ended your opt-out of digital letters',
  },
  'totp-added': {
    nb: 'En kodeapp er lagt til i MinID-en din',
    nn: 'Ein kodeapp er lagd til i MinID-en din',
    se: draft('Kodaáppa lea lasihuvvon du MinID:ii'),
    en: 'A code app has been added to your MinID',
  },
  'totp-removed': {
    nb: 'En kodeapp er fjernet fra MinID-en din',
    nn: 'Ein kodeapp er fjerna frå MinID-en din',
    se: draft('Kodaáppa lea sihkkojuvvon du MinID:s'),
    en: 'A code app has been removed from your MinID',
  },
  'passkey-added': {
    nb: 'En passnøkkel er lagt til i MinID-en din',
    nn: 'Ein passnøkkel er lagd til i MinID-en din',
    se: draft('Beassančoavdda lea lasihuvvon du MinID:ii'),
    en: 'A passkey has been added to your MinID',
  },
  'passkey-removed': {
    nb: 'En passnøkkel er fjernet fra MinID-en din',
    nn: 'Ein passnøkkel er fjerna frå MinID-en din',
    se: draft('Beassančoavdda lea sihkkojuvvon du MinID:s'),
    en: 'A passkey has been removed from your MinID',
  },
  'browser-forgotten': {
    nb: 'En nettleser er ikke lenger kjent for MinID-en din',
    nn: 'Ein nettlesar er ikkje lenger kjend for MinID-en din',
    se: draft('Du MinID ii šat dovdda muhtun neahttalohkki'),
    en: 'A browser is no longer known to your MinID',
  },
  'browsers-forgotten': {
    nb: 'Ingen nettlesere er lenger kjent for MinID-en din',
    nn: 'Ingen nettlesarar er lenger kjende for MinID-en din',
    se: draft('Du MinID ii šat dovdda ovttage neahttalohkki'),
    en: 'No browser is known to your MinID any more',
  },
  'app-guessed': {
    nb: 'Det er skrevet feil kode fra kodeappen for MinID mange ganger',
    nn: 'Det er skrive feil kode frå kodeappen for MinID mange gonger',
    se: draft('Boastu kodaáppa koda lea čállojuvvon máŋgii MinID:ii'),
    en: 'A wrong code from the code app was typed many times for MinID',
  },
  'change-stopped': {
    nb: 'Endringen som ventet i MinID-en din, er stoppet',
    nn: 'Endringa som venta i MinID-en din, er stoppa',
    se: draft('Rievdadus mii vurddii du MinID:s, lea bissehuvvon'),
    en: 'The change that was waiting in your MinID has been stopped',
  },
  'mobile-back': {
    nb: 'Det gamle mobilnummeret ditt for MinID gjelder igjen',
    nn: 'Det gamle mobilnummeret ditt for MinID gjeld igjen',
    se: draft('Du boares MinID mobiilanummir lea fas fámus'),
    en: 'Your old mobile number for MinID is in use again',
  },
} as const satisfies Record<string, Text>

/** Asked for today, done on the day that is named. */
export const waitsTexts = {
  mobile: {
    nb: (day) => `Mobilnummeret ditt for MinID blir byttet ${day}`,
    nn: (day) => `Mobilnummeret ditt for MinID blir bytt ${day}`,
    se: draft((day: string) => `Du MinID mobiilanummir molsojuvvo ${day}`),
    en: (day) => `Your mobile number for MinID will be changed on ${day}`,
  },
  email: {
    nb: (day) => `E-postadressen din for MinID blir byttet ${day}`,
    nn: (day) => `E-postadressa di for MinID blir bytt ${day}`,
    se: draft((day: string) => `Du MinID e-poastačujuhus molsojuvvo ${day}`),
    en: (day) => `Your e-mail address for MinID will be changed on ${day}`,
  },
  close: {
    nb: (day) => `MinID-en din blir stengt ${day}`,
    nn: (day) => `MinID-en din blir stengd ${day}`,
    se: draft((day: string) => `Du MinID giddejuvvo ${day}`),
    en: (day) => `Your MinID will be closed on ${day}`,
  },
  anew: {
    nb: (day) => `MinID-en din blir registrert på nytt ${day}, med nytt passord`,
    nn: (day) => `MinID-en din blir registrert på nytt frå ${day}, med nytt passord`,
    se: draft((day: string) => `Du MinID registrerejuvvo ođđasit ${day}, ođđa beassansániin`),
    en: (day) => `Your MinID will be registered anew on ${day}, with a new password`,
  },
} as const satisfies Record<string, TextOf<[string]>>

/** What to do if it was not you. The address asks nobody for a login. */
export const remedyTexts = {
  block: {
    nb: (where) => `Kjenner du deg ikke igjen i dette? Sperr MinID på ${where}`,
    nn: (where) => `Kjenner du deg ikkje att i dette? Sperr MinID på ${where}`,
    se: draft((where: string) => `Jus dát ii lean don, de gitte MinID dáppe: ${where}`),
    en: (where) => `If this was not you, block MinID at ${where}`,
  },
  stop: {
    nb: (where) => `Har du ikke bedt om dette? Stopp det på ${where}`,
    nn: (where) => `Har du ikkje bede om dette? Stopp det på ${where}`,
    se: draft((where: string) => `Jus it leat bivdán dán, de bisset dan dáppe: ${where}`),
    en: (where) => `If you did not ask for this, stop it at ${where}`,
  },
  back: {
    nb: (where) => `Var det ikke deg? Ta det tilbake på ${where}`,
    nn: (where) => `Var det ikkje deg? Ta det tilbake på ${where}`,
    se: draft((where: string) => `Jus it lean don, de máhcat dan dáppe: ${where}`),
    en: (where) => `If this was not you, take it back at ${where}`,
  },
  see: {
    nb: (where) => `Er det feil, ser du på ${where} hvordan det rettes`,
    nn: (where) => `Er det feil, ser du på ${where} korleis det blir retta`,
    se: draft((where: string) => `Jus dat lea boastut, de oainnát dáppe mo dan divvut: ${where}`),
    en: (where) => `If this is wrong, ${where} says how to have it put right`,
  },
  order: {
    nb: (where) => `Du kan bestille nytt brev med koder på ${where}`,
    nn: (where) => `Du kan bestille nytt brev med kodar på ${where}`,
    se: draft((where: string) => `Sáhtát diŋgot ođđa kodareivve dáppe: ${where}`),
    en: (where) => `You can order a new letter with codes at ${where}`,
  },
  phone: {
    nb: (phone) => `, eller ring brukerstøtten på ${phone}.`,
    nn: (phone) => `, eller ring brukarstøtta på ${phone}.`,
    se: draft((phone: string) => `, dahje riŋge geavaheaddjidoarjagii: ${phone}.`),
    en: (phone) => `, or call user support on ${phone}.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
