/** Words for registering with a letter. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { OverStage } from '#methods/minid/register/state.ts'

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
  codeHint: {
    nb: 'Fem bokstaver og tall. Du kan skrive små bokstaver.',
    nn: 'Fem bokstavar og tal. Du kan skrive små bokstavar.',
    se: draft('Vihtta bustáva ja logu. Sáhtát čállit smávva bustávaid.'),
    en: 'Five letters and digits. Small letters are fine.',
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
  doneTitle: {
    nb: 'Du er registrert',
    nn: 'Du er registrert',
    se: draft('Don leat registrerejuvvon'),
    en: 'You are registered',
  },
  done: {
    nb: 'Du har MinID, og kan logge inn med fødselsnummeret eller D-nummeret, passordet og en kode.',
    nn: 'Du har MinID, og kan logge inn med fødselsnummeret eller D-nummeret, passordet og ein kode.',
    se: draft(
      'Dus lea MinID, ja sáhtát čálihit iežat sisa riegádannummiriin dahje D-nummiriin, beassansániin ja kodain.',
    ),
    en: 'You have MinID, and can log in with your national identity number or D number, your password and a code.',
  },
  doneNext: {
    nb: 'Ta vare på brevet: de andre kodene i det kan du bruke når du ikke kan få SMS. MinID er personlig, så la aldri andre bruke den.',
    nn: 'Ta vare på brevet: dei andre kodane i det kan du bruke når du ikkje kan få SMS. MinID er personleg, så la aldri andre bruke han.',
    se: draft(
      'Vurke reivve: eará kodaid das sáhtát geavahit go it sáhte oažžut SMS. MinID lea persovnnalaš, ale goassege atte earáid geavahit dan.',
    ),
    en: 'Keep the letter: you can use its other codes when you cannot get an SMS. MinID is personal, so never let others use it.',
  },
  cameBack: {
    nb: 'Det siste brevet vi sendte deg, kom i retur. Sjekk at adressen i Folkeregisteret er riktig, og at navnet ditt står på postkassen.',
    nn: 'Det siste brevet vi sende deg, kom i retur. Sjå etter at adressa i Folkeregisteret er rett, og at namnet ditt står på postkassa.',
    se: draft(
      'Maŋimus reive maid sáddiimet dutnje, máhcai. Dárkkis ahte čujuhus Álbmotregistaris lea riekta, ja ahte du namma lea poastakássas.',
    ),
    en: 'The last letter that we sent you came back. Check that your address in the population register is right, and that your name is on the letter box.',
  },
  waitsTitle: {
    nb: 'Du må vente noen dager',
    nn: 'Du må vente nokre dagar',
    se: draft('Fertet vuordit moadde beaivvi'),
    en: 'You must wait some days',
  },
  waitsWhy: {
    nb: 'Vi har sagt fra til telefonen og e-posten du hadde før. Den som leser der, kan stoppe det. Til da gjelder alt som før. Kommer du inn likevel, kan du også stoppe det på Min side.',
    nn: 'Vi har sagt frå til telefonen og e-posten du hadde før. Den som les der, kan stoppe det. Til då gjeld alt som før. Kjem du inn likevel, kan du òg stoppe det på Mi side.',
    se: draft(
      'Leat dieđihan telefovdnii ja e-postii mat dus ledje ovdal. Dat guhte doppe lohká, sáhttá bissehit dan. Dassážii lea buot nugo ovdal. Jus beasat sisa liikká, de sáhtát maiddái bissehit dan Mu siiddus.',
    ),
    en: 'We have told the phone and the e-mail you had before. Whoever reads there can stop it. Until then everything is as it was. If you get in after all, you can also stop it on My page.',
  },
  help: { nb: 'Få hjelp', nn: 'Få hjelp', se: draft('Oaččo veahki'), en: 'Get help' },
  beginAnew: { nb: 'Begynn på nytt', nn: 'Byrj på nytt', se: draft('Álgge ođđasit'), en: 'Begin again' },
  overTitle: {
    nb: 'Registreringen kan ikke fullføres',
    nn: 'Registreringa kan ikkje fullførast',
    se: draft('Registreren ii sáhte loahpahuvvot'),
    en: 'The registration cannot be completed',
  },
} as const satisfies Record<string, Text>

export const overTexts: Readonly<Record<OverStage['why'], Text>> = {
  late: {
    nb: 'Det tok for lang tid, eller registreringen er gjort ferdig et annet sted. Ingenting er endret her. Begynn på nytt: da blir du bedt om en annen kode fra det samme brevet.',
    nn: 'Det tok for lang tid, eller registreringa er gjord ferdig ein annan stad. Ingenting er endra her. Byrj på nytt: då blir du beden om ein annan kode frå det same brevet.',
    se: draft(
      'Dat ádjánii menddo guhká, dahje registreren lea loahpahuvvon eará sajis. Mihkkege ii leat rievdaduvvon dáppe. Álgge ođđasit: de jerrojuvvo eará koda seamma reivves.',
    ),
    en: 'It took too long, or the registration was completed elsewhere. Nothing has been changed here. Begin again: you will be asked for another code from the same letter.',
  },
  letter: {
    nb: 'Brevet gjelder ikke lenger, så ingenting er registrert. Det er enten for gammelt, sperret, eller avløst av et nyere brev som du har brukt. Har du et nyere brev, bruker du det. Ellers kan du bestille et nytt.',
    nn: 'Brevet gjeld ikkje lenger, så ingenting er registrert. Det er anten for gammalt, sperra, eller avløyst av eit nyare brev som du har brukt. Har du eit nyare brev, bruker du det. Elles kan du bestille eit nytt.',
    se: draft(
      'Reive ii leat šat fámus, nu ahte mihkkege ii leat registrerejuvvon. Dat lea juogo menddo boaris, giddejuvvon, dahje ođđaset reive maid leat geavahan lea boahtán sadjái. Jus dus lea ođđaset reive, de geavat dan. Muđui sáhtát diŋgot ođđa.',
    ),
    en: 'The letter is no longer valid, so nothing has been registered. It is either too old, blocked, or replaced by a newer letter that you have used. If you have a newer letter, use that. Otherwise you can order a new one.',
  },
  waits: {
    nb: 'Du har alt bedt om å bli registrert på nytt, og det er ikke gått lang nok tid ennå. Vi har sendt deg melding om hvilken dag det gjelder fra.',
    nn: 'Du har alt bede om å bli registrert på nytt, og det har ikkje gått lang nok tid enno. Vi har sendt deg melding om kva dag det gjeld frå.',
    se: draft(
      'Leat juo bivdán ođđa registrerema, iige leat vel gollan doarvái áigi. Leat sádden dutnje dieđu guđe beaivvi rájes dat lea fámus.',
    ),
    en: 'You have asked to be registered anew already, and not enough time has passed yet. We have sent a message that says from which day it counts.',
  },
  blocked: {
    nb: 'Vi kan ikke registrere deg. Ta kontakt med brukerstøtten.',
    nn: 'Vi kan ikkje registrere deg. Ta kontakt med brukarstøtta.',
    se: draft('Eat sáhte registreret du. Váldde oktavuođa geavaheaddjidoarjagiin.'),
    en: 'We cannot register you. Contact user support.',
  },
}

export const unreadable: Readonly<Record<'missing' | 'length' | 'look-alike' | 'characters', Text>> = {
  missing: {
    nb: 'Skriv inn koden fra brevet.',
    nn: 'Skriv inn koden frå brevet.',
    se: draft('Čále koda reivves.'),
    en: 'Enter the code from the letter.',
  },
  length: {
    nb: 'Koden har fem tegn. Se etter om et tegn mangler eller er skrevet to ganger.',
    nn: 'Koden har fem teikn. Sjå etter om eit teikn manglar eller er skrive to gonger.',
    se: draft('Kodas leat vihtta mearkka. Geahča váilugo mearka dahje leago čállojuvvon guktii.'),
    en: 'The code has five characters. Check whether one is missing or typed twice.',
  },
  'look-alike': {
    nb: 'Koder har aldri 0, 1, I, L eller O, fordi de er lette å forveksle. Se på koden en gang til.',
    nn: 'Kodar har aldri 0, 1, I, L eller O, fordi dei er lette å forveksle. Sjå på koden ein gong til.',
    se: draft('Kodain eai leat goassege 0, 1, I, L dahje O, danin go daid lea álki seahkut. Geahča koda ođđasit.'),
    en: 'Codes never have 0, 1, I, L or O, because they are easily mistaken. Look at the code once more.',
  },
  characters: {
    nb: 'Koden har bare bokstavene A–Z og tall. Se på koden en gang til.',
    nn: 'Koden har berre bokstavane A–Z og tal. Sjå på koden ein gong til.',
    se: draft('Kodas leat dušše bustávat A–Z ja logut. Geahča koda ođđasit.'),
    en: 'The code has only the letters A–Z and digits. Look at the code once more.',
  },
}

export const codeSentences = {
  label: {
    nb: (number) => `Kode nummer ${number}`,
    nn: (number) => `Kode nummer ${number} i brevet`,
    se: draft((number: string) => `Koda nummir ${number}`),
    en: (number) => `Code number ${number}`,
  },
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
  waits: {
    nb: (day) => `Registreringen gjelder fra ${day}, hvis ingen stopper den før det.`,
    nn: (day) => `Registreringa gjeld frå ${day}, om ingen stoppar ho før det.`,
    se: draft((day: string) => `Registreren lea fámus dán rájes: ${day}, jus ii oktage biset dan ovdal.`),
    en: (day) => `The registration counts from ${day}, unless somebody stops it before then.`,
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

/** What is asked for on the page with the number and the address. */
export const contactTexts = {
  title: {
    nb: 'Hvordan når vi deg?',
    nn: 'Korleis når vi deg?',
    se: draft('Mo mii olahit du?'),
    en: 'How do we reach you?',
  },
  yourOwn: {
    nb: 'Bruk ditt eget nummer og din egen adresse, aldri en annens: den som leser det vi sender, kan komme inn i MinID-en din. Vi sender en kode til begge.',
    nn: 'Bruk ditt eige nummer og di eiga adresse, aldri ein annan sine: den som les det vi sender, kan kome inn i MinID-en din. Vi sender ein kode til begge.',
    se: draft(
      'Geavat iežat nummira ja iežat čujuhusa, ii goassege eará olbmo: dat guhte lohká dan maid sáddet, sáhttá beassat du MinID:i. Mii sáddet koda goappašiidda.',
    ),
    en: "Use your own number and your own address, never somebody else's: whoever reads what we send can get into your MinID. We send a code to both.",
  },
  anew: {
    nb: 'Det du skriver her, gjelder først når ventetiden er over.',
    nn: 'Det du skriv her, gjeld først når ventetida er over.',
    se: draft('Dat maid dáppe čálát, lea fámus easkka go vuordináigi lea nohkan.'),
    en: 'What you enter here counts only when the waiting time is over.',
  },
  channel: {
    nb: 'Hvordan vil du få koden når du logger inn?',
    nn: 'Korleis vil du få koden når du loggar inn?',
    se: draft('Mo áiggut oažžut koda go čálihat iežat sisa?'),
    en: 'How do you want to get the code when you log in?',
  },
  bySms: { nb: 'På SMS', nn: 'På SMS', se: draft('SMS:s'), en: 'By SMS' },
  bySmsHint: {
    nb: 'Du kan likevel velge en kode fra brevet hver gang.',
    nn: 'Du kan likevel velje ein kode frå brevet kvar gong.',
    se: draft('Sáhtát liikká válljet koda reivves juohke háve.'),
    en: 'You can still choose a code from the letter each time.',
  },
  byLetter: { nb: 'Fra brevet', nn: 'Frå brevet', se: draft('Reivves'), en: 'From the letter' },
  byLetterHint: {
    nb: 'Hver innlogging bruker opp en kode. Når få er igjen, bestiller du et nytt brev.',
    nn: 'Kvar innlogging bruker opp ein kode. Når få er igjen, bestiller du eit nytt brev.',
    se: draft('Juohke sisačáliheapmi geavaha ovtta koda. Go leat unnán báhcán, de diŋgot ođđa reivve.'),
    en: 'Each login uses up a code. When few are left, you order a new letter.',
  },
  recovery: {
    nb: 'Hvor skal et midlertidig passord sendes hvis du glemmer ditt?',
    nn: 'Kvar skal eit mellombels passord sendast om du gløymer ditt?',
    se: draft('Gosa galgá gaskaboddosaš beassansátni sáddejuvvot jus vajáldahtát iežat?'),
    en: 'Where should a temporary password be sent if you forget yours?',
  },
  byMail: { nb: 'Til e-posten', nn: 'Til e-posten', se: draft('E-postii'), en: 'By e-mail' },
} as const satisfies Record<string, Text>
