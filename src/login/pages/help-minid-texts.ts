/** What people ask about MinID when they cannot log in with it, or fear that somebody else can. */
import { draft } from '#i18n/text.ts'
import type { Section } from '#login/pages/reading.ts'

export const forgottenSection: Section = {
  id: 'forgotten',
  heading: {
    nb: 'Jeg har glemt passordet til MinID',
    nn: 'Eg har gløymt passordet til MinID',
    se: draft('Lean vajálduhttán MinID beassansáni'),
    en: 'I have forgotten my password for MinID',
  },
  paragraphs: [
    {
      nb: 'Du kan lage et nytt selv. Vi sender et midlertidig passord på SMS eller e-post. Det gamle passordet gjelder til du har laget et nytt.',
      nn: 'Du kan lage eit nytt sjølv. Vi sender eit mellombels passord på SMS eller e-post. Det gamle passordet gjeld til du har laga eit nytt.',
      se: draft(
        'Sáhtát ieš ráhkadit ođđa. Mii sáddet gaskaboddosaš beassansáni SMS:s dahje e-poasttas. Boares beassansátni lea fámus dassážiigo leat ráhkadan ođđa.',
      ),
      en: 'You can make a new one yourself. We send a temporary password by SMS or e-mail. The old password is valid until you have made a new one.',
    },
    {
      nb: 'Har du verken telefonen eller e-posten lenger, bestiller du et brev med koder og registrerer deg på nytt.',
      nn: 'Har du verken telefonen eller e-posten lenger, bestiller du eit brev med kodar og registrerer deg på nytt.',
      se: draft('Jus dus ii leat šat telefovdna iige e-poasta, de diŋggot kodareivve ja registreret iežat ođđasit.'),
      en: 'If you no longer have either the phone or the e-mail, order a letter with codes and register again.',
    },
  ],
  ways: [
    {
      href: '/minid/recover',
      text: {
        nb: 'Lag nytt passord for MinID',
        nn: 'Lag nytt passord for MinID',
        se: draft('Ráhkat ođđa MinID beassansáni'),
        en: 'Make a new password for MinID',
      },
    },
    {
      href: '/minid/order',
      text: {
        nb: 'Bestill brev med koder',
        nn: 'Bestill brev med kodar',
        se: draft('Diŋgo kodareivve'),
        en: 'Order a letter with codes',
      },
    },
  ],
}

export const blockSection: Section = {
  id: 'block',
  heading: {
    nb: 'Jeg har mistet brevet, eller noen har sett kodene',
    nn: 'Eg har mista brevet, eller nokon har sett kodane',
    se: draft('Lean massán reivve, dahje soames lea oaidnán kodaid'),
    en: 'I have lost the letter, or somebody has seen the codes',
  },
  paragraphs: [
    {
      nb: 'Sperr kodene med en gang. Du kan gjøre det selv med passordet, telefonen, e-posten eller brevet. Har du ingenting av dette, gjør brukerstøtten det for deg. Etterpå kan du bestille et nytt brev.',
      nn: 'Sperr kodane med ein gong. Du kan gjere det sjølv med passordet, telefonen, e-posten eller brevet. Har du ingenting av dette, gjer brukarstøtta det for deg. Etterpå kan du bestille eit nytt brev.',
      se: draft(
        'Gitte kodaid dalán. Sáhtát dahkat dan ieš beassansániin, telefovnnain, e-poasttain dahje reivviin. Jus dus ii leat mihkkege dáin, de geavaheaddjidoarjja dahká dan du ovddas. Maŋŋá sáhtát diŋgot ođđa reivve.',
      ),
      en: 'Block the codes at once. You can do it yourself with the password, the phone, the e-mail or the letter. If you have none of these, user support does it for you. Afterwards you can order a new letter.',
    },
    {
      nb: 'Har noen både passordet og telefonen din, kan du stenge hele MinID samme sted.',
      nn: 'Har nokon både passordet og telefonen din, kan du stengje heile MinID same staden.',
      se: draft('Jus soapmásis lea sihke du beassansátni ja telefovdna, de sáhtát giddet olles MinID seamma sajis.'),
      en: 'If somebody has both your password and your phone, you can close all of MinID in the same place.',
    },
  ],
  ways: [
    {
      href: '/minid/block',
      text: { nb: 'Sperr MinID', nn: 'Sperr MinID', se: draft('Gitte MinID'), en: 'Block MinID' },
    },
  ],
}
