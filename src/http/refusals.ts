/** The words of every dead end (`docs/errors.md` has its meaning for integrators and support): what happened, and the way on. */
import { draft, type Text } from '#i18n/text.ts'
import type { RefusalId } from '#http/trouble.ts'

export interface RefusalWords {
  readonly status: 400 | 403 | 404 | 409 | 410 | 429 | 500 | 503
  /** Seconds; sent as `Retry-After`. */
  readonly retryAfter?: number
  readonly heading: Text
  readonly what: Text
  readonly todo: Text
}

export const refusals: Readonly<Record<RefusalId, RefusalWords>> = {
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
  'IN-05': {
    status: 403,
    heading: {
      nb: 'Skjemaet kom ikke fra vår side',
      nn: 'Skjemaet kom ikkje frå vår side',
      se: draft('Skovvi ii boahtán min siiddus'),
      en: 'The form did not come from our page',
    },
    what: {
      nb: 'For å beskytte deg tar vi bare imot skjemaer som er sendt fra våre egne sider. Nettleseren sa ikke at dette var det.',
      nn: 'For å verne deg tek vi berre imot skjema som er sende frå våre eigne sider. Nettlesaren sa ikkje at dette var det.',
      se: draft(
        'Vai sáhttit suodjalit du, vuostáiváldit mii dušše skoviid mat leat sáddejuvvon min iežamet siidduin. Neahttalohkki ii muitalan ahte dát lei dakkár.',
      ),
      en: 'To protect you we only accept forms sent from our own pages. The browser did not say that this one was.',
    },
    todo: {
      nb: 'Gå tilbake til tjenesten og logg inn på nytt. Skjer det igjen, prøv en annen nettleser eller slå av tillegg som endrer sider.',
      nn: 'Gå tilbake til tenesta og logg inn på nytt. Skjer det igjen, prøv ein annan nettlesar eller slå av tillegg som endrar sider.',
      se: draft(
        'Mana ruovttoluotta bálvalussii ja čálit iežat ođđasit sisa. Jus dat geavvá fas, de geahččal eará neahttalohkki dahje jáddat lassiprográmmaid mat rievdadit siidduid.',
      ),
      en: 'Go back to the service and log in again. If it happens again, try another browser or turn off add-ons that change pages.',
    },
  },
  'IN-06': {
    status: 429,
    retryAfter: 60,
    heading: {
      nb: 'Det har vært for mange forsøk',
      nn: 'Det har vore for mange forsøk',
      se: draft('Leat leamaš menddo ollu geahččaleamit'),
      en: 'There have been too many attempts',
    },
    what: {
      nb: 'For å hindre at noen gjetter seg inn, tar vi en pause nå.',
      nn: 'For å hindre at nokon gissar seg inn, tek vi ein pause no.',
      se: draft('Vai ii oktage beasa árvidemiin sisa, de doallat mii dál bottu.'),
      en: 'To stop anyone from guessing their way in, we are pausing now.',
    },
    todo: {
      nb: 'Vent noen minutter og prøv igjen.',
      nn: 'Vent nokre minutt og prøv igjen.',
      se: draft('Vuordde moadde minuhta ja geahččal ođđasit.'),
      en: 'Wait a few minutes and try again.',
    },
  },
  'IN-07': {
    status: 404,
    heading: {
      nb: 'Siden finnes ikke',
      nn: 'Sida finst ikkje',
      se: draft('Siidu ii gávdno'),
      en: 'This page does not exist',
    },
    what: {
      nb: 'Adressen er kanskje skrevet feil, eller siden er flyttet.',
      nn: 'Adressa er kanskje skriven feil, eller sida er flytta.',
      se: draft('Čujuhus lea soaitá čállojuvvon boastut, dahje siidu lea sirdojuvvon.'),
      en: 'The address may be mistyped, or the page has moved.',
    },
    todo: {
      nb: 'Skal du logge inn, må du begynne hos tjenesten du vil bruke. Bokmerker til innloggingssiden virker ikke.',
      nn: 'Skal du logge inn, må du byrje hos tenesta du vil bruke. Bokmerke til innloggingssida verkar ikkje.',
      se: draft(
        'Jus áiggut čálihit iežat sisa, de fertet álgit dan bálvalusas maid áiggut geavahit. Girjemearkkat sisačálihansiidui eai doaimma.',
      ),
      en: 'To log in, start at the service you want to use. Bookmarks to the login page do not work.',
    },
  },
  'IN-08': {
    status: 500,
    heading: {
      nb: 'Noe gikk galt hos oss',
      nn: 'Noko gjekk gale hos oss',
      se: draft('Juoga manai boastut min bealde'),
      en: 'Something went wrong on our side',
    },
    what: {
      nb: 'Feilen er vår, og den er registrert.',
      nn: 'Feilen er vår, og han er registrert.',
      se: draft('Meaddádus lea min, ja dat lea registrerejuvvon.'),
      en: 'The fault is ours, and it has been recorded.',
    },
    todo: {
      nb: 'Prøv igjen om litt. Kontakter du oss, oppgi referansen under.',
      nn: 'Prøv igjen om litt. Kontaktar du oss, oppgi referansen under.',
      se: draft(
        'Geahččal fas oanehaš geažes. Jus válddát oktavuođa minguin, de muital čujuhusnummira mii lea vuolábealde.',
      ),
      en: 'Try again in a little while. If you contact us, give the reference below.',
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
  'IN-10': {
    status: 400,
    heading: {
      nb: 'Vi kunne ikke lese skjemaet',
      nn: 'Vi kunne ikkje lese skjemaet',
      se: draft('Mii eat sáhttán lohkat skovi'),
      en: 'We could not read the form',
    },
    what: {
      nb: 'Det som ble sendt, var for stort, det samme feltet var sendt to ganger, eller det var tegn i det som ingen tekst har.',
      nn: 'Det som vart sendt, var for stort, det same feltet var sendt to gonger, eller det var teikn i det som ingen tekst har.',
      se: draft(
        'Dat mii sáddejuvvui lei menddo stuoris, seamma gieddi sáddejuvvui guktii, dahje das ledje mearkkat mat eai leat makkárge teavsttas.',
      ),
      en: 'What was sent was too large, the same field was sent twice, or it held characters that no text has.',
    },
    todo: {
      nb: 'Gå tilbake til forrige side, last den på nytt og fyll ut skjemaet igjen.',
      nn: 'Gå tilbake til førre side, last henne på nytt og fyll ut skjemaet igjen.',
      se: draft('Mana ovddit siidui, viečča dan ođđasit ja deavdde skovi fas.'),
      en: 'Go back to the previous page, reload it and fill in the form again.',
    },
  },
  'IN-11': {
    status: 400,
    heading: {
      nb: 'Vi fant to informasjonskapsler med samme navn',
      nn: 'Vi fann to informasjonskapslar med same namn',
      se: draft('Mii gávnnaimet guokte diehtočoahku main lea seamma namma'),
      en: 'We found two cookies with the same name',
    },
    what: {
      nb: 'En annen nettside kan ha lagt igjen den ene. Vi vet ikke hvilken som er din, så vi har slettet begge.',
      nn: 'Ein annan nettstad kan ha lagt igjen den eine. Vi veit ikkje kva for ein som er din, så vi har sletta begge.',
      se: draft(
        'Eará neahttasiidu sáhttá leat guođđán nuppi. Mii eat dieđe goappá lea du, ja danne leat sihkkon goappašagaid.',
      ),
      en: 'Another website may have left one of them. We do not know which is yours, so we have deleted both.',
    },
    todo: {
      nb: 'Gå tilbake til tjenesten og logg inn på nytt. Skjer det igjen, slett informasjonskapslene i nettleseren.',
      nn: 'Gå tilbake til tenesta og logg inn på nytt. Skjer det igjen, slett informasjonskapslane i nettlesaren.',
      se: draft(
        'Mana ruovttoluotta bálvalussii ja čálit iežat ođđasit sisa. Jus dat geavvá fas, de siko diehtočoahkuid neahttalohkkis.',
      ),
      en: 'Go back to the service and log in again. If it happens again, delete the cookies in your browser.',
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
  'IN-14': {
    status: 410,
    heading: {
      nb: 'Vi finner ikke det du holdt på med',
      nn: 'Vi finn ikkje det du heldt på med',
      se: draft('Mii eat gávnna dan maid ledjet dahkamin'),
      en: 'We cannot find what you were doing',
    },
    what: {
      nb: 'Enten er det allerede gjort, eller så gikk det for lang tid, eller så begynte du i en annen nettleser.',
      nn: 'Anten er det alt gjort, eller så gjekk det for lang tid, eller så byrja du i ein annan nettlesar.',
      se: draft('Dat lea juo dahkkon, dahje vásii menddo guhkes áigi, dahje don álggahit eará neahttalohkkis.'),
      en: 'Either it has already been done, or too much time has passed, or you began in another browser.',
    },
    todo: {
      nb: 'Begynn på nytt. Ingenting som ikke ble bekreftet, er endret.',
      nn: 'Byrj på nytt. Ingenting som ikkje vart stadfesta, er endra.',
      se: draft('Álgge ođđasit. Mihkkege mii ii duođaštuvvon, ii leat rievdaduvvon.'),
      en: 'Begin again. Nothing that was not confirmed has been changed.',
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
}
