/** What is special about a person, in words: beside names in the test eID and on the pages about the people. */
import { draft, type Text } from '#i18n/text.ts'
import type { Kind } from '#sandbox/population/person.ts'

export const kindTexts: Readonly<Record<Kind, Text>> = {
  adult: { nb: 'Voksen', nn: 'Vaksen', se: draft('Rávesolmmoš'), en: 'Adult' },
  minor: { nb: 'Under 18 år', nn: 'Under 18 år', se: draft('Vuollel 18 jagi'), en: 'Under 18' },
  'd-number': { nb: 'D-nummer', nn: 'D-nummer', se: draft('D-nummir'), en: 'D number' },
  abroad: { nb: 'Bor i utlandet', nn: 'Bur i utlandet', se: draft('Orru olgoriikkas'), en: 'Lives abroad' },
  protected: {
    nb: 'Skjermet adresse',
    nn: 'Skjerma adresse',
    se: draft('Suodjaluvvon čujuhus'),
    en: 'Protected address',
  },
  deceased: { nb: 'Død', nn: 'Død', se: draft('Jápmán'), en: 'Deceased' },
  'opted-out': {
    nb: 'Vil ikke ha digital post',
    nn: 'Vil ikkje ha digital post',
    se: draft('Ii hálit digitála poastta'),
    en: 'No digital post',
  },
  'no-mobile': { nb: 'Uten mobil', nn: 'Utan mobil', se: draft('Mobiltelefovnna haga'), en: 'No mobile phone' },
  'long-name': { nb: 'Langt navn', nn: 'Langt namn', se: draft('Guhkes namma'), en: 'Long name' },
  sami: { nb: 'Samisk navn', nn: 'Samisk namn', se: draft('Sámi namma'), en: 'Sámi name' },
}
