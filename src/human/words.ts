/** The words of the questions: short, concrete, and each of one kind only. */
import { draft, type Text } from '#i18n/text.ts'

/** Living animals that nobody is asked to eat or wear, clothes, food, and what is in a room or outside. */
export const kinds = ['animal', 'clothing', 'food', 'thing'] as const
export type Kind = (typeof kinds)[number]

export const words: Readonly<Record<Kind, readonly Text[]>> = {
  animal: [
    { nb: 'hund', nn: 'hund', se: draft('beana'), en: 'dog' },
    { nb: 'katt', nn: 'katt', se: draft('bussá'), en: 'cat' },
    { nb: 'hest', nn: 'hest', se: draft('heasta'), en: 'horse' },
    { nb: 'rev', nn: 'rev', se: draft('rieban'), en: 'fox' },
    { nb: 'bjørn', nn: 'bjørn', se: draft('guovža'), en: 'bear' },
    { nb: 'ulv', nn: 'ulv', se: draft('gumpe'), en: 'wolf' },
    { nb: 'mus', nn: 'mus', se: draft('sáhpán'), en: 'mouse' },
  ],
  clothing: [
    { nb: 'lue', nn: 'lue', se: draft('gahpir'), en: 'cap' },
    { nb: 'sokk', nn: 'sokk', se: draft('suohkku'), en: 'sock' },
    { nb: 'skjorte', nn: 'skjorte', se: draft('báidi'), en: 'shirt' },
    { nb: 'bukse', nn: 'bukse', se: draft('buvssat'), en: 'trousers' },
    { nb: 'vott', nn: 'vott', se: draft('fáhcca'), en: 'mitten' },
    { nb: 'skjerf', nn: 'skjerf', se: draft('liidni'), en: 'scarf' },
  ],
  food: [
    { nb: 'brød', nn: 'brød', se: draft('láibi'), en: 'bread' },
    { nb: 'ost', nn: 'ost', se: draft('vuostá'), en: 'cheese' },
    { nb: 'sukker', nn: 'sukker', se: draft('sohkar'), en: 'sugar' },
    { nb: 'smør', nn: 'smør', se: draft('vuodja'), en: 'butter' },
    { nb: 'suppe', nn: 'suppe', se: draft('málli'), en: 'soup' },
    { nb: 'eple', nn: 'eple', se: draft('eappel'), en: 'apple' },
  ],
  thing: [
    { nb: 'stol', nn: 'stol', se: draft('stuollu'), en: 'chair' },
    { nb: 'bord', nn: 'bord', se: draft('beavdi'), en: 'table' },
    { nb: 'bok', nn: 'bok', se: draft('girji'), en: 'book' },
    { nb: 'dør', nn: 'dør', se: draft('uksa'), en: 'door' },
    { nb: 'vindu', nn: 'vindauge', se: draft('láse'), en: 'window' },
    { nb: 'stein', nn: 'stein', se: draft('geađgi'), en: 'stone' },
    { nb: 'innsjø', nn: 'innsjø', se: draft('jávri'), en: 'lake' },
    { nb: 'tog', nn: 'tog', se: draft('togá'), en: 'train' },
  ],
}

export const allWords: readonly Text[] = kinds.flatMap((kind) => words[kind])
