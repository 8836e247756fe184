/** The words of dead ends of pages and forms, whatever they are for. */
import { draft } from '#i18n/text.ts'
import type { SomeRefusals } from '#http/refusal-words.ts'

export const pageRefusals = {
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
} as const satisfies SomeRefusals
