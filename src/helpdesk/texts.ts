/** The help desk's words. */
import { draft, type Text } from '#i18n/text.ts'
import type { TypedFault } from '#helpdesk/caller.ts'

export const texts = {
  name: { nb: 'Brukerstøtte', nn: 'Brukarstøtte', se: draft('Geavaheaddjidoarjja'), en: 'Help desk' },
  askTitle: {
    nb: 'Hva er nummeret til den som ringer?',
    nn: 'Kva er nummeret til den som ringer?',
    se: draft('Mii lea riŋgejeaddji nummir?'),
    en: 'What is the caller’s number?',
  },
  blind: {
    nb: 'Du får se om og når det er bestilt koder i brev for nummeret, og ingenting annet. Oppslaget blir loggført med hvem du er.',
    nn: 'Du får sjå om og når det er bestilt kodar i brev for nummeret, og ingenting anna. Oppslaget blir loggført med kven du er.',
    se: draft(
      'Don oainnát leatgo ja goas leat diŋgojuvvon koddat reivves dán nummirii, it ge eará. Ohcan merkejuvvo loggii du namain.',
    ),
    en: 'You will see whether and when codes by letter were ordered for the number, and nothing else. The look-up is logged with who you are.',
  },
  number: {
    nb: 'Fødselsnummer eller D-nummer',
    nn: 'Fødselsnummer eller D-nummer',
    se: draft('Riegádannummir dahje D-nummir'),
    en: 'National identity number or D number',
  },
  numberHint: {
    nb: '11 siffer. Les dem opp igjen for den som ringer.',
    nn: '11 siffer. Les dei opp att for den som ringer.',
    se: draft('11 logu. Loga daid ođđasit riŋgejeaddjái.'),
    en: '11 digits. Read them back to the caller.',
  },
  look: { nb: 'Slå opp', nn: 'Slå opp', se: draft('Oza'), en: 'Look up' },
  over: {
    nb: 'Samtalen er avsluttet, eller den har stått for lenge. Skriv nummeret på nytt.',
    nn: 'Samtalen er avslutta, eller han har stått for lenge. Skriv nummeret på nytt.',
    se: draft('Ságastallan lea loahpahuvvon, dahje dat lea bistán menddo guhká. Čále nummira ođđasit.'),
    en: 'The call was closed, or it was open for too long. Enter the number again.',
  },
  callTitle: { nb: 'Den som ringer', nn: 'Den som ringer', se: draft('Riŋgejeaddji'), en: 'The caller' },
  typed: {
    nb: 'Nummeret du skrev',
    nn: 'Nummeret du skreiv',
    se: draft('Nummir man čállet'),
    en: 'The number you entered',
  },
  orders: { nb: 'Koder i brev', nn: 'Kodar i brev', se: draft('Koddat reivves'), en: 'Codes by letter' },
  noOrders: {
    nb: 'Det er ikke bestilt koder for dette nummeret.',
    nn: 'Det er ikkje bestilt kodar for dette nummeret.',
    se: draft('Dán nummirii eai leat diŋgojuvvon koddat.'),
    en: 'No codes have been ordered for this number.',
  },
  ordersWhen: {
    nb: 'Det er bestilt koder for dette nummeret:',
    nn: 'Det er bestilt kodar for dette nummeret:',
    se: draft('Dán nummirii leat diŋgojuvvon koddat:'),
    en: 'Codes have been ordered for this number:',
  },
  order: { nb: 'Bestille brev', nn: 'Bestille brev', se: draft('Diŋgot reivve'), en: 'Ordering a letter' },
  orderHow: {
    nb: 'Brevet går til adressen i Folkeregisteret, som ikke vises her. Vanligvis tar det én til fem virkedager. Det går ikke brev hvis adressen mangler, eller hvis det nettopp er sendt ett.',
    nn: 'Brevet går til adressa i Folkeregisteret, som ikkje blir vist her. Vanlegvis tek det éin til fem verkedagar. Det går ikkje brev om adressa manglar, eller om det nettopp er sendt eitt.',
    se: draft(
      'Reive manná álbmotregistara čujuhussii, mii ii čájehuvvo dáppe. Dábálaččat dat ádjána ovtta gitta vihtta bargobeaivvi. Reive ii vuolgge jus čujuhus váilu, dahje jus easkka lea sáddejuvvon okta.',
    ),
    en: 'The letter goes to the address in the population register, which is not shown here. It usually takes one to five working days. No letter goes out where there is no address, or where one was sent just now.',
  },
  letterLanguage: {
    nb: 'Hvilket språk skal brevet ha?',
    nn: 'Kva språk skal brevet ha?',
    se: draft('Makkár giella galgá reivves leat?'),
    en: 'In which language should the letter be?',
  },
  languageMissing: {
    nb: 'Velg hvilket språk brevet skal ha.',
    nn: 'Vel kva språk brevet skal ha.',
    se: draft('Vállje makkár giella reivves galgá leat.'),
    en: 'Choose the language of the letter.',
  },
  orderDo: { nb: 'Bestill brevet', nn: 'Bestill brevet', se: draft('Diŋgo reivve'), en: 'Order the letter' },
  ordered: {
    nb: 'Bestillingen er mottatt. Står den ikke i listen under, er det for tidlig å bestille på nytt.',
    nn: 'Bestillinga er motteken. Står ho ikkje i lista under, er det for tidleg å bestille på nytt.',
    se: draft(
      'Diŋgojupmi lea vuostáiváldojuvvon. Jus dat ii leat listtus vuolábealde, de lea menddo árrat diŋgot ođđasit.',
    ),
    en: 'The order was received. If it is not in the list below, it is too early to order again.',
  },
  block: { nb: 'Sperre koder', nn: 'Sperre kodar', se: draft('Giddet kodaid'), en: 'Blocking codes' },
  blockWhen: {
    nb: 'Gjør dette når brevet er borte, eller når noen andre kan ha sett kodene.',
    nn: 'Gjer dette når brevet er borte, eller når nokon andre kan ha sett kodane.',
    se: draft('Daga dan go reive lea massojuvvon, dahje go earát soitet oaidnán kodaid.'),
    en: 'Do this when the letter is lost, or when somebody else may have seen the codes.',
  },
  blockTitle: {
    nb: 'Vil du sperre kodene?',
    nn: 'Vil du sperre kodane?',
    se: draft('Háliidatgo giddet kodaid?'),
    en: 'Do you want to block the codes?',
  },
  blockWhat: {
    nb: 'Alle koder i brev slutter å virke med en gang for den som ringer, og innlogginger som er i gang, blir avsluttet. Det kan ikke gjøres om. Etterpå kan du bestille et nytt brev.',
    nn: 'Alle kodar i brev sluttar å verke med ein gong for den som ringer, og innloggingar som er i gang, blir avslutta. Det kan ikkje gjerast om. Etterpå kan du bestille eit nytt brev.',
    se: draft(
      'Buot reivve koddat heitet doaibmamis dalán riŋgejeaddjái, ja sisačáliheamit mat leat jođus loahpahuvvojit. Dan ii sáhte máhcahit. Maŋŋil sáhtát diŋgot ođđa reivve.',
    ),
    en: 'All codes by letter stop working for the caller at once, and logins under way end. It cannot be undone. You can order a new letter afterwards.',
  },
  blockDo: { nb: 'Sperr kodene', nn: 'Sperr kodane', se: draft('Gidde kodaid'), en: 'Block the codes' },
  blockNot: { nb: 'Nei, gå tilbake', nn: 'Nei, gå tilbake', se: draft('In, mana ruovttoluotta'), en: 'No, go back' },
  blocked: {
    nb: 'Kodene er sperret. Var det ingen, er ingenting endret.',
    nn: 'Kodane er sperra. Var det ingen, er ingenting endra.',
    se: draft('Koddat leat giddejuvvon. Jus eai lean, de ii leat mihkkege rievdan.'),
    en: 'The codes are blocked. If there were none, nothing has changed.',
  },
  reservation: {
    nb: 'Reservasjon mot digital kommunikasjon',
    nn: 'Reservasjon mot digital kommunikasjon',
    se: draft('Várrehus digitála gulahallama vuostá'),
    en: 'Opting out of digital communication',
  },
  reservationWhen: {
    nb: 'For den som vil ha brev på papir fra det offentlige, eller som ikke vil det lenger.',
    nn: 'For den som vil ha brev på papir frå det offentlege, eller som ikkje vil det lenger.',
    se: draft('Sutnje gii háliida bábirreivviid almmolaš orgánain, dahje ii šat háliit.'),
    en: 'For whoever wants letters on paper from the public sector, or no longer wants them.',
  },
  reservationGo: {
    nb: 'Registrer eller opphev',
    nn: 'Registrer eller opphev',
    se: draft('Registrere dahje sihko'),
    en: 'Register or end it',
  },
  reservationWhat: {
    nb: 'Den som reserverer seg, skal få vedtak og andre viktige brev fra det offentlige på papir. Innlogging virker som før, og koder og varsler for MinID kommer fortsatt på SMS og e-post.',
    nn: 'Den som reserverer seg, skal få vedtak og andre viktige brev frå det offentlege på papir. Innlogging verkar som før, og kodar og varsel for MinID kjem framleis på SMS og e-post.',
    se: draft(
      'Gii várre iežas, galgá oažžut mearrádusaid ja eará dehálaš reivviid almmolaš orgánain báhpiris. Sisačáliheapmi doaibmá nugo ovdal, ja MinID kodat ja dieđut bohtet ain SMS:s ja e-poasttas.',
    ),
    en: 'Whoever opts out is to get decisions and other important letters from the public sector on paper. Logging in works as before, and codes and notices for MinID still come by SMS and e-mail.',
  },
  reservationToday: {
    nb: 'Reservasjonen blir lagret med dato, og den som ringer, ser den på Min side. Foreløpig blir den ikke gitt videre herfra til virksomhetene.',
    nn: 'Reservasjonen blir lagra med dato, og den som ringer, ser han på Mi side. Førebels blir han ikkje gjeven vidare herifrå til verksemdene.',
    se: draft(
      'Várrehus vurkejuvvo beaivvi mielde, ja riŋgejeaddji oaidná dan iežas siiddus. Dássážii dat ii addojuvvo dáppe viidáseappot orgánaide.',
    ),
    en: 'The opt-out is kept with its date, and the caller sees it on My page. For now it is not handed on from here to public bodies.',
  },
  reservationUnseen: {
    nb: 'Du får ikke se om den som ringer, er reservert fra før. Registrerer du det som alt gjelder, endres ingenting.',
    nn: 'Du får ikkje sjå om den som ringer, er reservert frå før. Registrerer du det som alt gjeld, blir ingenting endra.',
    se: draft(
      'Don it oaččo oaidnit leago riŋgejeaddji várren iežas ovdal. Jus registreret dan mii lea juo fámus, de ii mihkkege rievdda.',
    ),
    en: 'You are not shown whether the caller has opted out already. If you register what holds already, nothing changes.',
  },
  reserve: {
    nb: 'Registrer reservasjon',
    nn: 'Registrer reservasjon',
    se: draft('Registrere várrehusa'),
    en: 'Opt the caller out',
  },
  unreserve: {
    nb: 'Opphev reservasjon',
    nn: 'Opphev reservasjon',
    se: draft('Sihko várrehusa'),
    en: 'End the opt-out',
  },
  reservationNot: {
    nb: 'Gå tilbake',
    nn: 'Gå tilbake',
    se: draft('Mana ruovttoluotta'),
    en: 'Go back',
  },
  reserved: {
    nb: 'Reservasjonen er registrert.',
    nn: 'Reservasjonen er registrert.',
    se: draft('Várrehus lea registrerejuvvon.'),
    en: 'The opt-out is registered.',
  },
  unreserved: {
    nb: 'Det er ingen reservasjon lenger.',
    nn: 'Det er ingen reservasjon lenger.',
    se: draft('Ii leat šat makkárge várrehus.'),
    en: 'There is no opt-out any more.',
  },
  end: {
    nb: 'Avslutt samtalen',
    nn: 'Avslutt samtalen',
    se: draft('Loahpat ságastallama'),
    en: 'Close the call',
  },
  noRoleTitle: {
    nb: 'Du har ikke tilgang til brukerstøttens sider',
    nn: 'Du har ikkje tilgang til sidene til brukarstøtta',
    se: draft('Dus ii leat beassanlohpi geavaheaddjidoarjaga siidduide'),
    en: 'You do not have access to the help desk’s pages',
  },
  noRole: {
    nb: 'Innloggingen gikk bra, men du står ikke på listen over dem som arbeider her.',
    nn: 'Innlogginga gjekk bra, men du står ikkje på lista over dei som arbeider her.',
    se: draft('Sisačáliheapmi manai bures, muhto don it leat listtus sis geat barget dáppe.'),
    en: 'You are logged in, but you are not on the list of those who work here.',
  },
  noRoleHow: {
    nb: 'Arbeider du her, kan du be den som driver innloggingsportalen om å føre deg opp. Trenger du selv hjelp til å logge inn, finner du den på hjelpesidene.',
    nn: 'Arbeider du her, kan du be den som driv innloggingsportalen om å føre deg opp. Treng du sjølv hjelp til å logge inn, finn du det på hjelpesidene.',
    se: draft(
      'Jus barggat dáppe, sáhtát bivdit sisačálihanportála jođiheaddji bidjat du listui. Jus ieš dárbbašat veahki sisačáliheapmái, de gávnnat dan veahkkesiidduin.',
    ),
    en: 'If you work here, ask whoever runs the gateway to put you on the list. If you need help to log in yourself, you find it on the help pages.',
  },
  help: {
    nb: 'Gå til hjelpesidene',
    nn: 'Gå til hjelpesidene',
    se: draft('Mana veahkkesiidduide'),
    en: 'Go to the help pages',
  },
  back: {
    nb: 'Tilbake til brukerstøtte',
    nn: 'Tilbake til brukarstøtte',
    se: draft('Ruovttoluotta geavaheaddjidoarjagii'),
    en: 'Back to the help desk',
  },
} as const satisfies Record<string, Text>

export const numberFaults: Readonly<Record<TypedFault, Text>> = {
  missing: {
    nb: 'Skriv inn fødselsnummeret eller D-nummeret til den som ringer.',
    nn: 'Skriv inn nummeret til den som ringer: fødselsnummer eller D-nummer.',
    se: draft('Čále riŋgejeaddji riegádannummira dahje D-nummira.'),
    en: 'Enter the caller’s national identity number or D number.',
  },
  length: {
    nb: 'Nummeret skal ha 11 siffer. Les det opp for den som ringer, og se om et siffer mangler.',
    nn: 'Nummeret skal ha 11 siffer. Les det opp for den som ringer, og sjå om eit siffer manglar.',
    se: draft('Nummiris galget leat 11 logu. Loga dan riŋgejeaddjái ja geahča váilugo lohku.'),
    en: 'The number has 11 digits. Read it back to the caller and check whether a digit is missing.',
  },
  date: {
    nb: 'De seks første sifrene er ingen dato. Les nummeret opp for den som ringer en gang til.',
    nn: 'Dei seks første siffera er ingen dato. Les nummeret opp for den som ringer ein gong til.',
    se: draft('Guhtta vuosttaš logu eai leat beaivi. Loga nummira riŋgejeaddjái ođđasit.'),
    en: 'The first six digits are not a date. Read the number back to the caller once more.',
  },
  'check-digits': {
    nb: 'Det finnes ikke noe slikt nummer. Les det opp for den som ringer: To siffer kan være byttet om.',
    nn: 'Det finst ikkje noko slikt nummer. Les det opp for den som ringer: To siffer kan vere bytte om.',
    se: draft('Dakkár nummir ii gávdno. Loga dan riŋgejeaddjái: guokte logu soaitiba leat molsašuvvan.'),
    en: 'There is no such number. Read it back to the caller: two digits may be swapped.',
  },
  'other-world': {
    nb: 'Dette nummeret hører ikke hjemme her: I et testmiljø brukes syntetiske numre, ellers ekte.',
    nn: 'Dette nummeret høyrer ikkje heime her: I eit testmiljø bruker ein syntetiske nummer, elles ekte.',
    se: draft(
      'Dát nummir ii gula deike: geahččalanbirrasis geavahuvvojit syntehtalaš nummirat, muđui duohta nummirat.',
    ),
    en: 'This number does not belong here: a test environment takes synthetic numbers, all others real ones.',
  },
}
