/** The words of a login with an organisation's certificate. */
import { draft, type Language, type Text, type TextOf } from '#i18n/text.ts'
import type { CardWord } from '#methods/certificate/judge.ts'
import type { Why } from '#methods/certificate/pages.ts'
import { type CardTexts, cardTexts } from '#methods/certificate/texts.ts'
import type { Sentence } from '#methods/certificate/words.ts'

export const organisationTexts: CardTexts = {
  insert: {
    nb: 'Finn fram virksomhetens sertifikat',
    nn: 'Finn fram sertifikatet til verksemda',
    se: draft('Oza ovdan fitnodaga duođaštusa'),
    en: 'Have the organisation’s certificate ready',
  },
  choose: {
    nb: 'Når du fortsetter, spør nettleseren hvilket sertifikat du vil vise. Velg virksomhetens sertifikat for innlogging (autentisering).',
    nn: 'Når du held fram, spør nettlesaren kva sertifikat du vil vise. Vel sertifikatet til verksemda for innlogging (autentisering).',
    se: draft(
      'Go joatkkát, de jearrá neahttalohkki guđe duođaštusa áiggut čájehit. Vállje fitnodaga duođaštusa sisačáliheapmái (autentiseremii).',
    ),
    en: 'When you continue, the browser asks which certificate you want to show. Choose the organisation’s certificate for logging in (authentication).',
  },
  pin: {
    nb: 'Skriv passordet eller PIN-koden til sertifikatet hvis maskinen ber om det.',
    nn: 'Skriv passordet eller PIN-koden til sertifikatet om maskina ber om det.',
    se: draft('Čále duođaštusa beassansáni dahje PIN-koda jus dihtor dan jearrá.'),
    en: 'Enter the certificate’s password or PIN if your computer asks for it.',
  },
  goOn: cardTexts.goOn,
  trouble: cardTexts.trouble,
  reader: {
    nb: 'Se etter at sertifikatet er installert i nettleseren eller på maskinen, med sin private nøkkel. Ligger det på et kort, må kortet sitte i leseren.',
    nn: 'Sjå etter at sertifikatet er installert i nettlesaren eller på maskina, med den private nøkkelen sin. Ligg det på eit kort, må kortet sitje i lesaren.',
    se: draft(
      'Geahča ahte duođaštus lea installerejuvvon neahttalohkkis dahje dihtoris, priváhta čoavdagiin. Jus dat lea koarttas, de galgá koarta leat lohkkis.',
    ),
    en: 'Check that the certificate is installed in the browser or on the computer, with its private key. If it is on a card, the card must be in the reader.',
  },
  software: {
    nb: 'Er du usikker på hvem som har sertifikatet, spør dem som bestilte det i virksomheten.',
    nn: 'Er du usikker på kven som har sertifikatet, spør dei som tinga det i verksemda.',
    se: draft('Jus it leat sihkar geas duođaštus lea, de jeara sis geat dan dingojedje fitnodagas.'),
    en: 'If you are not sure who has the certificate, ask those who ordered it in your organisation.',
  },
  remembered: cardTexts.remembered,
  phone: {
    nb: 'På de fleste telefoner og nettbrett er ikke sertifikatet installert. Bruk maskinen der det er.',
    nn: 'På dei fleste telefonar og nettbrett er ikkje sertifikatet installert. Bruk maskina der det er.',
    se: draft('Eanaš telefovnnain ja tableahtain duođaštus ii leat installerejuvvon. Geavat dihtora gos dat lea.'),
    en: 'On most phones and tablets the certificate is not installed. Use the computer where it is.',
  },
  confirm: {
    nb: 'Er dette virksomheten?',
    nn: 'Er dette verksemda?',
    se: draft('Lea go dát fitnodat?'),
    en: 'Is this the organisation?',
  },
  kept: {
    nb: 'Du logger inn på vegne av virksomheten, ikke som deg selv. Nettleseren viser samme sertifikat igjen helt til alle vinduene er lukket.',
    nn: 'Du loggar inn på vegner av verksemda, ikkje som deg sjølv. Nettlesaren viser same sertifikatet igjen heilt til alle vindauga er lukka.',
    se: draft(
      'Don čálihat sisa fitnodaga ovddas, it ieš priváhta olmmožin. Neahttalohkki čájeha seamma duođaštusa fas dassážii go buot láset leat giddejuvvon.',
    ),
    en: 'You log in on behalf of the organisation, not as yourself. The browser shows the same certificate again until all its windows are closed.',
  },
  yes: cardTexts.yes,
  no: {
    nb: 'Nei, det er en annen',
    nn: 'Nei, det er ei anna',
    se: draft('Ii, dat lea eará'),
    en: 'No, it is another one',
  },
}

export const isItThisOne: TextOf<[name: string]> = {
  nb: (name) => `Sertifikatet tilhører ${name}.`,
  nn: (name) => `Sertifikatet høyrer til ${name}.`,
  se: draft((name) => `Duođaštusa eaiggát lea ${name}.`),
  en: (name) => `The certificate belongs to ${name}.`,
}

export const organisationWhys: Readonly<Record<Why, Text>> = {
  'no-certificate': {
    nb: 'Nettleseren viste oss ikke noe sertifikat. Se etter at det er installert, og prøv igjen.',
    nn: 'Nettlesaren viste oss ikkje noko sertifikat. Sjå etter at det er installert, og prøv igjen.',
    se: draft(
      'Neahttalohkki ii čájehan midjiide duođaštusa. Geahča ahte dat lea installerejuvvon, ja geahččal ođđasit.',
    ),
    en: 'The browser showed us no certificate. Check that it is installed, and try again.',
  },
  'no-return': {
    nb: 'Vi fikk ikke sertifikatet i tide. Prøv igjen.',
    nn: 'Vi fekk ikkje sertifikatet i tide. Prøv igjen.',
    se: draft('Eat ožžon duođaštusa áiggil. Geahččal ođđasit.'),
    en: 'We did not get the certificate in time. Try again.',
  },
  'not-me': {
    nb: 'Lukk alle vinduene i nettleseren, så den glemmer hva du valgte. Begynn på nytt hos tjenesten, og velg riktig sertifikat.',
    nn: 'Lukk alle vindauga i nettlesaren, så han gløymer kva du valde. Byrj på nytt hos tenesta, og vel rett sertifikat.',
    se: draft(
      'Gidde buot neahttalohkki lásiid, vai dat vajálduhttá maid válljejit. Álgge ođđasit bálvalusas, ja vállje rievttes duođaštusa.',
    ),
    en: 'Close all windows of the browser, so that it forgets what you chose. Start again at the service, and choose the right certificate.',
  },
}

const other: Readonly<Record<Language, string>> = {
  nb: 'Velg et annet sertifikat, eller en annen måte å logge inn på.',
  nn: 'Vel eit anna sertifikat, eller ein annan måte å logge inn på.',
  se: draft('Vállje eará duođaštusa, dahje eará vuogi čálihit sisa.'),
  en: 'Choose another certificate, or another way to log in.',
}

/** What cannot happen to an organisation has no sentence here. */
export const organisationSentences: Readonly<Partial<Record<CardWord, Sentence>>> = {
  expired: {
    nb: () => `Sertifikatet er gått ut på dato. Virksomheten trenger et nytt. ${other.nb}`,
    nn: () => `Sertifikatet har gått ut på dato. Verksemda treng eit nytt. ${other.nn}`,
    se: draft(() => `Duođaštusa áigi lea nohkan. Fitnodat dárbbaša ođđasa. ${other.se}`),
    en: () => `The certificate has expired. The organisation needs a new one. ${other.en}`,
  },
  'not-yet': {
    nb: () => `Sertifikatet gjelder ikke ennå. ${other.nb}`,
    nn: () => `Sertifikatet gjeld ikkje enno. ${other.nn}`,
    se: draft(() => `Duođaštus ii leat vel fámus. ${other.se}`),
    en: () => `The certificate is not valid yet. ${other.en}`,
  },
  revoked: {
    nb: () => `Sertifikatet er trukket tilbake og kan ikke brukes. ${other.nb}`,
    nn: () => `Sertifikatet er trekt tilbake og kan ikkje brukast. ${other.nn}`,
    se: draft(() => `Duođaštus lea geassojuvvon ruovttoluotta iige sáhte geavahuvvot. ${other.se}`),
    en: () => `The certificate has been revoked and cannot be used. ${other.en}`,
  },
  'unknown-status': {
    nb: () =>
      'Vi fikk ikke bekreftet at sertifikatet ikke er trukket tilbake, så det kan ikke brukes akkurat nå. Prøv igjen om litt.',
    nn: () =>
      'Vi fekk ikkje stadfesta at sertifikatet ikkje er trekt tilbake, så det kan ikkje brukast akkurat no. Prøv igjen om litt.',
    se: draft(
      () =>
        'Eat ožžon duođaštuvvot ahte duođaštus ii leat geassojuvvon ruovttoluotta, danin ii sáhte dan geavahit juste dál. Geahččal fas oanehaš áiggi geahčen.',
    ),
    en: () =>
      'We could not confirm that the certificate has not been revoked, so it cannot be used right now. Try again in a little while.',
  },
  untrusted: {
    nb: () => `Sertifikatet er utstedt av noen vi ikke kjenner. ${other.nb}`,
    nn: () => `Sertifikatet er utferda av nokon vi ikkje kjenner. ${other.nn}`,
    se: draft(() => `Duođaštusa lea addán muhtun gean mii eat dovdda. ${other.se}`),
    en: () => `The certificate was issued by somebody we do not know. ${other.en}`,
  },
  'wrong-use': {
    nb: () =>
      'Sertifikatet er til å signere eller kryptere med. Lukk alle vinduene i nettleseren, begynn på nytt og velg det som er for innlogging (autentisering).',
    nn: () =>
      'Sertifikatet er til å signere eller kryptere med. Lukk alle vindauga i nettlesaren, byrj på nytt og vel det som er for innlogging (autentisering).',
    se: draft(
      () =>
        'Duođaštus lea vuolláičállimii dahje krypteremii. Gidde buot neahttalohkki lásiid, álgge ođđasit ja vállje dan mii lea sisačáliheapmái (autentiseremii).',
    ),
    en: () =>
      'The certificate is for signing or encrypting. Close all windows of the browser, start again and choose the one for logging in (authentication).',
  },
  'wrong-kind': {
    nb: () => `Sertifikatet er ikke av et slag som gir innlogging for virksomheter her. ${other.nb}`,
    nn: () => `Sertifikatet er ikkje av eit slag som gir innlogging for verksemder her. ${other.nn}`,
    se: draft(() => `Duođaštus ii leat dakkár mainna fitnodagat sáhttet čálihit sisa dáppe. ${other.se}`),
    en: () => `The certificate is not of a kind that gives organisations a login here. ${other.en}`,
  },
  person: {
    nb: () => `Sertifikatet tilhører en person. Her logger virksomheter inn. ${other.nb}`,
    nn: () => `Sertifikatet høyrer til ein person. Her loggar verksemder inn. ${other.nn}`,
    se: draft(() => `Duođaštusa eaiggáda olmmoš. Dáppe čálihit fitnodagat sisa. ${other.se}`),
    en: () => `The certificate belongs to a person. Organisations log in here. ${other.en}`,
  },
  'no-number': {
    nb: () => `Sertifikatet har ikke noe organisasjonsnummer som vi kan lese. ${other.nb}`,
    nn: () => `Sertifikatet har ikkje noko organisasjonsnummer som vi kan lese. ${other.nn}`,
    se: draft(() => `Duođaštusas ii leat organisašuvdnanummir maid mii sáhttit lohkat. ${other.se}`),
    en: () => `The certificate has no organisation number that we can read. ${other.en}`,
  },
  'wrong-number': {
    nb: () => `Organisasjonsnummeret i sertifikatet kan ikke brukes her. ${other.nb}`,
    nn: () => `Organisasjonsnummeret i sertifikatet kan ikkje brukast her. ${other.nn}`,
    se: draft(() => `Duođaštusa organisašuvdnanummira ii sáhte geavahit dáppe. ${other.se}`),
    en: () => `The organisation number in the certificate cannot be used here. ${other.en}`,
  },
}
