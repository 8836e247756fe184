/** Words of the pages on which a registration ends, or cannot go on. */
import { draft, type Text, type TextOf } from '#i18n/text.ts'
import type { OverStage } from '#methods/minid/register/state.ts'

export const endTexts = {
  doneTitle: {
    nb: 'Du er registrert',
    nn: 'Du er registrert',
    se: draft('Don leat registrerejuvvon'),
    en: 'You are registered',
  },
  done: {
    nb: 'Du har MinID, og kan logge inn med fødselsnummeret eller D-nummeret, passordet og en kode.',
    nn: 'Du har MinID, og kan logge inn med fødselsnummeret eller D-nummeret, passordet og ein kode.',
    se: draft(
      'Dus lea MinID, ja sáhtát čálihit iežat sisa riegádannummiriin dahje D-nummiriin, beassansániin ja kodain.',
    ),
    en: 'You have MinID, and can log in with your national identity number or D number, your password and a code.',
  },
  doneNext: {
    nb: 'Ta vare på brevet: de andre kodene i det kan du bruke når du ikke kan få SMS. MinID er personlig, så la aldri andre bruke den.',
    nn: 'Ta vare på brevet: dei andre kodane i det kan du bruke når du ikkje kan få SMS. MinID er personleg, så la aldri andre bruke han.',
    se: draft(
      'Vurke reivve: eará kodaid das sáhtát geavahit go it sáhte oažžut SMS. MinID lea persovnnalaš, ale goassege atte earáid geavahit dan.',
    ),
    en: 'Keep the letter: you can use its other codes when you cannot get an SMS. MinID is personal, so never let others use it.',
  },
  waitsTitle: {
    nb: 'Du må vente noen dager',
    nn: 'Du må vente nokre dagar',
    se: draft('Fertet vuordit moadde beaivvi'),
    en: 'You must wait some days',
  },
  waitsWhy: {
    nb: 'Vi har sagt fra til telefonen og e-posten du hadde før. Den som leser der, kan stoppe det. Til da gjelder alt som før. Kommer du inn likevel, kan du også stoppe det på Min side.',
    nn: 'Vi har sagt frå til telefonen og e-posten du hadde før. Den som les der, kan stoppe det. Til då gjeld alt som før. Kjem du inn likevel, kan du òg stoppe det på Mi side.',
    se: draft(
      'Leat dieđihan telefovdnii ja e-postii mat dus ledje ovdal. Dat guhte doppe lohká, sáhttá bissehit dan. Dassážii lea buot nugo ovdal. Jus beasat sisa liikká, de sáhtát maiddái bissehit dan Mu siiddus.',
    ),
    en: 'We have told the phone and the e-mail you had before. Whoever reads there can stop it. Until then everything is as it was. If you get in after all, you can also stop it on My page.',
  },
  help: { nb: 'Få hjelp', nn: 'Få hjelp', se: draft('Oaččo veahki'), en: 'Get help' },
  beginAnew: { nb: 'Begynn på nytt', nn: 'Byrj på nytt', se: draft('Álgge ođđasit'), en: 'Begin again' },
  overTitle: {
    nb: 'Registreringen kan ikke fullføres',
    nn: 'Registreringa kan ikkje fullførast',
    se: draft('Registreren ii sáhte loahpahuvvot'),
    en: 'The registration cannot be completed',
  },
} as const satisfies Record<string, Text>

export const overTexts: Readonly<Record<OverStage['why'], Text>> = {
  late: {
    nb: 'Det tok for lang tid, eller registreringen er gjort ferdig et annet sted. Ingenting er endret her. Begynn på nytt: da blir du bedt om en annen kode fra det samme brevet.',
    nn: 'Det tok for lang tid, eller registreringa er gjord ferdig ein annan stad. Ingenting er endra her. Byrj på nytt: då blir du beden om ein annan kode frå det same brevet.',
    se: draft(
      'Dat ádjánii menddo guhká, dahje registreren lea loahpahuvvon eará sajis. Mihkkege ii leat rievdaduvvon dáppe. Álgge ođđasit: de jerrojuvvo eará koda seamma reivves.',
    ),
    en: 'It took too long, or the registration was completed elsewhere. Nothing has been changed here. Begin again: you will be asked for another code from the same letter.',
  },
  letter: {
    nb: 'Brevet gjelder ikke lenger, så ingenting er registrert. Det er enten for gammelt, sperret, eller avløst av et nyere brev som du har brukt. Har du et nyere brev, bruker du det. Ellers kan du bestille et nytt.',
    nn: 'Brevet gjeld ikkje lenger, så ingenting er registrert. Det er anten for gammalt, sperra, eller avløyst av eit nyare brev som du har brukt. Har du eit nyare brev, bruker du det. Elles kan du bestille eit nytt.',
    se: draft(
      'Reive ii leat šat fámus, nu ahte mihkkege ii leat registrerejuvvon. Dat lea juogo menddo boaris, giddejuvvon, dahje ođđaset reive maid leat geavahan lea boahtán sadjái. Jus dus lea ođđaset reive, de geavat dan. Muđui sáhtát diŋgot ođđa.',
    ),
    en: 'The letter is no longer valid, so nothing has been registered. It is either too old, blocked, or replaced by a newer letter that you have used. If you have a newer letter, use that. Otherwise you can order a new one.',
  },
  waits: {
    nb: 'Du har alt bedt om å bli registrert på nytt, og det er ikke gått lang nok tid ennå. Vi har sendt deg melding om hvilken dag det gjelder fra.',
    nn: 'Du har alt bede om å bli registrert på nytt, og det har ikkje gått lang nok tid enno. Vi har sendt deg melding om kva dag det gjeld frå.',
    se: draft(
      'Leat juo bivdán ođđa registrerema, iige leat vel gollan doarvái áigi. Leat sádden dutnje dieđu guđe beaivvi rájes dat lea fámus.',
    ),
    en: 'You have asked to be registered anew already, and not enough time has passed yet. We have sent a message that says from which day it counts.',
  },
  blocked: {
    nb: 'Vi kan ikke registrere deg. Ta kontakt med brukerstøtten.',
    nn: 'Vi kan ikkje registrere deg. Ta kontakt med brukarstøtta.',
    se: draft('Eat sáhte registreret du. Váldde oktavuođa geavaheaddjidoarjagiin.'),
    en: 'We cannot register you. Contact user support.',
  },
}

export const endSentences = {
  waits: {
    nb: (day) => `Registreringen gjelder fra ${day}, hvis ingen stopper den før det.`,
    nn: (day) => `Registreringa gjeld frå ${day}, om ingen stoppar ho før det.`,
    se: draft((day: string) => `Registreren lea fámus dán rájes: ${day}, jus ii oktage biset dan ovdal.`),
    en: (day) => `The registration counts from ${day}, unless somebody stops it before then.`,
  },
} as const satisfies Record<string, TextOf<[string]>>
