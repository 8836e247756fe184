/** Questions that people ask when a login stops. The anchors are linked to from elsewhere: keep them. */
import { draft } from '#i18n/text.ts'
import { blockSection, forgottenSection } from '#login/pages/help-minid-texts.ts'
import type { Reading } from '#login/pages/reading.ts'

export const helpReading: Reading = {
  title: {
    nb: 'Hjelp til innlogging',
    nn: 'Hjelp til innlogging',
    se: draft('Veahkki sisačáliheapmái'),
    en: 'Help with logging in',
  },
  lead: {
    nb: 'Her er svar på det folk oftest spør om. Finner du ikke svaret, kan du kontakte brukerstøtten nederst på siden.',
    nn: 'Her er svar på det folk oftast spør om. Finn du ikkje svaret, kan du kontakte brukarstøtta nedst på sida.',
    se: draft(
      'Dás leat vástádusat dasa maid olbmot dávjjimusat jerret. Jus it gávnna vástádusa, de sáhtát váldit oktavuođa geavaheaddjidoarjagiin siiddu vuolimusas.',
    ),
    en: 'Here are answers to what people ask most. If you do not find yours, you can contact user support at the end of the page.',
  },
  sections: [
    {
      id: 'what',
      heading: { nb: 'Hva er Inngang?', nn: 'Kva er Inngang?', se: draft('Mii lea Inngang?'), en: 'What is Inngang?' },
      paragraphs: [
        {
          nb: 'Inngang er den felles innloggingen til offentlige tjenester. Du velger en eID, viser hvem du er, og tjenesten du kom fra, får vite det. Inngang ser ikke hva du gjør i tjenesten.',
          nn: 'Inngang er den felles innlogginga til offentlege tenester. Du vel ein eID, viser kven du er, og tenesta du kom frå, får vite det. Inngang ser ikkje kva du gjer i tenesta.',
          se: draft(
            'Inngang lea oktasaš sisačáliheapmi almmolaš bálvalusaide. Don válljet eID, čájehat gii don leat, ja bálvalus gos bohtet oažžu diehtit dan. Inngang ii oainne maid don dagat bálvalusas.',
          ),
          en: 'Inngang is the shared login for public services. You choose an eID, show who you are, and the service you came from is told. Inngang does not see what you do in the service.',
        },
      ],
    },
    {
      id: 'which',
      heading: {
        nb: 'Hvilken innloggingsmåte skal jeg velge?',
        nn: 'Kva for innloggingsmåte skal eg velje?',
        se: draft('Makkár sisačálihanvuogi galggan válljet?'),
        en: 'Which way to log in should I choose?',
      },
      paragraphs: [
        {
          nb: 'Velg den du pleier å bruke. Alle som vises, er sterke nok til tjenesten. MinID gir betydelig nivå. BankID, Buypass og Commfides gir høyt nivå, og det krever noen tjenester.',
          nn: 'Vel den du pleier å bruke. Alle som blir viste, er sterke nok til tenesta. MinID gir betydeleg nivå. BankID, Buypass og Commfides gir høgt nivå, og det krev nokre tenester.',
          se: draft(
            'Vállje dan maid dábálaččat geavahat. Buohkat mat čájehuvvojit leat doarvái nannosat bálvalussii. MinID addá mearkkašahtti dási. BankID, Buypass ja Commfides addet alla dási, ja dan gáibidit muhtun bálvalusat.',
          ),
          en: 'Choose the one you usually use. All those shown are strong enough for the service. MinID gives substantial level. BankID, Buypass and Commfides give high level, which some services require.',
        },
      ],
    },
    {
      id: 'stronger',
      heading: {
        nb: 'Hvorfor må jeg logge inn på nytt, sterkere?',
        nn: 'Kvifor må eg logge inn på nytt, sterkare?',
        se: draft('Manne ferten čálihit iežan ođđasit sisa, nannosabbot?'),
        en: 'Why must I log in again, more strongly?',
      },
      paragraphs: [
        {
          nb: 'Noen tjenester viser opplysninger som trenger bedre vern, for eksempel om helsen din. Da holder det ikke med innloggingen du alt har. Du kommer tilbake dit du var når du har logget inn.',
          nn: 'Nokre tenester viser opplysningar som treng betre vern, til dømes om helsa di. Då held det ikkje med innlogginga du alt har. Du kjem tilbake dit du var når du har logga inn.',
          se: draft(
            'Muhtun bálvalusat čájehit dieđuid mat dárbbašit buoret suodjaleami, ovdamearkka dihte du dearvvašvuođa birra. De ii leat doarvái dat sisačáliheapmi mii dus juo lea. Go leat čálihan iežat sisa, de boađát ruovttoluotta dohko gos ledjet.',
          ),
          en: 'Some services show information that needs better protection, about your health for instance. The login you already have is then not enough. You return to where you were when you have logged in.',
        },
      ],
    },
    {
      id: 'no-code',
      heading: {
        nb: 'Jeg får ingen kode på SMS',
        nn: 'Eg får ingen kode på SMS',
        se: draft('In oaččo koda SMS:in'),
        en: 'I get no code by SMS',
      },
      paragraphs: [
        {
          nb: 'Vent et minutt, og se etter at telefonen har dekning. Be så om en ny kode på siden der du skriver den inn. Bare den siste koden gjelder, og den varer i fem minutter.',
          nn: 'Vent eit minutt, og sjå etter at telefonen har dekning. Be så om ein ny kode på sida der du skriv han inn. Berre den siste koden gjeld, og han varer i fem minutt.',
          se: draft(
            'Vuordde minuhta, ja dárkkis ahte telefovnnas lea fierbmi. Bivdde de ođđa koda dan siiddus gosa čálát dan. Dušše maŋimus kodá gusto, ja dat bistá vihtta minuhta.',
          ),
          en: 'Wait a minute, and check that the phone has coverage. Then ask for a new code on the page where you type it. Only the latest code counts, and it lasts for five minutes.',
        },
        {
          nb: 'Har du fått nytt nummer, kan du logge inn med en kode fra brevet og så bytte nummeret på Min side. Har du ikke noe brev, kan du bestille et.',
          nn: 'Har du fått nytt nummer, kan du logge inn med ein kode frå brevet og så byte nummeret på Mi side. Har du ikkje noko brev, kan du bestille eit.',
          se: draft(
            'Jus dus lea ođđa nummir, de sáhtát čálihit iežat sisa kodain reivves ja dasto molsut nummira Mu siiddus. Jus dus ii leat reive, de sáhtát diŋgot dan.',
          ),
          en: 'If you have a new number, you can log in with a code from the letter and then change the number on My page. If you have no letter, you can order one.',
        },
      ],
    },
    {
      id: 'letter',
      heading: {
        nb: 'Hvordan får jeg brev med koder for MinID?',
        nn: 'Korleis får eg brev med kodar for MinID?',
        se: draft('Mo oaččun kodareivve MinID:i?'),
        en: 'How do I get a letter with codes for MinID?',
      },
      paragraphs: [
        {
          nb: 'Du bestiller det fra innloggingssiden til MinID. Det kommer i en hvit vinduskonvolutt, som A-post, én til fem virkedager etter at det er trykt. Er du ny bruker, registrerer du deg med det.',
          nn: 'Du bestiller det frå innloggingssida til MinID. Det kjem i ein kvit vindaugskonvolutt, som A-post, éin til fem verkedagar etter at det er trykt. Er du ny brukar, registrerer du deg med det.',
          se: draft(
            'Don diŋgot dan MinID sisačálihansiiddus. Dat boahtá vilges láseskuohpus, A-poastan, ovtta gitta vihtta bargobeaivvi maŋŋá go lea deaddiluvvon. Jus leat ođđa geavaheaddji, de registreret iežat dainna.',
          ),
          en: 'You order it from the login page of MinID. It comes in a white window envelope, as priority mail, one to five working days after it is printed. If you are a new user, you register with it.',
        },
        {
          nb: 'Brevet går bare til adressen som Folkeregisteret har: den norske postadressen hvis du har en. Sjekk den hos Skatteetaten før du bestiller. Kommer et brev i retur, sperrer vi kodene i det, og du får vite det neste gang du logger inn.',
          nn: 'Brevet går berre til adressa som Folkeregisteret har: den norske postadressa om du har ei. Sjå etter hos Skatteetaten før du bestiller. Kjem eit brev i retur, sperrar vi kodane i det, og du får vite det neste gong du loggar inn.',
          se: draft(
            'Reive manná dušše dan čujuhussii mii Álbmotregistaris lea: norgga boastačujuhussii jus dus lea dat. Dárkkis dan Vearroeatáhtas ovdal go diŋgot. Jus reive máhccá, de giddet kodaid das, ja oaččut diehtit dan go boahtte háve čálihat iežat sisa.',
          ),
          en: 'The letter goes only to the address that the population register has: your Norwegian postal address if you have one. Check it with the Tax Administration before you order. If a letter comes back, we block its codes, and you are told the next time you log in.',
        },
        {
          nb: 'Kodene gjelder bare for MinID. Koder fra Altinn er noe annet, og virker ikke her.',
          nn: 'Kodane gjeld berre for MinID. Kodar frå Altinn er noko anna, og verkar ikkje her.',
          se: draft('Kodat leat fámus dušše MinID:i. Altinn kodat leat eará, eaige doaimma dáppe.'),
          en: 'The codes are for MinID only. Codes from Altinn are something else, and do not work here.',
        },
      ],
    },
    {
      id: 'locked',
      heading: {
        nb: 'Jeg har skrevet feil for mange ganger',
        nn: 'Eg har skrive feil for mange gonger',
        se: draft('Lean čállán boastut menddo máŋgii'),
        en: 'I have typed it wrong too many times',
      },
      paragraphs: [
        {
          nb: 'Da må du vente litt før du kan prøve igjen. Ventetiden blir lengre for hver gang. Det hindrer andre i å gjette seg fram til passordet eller koden din.',
          nn: 'Då må du vente litt før du kan prøve igjen. Ventetida blir lengre for kvar gong. Det hindrar andre i å gisse seg fram til passordet eller koden din.',
          se: draft(
            'De fertet vuordit veaháš ovdal go sáhtát geahččalit ođđasit. Vuordináigi guhkku juohke háve. Dat hehtte earáid árvideames du beassansáni dahje koda.',
          ),
          en: 'Then you must wait a little before you can try again. The wait grows each time. It keeps others from guessing your password or code.',
        },
      ],
    },
    forgottenSection,
    blockSection,
    {
      id: 'over',
      heading: {
        nb: 'Siden sier at innloggingen er avsluttet',
        nn: 'Sida seier at innlogginga er avslutta',
        se: draft('Siidu dadjá ahte sisačáliheapmi lea loahpahuvvon'),
        en: 'The page says that the login has ended',
      },
      paragraphs: [
        {
          nb: 'Du har en halv time på deg på hver side, og en time i alt. Gå tilbake til tjenesten og begynn på nytt der. Lagrer du innloggingssiden som bokmerke, virker ikke bokmerket: lagre tjenestens egen side i stedet.',
          nn: 'Du har ein halv time på deg på kvar side, og ein time i alt. Gå tilbake til tenesta og byrj på nytt der. Lagrar du innloggingssida som bokmerke, verkar ikkje bokmerket: lagre tenesta si eiga side i staden.',
          se: draft(
            'Dus lea bealle diimmu áigi juohke siiddus, ja diibmu oktiibuot. Mana ruovttoluotta bálvalussii ja álgge doppe ođđasit. Jus vurket sisačálihansiiddu girjemearkan, de dat ii doaimma: vurke baicce bálvalusa iežas siiddu.',
          ),
          en: "You have half an hour on each page, and an hour in all. Go back to the service and start again there. A bookmark to the login page does not work: save the service's own page instead.",
        },
      ],
    },
    {
      id: 'browser',
      heading: {
        nb: 'Siden sier at jeg begynte i en annen nettleser',
        nn: 'Sida seier at eg byrja i ein annan nettlesar',
        se: draft('Siidu dadjá ahte lean álgán eará neahttalohkkis'),
        en: 'The page says that I began in another browser',
      },
      paragraphs: [
        {
          nb: 'Det skjer gjerne når en app åpner innloggingen i sitt eget vindu. Bytt til vinduet du begynte i, og fortsett der, eller begynn på nytt fra tjenesten. Innloggingen virker bare i den nettleseren den startet i. Det er for å beskytte deg.',
          nn: 'Det skjer gjerne når ein app opnar innlogginga i sitt eige vindauge. Byt til vindauget du byrja i, og hald fram der, eller byrj på nytt frå tenesta. Innlogginga verkar berre i den nettlesaren ho starta i. Det er for å verne deg.',
          se: draft(
            'Dat geavvá dávjá go áppa rahpá sisačáliheami iežas láses. Molsso dan lássii gos álget ja joatkke doppe, dahje álgge ođđasit bálvalusas. Sisačáliheapmi doaibmá dušše dan neahttalohkkis gos dat álggii. Dat lea du suodjaleami dihte.',
          ),
          en: 'This often happens when an app opens the login in a window of its own. Switch to the window you began in and continue there, or start again from the service. A login works only in the browser where it started. That is to protect you.',
        },
      ],
    },
    {
      id: 'logged-in',
      heading: {
        nb: 'Hvor lenge er jeg logget inn?',
        nn: 'Kor lenge er eg logga inn?',
        se: draft('Man guhká lean sisačálihuvvon?'),
        en: 'How long am I logged in?',
      },
      paragraphs: [
        {
          nb: 'Når du har logget inn ett sted, kan du gå videre til andre offentlige tjenester uten å logge inn igjen. Det varer i en halv time etter siste gang du brukte det, og aldri mer enn to timer. Hver tjeneste kan logge deg ut før det.',
          nn: 'Når du har logga inn éin stad, kan du gå vidare til andre offentlege tenester utan å logge inn igjen. Det varer i ein halv time etter siste gong du brukte det, og aldri meir enn to timar. Kvar teneste kan logge deg ut før det.',
          se: draft(
            'Go leat čálihan iežat sisa ovtta sajis, de sáhtát joatkit eará almmolaš bálvalusaide čáliheami haga. Dat bistá bealle diimmu maŋŋá go maŋimusat geavahit dan, iige goassege badjel guokte diimmu. Juohke bálvalus sáhttá čálihit du olggos ovdal dan.',
          ),
          en: 'When you have logged in at one place, you can go on to other public services without logging in again. This lasts for half an hour after you last used it, and never more than two hours. Each service may log you out sooner.',
        },
      ],
    },
    {
      id: 'reference',
      heading: {
        nb: 'Hva er referansen på feilsiden?',
        nn: 'Kva er referansen på feilsida?',
        se: draft('Mii lea čujuhusnummir meaddádussiiddus?'),
        en: 'What is the reference on an error page?',
      },
      paragraphs: [
        {
          nb: 'Den begynner med IN og forteller brukerstøtten hva som skjedde og når. Den inneholder ingenting om deg, så du kan trygt lese den opp eller sende den.',
          nn: 'Han byrjar med IN og fortel brukarstøtta kva som skjedde og når. Han inneheld ingenting om deg, så du kan trygt lese han opp eller sende han.',
          se: draft(
            'Dat álgá bustávaiguin IN ja muitala geavaheaddjidoarjagii mii geavai ja goas. Das ii leat mihkkege du birra, nu ahte sáhtát oadjebasat lohkat dahje sáddet dan.',
          ),
          en: 'It begins with IN and tells user support what happened and when. It contains nothing about you, so you can safely read it out or send it.',
        },
      ],
    },
  ],
}
