/** Words for closing with a letter alone: it waits, and its owner can stop it. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const closingTexts = {
  title: {
    nb: 'MinID blir stengt',
    nn: 'MinID blir stengd',
    se: draft('MinID giddejuvvo'),
    en: 'MinID will be closed',
  },
  why: {
    nb: 'Den som har et brev, er ikke alltid den det er til. Derfor venter stengingen, og vi har sendt beskjed til telefonen og e-posten vi har. Derfra kan den stoppes.',
    nn: 'Den som har eit brev, er ikkje alltid den det er til. Difor ventar stenginga, og vi har sendt beskjed til telefonen og e-posten vi har. Derifrå kan ho stoppast.',
    se: draft(
      'Sus geas lea reive, ii leat álo dat geasa reive lea. Danne gidden vuordá, ja mii leat sádden dieđu telefovdnii ja e-postii. Doppe sáhttá dan bissehit.',
    ),
    en: 'Whoever has a letter is not always the one it is for. So the closing waits, and we have told the phone and the mailbox that we know. It can be stopped from there.',
  },
} as const satisfies Record<string, Text>

export const closingSentences = {
  /** Before. */
  waits: {
    nb: (days) =>
      `Du kan også stenge hele MinID. Med et brev alene skjer det etter ${days} dager, og vi sier fra på telefonen og e-posten din. Kodene sperres med en gang.`,
    nn: (days) =>
      `Du kan òg stengje heile MinID. Med eit brev åleine skjer det etter ${days} dagar, og vi seier frå på telefonen og e-posten din. Kodane blir sperra med ein gong.`,
    se: draft(
      (days: string) =>
        `Sáhtát maiddái giddet olles MinID. Dušše reivviin dat dáhpáhuvvá ${days} beaivvi geahčen, ja mii dieđihit telefovdnii ja e-postii. Kodat giddejuvvojit dalán.`,
    ),
    en: (days) =>
      `You can also close all of MinID. With a letter alone it happens after ${days} days, and we tell your phone and mailbox. The codes are blocked at once.`,
  },
  /** After. */
  from: {
    nb: (when) => `Kodene i brevene dine er sperret. MinID blir stengt ${when}.`,
    nn: (when) => `Kodane i breva dine er sperra. MinID blir stengd ${when}.`,
    se: draft((when: string) => `Du reivviid kodat leat giddejuvvon. MinID giddejuvvo ${when}.`),
    en: (when) => `The codes in your letters are blocked. MinID will be closed on ${when}.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
