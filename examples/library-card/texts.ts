/** The words of the library card, in the four languages of a login. */
import type { Text } from 'inngang/plugin'

export const texts = {
  name: { nb: 'Lånekort', nn: 'Lånekort', se: 'Luoikkahangoarta', en: 'Library card' },
  needs: {
    nb: 'Kortet fra biblioteket ditt',
    nn: 'Kortet frå biblioteket ditt',
    se: 'Goarta du girjerájus',
    en: 'The card from your library',
  },
  title: {
    nb: 'Skriv koden på lånekortet',
    nn: 'Skriv koden på lånekortet',
    se: 'Čális koda mii lea luoikkahangoarttas',
    en: 'Type the code on your library card',
  },
  code: { nb: 'Kode', nn: 'Kode', se: 'Koda', en: 'Code' },
  hint: {
    nb: '26 bokstaver, som står bak på kortet',
    nn: '26 bokstavar, som står bak på kortet',
    se: '26 bustáva, goartta duogábealde',
    en: '26 letters, on the back of the card',
  },
  unknown: {
    nb: 'Ingen kort har denne koden. Se etter at alle bokstavene er med.',
    nn: 'Ingen kort har denne koden. Sjå etter at alle bokstavane er med.',
    se: 'Ii oktage goarta leat dáinna kodain. Dárkkis ahte buot bustávat leat mielde.',
    en: 'No card has this code. Check that all the letters are there.',
  },
  on: { nb: 'Logg inn', nn: 'Logg inn', se: 'Čálit sisa', en: 'Log in' },
} as const satisfies Record<string, Text>
