/** Words for choosing a password. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { PasswordFault } from '#methods/minid/passwords/rules.ts'

export const passwordFaultTexts: Readonly<Record<PasswordFault, Text>> = {
  missing: {
    nb: 'Skriv inn et nytt passord.',
    nn: 'Skriv inn eit nytt passord.',
    se: draft('Čále ođđa beassansáni.'),
    en: 'Enter a new password.',
  },
  short: {
    nb: 'Passordet er for kort. Legg for eksempel til et ord eller to.',
    nn: 'Passordet er for kort. Legg til dømes til eit ord eller to.',
    se: draft('Beassansátni lea menddo oanehaš. Lasit ovdamearkka dihtii ovtta dahje guokte sáni.'),
    en: 'The password is too short. Add a word or two, for example.',
  },
  long: {
    nb: 'Passordet er lengre enn vi kan ta imot. Velg et kortere.',
    nn: 'Passordet er lengre enn vi kan ta imot. Vel eit kortare.',
    se: draft('Beassansátni lea guhkit go maid sáhttit vuostáiváldit. Vállje oanehut.'),
    en: 'The password is longer than we can accept. Choose a shorter one.',
  },
  common: {
    nb: 'Passordet er lett å gjette. Mange bruker det eller et som ligner. Skriv heller noen ord som ikke hører sammen.',
    nn: 'Passordet er lett å gjette. Mange bruker det eller eit som liknar. Skriv heller nokre ord som ikkje høyrer saman.',
    se: draft(
      'Beassansátni lea álki árvidit. Ollugat geavahit dan dahje sullasačča. Čále baicca muhtun sániid mat eai gula oktii.',
    ),
    en: 'The password is easy to guess. Many people use it or one like it. Enter a few words that do not belong together instead.',
  },
  personal: {
    nb: 'Passordet er lett å gjette for andre som kjenner til deg. Ikke bruk fødselsnummeret, fødselsdatoen, e-postadressen, mobilnummeret eller navnet på denne tjenesten.',
    nn: 'Passordet er lett å gjette for andre som kjenner til deg. Ikkje bruk fødselsnummeret, fødselsdatoen, e-postadressa, mobilnummeret eller namnet på denne tenesta.',
    se: draft(
      'Beassansátni lea álki árvidit earáide geat dovdet du. Ale geavat riegádannummira, riegádanbeaivvi, e-poastačujuhusa, mobiilanummira dahje dán bálvalusa nama.',
    ),
    en: 'The password is easy to guess for others who know of you. Do not use your identity number, date of birth, e-mail address, mobile number or the name of this service.',
  },
  breached: {
    nb: 'Passordet finnes i en liste over passord som er på avveie. Det trenger ikke å være ditt, men du må velge et annet. Bruker du det andre steder, bør du bytte det der også.',
    nn: 'Passordet finst i ei liste over passord som er på avvegar. Det treng ikkje vere ditt, men du må velje eit anna. Bruker du det andre stader, bør du byte det der òg.',
    se: draft(
      'Beassansátni lea listtus mas leat beassansánit mat leat šaddan dovddusin. Dat ii dárbbaš leat du, muhto fertet válljet eará. Jus geavahat dan eará sajiin, de berret molsut dan doppe maid.',
    ),
    en: 'The password is on a list of passwords that have leaked. It need not have been yours, but you must choose another. If you use it elsewhere, change it there, too.',
  },
}

export const choiceTexts = {
  password: { nb: 'Nytt passord', nn: 'Nytt passord', se: draft('Ođđa beassansátni'), en: 'New password' },
  again: {
    nb: 'Nytt passord en gang til',
    nn: 'Nytt passord ein gong til',
    se: draft('Ođđa beassansátni vel oktii'),
    en: 'New password once more',
  },
  againMissing: {
    nb: 'Skriv inn det nye passordet en gang til.',
    nn: 'Skriv inn det nye passordet ein gong til.',
    se: draft('Čále ođđa beassansáni vel oktii.'),
    en: 'Enter the new password once more.',
  },
  different: {
    nb: 'De to passordene er ikke like. Skriv det samme i begge feltene.',
    nn: 'Dei to passorda er ikkje like. Skriv det same i begge felta.',
    se: draft('Beassansánit eaba leat seammát. Čále seamma goappašiid gieddái.'),
    en: 'The two passwords are not the same. Enter the same one in both fields.',
  },
} as const satisfies Record<string, Text>

/** What is wanted, with the least number of characters. */
export const choiceHint: TextOf<[shortest: number]> = {
  nb: (shortest) =>
    `Minst ${shortest} tegn. Alle tegn er lov, også mellomrom, så skriv gjerne noen ord som ikke hører sammen. Ikke bruk et passord du har andre steder.`,
  nn: (shortest) =>
    `Minst ${shortest} teikn. Alle teikn er lov, òg mellomrom, så skriv gjerne nokre ord som ikkje høyrer saman. Ikkje bruk eit passord du har andre stader.`,
  se: draft(
    (shortest) =>
      `Unnimusat ${shortest} mearkka. Buot mearkkat leat lobálaččat, maiddái gaskkat, nu ahte čále áinnas muhtun sániid mat eai gula oktii. Ale geavat beassansáni mii dus lea eará sajiin.`,
  ),
  en: (shortest) =>
    `At least ${shortest} characters. Every character is allowed, spaces too, so a few words that do not belong together are fine. Do not use a password that you have elsewhere.`,
}
