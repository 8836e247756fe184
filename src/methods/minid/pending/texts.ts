/** Words of the page behind the link that stops a change. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { PendingKind } from '#methods/minid/pending/store.ts'

export const happensTexts = {
  mobile: {
    nb: (when) =>
      `Noen har bedt om å bytte mobilnummeret i MinID-en din. Det blir byttet ${when} hvis ingen stopper det.`,
    nn: (when) => `Nokon har bede om å byte mobilnummeret i MinID-en din. Det blir bytt ${when} om ingen stoppar det.`,
    se: draft(
      (when: string) =>
        `Soamis lea bivdán molsut du MinID mobiilanummira. Dat molsojuvvo ${when}, jus ii oktage bisset dan.`,
    ),
    en: (when) =>
      `Somebody has asked to change the mobile number in your MinID. It will be changed on ${when} unless it is stopped.`,
  },
  email: {
    nb: (when) =>
      `Noen har bedt om å bytte e-postadressen i MinID-en din. Den blir byttet ${when} hvis ingen stopper det.`,
    nn: (when) => `Nokon har bede om å byte e-postadressa i MinID-en din. Ho blir bytt ${when} om ingen stoppar det.`,
    se: draft(
      (when: string) =>
        `Soamis lea bivdán molsut du MinID e-poastačujuhusa. Dat molsojuvvo ${when}, jus ii oktage bisset dan.`,
    ),
    en: (when) =>
      `Somebody has asked to change the e-mail address in your MinID. It will be changed on ${when} unless it is stopped.`,
  },
  anew: {
    nb: (when) =>
      `Noen har registrert seg som bruker av MinID-en din på nytt, med koden fra et brev. Nytt passord og ny kontaktinformasjon gjelder fra ${when} hvis ingen stopper det.`,
    nn: (when) =>
      `Nokon har registrert seg som brukar av MinID-en din på nytt, med koden frå eit brev. Nytt passord og ny kontaktinformasjon gjeld frå ${when} om ingen stoppar det.`,
    se: draft(
      (when: string) =>
        `Soamis lea registreren iežas ođđasit du MinID geavaheaddjin, reivve kodain. Ođđa beassansátni ja ođđa oktavuođadieđut leat fámus ${when} rájes, jus ii oktage bisset dan.`,
    ),
    en: (when) =>
      `Somebody has registered anew as the user of your MinID, with the code from a letter. A new password and new contact details apply from ${when} unless it is stopped.`,
  },
  close: {
    nb: (when) =>
      `Noen har bedt om å stenge MinID-en din, med koden fra et brev. Den blir stengt ${when} hvis ingen stopper det.`,
    nn: (when) =>
      `Nokon har bede om å stengje MinID-en din, med koden frå eit brev. Han blir stengd ${when} om ingen stoppar det.`,
    se: draft(
      (when: string) =>
        `Soamis lea bivdán giddet du MinID, reivve kodain. Dat giddejuvvo ${when}, jus ii oktage bisset dan.`,
    ),
    en: (when) =>
      `Somebody has asked to close your MinID, with the code from a letter. It will be closed on ${when} unless it is stopped.`,
  },
  'old-mobile': {
    nb: (when) =>
      `Mobilnummeret i MinID-en din er byttet. Du kan ta det tilbake fram til ${when}. Da gjelder det gamle nummeret igjen, og alle blir logget ut.`,
    nn: (when) =>
      `Mobilnummeret i MinID-en din er bytt. Du kan ta det tilbake fram til ${when}. Då gjeld det gamle nummeret igjen, og alle blir logga ut.`,
    se: draft(
      (when: string) =>
        `Du MinID mobiilanummir lea molsojuvvon. Sáhtát máhcahit dan gitta ${when} rádjai. De lea boares nummir fas fámus, ja buohkat čálihuvvojit olggos.`,
    ),
    en: (when) =>
      `The mobile number in your MinID has been changed. You can take it back until ${when}. The old number is then in use again, and everybody is logged out.`,
  },
} as const satisfies Record<PendingKind, TextOf<[string]>>

export const cancelTexts = {
  ask: {
    nb: 'Vil du stoppe endringen?',
    nn: 'Vil du stoppe endringa?',
    se: draft('Hálidatgo bissehit rievdadusa?'),
    en: 'Do you want to stop the change?',
  },
  askBack: {
    nb: 'Vil du ha det gamle nummeret tilbake?',
    nn: 'Vil du ha det gamle nummeret tilbake?',
    se: draft('Hálidatgo boares nummira ruovttoluotta?'),
    en: 'Do you want the old number back?',
  },
  stop: { nb: 'Stopp endringen', nn: 'Stopp endringa', se: draft('Bisset rievdadusa'), en: 'Stop the change' },
  takeBack: {
    nb: 'Ta tilbake det gamle nummeret',
    nn: 'Ta tilbake det gamle nummeret',
    se: draft('Máhcat boares nummira'),
    en: 'Take the old number back',
  },
  elseNothing: {
    nb: 'Var det du som ba om endringen, trenger du ikke gjøre noe.',
    nn: 'Var det du som bad om endringa, treng du ikkje gjere noko.',
    se: draft('Jus ieš bivdet rievdadusa, de it dárbbaš dahkat maidege.'),
    en: 'If you asked for the change yourself, you do not need to do anything.',
  },
  elseBack: {
    nb: 'Var det du som byttet nummer, trenger du ikke gjøre noe.',
    nn: 'Var det du som bytte nummer, treng du ikkje gjere noko.',
    se: draft('Jus ieš molsot nummira, de it dárbbaš dahkat maidege.'),
    en: 'If you changed the number yourself, you do not need to do anything.',
  },
  stopped: {
    nb: 'Endringen er stoppet',
    nn: 'Endringa er stoppa',
    se: draft('Rievdadus lea bissehuvvon'),
    en: 'The change has been stopped',
  },
  isBack: {
    nb: 'Det gamle nummeret gjelder igjen',
    nn: 'Det gamle nummeret gjeld igjen',
    se: draft('Boares nummir lea fas fámus'),
    en: 'The old number is in use again',
  },
  stoppedThen: {
    nb: 'Vi har sagt fra på SMS og e-post.',
    nn: 'Vi har sagt frå på SMS og e-post.',
    se: draft('Leat dieđihan SMS:in ja e-poasttain.'),
    en: 'We have said so by SMS and e-mail.',
  },
  tooLate: {
    nb: 'Endringen er gjort',
    nn: 'Endringa er gjord',
    se: draft('Rievdadus lea dahkkon'),
    en: 'The change has been made',
  },
  tooLateWhy: {
    nb: 'Ventetiden er over, så den kan ikke stoppes her.',
    nn: 'Ventetida er over, så ho kan ikkje stoppast her.',
    se: draft('Vuordináigi lea nohkan, nu ahte dan ii sáhte dáppe bissehit.'),
    en: 'The waiting time is over, so it cannot be stopped here.',
  },
  backTooLate: {
    nb: 'Det nye nummeret gjelder',
    nn: 'Det nye nummeret gjeld',
    se: draft('Ođđa nummir lea fámus'),
    en: 'The new number is in use',
  },
  backTooLateWhy: {
    nb: 'Fristen for å ta tilbake det gamle nummeret er over.',
    nn: 'Fristen for å ta tilbake det gamle nummeret er ute.',
    se: draft('Áigemearri boares nummira máhcaheapmái lea nohkan.'),
    en: 'The time for taking the old number back is over.',
  },
  unknown: {
    nb: 'Lenken gjelder ikke lenger',
    nn: 'Lenkja gjeld ikkje lenger',
    se: draft('Liŋka ii leat šat fámus'),
    en: 'The link is no longer valid',
  },
  unknownWhy: {
    nb: 'Se etter om hele adressen kom med. Er meldingen gammel, kan noe nyere ha tatt plassen dens.',
    nn: 'Sjå etter om heile adressa kom med. Er meldinga gammal, kan noko nyare ha teke plassen hennar.',
    se: draft('Geahča bođiigo olles čujuhus mielde. Jus diehtu lea boaris, de sáhttá ođđaset leat váldán dan saji.'),
    en: 'Check that you have the whole address. If the message is old, something newer may have taken its place.',
  },
  notYou: {
    nb: 'Var det ikke du som ba om endringen, kan noen kjenne passordet ditt eller ha brevet ditt. Sperr MinID, og se over hva som er registrert på deg.',
    nn: 'Var det ikkje du som bad om endringa, kan nokon kjenne passordet ditt eller ha brevet ditt. Sperr MinID, og sjå over kva som er registrert på deg.',
    se: draft(
      'Jus it ieš bivdán rievdadusa, de soaitá soamis dovdat du beassansáni dahje sus lea du reive. Gitte MinID, ja geahča mii lea registrerejuvvon du ektui.',
    ),
    en: 'If you did not ask for the change, somebody may know your password or have your letter. Block MinID, and look over what is registered on you.',
  },
  block: { nb: 'Sperr MinID', nn: 'Sperr MinID', se: draft('Gitte MinID'), en: 'Block MinID' },
  look: {
    nb: 'Se MinID-en min',
    nn: 'Sjå MinID-en min',
    se: draft('Geahča mu MinID'),
    en: 'See my MinID',
  },
} as const satisfies Record<string, Text>
