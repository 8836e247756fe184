/** What the gateway knows about its users, what it passes on, and for how long. True of this program as it is: change it with the code. */
import { draft } from '#i18n/text.ts'
import type { Reading } from '#login/pages/reading.ts'

export const privacyReading: Reading = {
  title: { nb: 'Personvern', nn: 'Personvern', se: draft('Persovdnasuodjalus'), en: 'Privacy' },
  lead: {
    nb: 'Vi behandler bare det som trengs for å logge deg inn trygt og for å kunne vise hva som skjedde etterpå.',
    nn: 'Vi behandlar berre det som trengst for å logge deg inn trygt og for å kunne vise kva som skjedde etterpå.',
    se: draft(
      'Mii meannudit dušše dan mii dárbbašuvvo vai sáhttit čálihit du oadjebasat sisa ja maŋŋil čájehit mii geavai.',
    ),
    en: 'We process only what is needed to log you in safely and to be able to show afterwards what happened.',
  },
  sections: [
    {
      id: 'what',
      heading: {
        nb: 'Hva vi behandler',
        nn: 'Kva vi behandlar',
        se: draft('Maid mii meannudit'),
        en: 'What we process',
      },
      paragraphs: [],
      points: [
        {
          nb: 'Fødselsnummeret eller D-nummeret ditt. Det lagres kryptert, ett sted.',
          nn: 'Fødselsnummeret eller D-nummeret ditt. Det blir lagra kryptert, éin stad.',
          se: draft('Du riegádannummir dahje D-nummir. Dat vurkejuvvo krypterejuvvon, ovtta sajis.'),
          en: 'Your national identity number or D number. It is stored encrypted, in one place.',
        },
        {
          nb: 'Navnet ditt, når eID-en oppgir det. Vi tar det bare med videre til tjenesten.',
          nn: 'Namnet ditt, når eID-en oppgir det. Vi tek det berre med vidare til tenesta.',
          se: draft('Du namma, go eID muitala dan. Mii dušše sáddet dan viidáseappot bálvalussii.'),
          en: 'Your name, where the eID tells it. We only pass it on to the service.',
        },
        {
          nb: 'Bruker du MinID: mobilnummeret og e-postadressen din, og passordet i en form som ikke kan leses tilbake.',
          nn: 'Bruker du MinID: mobilnummeret ditt og e-postadressa di, og passordet i ei form som ikkje kan lesast tilbake.',
          se: draft(
            'Jus geavahat MinID: du mobiltelefonnummir ja e-poastačujuhus, ja beassansátni dakkár hámis ahte dan ii sáhte lohkat ruovttoluotta.',
          ),
          en: 'If you use MinID: your mobile number and e-mail address, and the password in a form that cannot be read back.',
        },
        {
          nb: 'Når du logget inn, med hvilken eID, på hvilket nivå og hos hvilken tjeneste.',
          nn: 'Når du logga inn, med kva for eID, på kva for nivå og hos kva for teneste.',
          se: draft('Goas čálihit iežat sisa, guđe eID:in, guđe dásis ja guđe bálvalusas.'),
          en: 'When you logged in, with which eID, at which level and to which service.',
        },
      ],
    },
    {
      id: 'service',
      heading: {
        nb: 'Hva tjenesten får vite',
        nn: 'Kva tenesta får vite',
        se: draft('Maid bálvalus oažžu diehtit'),
        en: 'What the service is told',
      },
      paragraphs: [
        {
          nb: 'Hvem du er (nummeret, og navnet når eID-en oppgir det), nivået, innloggingsmåten og tidspunktet. Ikke hvilke andre tjenester du bruker. Tjenesten selv svarer for hva den gjør med dine opplysninger.',
          nn: 'Kven du er (nummeret, og namnet når eID-en oppgir det), nivået, innloggingsmåten og tidspunktet. Ikkje kva for andre tenester du bruker. Tenesta sjølv svarer for kva ho gjer med opplysningane dine.',
          se: draft(
            'Gii don leat (nummir, ja namma go eID muitala dan), dássi, sisačálihanvuohki ja áigi. Ii makkár eará bálvalusaid don geavahat. Bálvalus ieš vástida das maid dat dahká du dieđuiguin.',
          ),
          en: 'Who you are (the number, and the name where the eID tells it), the level, the way you logged in and the time. Not which other services you use. The service itself answers for what it does with your information.',
        },
      ],
    },
    {
      id: 'cookies',
      heading: { nb: 'Informasjonskapsler', nn: 'Informasjonskapslar', se: draft('Diehtočoahkut'), en: 'Cookies' },
      paragraphs: [
        {
          nb: 'Vi bruker bare egne informasjonskapsler, og bare disse. Ingen av dem følger deg til andre nettsteder, og siden henter ingenting fra andre.',
          nn: 'Vi bruker berre eigne informasjonskapslar, og berre desse. Ingen av dei følgjer deg til andre nettstader, og sida hentar ingenting frå andre.',
          se: draft(
            'Mii geavahit dušše iežamet diehtočoahkuid, ja dušše dáid. Ii oktage dain čuovo du eará neahttasiidduide, ja siidu ii viečča maidege earáin.',
          ),
          en: 'We use only cookies of our own, and only these. None of them follows you to other sites, and the page fetches nothing from others.',
        },
      ],
      points: [
        {
          nb: 'Innloggingen du er i gang med: inntil en time.',
          nn: 'Innlogginga du er i gang med: inntil ein time.',
          se: draft('Sisačáliheapmi mii lea jođus: gitta diibmui.'),
          en: 'The login you are in the middle of: up to an hour.',
        },
        {
          nb: 'At du er logget inn: til du logger ut eller lukker nettleseren. Den virker i høyst to timer.',
          nn: 'At du er logga inn: til du loggar ut eller lukkar nettlesaren. Han verkar i høgst to timar.',
          se: draft(
            'Ahte leat sisačálihuvvon: dassážii go čálihat iežat olggos dahje gidde neahttalohkki. Dat doaibmá eanemusat guokte diimmu.',
          ),
          en: 'That you are logged in: until you log out or close the browser. It works for two hours at most.',
        },
        {
          nb: 'Språket du har valgt, og eID-en du brukte sist: inntil ett år.',
          nn: 'Språket du har valt, og eID-en du brukte sist: inntil eitt år.',
          se: draft('Giella maid leat válljen, ja eID maid maŋimusat geavahit: gitta jahkái.'),
          en: 'The language you have chosen, and the eID you used last: up to a year.',
        },
        {
          nb: 'At du har logget inn med MinID i denne nettleseren før: inntil et halvt år. Da stenger ikke andres feil passord deg ute her.',
          nn: 'At du har logga inn med MinID i denne nettlesaren før: inntil eit halvt år. Då stengjer ikkje feil passord frå andre deg ute her.',
          se: draft(
            'Ahte leat čálihan iežat sisa MinID:in dán neahttalohkkis ovdal: gitta jahkebeallái. De eai earáid boastu beassansánit gitte du olggobeallái dáppe.',
          ),
          en: 'That you have logged in with MinID in this browser before: up to half a year. Then other people’s wrong passwords do not shut you out here.',
        },
      ],
    },
    {
      id: 'record',
      heading: {
        nb: 'Loggen over innlogginger',
        nn: 'Loggen over innloggingar',
        se: draft('Sisačálihemiid logga'),
        en: 'The record of logins',
      },
      paragraphs: [
        {
          nb: 'Hver innlogging føres i en logg som ikke kan endres uten at det merkes. Den er der for at du og vi skal kunne se om noen har misbrukt din eID. Opplysninger om deg i loggen er kryptert med en egen nøkkel for deg.',
          nn: 'Kvar innlogging blir ført i ein logg som ikkje kan endrast utan at det blir merkt. Han er der for at du og vi skal kunne sjå om nokon har misbrukt eID-en din. Opplysningar om deg i loggen er krypterte med ein eigen nøkkel for deg.',
          se: draft(
            'Juohke sisačáliheapmi čállojuvvo loggii maid ii sáhte rievdadit almma fuomáškeahttá. Dat lea dan dihte vai don ja mii oaidnit jus muhtun lea boastut geavahan du eID. Du dieđut loggas leat krypterejuvvon sierra čoavdagiin dutnje.',
          ),
          en: 'Each login is entered in a record that cannot be changed without it being noticed. It is there so that you and we can see whether someone has misused your eID. What it says about you is encrypted with a key of your own.',
        },
      ],
    },
    {
      id: 'rights',
      heading: { nb: 'Dine rettigheter', nn: 'Rettane dine', se: draft('Du vuoigatvuođat'), en: 'Your rights' },
      paragraphs: [
        {
          nb: 'Du kan be om å få se hva som er lagret om deg, få rettet feil, og få slettet det som ikke lenger trengs. Ta kontakt med brukerstøtten. Mener du at vi ikke følger reglene, kan du klage til Datatilsynet.',
          nn: 'Du kan be om å få sjå kva som er lagra om deg, få retta feil, og få sletta det som ikkje lenger trengst. Ta kontakt med brukarstøtta. Meiner du at vi ikkje følgjer reglane, kan du klage til Datatilsynet.',
          se: draft(
            'Don sáhtát bivdit oaidnit mii lea vurkejuvvon du birra, divvut boasttuvuođaid, ja sihkkut dan mii ii šat dárbbašuvvo. Váldde oktavuođa geavaheaddjidoarjagiin. Jus du mielas mii eat čuovo njuolggadusaid, de sáhtát váidit Datatilsynet:i.',
          ),
          en: 'You can ask to see what is stored about you, have mistakes corrected, and have what is no longer needed deleted. Contact user support. If you think that we do not follow the rules, you can complain to the Norwegian Data Protection Authority (Datatilsynet).',
        },
      ],
    },
  ],
}
