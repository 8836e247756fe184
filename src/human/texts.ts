/** The human check's words. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export type Family = 'animal' | 'clothing' | 'food' | 'first' | 'second' | 'last'

/** The words to choose from are filled in. */
export const asks: Readonly<Record<Family, TextOf<[string]>>> = {
  animal: {
    nb: (of) => `Hvilket ord er et dyr: ${of}?`,
    nn: (of) => `Kva ord er eit dyr: ${of}?`,
    se: draft((of: string) => `Mii dáin sániin lea ealli: ${of}?`),
    en: (of) => `Which word is an animal: ${of}?`,
  },
  clothing: {
    nb: (of) => `Hvilket ord er et klesplagg: ${of}?`,
    nn: (of) => `Kva ord er eit klesplagg: ${of}?`,
    se: draft((of: string) => `Mii dáin sániin lea bivttas: ${of}?`),
    en: (of) => `Which word is something to wear: ${of}?`,
  },
  food: {
    nb: (of) => `Hvilket ord er mat: ${of}?`,
    nn: (of) => `Kva ord er mat: ${of}?`,
    se: draft((of: string) => `Mii dáin sániin lea biebmu: ${of}?`),
    en: (of) => `Which word is food: ${of}?`,
  },
  first: {
    nb: (of) => `Hvilket ord står først: ${of}?`,
    nn: (of) => `Kva ord står først: ${of}?`,
    se: draft((of: string) => `Mii dáin sániin lea vuosttaš: ${of}?`),
    en: (of) => `Which word comes first: ${of}?`,
  },
  second: {
    nb: (of) => `Hvilket ord står som nummer to: ${of}?`,
    nn: (of) => `Kva ord står som nummer to: ${of}?`,
    se: draft((of: string) => `Mii dáin sániin lea nubbi: ${of}?`),
    en: (of) => `Which word comes second: ${of}?`,
  },
  last: {
    nb: (of) => `Hvilket ord står sist: ${of}?`,
    nn: (of) => `Kva ord står sist: ${of}?`,
    se: draft((of: string) => `Mii dáin sániin lea maŋimuš: ${of}?`),
    en: (of) => `Which word comes last: ${of}?`,
  },
}

export const humanTexts = {
  legend: {
    nb: 'Kontroll mot automatiske forsøk',
    nn: 'Kontroll mot automatiske forsøk',
    se: draft('Dárkkisteapmi automáhtalaš geahččalemiid vuostá'),
    en: 'Check against automatic tries',
  },
  how: {
    nb: 'Svar på spørsmålene. Hvert svar er ett av ordene som står i spørsmålet.',
    nn: 'Svar på spørsmåla. Kvart svar er eitt av orda som står i spørsmålet.',
    se: draft('Vástit gažaldagaide. Juohke vástádus lea okta sátni mii lea gažaldagas.'),
    en: 'Answer the questions. Each answer is one of the words in the question.',
  },
  closed: {
    nb: 'Det har kommet mange svar fra nettet du bruker. Vent ti minutter, eller slå på skript (JavaScript) i nettleseren.',
    nn: 'Det har kome mange svar frå nettet du bruker. Vent ti minutt, eller slå på skript (JavaScript) i nettlesaren.',
    se: draft(
      'Fierpmádagas maid geavahat leat boahtán ollu vástádusat. Vuordde logi minuhta, dahje bija skripttaid (JavaScript) johtui neahttalohkkái.',
    ),
    en: 'Many answers have come from the network you use. Wait ten minutes, or turn on scripts (JavaScript) in the browser.',
  },
  quiet: {
    nb: 'Nettleseren gjør en kontroll mot automatiske forsøk. Du trenger ikke å gjøre noe.',
    nn: 'Nettlesaren gjer ein kontroll mot automatiske forsøk. Du treng ikkje gjere noko.',
    se: draft('Neahttalohkki dárkkista automáhtalaš geahččalemiid vuostá. It dárbbaš dahkat maidege.'),
    en: 'The browser makes a check against automatic tries. You do not need to do anything.',
  },
  waiting: {
    nb: 'Kontrollen er snart ferdig. Siden går videre av seg selv.',
    nn: 'Kontrollen er snart ferdig. Sida går vidare av seg sjølv.',
    se: draft('Dárkkisteapmi lea fargga válmmas. Siidu manná viidáseappot iešalddis.'),
    en: 'The check is nearly done. The page goes on by itself.',
  },
  absent: {
    nb: 'Vi må se at dette ikke er et automatisk forsøk. Skriv inn alt en gang til, med kontrollen nederst i skjemaet.',
    nn: 'Vi må sjå at dette ikkje er eit automatisk forsøk. Skriv inn alt ein gong til, med kontrollen nedst i skjemaet.',
    se: draft(
      'Mii fertet oaidnit ahte dát ii leat automáhtalaš geahččaleapmi. Čále buot oktii vel, dárkkistemiin mii lea vuolimusas skovis.',
    ),
    en: 'We must see that this is not an automatic try. Enter everything once more, with the check at the end of the form.',
  },
  failed: {
    nb: 'Kontrollen gikk ikke gjennom. Den gjelder i ti minutter og én gang. Skriv inn alt en gang til, med den nye kontrollen.',
    nn: 'Kontrollen gjekk ikkje gjennom. Han gjeld i ti minutt og éin gong. Skriv inn alt ein gong til, med den nye kontrollen.',
    se: draft(
      'Dárkkisteapmi ii lihkostuvvan. Dat lea fámus logi minuhta ja oktii. Čále buot oktii vel, ođđa dárkkistemiin.',
    ),
    en: 'The check did not go through. It is valid for ten minutes and once. Enter everything once more, with the new check.',
  },
} as const satisfies Record<string, Text>
