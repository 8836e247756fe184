/** What events of the trail are called on My page. An event without a line here is not shown there. */
import type { AuditEventType } from '#audit/events.ts'
import { draft, type Text } from '#i18n/text.ts'

export interface Said {
  readonly kind: 'own' | 'others'
  readonly says: Text
}

/** `field` gives a field's word; empty where it has none. */
type Says = (field: (name: string) => string) => Said | undefined

const own =
  (says: Text): Says =>
  () => ({ kind: 'own', says })
const others =
  (says: Text): Says =>
  () => ({ kind: 'others', says })
/** What the help desk does has lines of its own. */
const bySelf =
  (says: Text): Says =>
  (field) =>
    field('by') === 'self' ? { kind: 'own', says } : undefined
const byWord =
  (name: string, said: Readonly<Record<string, Text>>): Says =>
  (field) => {
    const says = Object.hasOwn(said, field(name)) ? said[field(name)] : undefined
    return says && { kind: 'own', says }
  }

const letter = {
  ordered: {
    nb: 'Et brev med koder for MinID ble bestilt',
    nn: 'Eit brev med kodar for MinID vart bestilt',
    se: draft('MinID kodareive diŋgojuvvui'),
    en: 'A letter with codes for MinID was ordered',
  },
  returned: {
    nb: 'Et brev med koder kom i retur, og kodene i det gjelder ikke',
    nn: 'Eit brev med kodar kom i retur, og kodane i det gjeld ikkje',
    se: draft('Kodareive bođii ruovttoluotta, eaige das leat kodat fámus'),
    en: 'A letter with codes came back, and its codes are not valid',
  },
  blocked: {
    nb: 'Kodene i brevet for MinID ble sperret',
    nn: 'Kodane i brevet for MinID vart sperra',
    se: draft('MinID reivve kodat giddejuvvojedje'),
    en: 'The codes in the letter for MinID were blocked',
  },
} as const satisfies Record<string, Text>

const desk = {
  looked: {
    nb: 'Brukerstøtten så etter om det er bestilt brev med koder til deg',
    nn: 'Brukarstøtta såg etter om det er bestilt brev med kodar til deg',
    se: draft('Geavaheaddjidoarjja iskkai leatgo dutnje diŋgojuvvon kodareivvet'),
    en: 'User support looked whether letters with codes were ordered for you',
  },
  ordered: {
    nb: 'Brukerstøtten bestilte brev med koder til deg',
    nn: 'Brukarstøtta bestilte brev med kodar til deg',
    se: draft('Geavaheaddjidoarjja diŋgui kodareivve dutnje'),
    en: 'User support ordered a letter with codes for you',
  },
  made: {
    nb: 'Et brev med koder til deg ble laget, bestilt av brukerstøtten',
    nn: 'Eit brev med kodar til deg vart laga, bestilt av brukarstøtta',
    se: draft('Kodareive dutnje ráhkaduvvui, geavaheaddjidoarjja lei dan diŋgon'),
    en: 'A letter with codes for you was made; user support had ordered it',
  },
  reserved: {
    nb: 'Brukerstøtten reserverte deg mot digital kommunikasjon fra det offentlige',
    nn: 'Brukarstøtta reserverte deg mot digital kommunikasjon frå det offentlege',
    se: draft('Geavaheaddjidoarjja várrii du almmolaš digitála gulahallama vuostá'),
    en: 'User support registered that you opt out of digital communication from the public sector',
  },
  unreserved: {
    nb: 'Brukerstøtten opphevet reservasjonen din mot digital kommunikasjon',
    nn: 'Brukarstøtta oppheva reservasjonen din mot digital kommunikasjon',
    se: draft('Geavaheaddjidoarjja sihkui du várrehusa digitála gulahallama vuostá'),
    en: 'User support ended your opt-out of digital communication',
  },
  blocked: {
    nb: 'Brukerstøtten sperret kodene dine',
    nn: 'Brukarstøtta sperra kodane dine',
    se: draft('Geavaheaddjidoarjja gidde du kodaid'),
    en: 'User support blocked your codes',
  },
} as const satisfies Record<string, Text>

const replacedNumber: Text = {
  nb: 'Folkeregisteret har gitt deg et nytt nummer. Du kan logge inn med både det nye og det gamle',
  nn: 'Folkeregisteret har gjeve deg eit nytt nummer. Du kan logge inn med både det nye og det gamle',
  se: draft('Álbmotregisttar lea addán dutnje ođđa nummira. Sáhtát čálihit iežat sisa sihke ođđa ja boares nummiriin'),
  en: 'The population register has given you a new number. You can log in with both the new one and the old',
}

const asked = {
  mobile: {
    nb: 'Nytt mobilnummer for MinID ble meldt inn, og venter',
    nn: 'Nytt mobilnummer for MinID vart meldt inn, og ventar',
    se: draft('MinID ođđa mobiilanummir dieđihuvvui, ja vuordá'),
    en: 'A new mobile number for MinID was given, and waits',
  },
  email: {
    nb: 'Ny e-postadresse for MinID ble meldt inn, og venter',
    nn: 'Ny e-postadresse for MinID vart meldt inn, og ventar',
    se: draft('MinID ođđa e-poastačujuhus dieđihuvvui, ja vuordá'),
    en: 'A new e-mail address for MinID was given, and waits',
  },
  anew: {
    nb: 'MinID ble registrert på nytt, og det nye venter',
    nn: 'MinID vart registrert på nytt, og det nye ventar',
    se: draft('MinID registrerejuvvui ođđasit, ja ođas vuordá'),
    en: 'MinID was registered anew, and the new details wait',
  },
  close: {
    nb: 'Stenging av MinID ble bedt om med et brev, og venter',
    nn: 'Stenging av MinID vart bede om med eit brev, og ventar',
    se: draft('MinID gidden jerrojuvvui reivviin, ja vuordá'),
    en: 'Closing MinID was asked for with a letter, and waits',
  },
} as const satisfies Record<string, Text>

const done = {
  mobile: {
    nb: 'Mobilnummeret for MinID ble byttet',
    nn: 'Mobilnummeret for MinID vart bytt',
    se: draft('MinID mobiilanummir molsojuvvui'),
    en: 'The mobile number for MinID was changed',
  },
  email: {
    nb: 'E-postadressen for MinID ble byttet',
    nn: 'E-postadressa for MinID vart bytt',
    se: draft('MinID e-poastačujuhus molsojuvvui'),
    en: 'The e-mail address for MinID was changed',
  },
  anew: {
    nb: 'MinID ble registrert på nytt',
    nn: 'MinID vart registrert på nytt',
    se: draft('MinID registrerejuvvui ođđasit'),
    en: 'MinID was registered anew',
  },
} as const satisfies Record<string, Text>

const devices = {
  added: {
    totp: {
      nb: 'En kodeapp ble lagt til i MinID',
      nn: 'Ein kodeapp vart lagd til i MinID',
      se: draft('Kodaáppa lasihuvvui MinID:ii'),
      en: 'A code app was added to MinID',
    },
    passkey: {
      nb: 'En passnøkkel ble lagt til i MinID',
      nn: 'Ein passnøkkel vart lagd til i MinID',
      se: draft('Beassančoavdda lasihuvvui MinID:ii'),
      en: 'A passkey was added to MinID',
    },
  },
  removed: {
    totp: {
      nb: 'En kodeapp ble fjernet fra MinID',
      nn: 'Ein kodeapp vart fjerna frå MinID',
      se: draft('Kodaáppa sihkkojuvvui MinID:s'),
      en: 'A code app was removed from MinID',
    },
    passkey: {
      nb: 'En passnøkkel ble fjernet fra MinID',
      nn: 'Ein passnøkkel vart fjerna frå MinID',
      se: draft('Beassančoavdda sihkkojuvvui MinID:s'),
      en: 'A passkey was removed from MinID',
    },
  },
  browsers: {
    one: {
      nb: 'En nettleser som MinID kjente, ble glemt',
      nn: 'Ein nettlesar som MinID kjende, vart gløymd',
      se: draft('Neahttalohkki maid MinID dovddai, vajálduhttojuvvui'),
      en: 'A browser that MinID knew was forgotten',
    },
    all: {
      nb: 'Alle nettlesere som MinID kjente, ble glemt',
      nn: 'Alle nettlesarar som MinID kjende, vart gløymde',
      se: draft('Buot neahttalohkkit maid MinID dovddai, vajálduhttojuvvojedje'),
      en: 'All browsers that MinID knew were forgotten',
    },
  },
  wrongCode: {
    nb: 'Feil kode fra kodeapp ble skrevet etter riktig passord',
    nn: 'Feil kode frå kodeapp vart skriven etter rett passord',
    se: draft('Boasttu kodaáppa koda čállojuvvui rivttes beassansáni maŋŋá'),
    en: 'A wrong code from a code app was typed after the right password',
  },
  copied: {
    nb: 'En passnøkkel ble avvist: den kan være kopiert',
    nn: 'Ein passnøkkel vart avvist: han kan vere kopiert',
    se: draft('Beassančoavdda hilgojuvvui: dat sáhttá leat kopierejuvvon'),
    en: 'A passkey was refused: it may have been copied',
  },
} as const

const minid = {
  registered: {
    nb: 'MinID ble registrert med en kode fra et brev',
    nn: 'MinID vart registrert med ein kode frå eit brev',
    se: draft('MinID registrerejuvvui reivve kodain'),
    en: 'MinID was registered with a code from a letter',
  },
  closed: {
    nb: 'MinID ble stengt',
    nn: 'MinID vart stengd',
    se: draft('MinID giddejuvvui'),
    en: 'MinID was closed',
  },
  channels: {
    nb: 'Det ble endret hvordan koder og passord for MinID kommer',
    nn: 'Det vart endra korleis kodar og passord for MinID kjem',
    se: draft('Rievdaduvvui mo MinID kodat ja beassansánit bohtet'),
    en: 'It was changed how codes and passwords for MinID come',
  },
  stopped: {
    nb: 'En endring av MinID ble stoppet',
    nn: 'Ei endring av MinID vart stoppa',
    se: draft('MinID rievdadus bissehuvvui'),
    en: 'A change of MinID was stopped',
  },
  password: {
    nb: 'Passordet for MinID ble byttet',
    nn: 'Passordet for MinID vart bytt',
    se: draft('MinID beassansátni molsojuvvui'),
    en: 'The password for MinID was changed',
  },
  temporary: {
    nb: 'Et midlertidig passord for MinID ble sendt',
    nn: 'Eit mellombels passord for MinID vart sendt',
    se: draft('MinID gaskaboddasaš beassansátni sáddejuvvui'),
    en: 'A temporary password for MinID was sent',
  },
  wrongPassword: {
    nb: 'Feil passord ble skrevet for MinID-en din',
    nn: 'Feil passord vart skrive for MinID-en din',
    se: draft('Boasttu beassansátni čállojuvvui du MinID:ii'),
    en: 'A wrong password was typed for your MinID',
  },
  locked: {
    nb: 'MinID-en din tok en pause etter mange feil forsøk',
    nn: 'MinID-en din tok ein pause etter mange feil forsøk',
    se: draft('Du MinID doalai bottu máŋgga boasttu geahččaleami maŋŋá'),
    en: 'Your MinID paused after many wrong tries',
  },
} as const satisfies Record<string, Text>

export const happened: Readonly<Partial<Record<AuditEventType, Says>>> = {
  'letter.ordered': bySelf(letter.ordered),
  // Whoever was a stranger when it was ordered has no other line of it.
  'letter.made': (field) => (field('by') === 'helpdesk' ? { kind: 'others', says: desk.made } : undefined),
  'letter.returned': own(letter.returned),
  'letter.codes.blocked': bySelf(letter.blocked),
  'person.number.replaced': own(replacedNumber),
  'helpdesk.looked': others(desk.looked),
  'helpdesk.ordered': others(desk.ordered),
  'helpdesk.blocked': others(desk.blocked),
  'helpdesk.reserved': (field) => ({ kind: 'others', says: field('what') === 'in' ? desk.unreserved : desk.reserved }),
  'minid.device.added': byWord('kind', devices.added),
  'minid.device.removed': byWord('kind', devices.removed),
  'minid.browser.forgotten': byWord('what', devices.browsers),
  'minid.totp.refused': byWord('why', { wrong: devices.wrongCode }),
  'minid.passkey.refused': byWord('why', { counter: devices.copied }),
  'minid.password.refused': byWord('why', { wrong: minid.wrongPassword }),
  'minid.locked': own(minid.locked),
  'minid.registered': own(minid.registered),
  'minid.closed': own(minid.closed),
  'minid.password.changed': own(minid.password),
  'minid.temporary.sent': own(minid.temporary),
  'minid.changed': byWord('what', { mobile: done.mobile, email: done.email, channels: minid.channels }),
  'minid.change.asked': byWord('what', {
    mobile: asked.mobile,
    email: asked.email,
    anew: asked.anew,
    close: asked.close,
  }),
  'minid.change.cancelled': own(minid.stopped),
  'minid.change.done': byWord('what', done),
}
