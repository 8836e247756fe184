/** The messages that carry a temporary password. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

/** Short, so that it fits one SMS. */
export const temporarySms: TextOf<[string]> = {
  nb: (temporary) =>
    `${temporary} er et midlertidig passord for å lage nytt passord i MinID. Det gjelder i ti minutter. Har du ikke bedt om det, skal du ikke gjøre noe.`,
  nn: (temporary) =>
    `${temporary} er eit mellombels passord for å lage nytt passord i MinID. Det gjeld i ti minutt. Har du ikkje bede om det, skal du ikkje gjere noko.`,
  se: draft(
    (temporary: string) =>
      `${temporary} lea gaskaboddosaš beassansátni mainna ráhkadat ođđa MinID beassansáni. Dat lea fámus logi minuhta. Jus it leat bivdán dan, ale daga maidege.`,
  ),
  en: (temporary) =>
    `${temporary} is a temporary password for making a new password in MinID. It is valid for ten minutes. If you have not asked for it, do nothing.`,
}

export const temporaryMail = {
  subject: {
    nb: 'Midlertidig passord for MinID',
    nn: 'Mellombels passord for MinID',
    se: draft('Gaskaboddosaš MinID beassansátni'),
    en: 'Temporary password for MinID',
  },
  text: {
    nb: (temporary) =>
      `Det midlertidige passordet for å lage nytt passord i MinID er\n\n${temporary}\n\nSkriv det på siden der du ba om det, i den samme nettleseren. Det gjelder i ti minutter.\n\nHar du ikke bedt om det, trenger du ikke å gjøre noe: passordet ditt er som før. Gi aldri det midlertidige passordet til noen.`,
    nn: (temporary) =>
      `Det mellombelse passordet for å lage nytt passord i MinID er\n\n${temporary}\n\nSkriv det på sida der du bad om det, i den same nettlesaren. Det gjeld i ti minutt.\n\nHar du ikkje bede om det, treng du ikkje gjere noko: passordet ditt er som før. Gi aldri det mellombelse passordet til nokon.`,
    se: draft(
      (temporary: string) =>
        `Gaskaboddosaš beassansátni mainna ráhkadat ođđa MinID beassansáni lea\n\n${temporary}\n\nČále dan siidui gos bivdet dan, seamma fierpmádatlogánis. Dat lea fámus logi minuhta.\n\nJus it leat bivdán dan, it dárbbaš dahkat maidege: du beassansátni lea nugo ovdal. Ale goassege atte gaskaboddosaš beassansáni earáide.`,
    ),
    en: (temporary) =>
      `The temporary password for making a new password in MinID is\n\n${temporary}\n\nEnter it on the page where you asked for it, in the same browser. It is valid for ten minutes.\n\nIf you have not asked for it, you need not do anything: your password is as it was. Never give the temporary password to anyone.`,
  },
} as const satisfies { readonly subject: Text; readonly text: TextOf<[string]> }
