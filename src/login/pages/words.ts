/** Words that several pages of the login use. */
import { draft, type Language, type Text } from '#i18n/text.ts'
import type { Level } from '#login/levels.ts'

/** As they stand in a sentence: "login at *high* level". The old numbers stand beside where people know them. */
export const levelNames: Readonly<Record<Level, Text>> = {
  level0: { nb: 'nivå 0', nn: 'nivå 0', se: draft('dássi 0'), en: 'level 0' },
  level1: { nb: 'nivå 1', nn: 'nivå 1', se: draft('dássi 1'), en: 'level 1' },
  level2: { nb: 'nivå 2', nn: 'nivå 2', se: draft('dássi 2'), en: 'level 2' },
  low: { nb: 'lavt nivå', nn: 'lågt nivå', se: draft('vuollegis dássi'), en: 'low level' },
  substantial: {
    nb: 'betydelig nivå',
    nn: 'betydeleg nivå',
    se: draft('mearkkašahtti dássi'),
    en: 'substantial level',
  },
  high: { nb: 'høyt nivå', nn: 'høgt nivå', se: draft('alla dássi'), en: 'high level' },
}

const joiners: Readonly<Record<Language, Intl.ListFormat>> = {
  nb: new Intl.ListFormat('nb'),
  nn: new Intl.ListFormat('nn'),
  se: new Intl.ListFormat('se'),
  en: new Intl.ListFormat('en'),
}

/** "A, B og C". */
export const listed = (language: Language, names: readonly string[]): string => joiners[language].format(names)

export const noEidText: Text = {
  nb: 'Har du ingen eID du kan bruke her?',
  nn: 'Har du ingen eID du kan bruke her?',
  se: draft('Iigo dus leat eID man sáhtát geavahit dáppe?'),
  en: 'Do you have no eID to use here?',
}
