/** Words for the pages on which apps and passkeys are added and removed. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const deviceTexts = {
  noName: {
    nb: 'Skriv hva du vil kalle den, med høyst 40 tegn.',
    nn: 'Skriv kva du vil kalle han, med høgst 40 teikn.',
    se: draft('Čále maid háliidat dan gohčodit, eanemusat 40 mearkka.'),
    en: 'Enter what you want to call it, in 40 characters at most.',
  },
  gone: {
    nb: 'Den er fjernet allerede.',
    nn: 'Han er fjerna alt.',
    se: draft('Dat lea juo sihkkojuvvon.'),
    en: 'It has been removed already.',
  },
  nowFirst: {
    nb: 'Vi spør etter dette først når du logger inn.',
    nn: 'Vi spør etter dette først når du loggar inn.',
    se: draft('Mii jearrat dán vuos go čálihat iežat sisa.'),
    en: 'We ask for this first when you log in.',
  },
  notFirst: {
    nb: 'Vi spør ikke lenger etter dette først. Du kan fortsatt velge det når du logger inn.',
    nn: 'Vi spør ikkje lenger etter dette først. Du kan framleis velje det når du loggar inn.',
    se: draft('Eat šat jeara dán vuos. Sáhtát ain válljet dan go čálihat iežat sisa.'),
    en: 'We no longer ask for this first. You can still choose it when you log in.',
  },
  neverUsed: {
    nb: 'Ikke brukt ennå.',
    nn: 'Ikkje brukt enno.',
    se: draft('Ii leat vel geavahuvvon.'),
    en: 'Not used yet.',
  },
  remove: { nb: 'Fjern', nn: 'Fjern', se: draft('Sihko'), en: 'Remove' },
  askFirst: {
    nb: 'Spør etter dette først',
    nn: 'Spør etter dette først',
    se: draft('Jeara dán vuos'),
    en: 'Ask for this first',
  },
  askNot: {
    nb: 'Ikke spør etter dette først',
    nn: 'Ikkje spør etter dette først',
    se: draft('Ale jeara dán vuos'),
    en: 'Do not ask for this first',
  },
  next: { nb: 'Neste', nn: 'Neste', se: draft('Boahtte'), en: 'Next' },
  called: { nb: 'Navn', nn: 'Namn', se: draft('Namma'), en: 'Name' },
  leave: {
    nb: 'Gå tilbake uten å legge til',
    nn: 'Gå tilbake utan å legge til',
    se: draft('Mana ruovttoluotta lasitkeahttá'),
    en: 'Go back without adding',
  },
  noMinidTitle: {
    nb: 'Du har ikke MinID',
    nn: 'Du har ikkje MinID',
    se: draft('Dus ii leat MinID'),
    en: 'You do not have MinID',
  },
  noMinid: {
    nb: 'Kodeapper og passnøkler hører til MinID. For å få MinID bestiller du et brev med koder.',
    nn: 'Kodeappar og passnøklar høyrer til MinID. For å få MinID bestiller du eit brev med kodar.',
    se: draft('Kodaáppat ja beassančoavdagat gullet MinID:ii. Jus háliidat MinID, de diŋgo kodareivve.'),
    en: 'Code apps and passkeys belong to MinID. To get MinID you order a letter with codes.',
  },
  orderLetter: {
    nb: 'Bestill brev med koder',
    nn: 'Bestill brev med kodar',
    se: draft('Diŋgo kodareivve'),
    en: 'Order a letter with codes',
  },
} as const satisfies Record<string, Text>

export const deviceSentences = {
  full: {
    nb: (most) => `Du kan ha ${most}. Fjern en før du legger til en ny.`,
    nn: (most) => `Du kan ha ${most}. Fjern ein før du legg til ein ny.`,
    se: draft((most: string) => `Dus sáhttet leat ${most}. Sihko ovtta ovdal go lasihat ođđa.`),
    en: (most) => `You can have ${most}. Remove one before you add another.`,
  },
  added: {
    nb: (day) => `Lagt til ${day}.`,
    nn: (day) => `Lagd til ${day}.`,
    se: draft((day: string) => `Lasihuvvon ${day}.`),
    en: (day) => `Added on ${day}.`,
  },
  used: {
    nb: (day) => `Sist brukt ${day}.`,
    nn: (day) => `Sist brukt ${day}.`,
    se: draft((day: string) => `Maŋimus geavahuvvon ${day}.`),
    en: (day) => `Last used on ${day}.`,
  },
  removeThis: {
    nb: (name) => `Fjern ${name}`,
    nn: (name) => `Fjern ${name}`,
    se: draft((name: string) => `Sihko ${name}`),
    en: (name) => `Remove ${name}`,
  },
} as const satisfies Record<string, TextOf<[string]>>

const totp = {
  title: { nb: 'Kodeapper', nn: 'Kodeappar', se: draft('Kodaáppat'), en: 'Code apps' },
  lead: {
    nb: 'En kodeapp på telefonen kan vise koden du bekrefter innloggingen med. Da trenger du ingen SMS, heller ikke der det ikke er dekning.',
    nn: 'Ein kodeapp på telefonen kan vise koden du stadfestar innlogginga med. Då treng du ingen SMS, heller ikkje der det ikkje er dekning.',
    se: draft('Kodaáppa telefovnnas sáhttá čájehit koda mainna duođaštat sisačáliheami. Dalle it dárbbaš SMS.'),
    en: 'A code app on your phone can show the code that you confirm a login with. Then you need no SMS, not even where there is no coverage.',
  },
  added: {
    nb: 'Kodeappen er lagt til. Vi har sendt deg beskjed om det.',
    nn: 'Kodeappen er lagd til. Vi har sendt deg beskjed om det.',
    se: draft('Kodaáppa lea lasihuvvon. Leat sádden dutnje dieđu dan birra.'),
    en: 'The code app has been added. We have sent you a message about it.',
  },
  removed: {
    nb: 'Kodeappen er fjernet. Vi har sendt deg beskjed om det.',
    nn: 'Kodeappen er fjerna. Vi har sendt deg beskjed om det.',
    se: draft('Kodaáppa lea sihkkojuvvon. Leat sádden dutnje dieđu dan birra.'),
    en: 'The code app has been removed. We have sent you a message about it.',
  },
  isFirst: {
    nb: 'Når du logger inn med MinID, spør vi etter kode fra appen først. Du kan velge noe annet der.',
    nn: 'Når du loggar inn med MinID, spør vi etter kode frå appen først. Du kan velje noko anna der.',
    se: draft('Go čálihat iežat sisa MinID:in, de jearrat vuos koda áppas. Doppe sáhtát válljet eará.'),
    en: 'When you log in with MinID, we ask for a code from the app first. You can choose something else there.',
  },
  isNotFirst: {
    nb: 'Når du logger inn med MinID, kan du velge kode fra appen i stedet for det vi spør etter først.',
    nn: 'Når du loggar inn med MinID, kan du velje kode frå appen i staden for det vi spør etter først.',
    se: draft('Go čálihat iežat sisa MinID:in, de sáhtát válljet koda áppas dan sadjái maid vuos jearrat.'),
    en: 'When you log in with MinID, you can choose a code from the app instead of what we ask for first.',
  },
  add: {
    nb: 'Legg til en kodeapp',
    nn: 'Legg til ein kodeapp',
    se: draft('Lasit kodaáppa'),
    en: 'Add a code app',
  },
  name: {
    nb: 'Hva vil du kalle den?',
    nn: 'Kva vil du kalle han?',
    se: draft('Maid háliidat dan gohčodit?'),
    en: 'What do you want to call it?',
  },
  nameHint: {
    nb: 'For eksempel «Mobilen min»',
    nn: 'Til dømes «Mobilen min»',
    se: draft('Ovdamearkka dihte «Mu telefovdna»'),
    en: 'For example “My phone”',
  },
  adding: {
    nb: 'Legg til MinID i appen',
    nn: 'Legg til MinID i appen',
    se: draft('Lasit MinID áppii'),
    en: 'Add MinID to the app',
  },
  scan: {
    nb: 'Åpne appen, velg å legge til en konto, og la kameraet lese denne koden.',
    nn: 'Opne appen, vel å leggje til ein konto, og la kameraet lese denne koden.',
    se: draft('Raba áppa, vállje lasihit konttu, ja divtte govvenapparáhta lohkat dán koda.'),
    en: 'Open the app, choose to add an account, and let the camera read this code.',
  },
  picture: {
    nb: 'QR-kode for appen. Den samme koden står som tekst under.',
    nn: 'QR-kode for appen. Den same koden står som tekst under.',
    se: draft('QR-koda áppii. Seamma koda lea teakstan vuolábealde.'),
    en: 'QR code for the app. The same code stands below as text.',
  },
  here: {
    nb: 'Appen er på denne enheten: åpne den',
    nn: 'Appen er på denne eininga: opne den',
    se: draft('Áppa lea dán ovttadagas: raba dan'),
    en: 'The app is on this device: open it',
  },
  orType: {
    nb: 'Eller skriv dette inn i appen:',
    nn: 'Eller skriv dette inn i appen:',
    se: draft('Dahje čále dán áppii:'),
    en: 'Or type this into the app:',
  },
  thenCode: {
    nb: 'Skriv så inn koden som appen viser, så vi vet at det virker.',
    nn: 'Skriv så inn koden som appen viser, så vi veit at det verkar.',
    se: draft('Čále de koda man áppa čájeha, vai diehtit ahte dat doaibmá.'),
    en: 'Then enter the code that the app shows, so that we know that it works.',
  },
  confirm: { nb: 'Legg til', nn: 'Legg til', se: draft('Lasit'), en: 'Add' },
} as const satisfies Record<string, Text>

const passkey = {
  title: { nb: 'Passnøkler', nn: 'Passnøklar', se: draft('Beassančoavdagat'), en: 'Passkeys' },
  lead: {
    nb: 'Med en passnøkkel bekrefter du innloggingen med fingeravtrykk, ansikt eller PIN-kode på telefonen, PC-en eller en sikkerhetsnøkkel. Den virker bare her, så ingen falsk side kan lure den fra deg.',
    nn: 'Med ein passnøkkel stadfestar du innlogginga med fingeravtrykk, ansikt eller PIN-kode på telefonen, PC-en eller ein tryggleiksnøkkel. Han verkar berre her, så inga falsk side kan lure han frå deg.',
    se: draft(
      'Beassančoavdagiin duođaštat sisačáliheami suorbmaluottain, muođuiguin dahje PIN-kodain. Dat doaibmá dušše dáppe.',
    ),
    en: 'With a passkey you confirm a login by fingerprint, face or PIN on your phone, computer or security key. It works here only, so no false page can trick it out of you.',
  },
  added: {
    nb: 'Passnøkkelen er lagt til. Vi har sendt deg beskjed om det.',
    nn: 'Passnøkkelen er lagd til. Vi har sendt deg beskjed om det.',
    se: draft('Beassančoavdda lea lasihuvvon. Leat sádden dutnje dieđu dan birra.'),
    en: 'The passkey has been added. We have sent you a message about it.',
  },
  removed: {
    nb: 'Passnøkkelen er fjernet her. Den ligger kanskje fortsatt på enheten, men åpner ingenting. Vi har sendt deg beskjed om det.',
    nn: 'Passnøkkelen er fjerna her. Han ligg kanskje framleis på eininga, men opnar ingenting. Vi har sendt deg beskjed om det.',
    se: draft('Beassančoavdda lea sihkkojuvvon dáppe. Leat sádden dutnje dieđu dan birra.'),
    en: 'The passkey has been removed here. It may still be on the device, but opens nothing. We have sent you a message about it.',
  },
  isFirst: {
    nb: 'Når du logger inn med MinID, spør vi etter passnøkkel først. Du kan velge noe annet der.',
    nn: 'Når du loggar inn med MinID, spør vi etter passnøkkel først. Du kan velje noko anna der.',
    se: draft('Go čálihat iežat sisa MinID:in, de jearrat vuos beassančoavdaga. Doppe sáhtát válljet eará.'),
    en: 'When you log in with MinID, we ask for a passkey first. You can choose something else there.',
  },
  isNotFirst: {
    nb: 'Når du logger inn med MinID, kan du velge passnøkkel i stedet for det vi spør etter først.',
    nn: 'Når du loggar inn med MinID, kan du velje passnøkkel i staden for det vi spør etter først.',
    se: draft('Go čálihat iežat sisa MinID:in, de sáhtát válljet beassančoavdaga dan sadjái maid vuos jearrat.'),
    en: 'When you log in with MinID, you can choose a passkey instead of what we ask for first.',
  },
  add: {
    nb: 'Legg til en passnøkkel',
    nn: 'Legg til ein passnøkkel',
    se: draft('Lasit beassančoavdaga'),
    en: 'Add a passkey',
  },
  name: {
    nb: 'Hva vil du kalle den?',
    nn: 'Kva vil du kalle han?',
    se: draft('Maid háliidat dan gohčodit?'),
    en: 'What do you want to call it?',
  },
  nameHint: {
    nb: 'For eksempel «PC-en hjemme». Navnet ligger også på enheten.',
    nn: 'Til dømes «PC-en heime». Namnet ligg òg på eininga.',
    se: draft('Ovdamearkka dihte «Ruovttudihtor». Namma lea maiddái ovttadagas.'),
    en: 'For example “The computer at home”. The name is kept on the device, too.',
  },
  adding: {
    nb: 'Lag passnøkkelen',
    nn: 'Lag passnøkkelen',
    se: draft('Ráhkat beassančoavdaga'),
    en: 'Make the passkey',
  },
  how: {
    nb: 'Nettleseren spør hvor du vil lagre passnøkkelen, og om fingeravtrykk, ansikt eller PIN-kode.',
    nn: 'Nettlesaren spør kvar du vil lagre passnøkkelen, og om fingeravtrykk, ansikt eller PIN-kode.',
    se: draft('Fierpmádatlohkki jearrá gosa háliidat vurket beassančoavdaga.'),
    en: 'Your browser asks where to keep the passkey, and for a fingerprint, your face or a PIN.',
  },
  confirm: { nb: 'Lag passnøkkel', nn: 'Lag passnøkkel', se: draft('Ráhkat'), en: 'Make the passkey' },
  stopped: {
    nb: 'Det ble ikke laget noen passnøkkel. Prøv igjen, eller gå tilbake.',
    nn: 'Det vart ikkje laga nokon passnøkkel. Prøv igjen, eller gå tilbake.',
    se: draft('Beassančoavdda ii ráhkaduvvon. Geahččal ođđasit, dahje mana ruovttoluotta.'),
    en: 'No passkey was made. Try again, or go back.',
  },
  refused: {
    nb: 'Passnøkkelen kan ikke brukes her. Kanskje er den lagt til fra før. Prøv igjen med en annen.',
    nn: 'Passnøkkelen kan ikkje brukast her. Kanskje er han lagd til frå før. Prøv igjen med ein annan.',
    se: draft('Beassančoavdaga ii sáhte geavahit dáppe. Geahččal ođđasit earáin.'),
    en: 'The passkey cannot be used here. Perhaps it was added before. Try again with another.',
  },
} as const satisfies Record<string, Text>

export const kindTexts = { totp, passkey } as const
