/** Words for passkeys: at login, and where one is added. */
import { draft, type Text } from '#i18n/text.ts'

export const passkeyTexts = {
  way: { nb: 'Passnøkkel', nn: 'Passnøkkel', se: draft('Beassančoavdda'), en: 'A passkey' },
  wayHow: {
    nb: 'På telefonen, PC-en eller en sikkerhetsnøkkel',
    nn: 'På telefonen, PC-en eller ein tryggleiksnøkkel',
    se: draft('Telefovnnas, dihtoris dahje sihkarvuođačoavdagis'),
    en: 'On your phone, computer or security key',
  },
  title: {
    nb: 'Bekreft med passnøkkel',
    nn: 'Stadfest med passnøkkel',
    se: draft('Duođaš beassančoavdagiin'),
    en: 'Confirm with a passkey',
  },
  how: {
    nb: 'Nettleseren spør deg om fingeravtrykk, ansikt eller PIN-kode. Den sier aldri noe om dem til oss.',
    nn: 'Nettlesaren spør deg om fingeravtrykk, ansikt eller PIN-kode. Han seier aldri noko om dei til oss.',
    se: draft(
      'Fierpmádatlohkki jearrá dus suorbmaluottaid, muođuid dahje PIN-koda. Dat ii goassege muital daid midjiide.',
    ),
    en: 'Your browser asks you for a fingerprint, your face or a PIN. It never tells us anything about them.',
  },
  use: {
    nb: 'Bruk passnøkkelen',
    nn: 'Bruk passnøkkelen',
    se: draft('Geavat beassančoavdaga'),
    en: 'Use the passkey',
  },
  unable: {
    nb: 'Passnøkler trenger skript, og en nettleser som støtter dem. Det mangler her.',
    nn: 'Passnøklar treng skript, og ein nettlesar som støttar dei. Det manglar her.',
    se: draft('Beassančoavdagat dárbbašit skripttaid ja fierpmádatlohkki mii doarju daid. Dat váilu dáppe.'),
    en: 'Passkeys need scripts, and a browser that supports them. That is missing here.',
  },
  stopped: {
    nb: 'Nettleseren fikk ikke noe svar. Prøv igjen, eller bekreft på en annen måte.',
    nn: 'Nettlesaren fekk ikkje noko svar. Prøv igjen, eller stadfest på ein annan måte.',
    se: draft('Fierpmádatlohkki ii ožžon vástádusa. Geahččal ođđasit, dahje duođaš eará vugiin.'),
    en: 'Your browser got no answer. Try again, or confirm in another way.',
  },
  late: {
    nb: 'Det tok for lang tid. Prøv igjen.',
    nn: 'Det tok for lang tid. Prøv igjen.',
    se: draft('Dat ádjánii menddo guhká. Geahččal ođđasit.'),
    en: 'That took too long. Try again.',
  },
  refused: {
    nb: 'Passnøkkelen kunne ikke brukes her. Prøv en annen passnøkkel, eller bekreft på en annen måte.',
    nn: 'Passnøkkelen kunne ikkje brukast her. Prøv ein annan passnøkkel, eller stadfest på ein annan måte.',
    se: draft('Beassančoavdaga ii sáhttán geavahit dáppe. Geahččal eará beassančoavdaga, dahje duođaš eará vugiin.'),
    en: 'The passkey could not be used here. Try another passkey, or confirm in another way.',
  },
} as const satisfies Record<string, Text>
