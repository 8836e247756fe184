/** What stands under every mail. */
import { draft, type TextOf } from '#i18n/text.ts'

export const mailTexts = {
  foot: {
    nb: (from) =>
      `Denne e-posten er sendt automatisk fra ${from}, og svar blir ikke lest. Vi ber deg aldri om passord eller koder på e-post.`,
    nn: (from) =>
      `Denne e-posten er send automatisk frå ${from}, og svar blir ikkje lesne. Vi ber deg aldri om passord eller kodar på e-post.`,
    se: draft(
      (from) =>
        `Dát e-poasta lea sáddejuvvon automáhtalaččat: ${from}. Vástádusat eai lohkkojuvvo. Mii eat goassege jeara beassansániid dahje kodaid e-poasttas.`,
    ),
    en: (from) =>
      `This e-mail was sent automatically by ${from}, and replies are not read. We never ask you for passwords or codes by e-mail.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
