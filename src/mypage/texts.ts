/** Words of My page. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const pageName: Text = { nb: 'Min side', nn: 'Mi side', se: draft('Mu siidu'), en: 'My page' }

/** What the link to the page above is called where links are listed. */
export const upText: Text = { nb: 'Tilbake', nn: 'Tilbake', se: draft('Ruovttoluotta'), en: 'Back' }

export const homeTexts = {
  eids: { nb: 'eID-ene dine', nn: 'eID-ane dine', se: draft('Du eID:t'), en: 'Your eIDs' },
  sessions: {
    nb: 'Her er du logget inn',
    nn: 'Her er du logga inn',
    se: draft('Dáppe leat sisačálihuvvon'),
    en: 'Where you are logged in',
  },
  here: { nb: 'Denne nettleseren', nn: 'Denne nettlesaren', se: draft('Dát neahttalohkki'), en: 'This browser' },
  endThere: { nb: 'Logg ut der', nn: 'Logg ut der', se: draft('Čálit olggos doppe'), en: 'Log out there' },
  ended: {
    nb: 'Du er logget ut der. Har tjenesten en egen innlogging, kan den vare litt til.',
    nn: 'Du er logga ut der. Har tenesta ei eiga innlogging, kan ho vare litt til.',
    se: draft(
      'Don leat čálihuvvon olggos doppe. Jus bálvalusas lea iežas sisačáliheapmi, de dat sáhttá bistit vel veaháš.',
    ),
    en: 'You are logged out there. If the service has a login of its own, that may last a little longer.',
  },
  gone: {
    nb: 'Den innloggingen var alt avsluttet.',
    nn: 'Den innlogginga var alt avslutta.',
    se: draft('Dat sisačáliheapmi lei juo loahpahuvvon.'),
    en: 'That login had ended already.',
  },
  logins: {
    nb: 'Siste innlogginger',
    nn: 'Siste innloggingar',
    se: draft('Maŋimuš sisačáliheamit'),
    en: 'Last logins',
  },
  all: {
    nb: 'Se alt som har skjedd',
    nn: 'Sjå alt som har skjedd',
    se: draft('Geahča buot mii lea dáhpáhuvvan'),
    en: 'See everything that has happened',
  },
  others: {
    nb: 'Gjort for deg av andre',
    nn: 'Gjort for deg av andre',
    se: draft('Maid earát leat dahkan du ovddas'),
    en: 'Done for you by others',
  },
  language: { nb: 'Språk', nn: 'Språk', se: draft('Giella'), en: 'Language' },
  everywhere: {
    nb: 'Logg ut overalt',
    nn: 'Logg ut overalt',
    se: draft('Čálit olggos juohke sajis'),
    en: 'Log out everywhere',
  },
  everywhereWhy: {
    nb: 'Avslutter alle innloggingene dine, på alle telefoner og maskiner. Bruk det hvis du har mistet en av dem, eller lurer på om andre er inne.',
    nn: 'Avsluttar alle innloggingane dine, på alle telefonar og maskiner. Bruk det om du har mista ein av dei, eller lurer på om andre er inne.',
    se: draft(
      'Loahpaha buot du sisačálihemiid, buot telefovnnain ja mašiinnain. Geavat dan jus leat massán ovtta dain, dahje jus imaštalat leatgo earát sisa čálihan.',
    ),
    en: 'Ends all your logins, on every phone and computer. Use it if you have lost one of them, or wonder whether somebody else is in.',
  },
  nothing: {
    nb: 'Her er det ikke noe ennå.',
    nn: 'Her er det ikkje noko enno.',
    se: draft('Dáppe ii leat mihkkege vel.'),
    en: 'There is nothing here yet.',
  },
} as const satisfies Record<string, Text>

export const activityTexts = {
  title: { nb: 'Dette har skjedd', nn: 'Dette har skjedd', se: draft('Dát lea dáhpáhuvvan'), en: 'What has happened' },
  lead: {
    nb: 'Innlogginger og endringer det siste året, det nyeste først.',
    nn: 'Innloggingar og endringar det siste året, det nyaste først.',
    se: draft('Sisačáliheamit ja rievdadusat maŋimuš jagis, ođđaseamos vuosttažin.'),
    en: 'Logins and changes of the last year, the newest first.',
  },
  notYou: {
    nb: 'Er det noe her du ikke kjenner igjen? Logg ut overalt, bytt passord og ring brukerstøtten.',
    nn: 'Er det noko her du ikkje kjenner att? Logg ut overalt, byt passord og ring brukarstøtta.',
    se: draft(
      'Leago dáppe juoga maid it dovdda? Čálit olggos juohke sajis, molsso beassansáni ja riŋge geavaheaddjidoarjagii.',
    ),
    en: 'Is there something here that you do not recognise? Log out everywhere, change your password and call user support.',
  },
} as const satisfies Record<string, Text>

export const reservedTexts = {
  heading: {
    nb: 'Reservert mot digital kommunikasjon',
    nn: 'Reservert mot digital kommunikasjon',
    se: draft('Várrejuvvon digitála gulahallama vuostá'),
    en: 'Opted out of digital communication',
  },
  how: {
    nb: 'Er det feil, eller vil du ikke ha det slik lenger, tar du kontakt med brukerstøtten. Lenken «Hjelp» står nederst på siden.',
    nn: 'Er det feil, eller vil du ikkje ha det slik lenger, tek du kontakt med brukarstøtta. Lenkja «Hjelp» står nedst på sida.',
    se: draft(
      'Jus dat lea boastut, dahje it šat háliit dan, de váldde oktavuođa geavaheaddjidoarjagiin. Liŋka «Veahkki» lea vuolimusas siiddus.',
    ),
    en: 'If this is wrong, or if you no longer want it so, contact user support. The link “Help” is at the foot of the page.',
  },
} as const satisfies Record<string, Text>

export const reservedSentences = {
  since: {
    nb: (day) =>
      `Siden ${day} har du vært reservert. Det betyr at du vil ha vedtak og andre viktige brev fra det offentlige på papir. Foreløpig gir vi det ikke videre til virksomhetene. Innlogging virker som før.`,
    nn: (day) =>
      `Sidan ${day} har du vore reservert. Det tyder at du vil ha vedtak og andre viktige brev frå det offentlege på papir. Førebels gjev vi det ikkje vidare til verksemdene. Innlogging verkar som før.`,
    se: draft(
      (day: string) =>
        `Don leat leamaš várrejuvvon ${day} rájes. Dat mearkkaša ahte háliidat mearrádusaid ja eará dehálaš reivviid almmolaš orgánain báhpiris. Dássážii mii eat atte dan viidáseappot orgánaide. Sisačáliheapmi doaibmá nugo ovdal.`,
    ),
    en: (day) =>
      `You have been opted out since ${day}. It means that you want decisions and other important letters from the public sector on paper. For now we do not hand it on to public bodies. Logging in works as before.`,
  },
  phone: {
    nb: (phone) => `Er det feil, eller vil du ikke ha det slik lenger, ringer du brukerstøtten på ${phone}.`,
    nn: (phone) => `Er det feil, eller vil du ikkje ha det slik lenger, ringjer du brukarstøtta på ${phone}.`,
    se: draft(
      (phone: string) => `Jus dat lea boastut, dahje it šat háliit dan, de riŋge geavaheaddjidoarjagii: ${phone}.`,
    ),
    en: (phone) => `If this is wrong, or if you no longer want it so, call user support on ${phone}.`,
  },
} as const satisfies Record<string, TextOf<[string]>>

export const homeSentences = {
  loggedIn: {
    nb: (eid, when) => `Du logget inn med ${eid} ${when}.`,
    nn: (eid, when) => `Du logga inn med ${eid} ${when}.`,
    se: draft((eid: string, when: string) => `Don čálihit iežat sisa ${eid} bokte ${when}.`),
    en: (eid, when) => `You logged in with ${eid} on ${when}.`,
  },
  sessionSince: {
    nb: (eid, when) => `${eid}, siden ${when}`,
    nn: (eid, when) => `${eid}, sidan ${when}`,
    se: draft((eid: string, when: string) => `${eid}, ${when} rájes`),
    en: (eid, when) => `${eid}, since ${when}`,
  },
  with: {
    nb: (eid, level) => `Med ${eid}, ${level}`,
    nn: (eid, level) => `Med ${eid}, ${level}`,
    se: draft((eid: string, level: string) => `${eid} bokte, ${level}`),
    en: (eid, level) => `With ${eid}, ${level}`,
  },
} as const satisfies Record<string, TextOf<[string, string]>>
