/** The words of dead ends of a login that cannot go on, and requests that cannot begin one. */
import { draft } from '#i18n/text.ts'
import type { SomeRefusals } from '#http/refusal-words.ts'

export const loginRefusals = {
  'IN-01': {
    status: 410,
    heading: {
      nb: 'Denne innloggingen er avsluttet',
      nn: 'Denne innlogginga er avslutta',
      se: draft('Dát sisačáliheapmi lea loahpahuvvon'),
      en: 'This login has ended',
    },
    what: {
      nb: 'Enten er innloggingen allerede fullført, eller så gikk det for lang tid.',
      nn: 'Anten er innlogginga alt fullført, eller så gjekk det for lang tid.',
      se: draft('Sisačáliheapmi lea juo čađahuvvon, dahje de vásii menddo guhkes áigi.'),
      en: 'Either it has already been completed, or too much time has passed.',
    },
    todo: {
      nb: 'Gå tilbake til tjenesten du skulle bruke, og logg inn på nytt derfra.',
      nn: 'Gå tilbake til tenesta du skulle bruke, og logg inn på nytt derifrå.',
      se: draft('Mana ruovttoluotta bálvalussii maid áigot geavahit, ja čálit iežat ođđasit sisa doppe.'),
      en: 'Go back to the service you were going to use, and log in again from there.',
    },
  },
  'IN-02': {
    status: 400,
    heading: {
      nb: 'Innloggingen startet i en annen nettleser',
      nn: 'Innlogginga starta i ein annan nettlesar',
      se: draft('Sisačáliheapmi álggahuvvui eará neahttalohkkis'),
      en: 'This login began in another browser',
    },
    what: {
      nb: 'Vi finner ikke innloggingen din i denne nettleseren. Det kan skje når en app åpner siden i et eget vindu, eller når nettleseren har slettet informasjonskapslene.',
      nn: 'Vi finn ikkje innlogginga di i denne nettlesaren. Det kan skje når ein app opnar sida i eit eige vindauge, eller når nettlesaren har sletta informasjonskapslane.',
      se: draft(
        'Mii eat gávnna du sisačáliheami dán neahttalohkkis. Dat sáhttá geavvat go áppa rahpá siiddu sierra láses, dahje go neahttalohkki lea sihkkon diehtočoahkuid.',
      ),
      en: 'We cannot find your login in this browser. This can happen when an app opens the page in a window of its own, or when the browser has deleted its cookies.',
    },
    todo: {
      nb: 'Gå tilbake til nettleseren du begynte i, og fortsett der. Innloggingen er fortsatt åpen. Du kan også begynne på nytt fra tjenesten.',
      nn: 'Gå tilbake til nettlesaren du byrja i, og hald fram der. Innlogginga er framleis open. Du kan òg byrje på nytt frå tenesta.',
      se: draft(
        'Mana ruovttoluotta dan neahttalohkkái gos álget, ja joatkke doppe. Sisačáliheapmi lea ain rabas. Sáhtát maid álgit ođđasit bálvalusas.',
      ),
      en: 'Go back to the browser you began in, and continue there. The login is still open. You can also start again from the service.',
    },
  },
  'IN-03': {
    status: 409,
    heading: {
      nb: 'Du begynte på nytt i en annen fane',
      nn: 'Du byrja på nytt i ei anna fane',
      se: draft('Don álget ođđasit eará gilkoris'),
      en: 'You began again in another tab',
    },
    what: {
      nb: 'Denne fanen hører til et tidligere forsøk. Bare det siste gjelder.',
      nn: 'Denne fana høyrer til eit tidlegare forsøk. Berre det siste gjeld.',
      se: draft('Dát gilkor gullá ovddit geahččaleapmái. Dušše maŋimus gusto.'),
      en: 'This tab belongs to an earlier attempt. Only the latest one counts.',
    },
    todo: {
      nb: 'Fortsett i den andre fanen. Er den lukket, kan du fortsette herfra.',
      nn: 'Hald fram i den andre fana. Er ho lukka, kan du halde fram herifrå.',
      se: draft('Joatkke nuppi gilkoris. Jus dat lea giddejuvvon, de sáhtát joatkit dás.'),
      en: 'Continue in the other tab. If it is closed, you can continue from here.',
    },
  },
  'IN-04': {
    status: 400,
    heading: {
      nb: 'Tjenesten sendte deg hit på feil måte',
      nn: 'Tenesta sende deg hit på feil måte',
      se: draft('Bálvalus sáddii du deike boasttu vuogi mielde'),
      en: 'The service sent you here in the wrong way',
    },
    what: {
      nb: 'Vi kan ikke bruke forespørselen fra tjenesten, og vi kan ikke sende deg trygt tilbake til den. Du har ikke gjort noe galt.',
      nn: 'Vi kan ikkje bruke førespurnaden frå tenesta, og vi kan ikkje sende deg trygt tilbake til henne. Du har ikkje gjort noko gale.',
      se: draft(
        'Mii eat sáhte geavahit bálvalusa jearaldaga, eatge sáhte sáddet du oadjebasat ruovttoluotta. Don it leat dahkan maidege boastut.',
      ),
      en: 'We cannot use the request from the service, and we cannot send you back to it safely. You have done nothing wrong.',
    },
    todo: {
      nb: 'Gå til tjenestens egen forside og prøv derfra. Hjelper ikke det, si fra til dem som driver tjenesten.',
      nn: 'Gå til framsida til tenesta og prøv derifrå. Hjelper ikkje det, sei frå til dei som driv tenesta.',
      se: draft(
        'Mana bálvalusa iežas ovdasiidui ja geahččal doppe. Jus dat ii veahket, de dieđit bálvalusa eaiggádii.',
      ),
      en: "Go to the service's own front page and try from there. If that does not help, tell those who run the service.",
    },
  },
  'IN-09': {
    status: 503,
    retryAfter: 5,
    heading: {
      nb: 'Innloggingen svarer ikke akkurat nå',
      nn: 'Innlogginga svarer ikkje akkurat no',
      se: draft('Sisačáliheapmi ii vástit justa dál'),
      en: 'The login is not answering right now',
    },
    what: {
      nb: 'En del av systemet svarer ikke. Det går som regel over på noen sekunder.',
      nn: 'Ein del av systemet svarer ikkje. Det går som regel over på nokre sekund.',
      se: draft('Oassi vuogádagas ii vástit. Dábálaččat dat manná badjel moatti sekundda siste.'),
      en: 'A part of the system is not answering. It usually passes within seconds.',
    },
    todo: {
      nb: 'Last siden på nytt. Du trenger ikke begynne forfra.',
      nn: 'Last sida på nytt. Du treng ikkje byrje frå starten.',
      se: draft('Viečča siiddu ođđasit. It dárbbaš álgit álggu rájes.'),
      en: 'Reload the page. You do not need to start over.',
    },
  },
  'IN-12': {
    status: 403,
    heading: {
      nb: 'Denne innloggingen kan ikke fullføres',
      nn: 'Denne innlogginga kan ikkje fullførast',
      se: draft('Dán sisačáliheami ii sáhte čađahit'),
      en: 'This login cannot be completed',
    },
    what: {
      nb: 'Du har vist hvem du er, men vi kan ikke logge deg inn på denne måten nå. Det kan være fordi tilgangen er sperret, eller fordi innloggingsmåten er slått av.',
      nn: 'Du har vist kven du er, men vi kan ikkje logge deg inn på denne måten no. Det kan vere fordi tilgangen er sperra, eller fordi innloggingsmåten er slått av.',
      se: draft(
        'Don leat čájehan gii don leat, muhto mii eat sáhte dál čálihit du sisa dáinna vugiin. Sivvan sáhttá leat ahte beassan lea giddejuvvon, dahje ahte sisačálihanvuohki lea jáddaduvvon.',
      ),
      en: 'You have shown who you are, but we cannot log you in this way now. Your access may be blocked, or this way of logging in may be switched off.',
    },
    todo: {
      nb: 'Prøv en annen innloggingsmåte. Mener du at dette er feil, ta kontakt med brukerstøtten og oppgi referansen under.',
      nn: 'Prøv ein annan innloggingsmåte. Meiner du at dette er feil, ta kontakt med brukarstøtta og oppgi referansen under.',
      se: draft(
        'Geahččal eará sisačálihanvuogi. Jus du mielas dát lea boastut, de váldde oktavuođa geavaheaddjidoarjagiin ja muital čujuhusnummira mii lea vuolábealde.',
      ),
      en: 'Try another way of logging in. If you think this is wrong, contact user support and give the reference below.',
    },
  },
  'IN-13': {
    status: 410,
    heading: {
      nb: 'Tjenesten har avbrutt denne innloggingen',
      nn: 'Tenesta har avbrote denne innlogginga',
      se: draft('Bálvalus lea gaskkalduhttán dán sisačáliheami'),
      en: 'The service has cancelled this login',
    },
    what: {
      nb: 'Tjenesten som sendte deg hit, venter ikke lenger på at du logger inn. Du har ikke gjort noe galt.',
      nn: 'Tenesta som sende deg hit, ventar ikkje lenger på at du loggar inn. Du har ikkje gjort noko gale.',
      se: draft(
        'Bálvalus mii sáddii du deike, ii šat vuorddes ahte čálihat iežat sisa. Don it leat dahkan maidege boastut.',
      ),
      en: 'The service that sent you here is no longer waiting for you to log in. You have done nothing wrong.',
    },
    todo: {
      nb: 'Gå tilbake til tjenesten og logg inn på nytt derfra hvis du fortsatt skal bruke den.',
      nn: 'Gå tilbake til tenesta og logg inn på nytt derifrå dersom du framleis skal bruke henne.',
      se: draft('Mana ruovttoluotta bálvalussii ja čálit iežat ođđasit sisa doppe, jus áiggut ain geavahit dan.'),
      en: 'Go back to the service and log in again from there if you still want to use it.',
    },
  },
  'IN-15': {
    status: 503,
    retryAfter: 5,
    heading: {
      nb: 'Mange logger inn akkurat nå',
      nn: 'Mange loggar inn akkurat no',
      se: draft('Ollugat čálihit iežaset sisa justa dál'),
      en: 'Many people are logging in right now',
    },
    what: {
      nb: 'Det er så lang kø at vi ikke rakk å se på det du skrev. Det regnes ikke som et forsøk, og du har ikke gjort noe galt.',
      nn: 'Køen er så lang at vi ikkje rakk å sjå på det du skreiv. Det blir ikkje rekna som eit forsøk, og du har ikkje gjort noko gale.',
      se: draft(
        'Vuorddestallan lea nu guhkki ahte eat astan geahčadit maid čállet. Dat ii rehkenastojuvvo geahččaleapmin, itge leat dahkan maidege boastut.',
      ),
      en: 'The queue is so long that we did not get to look at what you entered. It does not count as a try, and you have done nothing wrong.',
    },
    todo: {
      nb: 'Vent noen sekunder, prøv igjen og skriv det inn på nytt. Du trenger ikke begynne forfra.',
      nn: 'Vent nokre sekund, prøv igjen og skriv det inn på nytt. Du treng ikkje byrje frå starten.',
      se: draft('Vuorddes moatti sekundda, geahččal ođđasit ja čále dan vel oktii. It dárbbaš álgit álggu rájes.'),
      en: 'Wait a few seconds, try again and enter it once more. You do not need to start over.',
    },
  },
} as const satisfies SomeRefusals
