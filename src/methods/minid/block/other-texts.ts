/** Words of blocking, in messages and on My page. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

/** My page's way to close MinID. */
export const closeTexts = {
  title: { nb: 'Steng MinID', nn: 'Steng MinID', se: draft('Gitte MinID'), en: 'Close MinID' },
  what: {
    nb: 'Når MinID er stengt, kan ingen logge inn med den, heller ikke du. Passordet, brevene og de andre innloggingsmåtene dine slutter å gjelde, og du blir logget ut overalt.',
    nn: 'Når MinID er stengd, kan ingen logge inn med han, heller ikkje du. Passordet, breva og dei andre innloggingsmåtane dine sluttar å gjelde, og du blir logga ut overalt.',
    se: draft(
      'Go MinID lea giddejuvvon, de ii oktage sáhte čálihit iežas sisa dainna, itge don. Beassansátni, reivvet ja du eará sisačálihanvuogit eai leat šat fámus, ja čálihuvvot olggos buot sajiin.',
    ),
    en: 'When MinID is closed, nobody can log in with it, nor can you. Your password, your letters and your other ways to log in end, and you are logged out everywhere.',
  },
  openAgain: {
    nb: 'Du kan åpne den igjen senere: bestill et brev med koder, og registrer deg på nytt.',
    nn: 'Du kan opne han igjen seinare: bestill eit brev med kodar, og registrer deg på nytt.',
    se: draft('Sáhtát rahpat dan fas maŋŋel: diŋgo kodareivve, ja registrere iežat ođđasit.'),
    en: 'You can open it again later: order a letter with codes, and register again.',
  },
  close: { nb: 'Steng MinID', nn: 'Steng MinID', se: draft('Gitte MinID'), en: 'Close MinID' },
  none: {
    nb: 'Du har ingen MinID som er åpen.',
    nn: 'Du har ingen MinID som er open.',
    se: draft('Dus ii leat MinID mii lea rabas.'),
    en: 'You have no MinID that is open.',
  },
} as const satisfies Record<string, Text>

/** Short, so that it fits one SMS. */
export const blockSms: TextOf<[string]> = {
  nb: (code) =>
    `${code} er koden for å sperre MinID-en din. Den gjelder i et kvarter. Har du ikke bedt om det, skal du ikke gjøre noe.`,
  nn: (code) =>
    `${code} er koden for å sperre MinID-en din. Han gjeld i eit kvarter. Har du ikkje bede om det, skal du ikkje gjere noko.`,
  se: draft(
    (code: string) =>
      `${code} lea koda mainna gittet iežat MinID. Dat lea fámus njealjádasdiimmu. Jus it leat bivdán dan, ale daga maidege.`,
  ),
  en: (code) =>
    `${code} is the code for blocking your MinID. It is valid for a quarter of an hour. If you have not asked for it, do nothing.`,
}

export const blockMail = {
  subject: {
    nb: 'Kode for å sperre MinID',
    nn: 'Kode for å sperre MinID',
    se: draft('Koda mainna gittet MinID'),
    en: 'A code for blocking MinID',
  },
  text: {
    nb: (code) =>
      `Koden for å sperre MinID-en din er\n\n${code}\n\nSkriv den på siden der du ba om den. Den gjelder i et kvarter.\n\nHar du ikke bedt om den, har noen andre skrevet fødselsnummeret ditt. Da trenger du ikke å gjøre noe: ingenting er sperret. Gi aldri koden til noen.`,
    nn: (code) =>
      `Koden for å sperre MinID-en din er\n\n${code}\n\nSkriv han på sida der du bad om han. Han gjeld i eit kvarter.\n\nHar du ikkje bede om han, har nokon andre skrive fødselsnummeret ditt. Då treng du ikkje gjere noko: ingenting er sperra. Gi aldri koden til nokon.`,
    se: draft(
      (code: string) =>
        `Koda mainna gittet iežat MinID lea\n\n${code}\n\nČále dan siidui gos bivdet dan. Dat lea fámus njealjádasdiimmu.\n\nJus it leat bivdán dan, de lea soames eará čállán du riegádannummira. De it dárbbaš dahkat maidege: ii mihkkege leat giddejuvvon. Ale goassege atte koda earáide.`,
    ),
    en: (code) =>
      `The code for blocking your MinID is\n\n${code}\n\nEnter it on the page where you asked for it. It is valid for a quarter of an hour.\n\nIf you have not asked for it, somebody else has typed your identity number. Then you need not do anything: nothing is blocked. Never give the code to anyone.`,
  },
} as const satisfies { readonly subject: Text; readonly text: TextOf<[string]> }
