/** Words for mobile numbers and e-mail addresses. */
import { draft, type Text } from '#i18n/text.ts'
import type { EmailFault } from '#methods/minid/contact/email.ts'
import type { MobileFault } from '#methods/minid/contact/mobile.ts'

export const contactTexts = {
  mobile: { nb: 'Mobilnummer', nn: 'Mobilnummer', se: draft('Mobiilanummir'), en: 'Mobile number' },
  mobileHint: {
    nb: 'Bruk ditt eget nummer. Skriv landkode foran utenlandske numre, for eksempel +46.',
    nn: 'Bruk ditt eige nummer. Skriv landkode framfor utanlandske nummer, til dømes +46.',
    se: draft('Geavat iežat nummira. Čále riikkakoda olgoriikka nummiriid ovdii, ovdamearkka dihtii +46.'),
    en: 'Use your own number. Put the country code before foreign numbers, for example +46.',
  },
  email: { nb: 'E-postadresse', nn: 'E-postadresse', se: draft('E-poastačujuhus'), en: 'E-mail address' },
  emailHint: {
    nb: 'Bruk din egen adresse, som du alene leser.',
    nn: 'Bruk di eiga adresse, som du åleine les.',
    se: draft('Geavat iežat čujuhusa, man dušše don logat.'),
    en: 'Use your own address, one that only you read.',
  },
} as const satisfies Record<string, Text>

export const mobileFaults: Readonly<Record<MobileFault, Text>> = {
  missing: {
    nb: 'Skriv inn mobilnummeret ditt.',
    nn: 'Skriv inn mobilnummeret ditt.',
    se: draft('Čále mobiilanummirat.'),
    en: 'Enter your mobile number.',
  },
  characters: {
    nb: 'Mobilnummeret kan bare ha siffer, mellomrom og + foran landkoden. Se på nummeret en gang til.',
    nn: 'Mobilnummeret kan berre ha siffer, mellomrom og + framfor landkoden. Sjå på nummeret ein gong til.',
    se: draft('Mobiilanummiris sáhttet leat dušše logut, gaskkat ja + riikkakoda ovddabealde. Geahča nummira ođđasit.'),
    en: 'The mobile number can only have digits, spaces and + before the country code. Look at the number once more.',
  },
  short: {
    nb: 'Mobilnummeret er for kort. Norske numre har åtte siffer. Se etter om et siffer mangler.',
    nn: 'Mobilnummeret er for kort. Norske nummer har åtte siffer. Sjå etter om eit siffer manglar.',
    se: draft('Mobiilanummir lea menddo oanehaš. Norgga nummiriin leat gávcci logu. Geahča váilugo lohku.'),
    en: 'The mobile number is too short. Norwegian numbers have eight digits. Check whether a digit is missing.',
  },
  country: {
    nb: 'Norske numre har åtte siffer. Er nummeret utenlandsk, skriver du + og landkoden foran, for eksempel +46.',
    nn: 'Norske nummer har åtte siffer. Er nummeret utanlandsk, skriv du + og landkoden framfor, til dømes +46.',
    se: draft(
      'Norgga nummiriin leat gávcci logu. Jus nummir lea olgoriikkas, de čálát + ja riikkakoda ovdii, ovdamearkka dihtii +46.',
    ),
    en: 'Norwegian numbers have eight digits. If the number is foreign, put + and the country code before it, for example +46.',
  },
  'not-mobile': {
    nb: 'Dette er ikke et mobilnummer vi kan sende SMS til. Norske mobilnumre begynner med 4 eller 9. Foran utenlandske numre skriver du + og landkoden.',
    nn: 'Dette er ikkje eit mobilnummer vi kan sende SMS til. Norske mobilnummer byrjar med 4 eller 9. Framfor utanlandske nummer skriv du + og landkoden.',
    se: draft(
      'Dát ii leat mobiilanummir masa sáhttit sáddet SMS. Norgga mobiilanummirat álget 4:in dahje 9:in. Olgoriikka nummiriid ovdii čálát + ja riikkakoda.',
    ),
    en: 'This is not a mobile number that we can send an SMS to. Norwegian mobile numbers begin with 4 or 9. Before foreign numbers, put + and the country code.',
  },
}

export const emailFaults: Readonly<Record<EmailFault, Text>> = {
  missing: {
    nb: 'Skriv inn e-postadressen din.',
    nn: 'Skriv inn e-postadressa di.',
    se: draft('Čále e-poastačujuhusat.'),
    en: 'Enter your e-mail address.',
  },
  space: {
    nb: 'E-postadressen kan ikke ha mellomrom i seg. Skriv bare én adresse.',
    nn: 'E-postadressa kan ikkje ha mellomrom i seg. Skriv berre éi adresse.',
    se: draft('E-poastačujuhusas eai sáhte leat gaskkat. Čále dušše ovtta čujuhusa.'),
    en: 'The e-mail address cannot have spaces in it. Enter one address only.',
  },
  at: {
    nb: 'E-postadressen skal ha én krøllalfa, som i navn@example.no.',
    nn: 'E-postadressa skal ha éin krøllalfa, som i namn@example.no.',
    se: draft('E-poastačujuhusas galgá leat okta @-mearka, nugo namma@example.no.'),
    en: 'The e-mail address has one @ sign, as in name@example.no.',
  },
  local: {
    nb: 'Foran krøllalfaen kan det bare stå bokstavene a–z, siffer og tegn som punktum og bindestrek. Se på adressen en gang til.',
    nn: 'Framfor krøllalfaen kan det berre stå bokstavane a–z, siffer og teikn som punktum og bindestrek. Sjå på adressa ein gong til.',
    se: draft(
      '@-mearkka ovddabealde sáhttet leat dušše bustávat a–z, logut ja mearkkat nugo čuokkis ja sárggis. Geahča čujuhusa ođđasit.',
    ),
    en: 'Before the @ sign there can only be the letters a–z, digits and characters such as full stop and hyphen. Look at the address once more.',
  },
  domain: {
    nb: 'Det som står etter krøllalfaen, er ikke navnet på et nettsted, som example.no. Se etter om noe mangler.',
    nn: 'Det som står etter krøllalfaen, er ikkje namnet på ein nettstad, som example.no. Sjå etter om noko manglar.',
    se: draft('Dat mii lea @-mearkka maŋŋá, ii leat neahttabáikki namma, nugo example.no. Geahča váilugo juoga.'),
    en: 'What stands after the @ sign is not the name of a site, such as example.no. Check whether something is missing.',
  },
  long: {
    nb: 'E-postadressen er lengre enn en e-postadresse kan være. Se på den en gang til.',
    nn: 'E-postadressa er lengre enn ei e-postadresse kan vere. Sjå på ho ein gong til.',
    se: draft('E-poastačujuhus lea guhkit go e-poastačujuhus sáhttá leat. Geahča dan ođđasit.'),
    en: 'The e-mail address is longer than an e-mail address can be. Look at it once more.',
  },
}
