/** Words of a forgotten password, on its pages. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const recoverTexts = {
  title: {
    nb: 'Lag nytt passord for MinID',
    nn: 'Lag nytt passord for MinID',
    se: draft('Ráhkat ođđa MinID beassansáni'),
    en: 'Make a new password for MinID',
  },
  how: {
    nb: 'Vi sender et midlertidig passord på SMS eller e-post. Det gamle passordet gjelder til du har laget et nytt.',
    nn: 'Vi sender eit mellombels passord på SMS eller e-post. Det gamle passordet gjeld til du har laga eit nytt.',
    se: draft(
      'Mii sáddet gaskaboddosaš beassansáni SMS:s dahje e-poasttas. Boares beassansátni lea fámus dassážiigo leat ráhkadan ođđa.',
    ),
    en: 'We send a temporary password by SMS or e-mail. The old password is valid until you have made a new one.',
  },
  send: {
    nb: 'Send midlertidig passord',
    nn: 'Send mellombels passord',
    se: draft('Sádde gaskaboddosaš beassansáni'),
    en: 'Send a temporary password',
  },
  crowd: {
    nb: 'Veldig mange har bedt om nytt passord den siste tiden, så vi sender ikke flere akkurat nå. Vent en time og prøv igjen.',
    nn: 'Svært mange har bede om nytt passord den siste tida, så vi sender ikkje fleire akkurat no. Vent ein time og prøv igjen.',
    se: draft(
      'Hui ollugat leat bivdán ođđa beassansáni maŋimuš áiggi, nu ahte eat sádde eanet aiddo dál. Vuordde diimmu ja geahččal ođđasit.',
    ),
    en: 'A great many have asked for a new password lately, so we are not sending more just now. Wait an hour and try again.',
  },
  noChannel: {
    nb: 'Har du nytt mobilnummer og ny e-postadresse?',
    nn: 'Har du nytt mobilnummer og ny e-postadresse?',
    se: draft('Lea go dus ođđa mobiilanummir ja ođđa e-poastačujuhus?'),
    en: 'Do you have a new mobile number and a new e-mail address?',
  },
  noChannelHow: {
    nb: 'Da kan vi ikke sende deg noe. Bestill et brev med koder, og registrer deg på nytt når det kommer.',
    nn: 'Då kan vi ikkje sende deg noko. Bestill eit brev med kodar, og registrer deg på nytt når det kjem.',
    se: draft('De eat sáhte sáddet dutnje maidege. Diŋgo kodareivve, ja registrere iežat ođđasit go dat boahtá.'),
    en: 'Then we cannot send you anything. Order a letter with codes, and register again when it comes.',
  },
  order: {
    nb: 'Bestill brev med koder',
    nn: 'Bestill brev med kodar',
    se: draft('Diŋgo kodareivve'),
    en: 'Order a letter with codes',
  },
  otherLost: {
    nb: 'Får du ikke lest det vi sender dit? Da må du bestille et brev med koder og registrere deg på nytt. Det gamle passordet gjelder fortsatt.',
    nn: 'Får du ikkje lese det vi sender dit? Då må du bestille eit brev med kodar og registrere deg på nytt. Det gamle passordet gjeld framleis.',
    se: draft(
      'Itgo beasa lohkat dan maid mii sáddet dohko? De fertet diŋgot kodareivve ja registreret iežat ođđasit. Boares beassansátni lea ain fámus.',
    ),
    en: 'Can you not read what we send there? Then you must order a letter with codes and register again. The old password is still valid.',
  },
  letterTitle: {
    nb: 'Bekreft med en kode fra brevet',
    nn: 'Stadfest med ein kode frå brevet',
    se: draft('Nanne reivve kodain'),
    en: 'Confirm with a code from the letter',
  },
  letterWrong: {
    nb: 'Koden er feil. Se etter at nummeret og brevet er de riktige, og prøv igjen.',
    nn: 'Koden er feil. Sjå etter at nummeret og brevet er dei rette, og prøv igjen.',
    se: draft('Koda lea boastut. Geahča ahte nummir ja reive leat riekta, ja geahččal ođđasit.'),
    en: 'The code is wrong. Check that the number and the letter are the right ones, and try again.',
  },
  noLetter: {
    nb: 'Har du ikke brevet?',
    nn: 'Har du ikkje brevet?',
    se: draft('Ii go dus leat reive?'),
    en: 'Do you not have the letter?',
  },
  noLetterHow: {
    nb: 'Da må du bestille et nytt brev og registrere deg på nytt. Det gamle passordet gjelder fortsatt.',
    nn: 'Då må du bestille eit nytt brev og registrere deg på nytt. Det gamle passordet gjeld framleis.',
    se: draft('De fertet diŋgot ođđa reivve ja registreret iežat ođđasit. Boares beassansátni lea ain fámus.'),
    en: 'Then you must order a new letter and register again. The old password is still valid.',
  },
  chooseTitle: {
    nb: 'Velg et nytt passord',
    nn: 'Vel eit nytt passord',
    se: draft('Vállje ođđa beassansáni'),
    en: 'Choose a new password',
  },
  chooseHow: {
    nb: 'Når passordet er byttet, blir du logget ut overalt.',
    nn: 'Når passordet er bytt, blir du logga ut overalt.',
    se: draft('Go beassansátni lea molsojuvvon, de čálihuvvot olggos buot sajiin.'),
    en: 'When the password has been changed, you are logged out everywhere.',
  },
  change: {
    nb: 'Bytt passord',
    nn: 'Byt passord',
    se: draft('Molsso beassansáni'),
    en: 'Change the password',
  },
  again: {
    nb: 'Be om et nytt midlertidig passord',
    nn: 'Be om eit nytt mellombels passord',
    se: draft('Bivdde ođđa gaskaboddosaš beassansáni'),
    en: 'Ask for a new temporary password',
  },
} as const satisfies Record<string, Text>

export const sentTexts = {
  title: {
    nb: 'Skriv inn det midlertidige passordet',
    nn: 'Skriv inn det mellombelse passordet',
    se: draft('Čále gaskaboddosaš beassansáni'),
    en: 'Enter the temporary password',
  },
  sent: {
    nb: 'Hvis nummeret har MinID, har vi sendt et midlertidig passord på SMS eller e-post, slik du har valgt i profilen din. Det kan bare brukes her, i denne nettleseren.',
    nn: 'Dersom nummeret har MinID, har vi sendt eit mellombels passord på SMS eller e-post, slik du har valt i profilen din. Det kan berre brukast her, i denne nettlesaren.',
    se: draft(
      'Jus nummiris lea MinID, de leat sádden gaskaboddosaš beassansáni SMS:s dahje e-poasttas, nugo leat válljen profiilastat. Dan sáhttá geavahit dušše dáppe, dán fierpmádatlogánis.',
    ),
    en: 'If the number has MinID, we have sent a temporary password by SMS or e-mail, as you have chosen in your profile. It can only be used here, in this browser.',
  },
  temporary: {
    nb: 'Midlertidig passord',
    nn: 'Mellombels passord',
    se: draft('Gaskaboddosaš beassansátni'),
    en: 'Temporary password',
  },
  temporaryHint: {
    nb: 'Ti bokstaver og tall. Du kan skrive små bokstaver, og trenger ikke skrive streken.',
    nn: 'Ti bokstavar og tal. Du kan skrive små bokstavar, og treng ikkje skrive streken.',
    se: draft('Logi bustáva ja logu. Sáhtát čállit smávva bustávaid, itge dárbbaš čállit sárgá.'),
    en: 'Ten letters and digits. Small letters are fine, and you need not type the dash.',
  },
  next: { nb: 'Neste', nn: 'Neste', se: draft('Boahtte'), en: 'Next' },
  nothing: {
    nb: 'Fikk du ikke noe?',
    nn: 'Fekk du ikkje noko?',
    se: draft('Itgo ožžon maidege?'),
    en: 'Did you not get anything?',
  },
  nothingWhy: {
    nb: 'Det kan ta noen minutter. Se også i mappen for søppelpost. Til samme person sender vi bare noen få i timen. Var nummeret feil, eller har det ikke MinID, sender vi ikke noe.',
    nn: 'Det kan ta nokre minutt. Sjå òg i mappa for søppelpost. Til same person sender vi berre nokre få i timen. Var nummeret feil, eller har det ikkje MinID, sender vi ikkje noko.',
    se: draft(
      'Dat sáhttá ádjánit moadde minuhta. Geahča maiddái ruskapoastta máhpas. Seamma olbmui sáddet dušše moadde diimmus. Jus nummir lei boastut, dahje das ii leat MinID, de eat sádde maidege.',
    ),
    en: 'It may take some minutes. Look in the folder for unwanted mail, too. We send only a few an hour to the same person. If the number was wrong, or does not have MinID, we send nothing.',
  },
  again: {
    nb: 'Skriv nummeret på nytt',
    nn: 'Skriv nummeret på nytt',
    se: draft('Čále nummira ođđasit'),
    en: 'Enter the number again',
  },
  missing: {
    nb: 'Skriv inn det midlertidige passordet du fikk.',
    nn: 'Skriv inn det mellombelse passordet du fekk.',
    se: draft('Čále gaskaboddosaš beassansáni man ožžot.'),
    en: 'Enter the temporary password you got.',
  },
  length: {
    nb: 'Det midlertidige passordet har ti tegn. Se etter om et tegn mangler eller er skrevet to ganger.',
    nn: 'Det mellombelse passordet har ti teikn. Sjå etter om eit teikn manglar eller er skrive to gonger.',
    se: draft('Gaskaboddosaš beassansánis leat logi mearkka. Geahča váilugo mearka dahje leago čállojuvvon guktii.'),
    en: 'The temporary password has ten characters. Check whether one is missing or typed twice.',
  },
  lastGuess: {
    nb: 'Det midlertidige passordet er feil. Du kan prøve én gang til.',
    nn: 'Det mellombelse passordet er feil. Du kan prøve éin gong til.',
    se: draft('Gaskaboddosaš beassansátni lea boastut. Sáhtát geahččalit vel oktii.'),
    en: 'The temporary password is wrong. You can try once more.',
  },
} as const satisfies Record<string, Text>

export const sentSentences = {
  left: {
    nb: (wait) => `Det gjelder i ${wait} til.`,
    nn: (wait) => `Det gjeld i ${wait} til.`,
    se: draft((wait: string) => `Dat lea fámus vel ${wait}.`),
    en: (wait) => `It is valid for another ${wait}.`,
  },
  wrong: {
    nb: (left) => `Det midlertidige passordet er feil. Du kan prøve ${left} ganger til.`,
    nn: (left) => `Det mellombelse passordet er feil. Du kan prøve ${left} gonger til.`,
    se: draft((left: string) => `Gaskaboddosaš beassansátni lea boastut. Sáhtát geahččalit vel ${left} geardde.`),
    en: (left) => `The temporary password is wrong. You can try ${left} more times.`,
  },
} as const satisfies Record<string, TextOf<[string]>>

export const letterSentences = {
  why: {
    nb: (letter) =>
      `Vi har ingen e-postadresse til deg. Derfor trenger vi også en kode fra brevet med nummer ${letter}.`,
    nn: (letter) => `Vi har inga e-postadresse til deg. Derfor treng vi òg ein kode frå brevet med nummer ${letter}.`,
    se: draft(
      (letter: string) => `Mis ii leat du e-poastačujuhus. Danin dárbbašat maiddái koda reivves man id lea ${letter}.`,
    ),
    en: (letter) =>
      `We have no e-mail address for you. So we need a code from the letter with the number ${letter}, too.`,
  },
  wait: {
    nb: (wait) => `Det har vært for mange feil forsøk. Vent ${wait} og prøv igjen.`,
    nn: (wait) => `Det har vore for mange feil forsøk. Vent ${wait} og prøv igjen.`,
    se: draft((wait: string) => `Leat leamaš menddo ollu boasttu geahččaleamit. Vuordde ${wait} ja geahččal ođđasit.`),
    en: (wait) => `There have been too many wrong tries. Wait ${wait} and try again.`,
  },
} as const satisfies Record<string, TextOf<[string]>>

export const endTexts = {
  doneTitle: {
    nb: 'Passordet er byttet',
    nn: 'Passordet er bytt',
    se: draft('Beassansátni lea molsojuvvon'),
    en: 'The password has been changed',
  },
  done: {
    nb: 'Det nye passordet gjelder nå. Du er logget ut overalt, og vi har sendt deg en beskjed om byttet.',
    nn: 'Det nye passordet gjeld no. Du er logga ut overalt, og vi har sendt deg ei melding om bytet.',
    se: draft(
      'Ođđa beassansátni lea dál fámus. Leat čálihuvvon olggos buot sajiin, ja leat sádden dutnje dieđu molsuma birra.',
    ),
    en: 'The new password is valid now. You are logged out everywhere, and we have sent you a message about the change.',
  },
  myPage: {
    nb: 'Logg inn på Min side',
    nn: 'Logg inn på Mi side',
    se: draft('Čálit iežat sisa Mu siidui'),
    en: 'Log in to My page',
  },
  doneNext: {
    nb: 'Logg inn med det nye passordet der du var på vei inn.',
    nn: 'Logg inn med det nye passordet der du var på veg inn.',
    se: draft('Čálit iežat sisa ođđa beassansániin doppe gosa ledjet mannamin.'),
    en: 'Log in with the new password where you were going.',
  },
  overTitle: {
    nb: 'Du må begynne på nytt',
    nn: 'Du må byrje på nytt',
    se: draft('Fertet álgit ođđasit'),
    en: 'You must begin again',
  },
  old: {
    nb: 'Det midlertidige passordet kan ikke brukes mer. Det gjelder i ti minutter, kan brukes én gang, og slutter å gjelde etter for mange feil.',
    nn: 'Det mellombelse passordet kan ikkje brukast meir. Det gjeld i ti minutt, kan brukast éin gong, og sluttar å gjelde etter for mange feil.',
    se: draft(
      'Gaskaboddosaš beassansátni ii leat šat fámus. Dat lea fámus logi minuhta, dan sáhttá geavahit oktii, ja dat heaitá leamis fámus go lea čállojuvvon boastut menddo máŋgii.',
    ),
    en: 'The temporary password can no longer be used. It is valid for ten minutes, can be used once, and ends after too many wrong tries.',
  },
  alone: {
    nb: 'Mobilnummeret ditt er nytt, og vi har ingenting annet å se deg an på. Bestill et brev med koder og registrer deg på nytt, eller vent noen dager. Passordet er ikke byttet.',
    nn: 'Mobilnummeret ditt er nytt, og vi har ikkje noko anna å sjå deg an på. Bestill eit brev med kodar og registrer deg på nytt, eller vent nokre dagar. Passordet er ikkje bytt.',
    se: draft(
      'Du mobiilanummir lea ođas, eatge mii dieđe du birra eará. Diŋgo kodareivve ja registrere iežat ođđasit, dahje vuordde moadde beaivvi. Beassansátni ii leat molsojuvvon.',
    ),
    en: 'Your mobile number is new, and we have nothing else to know you by. Order a letter with codes and register again, or wait some days. The password has not been changed.',
  },
  over: {
    nb: 'Det gikk for lang tid, eller noe ble endret i mellomtiden. Passordet er ikke byttet.',
    nn: 'Det gjekk for lang tid, eller noko vart endra i mellomtida. Passordet er ikkje bytt.',
    se: draft('Ádjánii menddo guhká, dahje juoga rievdaduvvui dan botta. Beassansátni ii leat molsojuvvon.'),
    en: 'It took too long, or something was changed meanwhile. The password has not been changed.',
  },
} as const satisfies Record<string, Text>
