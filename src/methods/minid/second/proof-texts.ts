/** Words for the code before an app or a passkey is added. */
import { draft, type Text } from '#i18n/text.ts'

export const proofTexts = {
  why: {
    nb: 'Det du legger til, kan brukes til å logge inn som deg. Derfor spør vi telefonen din først.',
    nn: 'Det du legg til, kan brukast til å logge inn som deg. Difor spør vi telefonen din først.',
    se: draft('Dainna maid lasihat sáhttá čálihit sisa du namas. Danne jearrat vuos du telefovnnas.'),
    en: 'What you add can be used to log in as you. So we ask your phone first.',
  },
  confirm: { nb: 'Bekreft', nn: 'Stadfest', se: draft('Nanne'), en: 'Confirm' },
  wrong: {
    nb: 'Koden er feil. Se på den nyeste SMS-en, og prøv igjen.',
    nn: 'Koden er feil. Sjå på den nyaste SMS-en, og prøv igjen.',
    se: draft('Koda lea boastut. Geahča ođđaseamos SMS, ja geahččal ođđasit.'),
    en: 'The code is wrong. Look at the newest SMS, and try again.',
  },
  unreadable: {
    nb: 'Skriv inn koden fra SMS-en: fem bokstaver og tall.',
    nn: 'Skriv inn koden frå SMS-en: fem bokstavar og tal.',
    se: draft('Čále koda SMS:s: vihtta bustáva ja logu.'),
    en: 'Enter the code from the SMS: five letters and digits.',
  },
  ended: {
    nb: 'Koden gjelder ikke lenger. Gå tilbake til lista, og legg til på nytt.',
    nn: 'Koden gjeld ikkje lenger. Gå tilbake til lista, og legg til på nytt.',
    se: draft('Koda ii leat šat fámus. Mana ruovttoluotta listui, ja lasit ođđasit.'),
    en: 'The code is no longer valid. Go back to the list, and add it again.',
  },
  tooMany: {
    nb: 'Det er sendt mange koder til deg den siste timen, og vi sender ingen flere nå. Prøv igjen om en time.',
    nn: 'Det er sendt mange kodar til deg den siste timen, og vi sender ingen fleire no. Prøv igjen om ein time.',
    se: draft(
      'Dutnje leat sáddejuvvon ollu kodat maŋimuš diimmus, eat ge sádde eambo dál. Geahččal ođđasit diimmu geahčen.',
    ),
    en: 'Many codes have been sent to you in the last hour, and we send no more now. Try again in an hour.',
  },
  lost: {
    nb: 'Har du ikke telefonen lenger? Bytt nummer først',
    nn: 'Har du ikkje telefonen lenger? Byt nummer først',
    se: draft('Ii go dus leat šat telefovdna? Molsso vuos nummira'),
    en: 'No longer have the phone? Change the number first',
  },
} as const satisfies Record<string, Text>
