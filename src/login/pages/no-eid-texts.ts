/** How to get an eID, one by one (row E11). */
import { draft, type Text } from '#i18n/text.ts'
import type { Level } from '#login/levels.ts'

export interface EidFacts {
  readonly id: string
  readonly name: string
  readonly level: Level
  readonly issuer: Text
  readonly how: Text
  readonly dNumber: Text
  /** The issuer's own front page. */
  readonly site: string | undefined
  /** Pages of ours where one gets it. */
  readonly ways?: readonly { readonly href: string; readonly text: Text }[]
}

export const noEidTexts = {
  title: { nb: 'Slik får du en eID', nn: 'Slik får du ein eID', se: draft('Ná oaččut eID'), en: 'How to get an eID' },
  lead: {
    nb: 'En eID er det du viser fram for å logge inn. Du trenger bare én, men noen tjenester krever en på høyt nivå. Hvilke du kan bruke her, ser du når du skal logge inn: ikke alle er tatt i bruk ennå.',
    nn: 'Ein eID er det du viser fram for å logge inn. Du treng berre éin, men nokre tenester krev ein på høgt nivå. Kva for nokre du kan bruke her, ser du når du skal logge inn: ikkje alle er tekne i bruk enno.',
    se: draft(
      'eID lea dat maid čájehat go čálihat iežat sisa. Don dárbbašat dušše ovtta, muhto muhtun bálvalusat gáibidit eID mas lea alla dássi. Go áiggut čálihit iežat sisa, de oainnát makkáriid sáhtát geavahit dáppe: buohkat eai leat vel anus.',
    ),
    en: 'An eID is what you show to log in. You need only one, but some services require one at high level. When you are about to log in, you see which ones you can use here: not all are in use yet.',
  },
  issuer: { nb: 'Utsteder', nn: 'Utferdar', se: draft('Gii addá'), en: 'Issued by' },
  level: { nb: 'Nivå', nn: 'Nivå', se: draft('Dássi'), en: 'Level' },
  how: { nb: 'Slik får du den', nn: 'Slik får du han', se: draft('Ná oaččut dan'), en: 'How to get it' },
  dNumber: { nb: 'Med D-nummer?', nn: 'Med D-nummer?', se: draft('D-nummiriin?'), en: 'With a D number?' },
  site: { nb: 'Nettsted', nn: 'Nettstad', se: draft('Neahttasiidu'), en: 'Website' },
  dHeading: {
    nb: 'Har du ikke norsk nummer?',
    nn: 'Har du ikkje norsk nummer?',
    se: draft('Iigo dus leat norgga nummir?'),
    en: 'Do you have no Norwegian number?',
  },
  dWhat: {
    nb: 'Skal du bare være i Norge en kort tid, kan du få et D-nummer. Det er Skatteetaten som tildeler det, når noen har bruk for at du har det.',
    nn: 'Skal du berre vere i Noreg ei kort tid, kan du få eit D-nummer. Det er Skatteetaten som tildeler det, når nokon har bruk for at du har det.',
    se: draft(
      'Jus áiggut leat Norggas dušše oanehis áiggi, de sáhtát oažžut D-nummira. Vearroeatáhta juohká dan go muhtun dárbbaša ahte dus lea dat.',
    ),
    en: 'If you are in Norway for a short time only, you can get a D number. The Norwegian Tax Administration (Skatteetaten) assigns it, when someone needs you to have one.',
  },
  dWhere: {
    nb: 'Du søker ved å be om skattekort hos Skatteetaten. Blir du kunde i en bank eller søker du om noe hos NAV, bestiller de det for deg. Du må vise pass eller nasjonalt ID-kort.',
    nn: 'Du søkjer ved å be om skattekort hos Skatteetaten. Blir du kunde i ein bank eller søkjer du om noko hos NAV, bestiller dei det for deg. Du må vise pass eller nasjonalt ID-kort.',
    se: draft(
      'Don ozat go bivddát vearrokoartta Vearroeatáhtas. Jus šattat báŋkku áššehassan dahje ozat juoidá NAV:s, de sii dinggojit dan dutnje. Fertet čájehit pássa dahje našuvnnalaš ID-koartta.',
    ),
    en: 'You apply by asking the Tax Administration for a tax deduction card. If you become a customer of a bank, or apply for something at NAV, they order it for you. You must show a passport or a national identity card.',
  },
  taxSite: {
    nb: 'Gå til Skatteetaten',
    nn: 'Gå til Skatteetaten',
    se: draft('Mana Vearroeatáhta siidui'),
    en: 'Go to the Tax Administration',
  },
} as const satisfies Record<string, Text>

export const taxAddress = 'https://www.skatteetaten.no'

const dEnough: Text = { nb: 'Ja.', nn: 'Ja.', se: draft('Juo.'), en: 'Yes.' }

export const eids: readonly EidFacts[] = [
  {
    id: 'minid',
    name: 'MinID',
    level: 'substantial',
    issuer: { nb: 'Det offentlige', nn: 'Det offentlege', se: draft('Almmolaš eiseválddit'), en: 'The public sector' },
    how: {
      nb: 'Bestill et brev med koder. Det kommer på én til fem virkedager til adressen som Folkeregisteret har. Med en kode fra brevet registrerer du deg, og velger passord selv.',
      nn: 'Bestill eit brev med kodar. Det kjem på éin til fem verkedagar til adressa som Folkeregisteret har. Med ein kode frå brevet registrerer du deg, og vel passord sjølv.',
      se: draft(
        'Diŋgo kodareivve. Dat boahtá ovtta gitta vihtta bargobeaivvis dan čujuhussii mii Álbmotregistaris lea. Reivve kodain registreret iežat, ja válljet ieš beassansáni.',
      ),
      en: 'Order a letter with codes. It comes in one to five working days to the address that the National Population Register has. With a code from the letter you register, and choose a password yourself.',
    },
    dNumber: dEnough,
    site: undefined,
    ways: [
      {
        href: '/minid/order',
        text: {
          nb: 'Bestill brev med koder',
          nn: 'Bestill brev med kodar',
          se: draft('Diŋgo kodareivve'),
          en: 'Order a letter with codes',
        },
      },
      {
        href: '/minid/register',
        text: {
          nb: 'Registrer deg med brevet',
          nn: 'Registrer deg med brevet',
          se: draft('Registrere iežat reivviin'),
          en: 'Register with the letter',
        },
      },
    ],
  },
  {
    id: 'bankid',
    name: 'BankID',
    level: 'high',
    issuer: { nb: 'Norske banker', nn: 'Norske bankar', se: draft('Norgga báŋkkut'), en: 'Norwegian banks' },
    how: {
      nb: 'Be om den i banken din. Første gang må du vise pass eller nasjonalt ID-kort.',
      nn: 'Be om han i banken din. Første gong må du vise pass eller nasjonalt ID-kort.',
      se: draft('Bivdde dan iežat báŋkkus. Vuosttaš háve fertet čájehit pássa dahje našuvnnalaš ID-koartta.'),
      en: 'Ask your bank for it. The first time you must show a passport or a national identity card.',
    },
    dNumber: {
      nb: 'Banken avgjør det.',
      nn: 'Banken avgjer det.',
      se: draft('Báŋku mearrida dan.'),
      en: 'The bank decides.',
    },
    site: 'https://bankid.no',
  },
  {
    id: 'buypass',
    name: 'Buypass',
    level: 'high',
    issuer: { nb: 'Buypass AS', nn: 'Buypass AS', se: 'Buypass AS', en: 'Buypass AS' },
    how: {
      nb: 'Bestill den hos Buypass, som app, smartkort eller sikkerhetsnøkkel. Du må vise gyldig legitimasjon.',
      nn: 'Bestill han hos Buypass, som app, smartkort eller tryggleiksnøkkel. Du må vise gyldig legitimasjon.',
      se: draft(
        'Diŋgo dan Buypass:s, áppan, smártakoartan dahje sihkarvuođačoavddan. Fertet čájehit gustojeaddji legitimašuvnna.',
      ),
      en: 'Order it from Buypass, as an app, a smart card or a security key. You must show valid identification.',
    },
    dNumber: dEnough,
    site: 'https://www.buypass.no',
  },
  {
    id: 'commfides',
    name: 'Commfides',
    level: 'high',
    issuer: { nb: 'Commfides Norge AS', nn: 'Commfides Norge AS', se: 'Commfides Norge AS', en: 'Commfides Norge AS' },
    how: {
      nb: 'Bestill den hos Commfides. Mange får den gjennom jobben, på et kort eller en USB-nøkkel.',
      nn: 'Bestill han hos Commfides. Mange får han gjennom jobben, på eit kort eller ein USB-nøkkel.',
      se: draft('Diŋgo dan Commfides:s. Máŋggas ožžot dan barggu bokte, koarttas dahje USB-čoavdagis.'),
      en: 'Order it from Commfides. Many get it through work, on a card or a USB key.',
    },
    dNumber: {
      nb: 'Spør Commfides før du bestiller.',
      nn: 'Spør Commfides før du bestiller.',
      se: draft('Jeara Commfides:s ovdal go diŋgot.'),
      en: 'Ask Commfides before you order.',
    },
    site: 'https://www.commfides.com',
  },
]
