/** What a letter with codes says, in four languages. Read on paper, often by people who log in once a year. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { BookName } from '#letters/books.ts'

/** Names are names, in every language. */
export const bookTitles: Readonly<Record<BookName, string>> = { minid: 'MinID', altinn: 'Altinn' }

interface Texts {
  readonly title: TextOf<[name: string]>
  readonly intro: Text
  readonly newUser: Text
  readonly letterId: Text
  readonly qr: Text
  readonly keep: Text
  readonly notOrdered: Text
  readonly validity: TextOf<[date: string]>
  readonly older: Text
  readonly help: TextOf<[ways: string]>
  readonly codes: Text
  readonly sender: Text
}

export const texts: Texts = {
  title: {
    nb: (name) => `Engangskoder til ${name}`,
    nn: (name) => `Eingongskodar til ${name}`,
    se: draft((name) => `Oktii geavahahtti koddat: ${name}`),
    en: (name) => `One-time codes for ${name}`,
  },
  intro: {
    nb: 'Her er kodene som er bestilt til deg. Når du logger inn, spør siden etter koden med et bestemt nummer. Hver kode virker én gang.',
    nn: 'Her er kodane som er bestilte til deg. Når du loggar inn, spør sida etter koden med eit bestemt nummer. Kvar kode verkar éin gong.',
    se: draft(
      'Dás leat koddat mat leat diŋgojuvvon dutnje. Go logget sisa, de jearrá siidu kodda dihto nummiriin. Juohke kodda doaibmá oktii.',
    ),
    en: 'Here are the codes that were ordered for you. When you log in, the page asks for the code with a certain number. Each code works once.',
  },
  newUser: {
    nb: 'Er du ny bruker? Les av QR-koden, eller gå til adressen under og skriv inn brevets nummer.',
    nn: 'Er du ny brukar? Les av QR-koden, eller gå til adressa under og skriv inn nummeret på brevet.',
    se: draft('Leatgo ođđa geavaheaddji? Logas QR-kodda, dahje mana čujuhussii vuolábealde ja čále reivve nummira.'),
    en: 'Are you a new user? Scan the QR code, or go to the address below and type the number of this letter.',
  },
  letterId: { nb: 'Brevets nummer', nn: 'Nummeret på brevet', se: draft('Reivve nummir'), en: 'Number of this letter' },
  qr: {
    nb: 'QR-kode som åpner siden der du registrerer deg',
    nn: 'QR-kode som opnar sida der du registrerer deg',
    se: draft('QR-kodda mii rahpá siiddu gos registreret iežat'),
    en: 'QR code that opens the page where you register',
  },
  keep: {
    nb: 'Ta vare på brevet, og vis det ikke til andre. Vi ber deg aldri om koder på telefon, i e-post eller i SMS.',
    nn: 'Ta vare på brevet, og vis det ikkje til andre. Vi bed deg aldri om kodar på telefon, i e-post eller i SMS.',
    se: draft(
      'Vurke reivve, ale ge čájet dan earáide. Mii eat goassege bivdde kodaid telefovnnas, e-poasttas dahje SMS:s.',
    ),
    en: 'Keep this letter, and do not show it to others. We never ask for codes by phone, e-mail or text message.',
  },
  notOrdered: {
    nb: 'Har du ikke bestilt kodene, eller har noen sett dem? Sperr dem på innloggingssiden eller hos brukerstøtten.',
    nn: 'Har du ikkje bestilt kodane, eller har nokon sett dei? Sperr dei på innloggingssida eller hos brukarstøtta.',
    se: draft(
      'Juos it leat diŋgon kodaid, dahje juos giinu lea oaidnán daid, de gidde daid sisaloggensiiddus dahje geavaheaddjidoarjagis.',
    ),
    en: 'If you did not order these codes, or somebody has seen them, block them on the login page or with user support.',
  },
  validity: {
    nb: (date) => `Bruk den første koden innen ${date}. Etter det virker ikke brevet.`,
    nn: (date) => `Bruk den første koden innan ${date}. Etter det verkar ikkje brevet.`,
    se: draft((date) => `Geavat vuosttaš kodda ovdal go ${date} lea vássán. Dan maŋŋá reive ii doaimma.`),
    en: (date) => `Use the first code by ${date}. After that this letter does not work.`,
  },
  older: {
    nb: 'Et eldre brev virker til du bruker den første koden fra dette.',
    nn: 'Eit eldre brev verkar til du bruker den første koden frå dette.',
    se: draft('Boarrásut reive doaibmá dassážii go geavahat vuosttaš kodda dán reivves.'),
    en: 'An older letter works until you use the first code from this one.',
  },
  help: {
    nb: (ways) => `Trenger du hjelp? ${ways}`,
    nn: (ways) => `Treng du hjelp? ${ways}`,
    se: draft((ways) => `Dárbbašatgo veahki? ${ways}`),
    en: (ways) => `Do you need help? ${ways}`,
  },
  codes: { nb: 'Koder', nn: 'Kodar', se: draft('Koddat'), en: 'Codes' },
  sender: { nb: 'Avsender', nn: 'Avsendar', se: draft('Sáddejeaddji'), en: 'Sender' },
}
