/** Words of the page that shows a MinID to its owner. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { Said } from '#methods/minid/profile/deps.ts'

export const overviewTexts = {
  title: { nb: 'MinID-en din', nn: 'MinID-en din', se: draft('Du MinID'), en: 'Your MinID' },
  password: { nb: 'Passord', nn: 'Passord', se: draft('Beassansátni'), en: 'Password' },
  mobile: { nb: 'Mobilnummer', nn: 'Mobilnummer', se: draft('Mobiilanummir'), en: 'Mobile number' },
  email: { nb: 'E-postadresse', nn: 'E-postadresse', se: draft('E-poastačujuhus'), en: 'E-mail address' },
  channels: {
    nb: 'Koder og midlertidig passord',
    nn: 'Kodar og mellombels passord',
    se: draft('Kodat ja gaskaboddasaš beassansátni'),
    en: 'Codes and temporary password',
  },
  change: { nb: 'Endre', nn: 'Endre', se: draft('Rievdat'), en: 'Change' },
  none: { nb: 'Ingen', nn: 'Ingen', se: draft('Ii mihkkege'), en: 'None' },
  codesSms: { nb: 'Koder på SMS', nn: 'Kodar på SMS', se: draft('Kodat SMS:s'), en: 'Codes by SMS' },
  codesLetter: { nb: 'Koder fra brev', nn: 'Kodar frå brev', se: draft('Kodat reivves'), en: 'Codes from a letter' },
  temporarySms: {
    nb: 'midlertidig passord på SMS',
    nn: 'mellombels passord på SMS',
    se: draft('gaskaboddasaš beassansátni SMS:s'),
    en: 'temporary password by SMS',
  },
  temporaryMail: {
    nb: 'midlertidig passord på e-post',
    nn: 'mellombels passord på e-post',
    se: draft('gaskaboddasaš beassansátni e-poasttas'),
    en: 'temporary password by e-mail',
  },
  shared: {
    nb: 'Noen andre har det samme. Bruk helst noe bare du har.',
    nn: 'Nokon andre har det same. Bruk helst noko berre du har.',
    se: draft('Earáin lea seamma. Geavat nu mo vejolaš juoidá mii lea dušše dus.'),
    en: 'Somebody else has the same. Use one that only you have, if you can.',
  },
  devices: {
    nb: 'Andre måter å logge inn på',
    nn: 'Andre måtar å logge inn på',
    se: draft('Eará vuogit čálihit sisa'),
    en: 'Other ways to log in',
  },
  totp: { nb: 'Kodeapper', nn: 'Kodeappar', se: draft('Kodaáppat'), en: 'Code apps' },
  passkeys: { nb: 'Passnøkler', nn: 'Passnøklar', se: draft('Beassančoavdagat'), en: 'Passkeys' },
  browsers: {
    nb: 'Nettlesere som er kjent',
    nn: 'Nettlesarar som er kjende',
    se: draft('Neahttalohkkit mat leat dovddus'),
    en: 'Browsers that are known',
  },
  letters: { nb: 'Brev med koder', nn: 'Brev med kodar', se: draft('Kodareivvet'), en: 'Letters with codes' },
  noLetters: {
    nb: 'Du har ingen brev med koder som kan brukes.',
    nn: 'Du har ingen brev med kodar som kan brukast.',
    se: draft('Dus eai leat kodareivvet maid sáhttá geavahit.'),
    en: 'You have no letters with codes that can be used.',
  },
  inUse: { nb: 'i bruk', nn: 'i bruk', se: draft('anus'), en: 'in use' },
  notYet: { nb: 'ikke brukt ennå', nn: 'ikkje brukt enno', se: draft('ii vel geavahuvvon'), en: 'not used yet' },
  low: {
    nb: 'Det er få koder igjen. Bestill et nytt brev i tide.',
    nn: 'Det er få kodar igjen. Bestill eit nytt brev i tide.',
    se: draft('Leat dušše moadde koda vel. Diŋgo ođđa reivve áiggil.'),
    en: 'There are few codes left. Order a new letter in time.',
  },
  order: { nb: 'Bestill nytt brev', nn: 'Bestill nytt brev', se: draft('Diŋgo ođđa reivve'), en: 'Order a new letter' },
  block: { nb: 'Sperr kodene', nn: 'Sperr kodane', se: draft('Gitte kodaid'), en: 'Block the codes' },
  cameBack: {
    nb: 'Et brev til deg kom i retur, så kodene i det gjelder ikke. Se at Folkeregisteret har riktig adresse før du bestiller et nytt.',
    nn: 'Eit brev til deg kom i retur, så kodane i det gjeld ikkje. Sjå at Folkeregisteret har rett adresse før du bestiller eit nytt.',
    se: draft(
      'Reive dutnje bođii ruovttoluotta, nu ahte das eai leat kodat fámus. Geahča ahte Álbmotregistaris lea rivttes čujuhus ovdal go diŋgot ođđa reivve.',
    ),
    en: 'A letter to you came back, so its codes are not valid. See that the National Population Register has the right address before you order a new one.',
  },
  close: { nb: 'Steng MinID', nn: 'Steng MinID', se: draft('Gitte MinID'), en: 'Close MinID' },
  stop: { nb: 'Stopp endringen', nn: 'Stopp endringa', se: draft('Bisset rievdadusa'), en: 'Stop the change' },
  takeBack: {
    nb: 'Ta tilbake det gamle nummeret',
    nn: 'Ta tilbake det gamle nummeret',
    se: draft('Máhcat boares nummira'),
    en: 'Take the old number back',
  },
  noneTitle: {
    nb: 'Du har ikke MinID',
    nn: 'Du har ikkje MinID',
    se: draft('Dus ii leat MinID'),
    en: 'You do not have MinID',
  },
  noneHow: {
    nb: 'Bestill et brev med koder, så registrerer du deg når det er kommet.',
    nn: 'Bestill eit brev med kodar, så registrerer du deg når det er kome.',
    se: draft('Diŋgo kodareivve, de registreret iežat go dat lea boahtán.'),
    en: 'Order a letter with codes, and register when it has come.',
  },
} as const satisfies Record<string, Text>

export const saidTexts: Readonly<Record<Said, Text>> = {
  mobile: {
    nb: 'Mobilnummeret er byttet. Vi har sagt fra på det gamle nummeret.',
    nn: 'Mobilnummeret er bytt. Vi har sagt frå på det gamle nummeret.',
    se: draft('Mobiilanummir lea molsojuvvon. Leat dieđihan boares nummirii.'),
    en: 'The mobile number has been changed. We have told the old number.',
  },
  email: {
    nb: 'E-postadressen er byttet. Vi har sagt fra på SMS og e-post.',
    nn: 'E-postadressa er bytt. Vi har sagt frå på SMS og e-post.',
    se: draft('E-poastačujuhus lea molsojuvvon. Leat dieđihan SMS:in ja e-poasttain.'),
    en: 'The e-mail address has been changed. We have said so by SMS and e-mail.',
  },
  channels: {
    nb: 'Endringen er lagret.',
    nn: 'Endringa er lagra.',
    se: draft('Rievdadus lea vurkejuvvon.'),
    en: 'The change has been saved.',
  },
  waits: {
    nb: 'Vi har tatt imot endringen. Den venter noen dager, og vi har sagt fra på det gamle nummeret og den gamle adressen.',
    nn: 'Vi har teke imot endringa. Ho ventar nokre dagar, og vi har sagt frå på det gamle nummeret og den gamle adressa.',
    se: draft(
      'Leat vuostáiváldán rievdadusa. Dat vuordá moadde beaivvi, ja leat dieđihan boares nummirii ja boares čujuhussii.',
    ),
    en: 'We have received the change. It waits for some days, and we have told the old number and the old address.',
  },
  waiting: {
    nb: 'Noe annet venter allerede. Vent til det er gjort, eller stopp det først.',
    nn: 'Noko anna ventar alt. Vent til det er gjort, eller stopp det først.',
    se: draft('Juoga eará vuordá juo. Vuordde dassážii go dat lea dahkkon, dahje bisset dan álggos.'),
    en: 'Something else waits already. Wait until it is done, or stop it first.',
  },
  stopped: {
    nb: 'Endringen er stoppet.',
    nn: 'Endringa er stoppa.',
    se: draft('Rievdadus lea bissehuvvon.'),
    en: 'The change has been stopped.',
  },
  over: {
    nb: 'Det du holdt på med, er avsluttet. Begynn på nytt hvis det ikke ble gjort.',
    nn: 'Det du heldt på med, er avslutta. Byrj på nytt om det ikkje vart gjort.',
    se: draft('Dat maid ledjet dahkamin, lea loahpahuvvon. Álgge ođđasit jus dat ii dahkkon.'),
    en: 'What you were doing has ended. Begin again if it was not done.',
  },
  'no-letter': {
    nb: 'Du har ingen brev med koder som kan brukes. Bestill et nytt først.',
    nn: 'Du har ingen brev med kodar som kan brukast. Bestill eit nytt først.',
    se: draft('Dus eai leat kodareivvet maid sáhttá geavahit. Diŋgo ođđa reivve álggos.'),
    en: 'You have no letters with codes that can be used. Order a new one first.',
  },
  'too-many': {
    nb: 'Vi har sendt mange koder den siste timen og kan ikke sende flere nå. Vent en time.',
    nn: 'Vi har sendt mange kodar den siste timen og kan ikkje sende fleire no. Vent ein time.',
    se: draft('Leat sádden ollu kodaid maŋimuš diimmus eatge sáhte sáddet eanet dál. Vuordde diimmu.'),
    en: 'We have sent many codes in the last hour and cannot send more now. Wait an hour.',
  },
}

export const overviewSentences = {
  since: {
    nb: (day) => `Byttet ${day}`,
    nn: (day) => `Bytt ${day}`,
    se: draft((day: string) => `Molsojuvvon ${day}`),
    en: (day) => `Changed on ${day}`,
  },
  smsTo: {
    nb: (ending) => `Kode på SMS til nummeret som slutter på ${ending}`,
    nn: (ending) => `Kode på SMS til nummeret som sluttar på ${ending}`,
    se: draft((ending: string) => `SMS-koda nummirii man loahpas lea ${ending}`),
    en: (ending) => `Code by SMS to the number ending in ${ending}`,
  },
  letterExpires: {
    nb: (day) => `gjelder til ${day}`,
    nn: (day) => `gjeld til ${day}`,
    se: draft((day: string) => `fámus ${day} rádjai`),
    en: (day) => `valid until ${day}`,
  },
  left: {
    nb: (left) => `${left} koder igjen`,
    nn: (left) => `${left} kodar igjen`,
    se: draft((left: string) => `${left} koda vel`),
    en: (left) => `${left} codes left`,
  },
  letter: {
    nb: (letter) => `Brevet ${letter}`,
    nn: (letter) => `Brevet ${letter}`,
    se: draft((letter: string) => `Reive ${letter}`),
    en: (letter) => `Letter ${letter}`,
  },
} as const satisfies Record<string, TextOf<[string]>>

/** What waits, and until when. */
export const waitingSentences = {
  mobile: {
    nb: (when) => `Mobilnummeret blir byttet ${when}.`,
    nn: (when) => `Mobilnummeret blir bytt ${when}.`,
    se: draft((when: string) => `Mobiilanummir molsojuvvo ${when}.`),
    en: (when) => `The mobile number will be changed on ${when}.`,
  },
  email: {
    nb: (when) => `E-postadressen blir byttet ${when}.`,
    nn: (when) => `E-postadressa blir bytt ${when}.`,
    se: draft((when: string) => `E-poastačujuhus molsojuvvo ${when}.`),
    en: (when) => `The e-mail address will be changed on ${when}.`,
  },
  anew: {
    nb: (when) => `MinID er registrert på nytt. Det nye gjelder fra ${when}.`,
    nn: (when) => `MinID er registrert på nytt. Det nye gjeld frå ${when}.`,
    se: draft((when: string) => `MinID lea registrerejuvvon ođđasit. Ođas lea fámus ${when} rájes.`),
    en: (when) => `MinID has been registered anew. The new details apply from ${when}.`,
  },
  close: {
    nb: (when) => `MinID blir stengt ${when}. Noen har bedt om det med koden fra et brev.`,
    nn: (when) => `MinID blir stengd ${when}. Nokon har bede om det med koden frå eit brev.`,
    se: draft((when: string) => `MinID giddejuvvo ${when}. Soamis lea bivdán dan reivve kodain.`),
    en: (when) => `MinID will be closed on ${when}. Somebody has asked for it with the code from a letter.`,
  },
  'old-mobile': {
    nb: (when) =>
      `Mobilnummeret er nylig byttet. Fram til ${when} kan det gamle nummeret ta det tilbake, og du kan ikke få nytt passord med det nye nummeret alene.`,
    nn: (when) =>
      `Mobilnummeret er nyleg bytt. Fram til ${when} kan det gamle nummeret ta det tilbake, og du kan ikkje få nytt passord med det nye nummeret åleine.`,
    se: draft(
      (when: string) =>
        `Mobiilanummir lea aiddo molsojuvvon. Gitta ${when} rádjai sáhttá boares nummir máhcahit dan, itge oaččo ođđa beassansáni dušše ođđa nummiriin.`,
    ),
    en: (when) =>
      `The mobile number was changed lately. Until ${when} the old number can take it back, and you cannot get a new password with the new number alone.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
