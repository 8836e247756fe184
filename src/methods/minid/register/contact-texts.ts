/** Words of the page with the number and the address. */
import { draft, type Text } from '#i18n/text.ts'

export const contactTexts = {
  title: {
    nb: 'Hvordan når vi deg?',
    nn: 'Korleis når vi deg?',
    se: draft('Mo mii olahit du?'),
    en: 'How do we reach you?',
  },
  yourOwn: {
    nb: 'Bruk ditt eget nummer og din egen adresse, aldri en annens: den som leser det vi sender, kan komme inn i MinID-en din. Vi sender en kode til begge.',
    nn: 'Bruk ditt eige nummer og di eiga adresse, aldri ein annan sine: den som les det vi sender, kan kome inn i MinID-en din. Vi sender ein kode til begge.',
    se: draft(
      'Geavat iežat nummira ja iežat čujuhusa, ii goassege eará olbmo: dat guhte lohká dan maid sáddet, sáhttá beassat du MinID:i. Mii sáddet koda goappašiidda.',
    ),
    en: "Use your own number and your own address, never somebody else's: whoever reads what we send can get into your MinID. We send a code to both.",
  },
  anew: {
    nb: 'Det du skriver her, gjelder først når ventetiden er over.',
    nn: 'Det du skriv her, gjeld først når ventetida er over.',
    se: draft('Dat maid dáppe čálát, lea fámus easkka go vuordináigi lea nohkan.'),
    en: 'What you enter here counts only when the waiting time is over.',
  },
  channel: {
    nb: 'Hvordan vil du få koden når du logger inn?',
    nn: 'Korleis vil du få koden når du loggar inn?',
    se: draft('Mo áiggut oažžut koda go čálihat iežat sisa?'),
    en: 'How do you want to get the code when you log in?',
  },
  bySms: { nb: 'På SMS', nn: 'På SMS', se: draft('SMS:s'), en: 'By SMS' },
  bySmsHint: {
    nb: 'Du kan likevel velge en kode fra brevet hver gang.',
    nn: 'Du kan likevel velje ein kode frå brevet kvar gong.',
    se: draft('Sáhtát liikká válljet koda reivves juohke háve.'),
    en: 'You can still choose a code from the letter each time.',
  },
  byLetter: { nb: 'Fra brevet', nn: 'Frå brevet', se: draft('Reivves'), en: 'From the letter' },
  byLetterHint: {
    nb: 'Hver innlogging bruker opp en kode. Når få er igjen, bestiller du et nytt brev.',
    nn: 'Kvar innlogging bruker opp ein kode. Når få er igjen, bestiller du eit nytt brev.',
    se: draft('Juohke sisačáliheapmi geavaha ovtta koda. Go leat unnán báhcán, de diŋgot ođđa reivve.'),
    en: 'Each login uses up a code. When few are left, you order a new letter.',
  },
  recovery: {
    nb: 'Hvor skal et midlertidig passord sendes hvis du glemmer ditt?',
    nn: 'Kvar skal eit mellombels passord sendast om du gløymer ditt?',
    se: draft('Gosa galgá gaskaboddosaš beassansátni sáddejuvvot jus vajáldahtát iežat?'),
    en: 'Where should a temporary password be sent if you forget yours?',
  },
  byMail: { nb: 'Til e-posten', nn: 'Til e-posten', se: draft('E-postii'), en: 'By e-mail' },
  cameBack: {
    nb: 'Det siste brevet vi sendte deg, kom i retur. Sjekk at adressen i Folkeregisteret er riktig, og at navnet ditt står på postkassen.',
    nn: 'Det siste brevet vi sende deg, kom i retur. Sjå etter at adressa i Folkeregisteret er rett, og at namnet ditt står på postkassa.',
    se: draft(
      'Maŋimus reive maid sáddiimet dutnje, máhcai. Dárkkis ahte čujuhus Álbmotregistaris lea riekta, ja ahte du namma lea poastakássas.',
    ),
    en: 'The last letter that we sent you came back. Check that your address in the population register is right, and that your name is on the letter box.',
  },
} as const satisfies Record<string, Text>
