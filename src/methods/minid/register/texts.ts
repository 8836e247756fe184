/** Words for registering with a letter. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const registerTexts = {
  title: {
    nb: 'Registrer deg som bruker av MinID',
    nn: 'Registrer deg som brukar av MinID',
    se: draft('Registrere iežat MinID geavaheaddjin'),
    en: 'Register as a user of MinID',
  },
  how: {
    nb: 'Ha brevet foran deg, og mobiltelefonen og e-posten din for hånden. Det tar noen minutter.',
    nn: 'Ha brevet framfor deg, og mobiltelefonen og e-posten din for handa. Det tek nokre minutt.',
    se: draft('Bija reivve ovddabeallái, ja atte mobiltelefovnna ja e-poastta lagas. Dat ádjána moadde minuhta.'),
    en: 'Have the letter in front of you, and your mobile phone and e-mail at hand. It takes a few minutes.',
  },
  letter: { nb: 'Brevets nummer', nn: 'Nummeret på brevet', se: draft('Reivve nummir'), en: 'Number of the letter' },
  letterHint: {
    nb: 'Ti tegn med bindestrek i midten. De står øverst i brevet.',
    nn: 'Ti teikn med bindestrek i midten. Dei står øvst i brevet.',
    se: draft('Logi mearkka, sárggis gasku. Dat leat reivve bajimusas.'),
    en: 'Ten characters with a hyphen in the middle. They stand at the top of the letter.',
  },
  missing: {
    nb: 'Skriv inn brevets nummer.',
    nn: 'Skriv inn nummeret på brevet.',
    se: draft('Čále reivve nummira.'),
    en: 'Enter the number of the letter.',
  },
  unreadable: {
    nb: 'Brevets nummer har ti tegn, som 7K2MX-9QWRT, og aldri 0, 1, I, L eller O. Se på det en gang til.',
    nn: 'Nummeret på brevet har ti teikn, som 7K2MX-9QWRT, og aldri 0, 1, I, L eller O. Sjå på det ein gong til.',
    se: draft(
      'Reivve nummiris leat logi mearkka, nugo 7K2MX-9QWRT, eaige goassege 0, 1, I, L dahje O. Geahča dan ođđasit.',
    ),
    en: 'The number of the letter has ten characters, such as 7K2MX-9QWRT, and never 0, 1, I, L or O. Look at it once more.',
  },
  next: { nb: 'Neste', nn: 'Neste', se: draft('Boahtte'), en: 'Next' },
  crowd: {
    nb: 'Så mange registrerer seg nå at vi ikke tar imot flere. Vent en time og prøv igjen. Brevet gjelder fremdeles.',
    nn: 'Så mange registrerer seg no at vi ikkje tek imot fleire. Vent ein time og prøv igjen. Brevet gjeld framleis.',
    se: draft(
      'Nu oallugat registrerejit iežaset dál ahte eat váldde eanet. Vuordde diimmu ja geahččal ođđasit. Reive lea ain fámus.',
    ),
    en: 'So many are registering now that we take no more. Wait an hour and try again. The letter is still valid.',
  },
  noLetter: {
    nb: 'Bestill et brev med koder',
    nn: 'Bestill eit brev med kodar',
    se: draft('Diŋgo kodareivve'),
    en: 'Order a letter with codes',
  },
  codeTitle: {
    nb: 'Skriv inn en kode fra brevet',
    nn: 'Skriv inn ein kode frå brevet',
    se: draft('Čále koda reivves'),
    en: 'Enter a code from the letter',
  },
  another: {
    nb: 'Koden er brukt før. Her er det en annen av kodene i brevet som gjelder.',
    nn: 'Koden er brukt før. No er det ein annan av kodane i brevet som gjeld.',
    se: draft('Koda lea juo geavahuvvon. Dál lea eará koda reivves fámus.'),
    en: 'The code has been used before. Now another of the codes in the letter is asked for.',
  },
  otherLetter: {
    nb: 'Jeg har et annet brev, eller skrev feil nummer',
    nn: 'Eg har eit anna brev, eller skreiv feil nummer',
    se: draft('Mus lea eará reive, dahje čállen boasttu nummira'),
    en: 'I have another letter, or typed the wrong number',
  },
  openTitle: {
    nb: 'Du har MinID fra før',
    nn: 'Du har MinID frå før',
    se: draft('Dus lea juo MinID'),
    en: 'You have MinID already',
  },
  openWhat: {
    nb: 'Du trenger ikke å registrere deg igjen. Logg inn med passordet ditt og en kode fra brevet eller på SMS. Har du glemt passordet, kan du lage et nytt.',
    nn: 'Du treng ikkje registrere deg igjen. Logg inn med passordet ditt og ein kode frå brevet eller på SMS. Har du gløymt passordet, kan du lage eit nytt.',
    se: draft(
      'It dárbbaš registreret iežat ođđasit. Čálihat iežat sisa beassansániin ja kodain reivves dahje SMS:s. Jus leat vajáldahttán beassansáni, de sáhtát ráhkadit ođđa.',
    ),
    en: 'You need not register again. Log in with your password and a code from the letter or by SMS. If you have forgotten your password, you can make a new one.',
  },
  logIn: { nb: 'Logg inn', nn: 'Logg inn', se: draft('Čálihat iežat sisa'), en: 'Log in' },
  forgotten: {
    nb: 'Jeg har glemt passordet',
    nn: 'Eg har gløymt passordet',
    se: draft('Lean vajáldahttán beassansáni'),
    en: 'I have forgotten my password',
  },
  openLost: {
    nb: 'Har du mistet både passordet, telefonen og e-posten?',
    nn: 'Har du mista både passordet, telefonen og e-posten?',
    se: draft('Leago dus láhppon sihke beassansátni, telefovdna ja e-poasta?'),
    en: 'Have you lost your password, your phone and your e-mail?',
  },
  openAnew: {
    nb: 'Da kan du registrere deg på nytt med brevet. Det nye gjelder først etter noen dager, og vi sier fra til telefonen og e-posten du hadde. Slik kan ingen ta over MinID-en din med et stjålet brev.',
    nn: 'Då kan du registrere deg på nytt med brevet. Det nye gjeld først etter nokre dagar, og vi seier frå til telefonen og e-posten du hadde. Slik kan ingen ta over MinID-en din med eit stole brev.',
    se: draft(
      'De sáhtát registreret iežat ođđasit reivviin. Ođđa boahtá fápmui easkka moatti beaivvi geahčen, ja mii dieđihit dan telefovdnii ja e-postii mat dus ledje. Ná ii oktage sáhte váldit du MinID suoláduvvon reivviin.',
    ),
    en: 'Then you can register anew with the letter. What is new counts only after some days, and we tell the phone and the e-mail you had. That way nobody can take over your MinID with a stolen letter.',
  },
  anew: {
    nb: 'Registrer meg på nytt',
    nn: 'Registrer meg på nytt',
    se: draft('Registrere mu ođđasit'),
    en: 'Register me anew',
  },
  changeMobile: {
    nb: 'Endre mobilnummeret',
    nn: 'Endre mobilnummeret',
    se: draft('Rievdat mobiilanummira'),
    en: 'Change the mobile number',
  },
  changeEmail: {
    nb: 'Endre e-postadressen',
    nn: 'Endre e-postadressa',
    se: draft('Rievdat e-poastačujuhusa'),
    en: 'Change the e-mail address',
  },
  sharedTitle: {
    nb: 'Er dette bare ditt?',
    nn: 'Er dette berre ditt?',
    se: draft('Leago dát dušše du?'),
    en: 'Is this yours alone?',
  },
  sharedWhy: {
    nb: 'Den som leser koder og meldinger som går dit, kan komme inn i MinID-en din. Vi råder deg til å bruke et nummer og en adresse som du er alene om.',
    nn: 'Den som les kodar og meldingar som går dit, kan kome inn i MinID-en din. Vi rår deg til å bruke eit nummer og ei adresse som du er åleine om.',
    se: draft(
      'Dat guhte lohká kodaid ja dieđuid mat dohko mannet, sáhttá beassat du MinID:i. Mii rávvet geavahit nummira ja čujuhusa mii lea dušše du.',
    ),
    en: 'Whoever reads codes and messages that go there can get into your MinID. We advise you to use a number and an address that you have to yourself.',
  },
  sharedChange: {
    nb: 'Endre',
    nn: 'Endre',
    se: draft('Rievdat'),
    en: 'Change',
  },
  sharedKeep: {
    nb: 'Bruk det likevel',
    nn: 'Bruk det likevel',
    se: draft('Geavat dan liikká'),
    en: 'Use it all the same',
  },
  chooseTitle: {
    nb: 'Velg et passord',
    nn: 'Vel eit passord',
    se: draft('Vállje beassansáni'),
    en: 'Choose a password',
  },
  chooseWhat: {
    nb: 'Mobilnummeret og e-postadressen er bekreftet. Nå mangler bare passordet.',
    nn: 'Mobilnummeret og e-postadressa er stadfesta. No manglar berre passordet.',
    se: draft('Mobiilanummir ja e-poastačujuhus leat nannejuvvon. Dál váilu dušše beassansátni.'),
    en: 'The mobile number and the e-mail address are confirmed. Only the password is missing now.',
  },
  register: { nb: 'Registrer meg', nn: 'Registrer meg', se: draft('Registrere mu'), en: 'Register' },
  askAnew: {
    nb: 'Be om å bli registrert på nytt',
    nn: 'Be om å bli registrert på nytt',
    se: draft('Bivdde ođđa registrerema'),
    en: 'Ask to be registered anew',
  },
} as const satisfies Record<string, Text>

export const codeSentences = {
  wait: {
    nb: (wait) =>
      `Det er skrevet for mange feil koder for dette brevet. Vent ${wait} og prøv igjen. Brevet gjelder fremdeles.`,
    nn: (wait) =>
      `Det er skrive for mange feil kodar for dette brevet. Vent ${wait} og prøv igjen. Brevet gjeld framleis.`,
    se: draft(
      (wait: string) =>
        `Leat čállojuvvon menddo ollu boasttu kodat dán reivii. Vuordde ${wait} ja geahččal ođđasit. Reive lea ain fámus.`,
    ),
    en: (wait) =>
      `Too many wrong codes have been entered for this letter. Wait ${wait} and try again. The letter is still valid.`,
  },
} as const satisfies Record<string, TextOf<[string]>>

/** Which code of which letter. */
export const codeOf = {
  which: {
    nb: (number, letter) => `Finn kode nummer ${number} i brevet ${letter}. Hver kode kan brukes én gang.`,
    nn: (number, letter) => `Finn kode nummer ${number} i brevet ${letter}. Kvar kode kan brukast éin gong.`,
    se: draft(
      (number: string, letter: string) =>
        `Oza koda nummir ${number} reivves ${letter}. Juohke koda sáhttá geavahuvvot oktii.`,
    ),
    en: (number, letter) => `Find code number ${number} in the letter ${letter}. Each code can be used once.`,
  },
  wrong: {
    nb: (number, letter) =>
      `Koden passer ikke med brevet og fødselsnummeret du skrev. Se etter at det er kode nummer ${number}, og at brevet har nummeret ${letter}.`,
    nn: (number, letter) =>
      `Koden høyrer ikkje til brevet og fødselsnummeret du skreiv. Sjå etter at det er kode nummer ${number}, og at brevet har nummeret ${letter}.`,
    se: draft(
      (number: string, letter: string) =>
        `Koda ii heive reivii ja riegádannummirii maid čállet. Dárkkis ahte lea koda nummir ${number}, ja ahte reivve nummir lea ${letter}.`,
    ),
    en: (number, letter) =>
      `The code does not match the letter and the identity number you entered. Check that it is code number ${number}, and that the letter has the number ${letter}.`,
  },
} as const satisfies Record<string, TextOf<[string, string]>>

export const sharedSentences = {
  mobile: {
    nb: (ending) => `Nummeret som slutter på ${ending}, er registrert for en annen også.`,
    nn: (ending) => `Nummeret som sluttar på ${ending}, er registrert for ein annan òg.`,
    se: draft((ending: string) => `Nummir man loahpas lea ${ending}, lea registrerejuvvon earás maid.`),
    en: (ending) => `The number ending in ${ending} is registered for somebody else, too.`,
  },
  email: {
    nb: (masked) => `E-postadressen ${masked} er registrert for en annen også.`,
    nn: (masked) => `E-postadressa ${masked} er registrert for ein annan òg.`,
    se: draft((masked: string) => `E-poastačujuhus ${masked} lea registrerejuvvon earás maid.`),
    en: (masked) => `The e-mail address ${masked} is registered for somebody else, too.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
