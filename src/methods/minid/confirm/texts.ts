/** Words for codes that confirm something. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { ConfirmationFor } from '#methods/minid/confirm/confirm.ts'

export const confirmTexts = {
  sms: {
    nb: 'Bekreft med koden fra SMS',
    nn: 'Stadfest med koden frå SMS',
    se: draft('Nanne kodain mii bođii SMS:s'),
    en: 'Confirm with the code from the SMS',
  },
  mail: {
    nb: 'Bekreft med koden fra e-posten',
    nn: 'Stadfest med koden frå e-posten',
    se: draft('Nanne kodain mii bođii e-poasttas'),
    en: 'Confirm with the code from the e-mail',
  },
  newSms: {
    nb: 'Bekreft mobilnummeret',
    nn: 'Stadfest mobilnummeret',
    se: draft('Nanne mobiilanummira'),
    en: 'Confirm the mobile number',
  },
  newMail: {
    nb: 'Bekreft e-postadressen',
    nn: 'Stadfest e-postadressa',
    se: draft('Nanne e-poastačujuhusa'),
    en: 'Confirm the e-mail address',
  },
  ended: {
    nb: 'Du trenger en ny kode',
    nn: 'Du treng ein ny kode',
    se: draft('Dárbbašat ođđa koda'),
    en: 'You need a new code',
  },
  code: { nb: 'Kode', nn: 'Kode', se: draft('Koda'), en: 'Code' },
  next: { nb: 'Bekreft', nn: 'Stadfest', se: draft('Nanne'), en: 'Confirm' },
  newCode: { nb: 'Send ny kode', nn: 'Send ny kode', se: draft('Sádde ođđa koda'), en: 'Send a new code' },
  nothingCame: {
    nb: 'Fikk du ingen kode?',
    nn: 'Fekk du ingen kode?',
    se: draft('Itgo ožžon koda?'),
    en: 'Did you not get a code?',
  },
  noneLeft: {
    nb: 'Vi kan ikke sende flere koder dit nå.',
    nn: 'Vi kan ikkje sende fleire kodar dit no.',
    se: draft('Eat sáhte sáddet eanet kodaid dohko dál.'),
    en: 'We cannot send more codes there now.',
  },
  missing: {
    nb: 'Skriv inn koden du fikk.',
    nn: 'Skriv inn koden du fekk.',
    se: draft('Čále koda man ožžot.'),
    en: 'Enter the code you got.',
  },
  'look-alike': {
    nb: 'Koden har aldri 0, 1, I, L eller O, som er lette å forveksle med andre tegn. Se på den en gang til.',
    nn: 'Koden har aldri 0, 1, I, L eller O, som er lette å forveksle med andre teikn. Sjå på han ein gong til.',
    se: draft('Kodas eai leat goassege 0, 1, I, L dahje O, mat leat álkit seahkut eará mearkkaiguin. Geahča ođđasit.'),
    en: 'The code never has 0, 1, I, L or O, which are easily mistaken for other characters. Look at it once more.',
  },
  characters: {
    nb: 'Koden har bare bokstavene A–Z og tall. Se på den en gang til.',
    nn: 'Koden har berre bokstavane A–Z og tal. Sjå på han ein gong til.',
    se: draft('Kodas leat dušše bustávat A–Z ja logut. Geahča dan ođđasit.'),
    en: 'The code has only the letters A–Z and digits. Look at it once more.',
  },
  lastGuess: {
    nb: 'Koden er feil. Du kan prøve én gang til, så trenger du en ny.',
    nn: 'Koden er feil. Du kan prøve éin gong til, så treng du ein ny.',
    se: draft('Koda lea boastut. Sáhtát geahččalit vel oktii, de dárbbašat ođđa.'),
    en: 'The code is wrong. You can try once more, then you need a new one.',
  },
  expired: {
    nb: 'Koden er for gammel. Be om en ny.',
    nn: 'Koden er for gammal. Be om ein ny.',
    se: draft('Koda lea menddo boaris. Bivdde ođđa.'),
    en: 'The code is too old. Ask for a new one.',
  },
  spent: {
    nb: 'Koden er skrevet feil for mange ganger. Be om en ny.',
    nn: 'Koden er skriven feil for mange gonger. Be om ein ny.',
    se: draft('Koda lea čállojuvvon boastut menddo máŋgii. Bivdde ođđa.'),
    en: 'The code has been typed wrong too many times. Ask for a new one.',
  },
  renewed: {
    nb: 'Vi har sendt en ny kode. Bare den nyeste gjelder.',
    nn: 'Vi har sendt ein ny kode. Berre den nyaste gjeld.',
    se: draft('Leat sádden ođđa koda. Dušše ođđaseamos lea fámus.'),
    en: 'We have sent a new code. Only the newest is valid.',
  },
  tooMany: {
    nb: 'Vi har sendt mange koder den siste tiden og kan ikke sende flere nå. Vent en time og prøv igjen.',
    nn: 'Vi har sendt mange kodar den siste tida og kan ikkje sende fleire no. Vent ein time og prøv igjen.',
    se: draft(
      'Leat sádden ollu kodaid maŋimuš áiggi eatge sáhte sáddet eanet dál. Vuordde diimmu ja geahččal ođđasit.',
    ),
    en: 'We have sent many codes lately and cannot send more now. Wait an hour and try again.',
  },
} as const satisfies Record<string, Text>

/** Where the code went, and how long it counts. */
export const sentTo = {
  whole: {
    nb: (to, life) => `Vi har sendt en kode til ${to}. Den gjelder i ${life}.`,
    nn: (to, life) => `Vi har sendt ein kode til ${to}. Han gjeld i ${life}.`,
    se: draft((to: string, life: string) => `Leat sádden koda deike: ${to}. Dat lea fámus ${life}.`),
    en: (to, life) => `We have sent a code to ${to}. It is valid for ${life}.`,
  },
  sms: {
    nb: (ending, life) => `Vi har sendt en kode til nummeret som slutter på ${ending}. Den gjelder i ${life}.`,
    nn: (ending, life) => `Vi har sendt ein kode til nummeret som sluttar på ${ending}. Han gjeld i ${life}.`,
    se: draft(
      (ending: string, life: string) => `Leat sádden koda nummirii man loahpas lea ${ending}. Dat lea fámus ${life}.`,
    ),
    en: (ending, life) => `We have sent a code to the number ending in ${ending}. It is valid for ${life}.`,
  },
  mail: {
    nb: (masked, life) => `Vi har sendt en kode til e-postadressen ${masked}. Den gjelder i ${life}.`,
    nn: (masked, life) => `Vi har sendt ein kode til e-postadressa ${masked}. Han gjeld i ${life}.`,
    se: draft(
      (masked: string, life: string) => `Leat sádden koda e-poastačujuhussii ${masked}. Dat lea fámus ${life}.`,
    ),
    en: (masked, life) => `We have sent a code to the e-mail address ${masked}. It is valid for ${life}.`,
  },
} as const satisfies Record<string, TextOf<[string, string]>>

export const confirmSentences = {
  length: {
    nb: (length) => `${length} bokstaver og tall. Du kan skrive små bokstaver.`,
    nn: (length) => `${length} bokstavar og tal. Du kan skrive små bokstavar.`,
    se: draft((length: string) => `${length} bustáva ja logu. Sáhtát čállit smávva bustávaid.`),
    en: (length) => `${length} letters and digits. Small letters are fine.`,
  },
  wrongLength: {
    nb: (length) => `Koden har ${length} tegn. Se etter om et tegn mangler eller er skrevet to ganger.`,
    nn: (length) => `Koden har ${length} teikn. Sjå etter om eit teikn manglar eller er skrive to gonger.`,
    se: draft(
      (length: string) => `Kodas leat ${length} mearkka. Geahča váilugo mearka dahje leago čállojuvvon guktii.`,
    ),
    en: (length) => `The code has ${length} characters. Check whether one is missing or typed twice.`,
  },
  wrong: {
    nb: (left) => `Koden er feil. Du kan prøve ${left} ganger til med denne koden.`,
    nn: (left) => `Koden er feil. Du kan prøve ${left} gonger til med denne koden.`,
    se: draft((left: string) => `Koda lea boastut. Sáhtát geahččalit vel ${left} geardde dáinna kodain.`),
    en: (left) => `The code is wrong. You can try ${left} more times with this code.`,
  },
  notYet: {
    nb: (wait) => `Du kan be om ny kode om ${wait}.`,
    nn: (wait) => `Du kan be om ny kode om ${wait}.`,
    se: draft((wait: string) => `Ođđa koda sáhtát bivdit go leat vuordán ${wait}.`),
    en: (wait) => `You can ask for a new code in ${wait}.`,
  },
  smsLate: {
    nb: (left) => `Det kan ta litt tid før en SMS kommer fram. Nye koder du kan få nå: ${left}.`,
    nn: (left) => `Det kan ta litt tid før ein SMS kjem fram. Nye kodar du kan få no: ${left}.`,
    se: draft((left: string) => `SMS sáhttá ádjánit. Ođđa kodat maid sáhtát oažžut dál: ${left}.`),
    en: (left) => `It may take a little while for an SMS to arrive. New codes you can get now: ${left}.`,
  },
  mailLate: {
    nb: (left) => `En e-post kan ta noen minutter. Se også i mappen for søppelpost. Nye koder du kan få nå: ${left}.`,
    nn: (left) => `Ein e-post kan ta nokre minutt. Sjå òg i mappa for søppelpost. Nye kodar du kan få no: ${left}.`,
    se: draft(
      (left: string) =>
        `E-poasta sáhttá ádjánit moadde minuhta. Geahča maiddái ruskapoastta máhpas. Ođđa kodat maid sáhtát oažžut dál: ${left}.`,
    ),
    en: (left) =>
      `An e-mail may take some minutes. Look in the folder for unwanted mail, too. New codes you can get now: ${left}.`,
  },
} as const satisfies Record<string, TextOf<[string]>>

type ByPurpose<T> = Readonly<Record<ConfirmationFor, T>>

/** Short, so that they fit one SMS. */
export const smsTexts: ByPurpose<TextOf<[string]>> = {
  contact: {
    nb: (code) =>
      `${code} er koden som bekrefter mobilnummeret ditt for MinID. Den gjelder i fem minutter. Gi den aldri til noen.`,
    nn: (code) =>
      `${code} er koden som stadfestar mobilnummeret ditt for MinID. Han gjeld i fem minutt. Gi han aldri til nokon.`,
    se: draft(
      (code: string) =>
        `${code} lea koda mii nanne du mobiilanummira MinID:i. Dat lea fámus vihtta minuhta. Ale goassege atte dan earáide.`,
    ),
    en: (code) =>
      `${code} is the code that confirms your mobile number for MinID. It is valid for five minutes. Never give it to anyone.`,
  },
  change: {
    nb: (code) =>
      `${code} er koden for å endre MinID-en din. Har du ikke bedt om en endring, skal du ikke bruke den. Gi den aldri til noen.`,
    nn: (code) =>
      `${code} er koden for å endre MinID-en din. Har du ikkje bede om ei endring, skal du ikkje bruke han. Gi han aldri til nokon.`,
    se: draft(
      (code: string) =>
        `${code} lea koda mainna rievdadat iežat MinID. Jus it leat bivdán rievdadusa, ale geavat dan. Ale goassege atte dan earáide.`,
    ),
    en: (code) =>
      `${code} is the code for changing your MinID. If you have not asked for a change, do not use it. Never give it to anyone.`,
  },
  recovery: {
    nb: (code) =>
      `${code} er koden for å lage nytt passord i MinID. Har ikke du bedt om nytt passord, prøver noen andre: gi aldri koden til noen.`,
    nn: (code) =>
      `${code} er koden for å lage nytt passord i MinID. Har ikkje du bede om nytt passord, prøver nokon andre: gi aldri koden til nokon.`,
    se: draft(
      (code: string) =>
        `${code} lea koda mainna ráhkadat ođđa MinID beassansáni. Jus it leat don bivdán dan, de geahččala soames eará: ale goassege atte koda earáide.`,
    ),
    en: (code) =>
      `${code} is the code for making a new password in MinID. If you have not asked for one, somebody else is trying: never give the code to anyone.`,
  },
}

export const mailSubjects: ByPurpose<Text> = {
  contact: {
    nb: 'Bekreft e-postadressen din for MinID',
    nn: 'Stadfest e-postadressa di for MinID',
    se: draft('Nanne e-poastačujuhusat MinID:i'),
    en: 'Confirm your e-mail address for MinID',
  },
  change: {
    nb: 'Kode for å endre MinID-en din',
    nn: 'Kode for å endre MinID-en din',
    se: draft('Koda mainna rievdadat iežat MinID'),
    en: 'A code for changing your MinID',
  },
  recovery: {
    nb: 'Kode for nytt passord i MinID',
    nn: 'Kode for nytt passord i MinID',
    se: draft('Koda ođđa MinID beassansátnái'),
    en: 'A code for a new password in MinID',
  },
}

export const mailTexts: ByPurpose<TextOf<[string]>> = {
  contact: {
    nb: (code) =>
      `Koden som bekrefter e-postadressen din for MinID, er\n\n${code}\n\nSkriv den på siden der du ble bedt om den. Den gjelder i et kvarter.\n\nHar du ikke bedt om noen kode, har noen skrevet feil adresse. Da trenger du ikke å gjøre noe.`,
    nn: (code) =>
      `Koden som stadfestar e-postadressa di for MinID, er\n\n${code}\n\nSkriv han på sida der du vart beden om han. Han gjeld i eit kvarter.\n\nHar du ikkje bede om nokon kode, har nokon skrive feil adresse. Då treng du ikkje gjere noko.`,
    se: draft(
      (code: string) =>
        `Koda mii nanne du e-poastačujuhusa MinID:i lea\n\n${code}\n\nČále dan siidui gos dat jerrojuvvui. Dat lea fámus njealjádasdiimmu.\n\nJus it leat bivdán koda, de lea soapmásis čállán boasttu čujuhusa. De it dárbbaš dahkat maidege.`,
    ),
    en: (code) =>
      `The code that confirms your e-mail address for MinID is\n\n${code}\n\nEnter it on the page that asked for it. It is valid for a quarter of an hour.\n\nIf you have not asked for a code, somebody has typed the wrong address. Then you need not do anything.`,
  },
  change: {
    nb: (code) =>
      `Koden for å endre MinID-en din er\n\n${code}\n\nSkriv den på siden der du ble bedt om den. Den gjelder i et kvarter.\n\nHar du ikke bedt om en endring, skal du ikke bruke koden. Da er noen andre inne i MinID-en din: logg inn og bytt passord med en gang.`,
    nn: (code) =>
      `Koden for å endre MinID-en din er\n\n${code}\n\nSkriv han på sida der du vart beden om han. Han gjeld i eit kvarter.\n\nHar du ikkje bede om ei endring, skal du ikkje bruke koden. Då er nokon andre inne i MinID-en din: logg inn og byt passord med ein gong.`,
    se: draft(
      (code: string) =>
        `Koda mainna rievdadat iežat MinID lea\n\n${code}\n\nČále dan siidui gos dat jerrojuvvui. Dat lea fámus njealjádasdiimmu.\n\nJus it leat bivdán rievdadusa, ale geavat koda. De lea soames eará du MinID:s: čálihat iežat sisa ja molsso beassansáni dalán.`,
    ),
    en: (code) =>
      `The code for changing your MinID is\n\n${code}\n\nEnter it on the page that asked for it. It is valid for a quarter of an hour.\n\nIf you have not asked for a change, do not use the code. Then somebody else is in your MinID: log in and change your password at once.`,
  },
  recovery: {
    nb: (code) =>
      `Koden for å lage nytt passord i MinID er\n\n${code}\n\nSkriv den på siden der du ble bedt om den. Den gjelder i et kvarter.\n\nHar du ikke bedt om nytt passord, prøver noen andre, og de leser allerede SMS-ene dine. Gi aldri koden til noen, og sperr telefonen hvis du har mistet den. Uten koden får de ikke byttet passordet ditt.`,
    nn: (code) =>
      `Koden for å lage nytt passord i MinID er\n\n${code}\n\nSkriv han på sida der du vart beden om han. Han gjeld i eit kvarter.\n\nHar du ikkje bede om nytt passord, prøver nokon andre, og dei les alt SMS-ane dine. Gi aldri koden til nokon, og sperr telefonen om du har mista han. Utan koden får dei ikkje bytt passordet ditt.`,
    se: draft(
      (code: string) =>
        `Koda mainna ráhkadat ođđa MinID beassansáni lea\n\n${code}\n\nČále dan siidui gos dat jerrojuvvui. Dat lea fámus njealjádasdiimmu.\n\nJus it leat bivdán ođđa beassansáni, de geahččala soames eará, ja sii lohket juo du SMS:id. Ale goassege atte koda earáide, ja gitte telefovnna jus leat massán dan. Koda haga sii eai beasa molsut du beassansáni.`,
    ),
    en: (code) =>
      `The code for making a new password in MinID is\n\n${code}\n\nEnter it on the page that asked for it. It is valid for a quarter of an hour.\n\nIf you have not asked for a new password, somebody else is trying, and they already read your SMS. Never give the code to anyone, and block your phone if you have lost it. Without the code they cannot change your password.`,
  },
}
