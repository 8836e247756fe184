/** What is said when a card did not let anybody in; `name` is what the chooser calls it. */
import { draft, type Language, languages, type Text } from '#i18n/text.ts'
import type { CardWord } from '#methods/certificate/judge.ts'
import type { CardKind } from '#methods/certificate/kinds.ts'
import { organisationSentences } from '#methods/certificate/organisation-texts.ts'

export type Sentence = Readonly<Record<Language, (name: string) => string>>

const sentences: Readonly<Record<Exclude<CardWord, 'person'>, Sentence>> = {
  expired: {
    nb: () => 'Sertifikatet på kortet er gått ut på dato. Du trenger et nytt kort. Velg en annen måte å logge inn på.',
    nn: () => 'Sertifikatet på kortet har gått ut på dato. Du treng eit nytt kort. Vel ein annan måte å logge inn på.',
    se: draft(
      () => 'Koartta duođaštusa áigi lea nohkan. Dárbbašat ođđa koartta. Vállje eará vuogi čálihit iežat sisa.',
    ),
    en: () => 'The certificate on the card has expired. You need a new card. Choose another way to log in.',
  },
  'not-yet': {
    nb: () => 'Sertifikatet på kortet gjelder ikke ennå. Velg en annen måte å logge inn på.',
    nn: () => 'Sertifikatet på kortet gjeld ikkje enno. Vel ein annan måte å logge inn på.',
    se: draft(() => 'Koartta duođaštus ii leat vel fámus. Vállje eará vuogi čálihit iežat sisa.'),
    en: () => 'The certificate on the card is not valid yet. Choose another way to log in.',
  },
  revoked: {
    nb: () =>
      'Kortet er sperret og kan ikke brukes. Snakk med dem som ga deg kortet, eller velg en annen måte å logge inn på.',
    nn: () =>
      'Kortet er sperra og kan ikkje brukast. Snakk med dei som gav deg kortet, eller vel ein annan måte å logge inn på.',
    se: draft(
      () =>
        'Koarta lea giddejuvvon iige sáhte geavahuvvot. Hála singuin geat adde dutnje koartta, dahje vállje eará vuogi.',
    ),
    en: () =>
      'The card has been blocked and cannot be used. Talk to those who gave you the card, or choose another way to log in.',
  },
  'unknown-status': {
    nb: () =>
      'Vi fikk ikke bekreftet at kortet ikke er sperret, så det kan ikke brukes akkurat nå. Prøv igjen om litt, eller velg en annen måte.',
    nn: () =>
      'Vi fekk ikkje stadfesta at kortet ikkje er sperra, så det kan ikkje brukast akkurat no. Prøv igjen om litt, eller vel ein annan måte.',
    se: draft(
      () =>
        'Eat ožžon duođaštuvvot ahte koarta ii leat giddejuvvon, danin ii sáhte dan geavahit juste dál. Geahččal fas oanehaš áiggi geahčen, dahje vállje eará vuogi.',
    ),
    en: () =>
      'We could not confirm that the card is not blocked, so it cannot be used right now. Try again in a little while, or choose another way.',
  },
  untrusted: {
    nb: () =>
      'Sertifikatet du valgte, er utstedt av noen vi ikke kjenner. Velg det som er fra kortet ditt, eller en annen måte å logge inn på.',
    nn: () =>
      'Sertifikatet du valde, er utferda av nokon vi ikkje kjenner. Vel det som er frå kortet ditt, eller ein annan måte å logge inn på.',
    se: draft(
      () =>
        'Duođaštusa maid válljejit, lea addán muhtun gean mii eat dovdda. Vállje dan mii lea du koarttas, dahje eará vuogi.',
    ),
    en: () =>
      'The certificate you chose was issued by somebody we do not know. Choose the one from your card, or another way to log in.',
  },
  'wrong-use': {
    nb: () =>
      'Sertifikatet du valgte, er til å signere eller kryptere med. Lukk alle vinduene i nettleseren, begynn på nytt og velg det som er for innlogging (autentisering).',
    nn: () =>
      'Sertifikatet du valde, er til å signere eller kryptere med. Lukk alle vindauga i nettlesaren, byrj på nytt og vel det som er for innlogging (autentisering).',
    se: draft(
      () =>
        'Duođaštus maid válljejit, lea vuolláičállimii dahje krypteremii. Gidde buot neahttalohkki lásiid, álgge ođđasit ja vállje dan mii lea sisačáliheapmái (autentiseremii).',
    ),
    en: () =>
      'The certificate you chose is for signing or encrypting. Close all windows of the browser, start again and choose the one for logging in (authentication).',
  },
  'wrong-kind': {
    nb: () => 'Sertifikatet du valgte, er ikke av et slag som gir innlogging her. Velg en annen måte å logge inn på.',
    nn: () => 'Sertifikatet du valde, er ikkje av eit slag som gir innlogging her. Vel ein annan måte å logge inn på.',
    se: draft(
      () => 'Duođaštus maid válljejit, ii leat dakkár mainna sáhttá čálihit iežas sisa dáppe. Vállje eará vuogi.',
    ),
    en: () => 'The certificate you chose is not of a kind that gives a login here. Choose another way to log in.',
  },
  enterprise: {
    nb: () =>
      'Sertifikatet du valgte, tilhører en virksomhet. Her logger du inn som deg selv: velg sertifikatet på ditt eget kort, eller en annen måte.',
    nn: () =>
      'Sertifikatet du valde, høyrer til ei verksemd. Her loggar du inn som deg sjølv: vel sertifikatet på ditt eige kort, eller ein annan måte.',
    se: draft(
      () =>
        'Duođaštusa maid válljejit, eaiggáda fitnodat. Dáppe čálihat iežat sisa priváhta olmmožin: vállje iežat koartta duođaštusa, dahje eará vuogi.',
    ),
    en: () =>
      'The certificate you chose belongs to an organisation. Here you log in as yourself: choose the certificate on your own card, or another way.',
  },
  'other-card': {
    nb: (name) => `Sertifikatet du valgte, er ikke fra ${name}. Velg innlogging med det kortet du har.`,
    nn: (name) => `Sertifikatet du valde, er ikkje frå ${name}. Vel innlogging med det kortet du har.`,
    se: draft(
      (name) => `Duođaštus maid válljejit, ii leat: ${name}. Vállje sisačáliheami dainna koarttain mii dus lea.`,
    ),
    en: (name) => `The certificate you chose is not from ${name}. Choose to log in with the card you have.`,
  },
  'no-number': {
    nb: () =>
      'Utstederen av kortet oppga ikke fødselsnummeret eller D-nummeret ditt, så vi vet ikke hvem du er. Velg en annen måte å logge inn på.',
    nn: () =>
      'Utferdaren av kortet oppgav ikkje fødselsnummeret eller D-nummeret ditt, så vi veit ikkje kven du er. Vel ein annan måte å logge inn på.',
    se: draft(
      () =>
        'Koartta addi ii muitalan du riegádannummira dahje D-nummira, nu ahte mii eat dieđe gii don leat. Vállje eará vuogi.',
    ),
    en: () =>
      'The issuer of the card did not tell us your identity number or D number, so we do not know who you are. Choose another way to log in.',
  },
  'number-away': {
    nb: () => 'Utstederen av kortet svarte ikke på hvem du er. Prøv igjen om litt, eller velg en annen måte.',
    nn: () => 'Utferdaren av kortet svara ikkje på kven du er. Prøv igjen om litt, eller vel ein annan måte.',
    se: draft(
      () => 'Koartta addi ii vástidan gii don leat. Geahččal fas oanehaš áiggi geahčen, dahje vállje eará vuogi.',
    ),
    en: () => 'The issuer of the card did not answer who you are. Try again in a little while, or choose another way.',
  },
  'wrong-number': {
    nb: () => 'Nummeret som hører til kortet, kan ikke brukes her. Velg en annen måte å logge inn på.',
    nn: () => 'Nummeret som høyrer til kortet, kan ikkje brukast her. Vel ein annan måte å logge inn på.',
    se: draft(() => 'Koartta nummira ii sáhte geavahit dáppe. Vállje eará vuogi čálihit iežat sisa.'),
    en: () => 'The number that belongs to the card cannot be used here. Choose another way to log in.',
  },
}

/** Undefined: it does not come about with this kind. */
export function saidOf(word: CardWord, { of, name }: Pick<CardKind, 'of' | 'name'>): Text | undefined {
  const all: Readonly<Partial<Record<CardWord, Sentence>>> =
    of.holder === 'organisation' ? organisationSentences : sentences
  const said = all[word]
  return said && (Object.fromEntries(languages.map((l) => [l, said[l](name[l])])) as unknown as Text)
}
