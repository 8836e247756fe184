/** Words for ordering a letter. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'

export const orderTexts = {
  title: {
    nb: 'Bestill brev med koder for MinID',
    nn: 'Bestill brev med kodar for MinID',
    se: draft('Diŋgo kodareivve MinID:i'),
    en: 'Order a letter with codes for MinID',
  },
  what: {
    nb: 'Med kodene i brevet registrerer du deg som bruker av MinID. Har du MinID fra før, kan du logge inn med dem i stedet for en kode på SMS.',
    nn: 'Med kodane i brevet registrerer du deg som brukar av MinID. Har du MinID frå før, kan du logge inn med dei i staden for ein kode på SMS.',
    se: draft(
      'Reivve kodaiguin registreret iežat MinID geavaheaddjin. Jus dus lea juo MinID, de sáhtát čálihit iežat sisa daiguin SMS-koda sajis.',
    ),
    en: 'With the codes in the letter you register as a user of MinID. If you have MinID already, you can log in with them instead of a code by SMS.',
  },
  whereShort: {
    nb: 'Brevet går bare til adressen som Folkeregisteret har.',
    nn: 'Brevet går berre til adressa som Folkeregisteret har.',
    se: draft('Reive manná dušše dan čujuhussii mii Álbmotregistaris lea.'),
    en: 'The letter goes only to the address that the National Population Register has.',
  },
  next: { nb: 'Neste', nn: 'Neste', se: draft('Boahtte'), en: 'Next' },
  crowd: {
    nb: 'Det er bestilt så mange brev at vi ikke tar imot flere akkurat nå. Vent en time og prøv igjen.',
    nn: 'Det er bestilt så mange brev at vi ikkje tek imot fleire akkurat no. Vent ein time og prøv igjen.',
    se: draft(
      'Leat diŋgojuvvon nu ollu reivvet ahte eat váldde vuostá eanet aiddo dál. Vuordde diimmu ja geahččal ođđasit.',
    ),
    en: 'So many letters have been ordered that we take no more orders right now. Wait an hour and try again.',
  },
  hasLetter: {
    nb: 'Jeg har fått brevet og vil registrere meg',
    nn: 'Eg har fått brevet og vil registrere meg',
    se: draft('Lean ožžon reivve ja áiggun registreret iežan'),
    en: 'I have got the letter and want to register',
  },
  addressHelp: {
    nb: 'Hvilken adresse går brevet til?',
    nn: 'Kva adresse går brevet til?',
    se: draft('Guđe čujuhussii reive manná?'),
    en: 'Which address does the letter go to?',
  },
  addressWhich: {
    nb: 'Har Folkeregisteret flere adresser for deg, går det til den første av disse som finnes:',
    nn: 'Har Folkeregisteret fleire adresser for deg, går det til den første av desse som finst:',
    se: draft('Jus Álbmotregistaris leat dutnje máŋga čujuhusa, de manná dat vuosttažii dáin mii gávdno:'),
    en: 'If the register has several addresses for you, it goes to the first of these that there is:',
  },
  addressOrder: [
    {
      nb: 'postadressen i Norge',
      nn: 'postadressa i Noreg',
      se: draft('boastačujuhus Norggas'),
      en: 'the postal address in Norway',
    },
    {
      nb: 'bostedsadressen, for den som har fødselsnummer',
      nn: 'bustadadressa, for den som har fødselsnummer',
      se: draft('ássančujuhus, sutnje geas lea riegádannummir'),
      en: 'the residential address, for those who have a national identity number',
    },
    {
      nb: 'postadressen i utlandet',
      nn: 'postadressa i utlandet',
      se: draft('boastačujuhus olgoriikkas'),
      en: 'the postal address abroad',
    },
    {
      nb: 'oppholdsadressen, for den som har D-nummer',
      nn: 'opphaldsadressa, for den som har D-nummer',
      se: draft('orrunčujuhus, sutnje geas lea D-nummir'),
      en: 'the present address, for those who have a D number',
    },
  ],
  addressNoOther: {
    nb: 'Av hensyn til sikkerheten kan vi ikke sende til noen annen adresse, og vi viser ingen adresse her.',
    nn: 'Av omsyn til tryggleiken kan vi ikkje sende til noka anna adresse, og vi viser inga adresse her.',
    se: draft('Sihkarvuođa dihte eat sáhte sáddet eará čujuhussii, eatge čájet čujuhusa dáppe.'),
    en: 'For reasons of security we cannot send it to any other address, and we show no address here.',
  },
  addressMend: {
    nb: 'Du kan se hvilke adresser du står med, og melde flytting eller ny postadresse, hos Skatteetaten. Gjør det før du bestiller.',
    nn: 'Du kan sjå kva adresser du står med, og melde flytting eller ny postadresse, hos Skatteetaten. Gjer det før du bestiller.',
    se: draft(
      'Vearroeatáhtas sáhtát oaidnit makkár čujuhusat dus leat, ja dieđihit fárrema dahje ođđa boastačujuhusa. Daga dan ovdal go diŋgot.',
    ),
    en: 'You can see which addresses you are registered with, and report a move or a new postal address, at the Norwegian Tax Administration. Do so before you order.',
  },
  taxSite: {
    nb: 'Gå til Skatteetaten',
    nn: 'Gå til Skatteetaten',
    se: draft('Mana Vearroeatáhta siidui'),
    en: 'Go to the Tax Administration',
  },
  postbox: {
    nb: 'Postkassen må være merket med hele navnet ditt, ellers kommer brevet i retur.',
    nn: 'Postkassa må vere merkt med heile namnet ditt, elles kjem brevet i retur.',
    se: draft('Poastakássas galgá leat olles namma, muđui reive máhccá.'),
    en: 'Your letter box must carry your full name, or the letter is returned.',
  },
  confirmTitle: {
    nb: 'Vil du bestille brevet?',
    nn: 'Vil du bestille brevet?',
    se: draft('Áiggutgo diŋgot reivve?'),
    en: 'Do you want to order the letter?',
  },
  toWhom: {
    nb: 'Vi sender brevet til den som har nummeret du skrev, på adressen som Folkeregisteret har. Det kommer i en hvit vinduskonvolutt, som A-post.',
    nn: 'Vi sender brevet til den som har nummeret du skreiv, på adressa som Folkeregisteret har. Det kjem i ein kvit vindaugskonvolutt, som A-post.',
    se: draft(
      'Mii sáddet reivve sutnje geas lea dat nummir maid čállet, dan čujuhussii mii Álbmotregistaris lea. Dat boahtá vilges láseskuohpus, A-poastan.',
    ),
    en: 'We send the letter to whoever has the number you entered, at the address that the National Population Register has. It comes in a white window envelope, as priority mail.',
  },
  oldCodes: {
    nb: 'Har du et brev fra før, gjelder kodene i det til du bruker en kode fra det nye.',
    nn: 'Har du eit brev frå før, gjeld kodane i det til du bruker ein kode frå det nye.',
    se: draft('Jus dus lea ovddit reive, de leat dan kodat fámus dassážii go geavahat koda ođđa reivves.'),
    en: 'If you have a letter already, its codes are valid until you use a code from the new one.',
  },
  order: { nb: 'Bestill', nn: 'Bestill', se: draft('Diŋgo'), en: 'Order' },
  cancel: { nb: 'Avbryt', nn: 'Avbryt', se: draft('Gaskkalduhte'), en: 'Cancel' },
  cancelledTitle: {
    nb: 'Du har ikke bestilt noe brev',
    nn: 'Du har ikkje bestilt noko brev',
    se: draft('It leat diŋgon reivve'),
    en: 'You have not ordered a letter',
  },
  cancelledWhat: {
    nb: 'Du avbrøt, og ingenting er sendt eller lagret.',
    nn: 'Du avbraut, og ingenting er sendt eller lagra.',
    se: draft('Don gaskkalduhttet, iige mihkkege leat sáddejuvvon dahje vurkejuvvon.'),
    en: 'You cancelled, and nothing has been sent or kept.',
  },
  orderAfterAll: {
    nb: 'Bestill likevel',
    nn: 'Bestill likevel',
    se: draft('Diŋgo liikká'),
    en: 'Order after all',
  },
  orderedTitle: {
    nb: 'Bestillingen er mottatt',
    nn: 'Bestillinga er motteken',
    se: draft('Diŋgojupmi lea vuostáiváldojuvvon'),
    en: 'The order has been received',
  },
  received: {
    nb: 'Vi har tatt imot bestillingen av et brev med koder for MinID.',
    nn: 'Vi har teke imot bestillinga av eit brev med kodar for MinID.',
    se: draft('Leat vuostáiváldán diŋgojumi MinID kodareivves.'),
    en: 'We have received the order of a letter with codes for MinID.',
  },
  thenRegister: {
    nb: 'Når brevet er kommet, registrerer du deg på adressen som står i det. Brevet har også en QR-kode som fører dit.',
    nn: 'Når brevet er kome, registrerer du deg på adressa som står i det. Brevet har òg ein QR-kode som fører dit.',
    se: draft(
      'Go reive lea boahtán, de registreret iežat dan čujuhusas mii das čuožžu. Reivves lea maiddái QR-koda mii doalvu dohko.',
    ),
    en: 'When the letter has come, you register at the address that stands in it. The letter also has a QR code that leads there.',
  },
  ifNoneHeading: {
    nb: 'Om det ikke kommer noe brev',
    nn: 'Om det ikkje kjem noko brev',
    se: draft('Jus reive ii boađe'),
    en: 'If no letter comes',
  },
  ifNone: {
    nb: 'Av hensyn til personvernet sier vi ikke her om et brev kan sendes. Det blir ikke sendt noe hvis',
    nn: 'Av omsyn til personvernet seier vi ikkje her om eit brev kan sendast. Det blir ikkje sendt noko dersom',
    se: draft('Persovdnasuodjaleami dihte eat daja dáppe sáhttágo reive sáddejuvvot. Ii sáddejuvvo mihkkege jus'),
    en: 'To protect privacy we do not say here whether a letter can be sent. Nothing is sent if',
  },
  whyNone: [
    {
      nb: 'Folkeregisteret ikke har noen adresse som post kan sendes til',
      nn: 'Folkeregisteret ikkje har noka adresse som post kan sendast til',
      se: draft('Álbmotregistaris ii leat čujuhus gosa poastta sáhttá sáddet'),
      en: 'the register has no address that mail can be sent to',
    },
    {
      nb: 'det er bestilt et brev for samme nummer i det siste',
      nn: 'det er bestilt eit brev for same nummer i det siste',
      se: draft('seamma nummirii lea diŋgojuvvon reive aiddobáliid'),
      en: 'a letter has been ordered for the same number recently',
    },
    {
      nb: 'personen er for ung til å ha MinID',
      nn: 'personen er for ung til å ha MinID',
      se: draft('olmmoš lea menddo nuorra MinID:i'),
      en: 'the person is too young to have MinID',
    },
  ],
  helpLeads: {
    nb: 'Brukerstøtten kan se om og når det er bestilt et brev, og bestille et nytt for deg.',
    nn: 'Brukarstøtta kan sjå om og når det er bestilt eit brev, og bestille eit nytt for deg.',
    se: draft('Geavaheaddjidoarjja sáhttá oaidnit leago reive diŋgojuvvon ja goas, ja diŋgot ođđa dutnje.'),
    en: 'User support can see whether and when a letter was ordered, and order a new one for you.',
  },
  help: { nb: 'Få hjelp', nn: 'Få hjelp', se: draft('Oaččo veahki'), en: 'Get help' },
  noneHere: {
    nb: 'Her sendes det ikke brev med koder, så du kan ikke registrere deg som ny bruker av MinID. Har du MinID fra før, kan du logge inn som vanlig. Ellers kan du bruke en annen eID eller ta kontakt med brukerstøtten.',
    nn: 'Her blir det ikkje sendt brev med kodar, så du kan ikkje registrere deg som ny brukar av MinID. Har du MinID frå før, kan du logge inn som vanleg. Elles kan du bruke ein annan eID eller ta kontakt med brukarstøtta.',
    se: draft(
      'Dáppe eai sáddejuvvo kodareivvet, nu ahte it sáhte registreret iežat ođđa MinID geavaheaddjin. Jus dus lea juo MinID, de sáhtát čálihit iežat sisa dábálaččat. Muđui sáhtát geavahit eará eID dahje váldit oktavuođa geavaheaddjidoarjagiin.',
    ),
    en: 'No letters with codes are sent from here, so you cannot register as a new user of MinID. If you have MinID already, you can log in as usual. Otherwise you can use another eID or contact user support.',
  },
  otherEids: {
    nb: 'Andre eID-er',
    nn: 'Andre eID-ar',
    se: draft('Eará eID:at'),
    en: 'Other eIDs',
  },
} as const satisfies Record<string, Text | readonly Text[]>

export const orderSentences = {
  when: {
    nb: (first, last) =>
      `Brevet er i postkassen mellom ${first} og ${last}. Det bruker én til fem virkedager fra det er trykt, og lengre tid til utlandet.`,
    nn: (first, last) =>
      `Brevet er i postkassa mellom ${first} og ${last}. Det bruker éin til fem verkedagar frå det er trykt, og lengre tid til utlandet.`,
    se: draft(
      (first: string, last: string) =>
        `Reive lea poastakássas ${first} ja ${last} gaskkas. Dat ádjána ovtta gitta vihtta bargobeaivvi das rájes go lea deaddiluvvon, ja guhkit olgoriikii.`,
    ),
    en: (first, last) =>
      `The letter will be in the letter box between ${first} and ${last}. It takes one to five working days from when it is printed, and longer to other countries.`,
  },
} as const satisfies Record<string, TextOf<[string, string]>>
