/** Words of the forms on which the owner of a MinID changes something. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const formTexts = {
  newPassword: { nb: 'Nytt passord', nn: 'Nytt passord', se: draft('Ođđa beassansátni'), en: 'New password' },
  oldPassword: {
    nb: 'Passordet du har nå',
    nn: 'Passordet du har no',
    se: draft('Beassansátni mii dus lea dál'),
    en: 'The password you have now',
  },
  passwordThen: {
    nb: 'Når passordet er byttet, blir du logget ut overalt og logger inn på nytt med det.',
    nn: 'Når passordet er bytt, blir du logga ut overalt og loggar inn på nytt med det.',
    se: draft('Go beassansátni lea molsojuvvon, de čálihuvvot olggos juohke sajis ja čálihat iežat fas sisa dainna.'),
    en: 'When the password has been changed you are logged out everywhere, and log in again with it.',
  },
  oldMissing: {
    nb: 'Skriv inn passordet du har nå.',
    nn: 'Skriv inn passordet du har no.',
    se: draft('Čále beassansáni mii dus lea dál.'),
    en: 'Enter the password you have now.',
  },
  oldWrong: {
    nb: 'Dette er ikke passordet du har nå. Se etter om det er skrevet riktig, og prøv igjen.',
    nn: 'Dette er ikkje passordet du har no. Sjå etter om det er skrive rett, og prøv igjen.',
    se: draft('Dát ii leat beassansátni mii dus lea dál. Geahča leago dat čállojuvvon riekta, ja geahččal ođđasit.'),
    en: 'This is not the password you have now. Check that it is typed correctly, and try again.',
  },
  savePassword: { nb: 'Bytt passord', nn: 'Byt passord', se: draft('Molsso beassansáni'), en: 'Change the password' },
  newMobile: {
    nb: 'Nytt mobilnummer',
    nn: 'Nytt mobilnummer',
    se: draft('Ođđa mobiilanummir'),
    en: 'New mobile number',
  },
  newEmail: {
    nb: 'Ny e-postadresse',
    nn: 'Ny e-postadresse',
    se: draft('Ođđa e-poastačujuhus'),
    en: 'New e-mail address',
  },
  how: {
    nb: 'Hvordan vil du bekrefte det?',
    nn: 'Korleis vil du stadfeste det?',
    se: draft('Mo áiggut duođaštit dan?'),
    en: 'How do you want to confirm it?',
  },
  byLetter: {
    nb: 'Med en kode fra brevet',
    nn: 'Med ein kode frå brevet',
    se: draft('Reivve kodain'),
    en: 'With a code from the letter',
  },
  higher: {
    nb: 'Du er logget inn på høyt nivå, så du trenger ikke bekrefte det på annen måte.',
    nn: 'Du er logga inn på høgt nivå, så du treng ikkje stadfeste det på annan måte.',
    se: draft('Don leat sisačálihuvvon alla dásis, nu ahte it dárbbaš duođaštit dan eará vugiin.'),
    en: 'You are logged in at high level, so you need not confirm it in another way.',
  },
  lost: {
    nb: 'Når du ikke det gamle lenger?',
    nn: 'Når du ikkje det gamle lenger?',
    se: draft('Itgo šat ola boares dieđuid?'),
    en: 'Can you no longer reach the old one?',
  },
  lostHow: {
    nb: 'Da trenger du et brev med koder. Det kommer i posten til adressen du har i Folkeregisteret.',
    nn: 'Då treng du eit brev med kodar. Det kjem i posten til adressa du har i Folkeregisteret.',
    se: draft('De dárbbašat kodareivve. Dat boahtá poasttas dan čujuhussii mii dus lea Álbmotregistaris.'),
    en: 'Then you need a letter with codes. It comes by post to the address that the National Population Register has for you.',
  },
  next: { nb: 'Neste', nn: 'Neste', se: draft('Boahtte'), en: 'Next' },
  save: { nb: 'Lagre', nn: 'Lagre', se: draft('Vurke'), en: 'Save' },
  same: {
    nb: 'Det er dette du har nå. Skriv det nye.',
    nn: 'Det er dette du har no. Skriv det nye.',
    se: draft('Dát lea mii dus lea dál. Čále ođđasa.'),
    en: 'This is what you have now. Enter the new one.',
  },
  channelsTitle: {
    nb: 'Slik får du koder',
    nn: 'Slik får du kodar',
    se: draft('Ná oaččut kodaid'),
    en: 'How you get codes',
  },
  channel: {
    nb: 'Kode når du logger inn',
    nn: 'Kode når du loggar inn',
    se: draft('Koda go čálihat iežat sisa'),
    en: 'Code when you log in',
  },
  recovery: {
    nb: 'Midlertidig passord, hvis du har glemt det',
    nn: 'Mellombels passord, om du har gløymt det',
    se: draft('Gaskaboddasaš beassansátni, jus leat vajáldahttán'),
    en: 'Temporary password, if you have forgotten it',
  },
  sms: { nb: 'På SMS', nn: 'På SMS', se: draft('SMS:s'), en: 'By SMS' },
  mail: { nb: 'På e-post', nn: 'På e-post', se: draft('E-poasttas'), en: 'By e-mail' },
  letter: { nb: 'Fra brevet', nn: 'Frå brevet', se: draft('Reivves'), en: 'From the letter' },
  sharedWarning: {
    nb: 'Noen andre har registrert det samme. Er det ditt eget, kan du gå videre. Deler du det med noen, kan de få kodene dine.',
    nn: 'Nokon andre har registrert det same. Er det ditt eige, kan du gå vidare. Deler du det med nokon, kan dei få kodane dine.',
    se: draft(
      'Earát leat registreren seamma. Jus dat lea du iežat, de sáhtát joatkit. Jus juogát dan earáiguin, de sáhttet sii oažžut du kodaid.',
    ),
    en: 'Somebody else has registered the same. If it is your own you can go on. If you share it with somebody, they may get your codes.',
  },
  changedTitle: {
    nb: 'Passordet er byttet',
    nn: 'Passordet er bytt',
    se: draft('Beassansátni lea molsojuvvon'),
    en: 'The password has been changed',
  },
  changedNext: {
    nb: 'Du er logget ut overalt. Logg inn igjen med det nye passordet.',
    nn: 'Du er logga ut overalt. Logg inn igjen med det nye passordet.',
    se: draft('Don leat čálihuvvon olggos juohke sajis. Čálit iežat fas sisa ođđa beassansániin.'),
    en: 'You are logged out everywhere. Log in again with the new password.',
  },
  toMyPage: { nb: 'Gå til Min side', nn: 'Gå til Mi side', se: draft('Mana Mu siidui'), en: 'Go to My page' },
} as const satisfies Record<string, Text>

export const formSentences = {
  bySms: {
    nb: (ending) => `Med en kode til nummeret som slutter på ${ending}`,
    nn: (ending) => `Med ein kode til nummeret som sluttar på ${ending}`,
    se: draft((ending: string) => `Kodain nummirii man loahpas lea ${ending}`),
    en: (ending) => `With a code to the number ending in ${ending}`,
  },
  byMail: {
    nb: (address) => `Med en kode til ${address}`,
    nn: (address) => `Med ein kode til ${address}`,
    se: draft((address: string) => `Kodain čujuhussii ${address}`),
    en: (address) => `With a code to ${address}`,
  },
  letterWaits: {
    nb: (days) => `Når du ikke når det gamle. Endringen venter da i ${days}, så den kan stoppes hvis det ikke er deg.`,
    nn: (days) => `Når du ikkje når det gamle. Endringa ventar då i ${days}, så ho kan stoppast om det ikkje er deg.`,
    se: draft(
      (days: string) =>
        `Go it ola boares dieđuid. Rievdadus vuordá dalle ${days}, vai dan sáhttá bissehit jus dat it leat don.`,
    ),
    en: (days) =>
      `When you cannot reach the old one. The change then waits for ${days}, so that it can be stopped if it is not you.`,
  },
  confirmBy: {
    nb: (ending) => `Først sender vi en kode til nummeret som slutter på ${ending}.`,
    nn: (ending) => `Først sender vi ein kode til nummeret som sluttar på ${ending}.`,
    se: draft((ending: string) => `Álggos sáddet koda nummirii man loahpas lea ${ending}.`),
    en: (ending) => `First we send a code to the number ending in ${ending}.`,
  },
  confirmByMail: {
    nb: (address) => `Først sender vi en kode til ${address}.`,
    nn: (address) => `Først sender vi ein kode til ${address}.`,
    se: draft((address: string) => `Álggos sáddet koda čujuhussii ${address}.`),
    en: (address) => `First we send a code to ${address}.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
