/** How to keep an eID one's own (row M11). */
import { draft } from '#i18n/text.ts'
import type { Reading } from '#login/pages/reading.ts'

export const safeUseReading: Reading = {
  title: {
    nb: 'Trygg bruk av eID',
    nn: 'Trygg bruk av eID',
    se: draft('eID oadjebas geavaheapmi'),
    en: 'Using your eID safely',
  },
  lead: {
    nb: 'Din eID er din underskrift på nett. Den som har den, kan være deg. Disse rådene gjelder alle eID-er.',
    nn: 'Din eID er underskrifta di på nett. Den som har han, kan vere deg. Desse råda gjeld alle eID-ar.',
    se: draft(
      'Du eID lea du vuolláičála neahtas. Son geas dat lea, sáhttá leat don. Dát rávvagat gustojit buot eID:ide.',
    ),
    en: 'Your eID is your signature online. Whoever has it can be you. This advice holds for every eID.',
  },
  sections: [
    {
      id: 'alone',
      heading: {
        nb: 'Den er bare din',
        nn: 'Han er berre din',
        se: draft('Dat lea dušše du'),
        en: 'It is yours alone',
      },
      paragraphs: [
        {
          nb: 'Ikke gi passord, koder eller kodebrikke til noen. Heller ikke til familie, hjelpere eller noen du stoler på, og ikke til oss.',
          nn: 'Ikkje gi passord, kodar eller kodebrikke til nokon. Heller ikkje til familie, hjelparar eller nokon du stoler på, og ikkje til oss.',
          se: draft(
            'Ale atte beassansániid, kodaid dahje kodabihtá geasage. It bearrašii, veahkeheddjiide dahje sidjiide geaidda luohtát, itge midjiide.',
          ),
          en: 'Do not give passwords, codes or your code device to anyone. Not to family, helpers or people you trust, and not to us.',
        },
        {
          nb: 'Skal noen gjøre noe for deg, finnes det lovlige måter: fullmakt, verge eller en rolle i tjenesten. Da logger de inn som seg selv.',
          nn: 'Skal nokon gjere noko for deg, finst det lovlege måtar: fullmakt, verje eller ei rolle i tenesta. Då loggar dei inn som seg sjølve.',
          se: draft(
            'Jus muhtun galgá dahkat juoidá du ovddas, de gávdnojit lobálaš vuogit: fápmudus, fuolaheaddji dahje rolla bálvalusas. De sii čálihit iežaset sisa iehčaneaset.',
          ),
          en: 'If someone is to act for you, there are lawful ways: a power of attorney, a guardian or a role in the service. They then log in as themselves.',
        },
      ],
    },
    {
      id: 'never-ask',
      heading: {
        nb: 'Vi ringer aldri for å be om koder',
        nn: 'Vi ringjer aldri for å be om kodar',
        se: draft('Mii eat goassege čuojat vai oaččošeimmet kodaid'),
        en: 'We never call to ask for codes',
      },
      paragraphs: [
        {
          nb: 'Ingen fra det offentlige, banken eller politiet trenger koden eller passordet ditt. Ber noen om det, er det svindel. Legg på.',
          nn: 'Ingen frå det offentlege, banken eller politiet treng koden eller passordet ditt. Ber nokon om det, er det svindel. Legg på.',
          se: draft(
            'Ii oktage almmolaš ásahusas, báŋkkus dahje politiijas dárbbaš du koda dahje beassansáni. Jus muhtun bivdá dan, de dat lea beahttin. Gidde telefovnna.',
          ),
          en: 'Nobody from a public body, a bank or the police needs your code or password. If someone asks for it, it is fraud. Hang up.',
        },
        {
          nb: 'Våre SMS-er og e-poster har aldri en lenke som ber om passord. Får du en slik melding, så ikke trykk på lenken.',
          nn: 'SMS-ane og e-postane våre har aldri ei lenkje som ber om passord. Får du ei slik melding, så ikkje trykk på lenkja.',
          se: draft(
            'Min SMS:ain ja e-poasttain ii leat goassege liŋka mii bivdá beassansáni. Jus oaččut dakkár dieđu, de ale deaddil liŋkka.',
          ),
          en: 'Our text messages and e-mails never have a link that asks for a password. If you get such a message, do not follow the link.',
        },
      ],
    },
    {
      id: 'look',
      heading: {
        nb: 'Se hvem du logger inn hos',
        nn: 'Sjå kven du loggar inn hos',
        se: draft('Geahča gosa čálihat iežat sisa'),
        en: 'Look at what you log in to',
      },
      paragraphs: [
        {
          nb: 'Før du skriver en kode eller godkjenner i en app, se etter tre ting:',
          nn: 'Før du skriv ein kode eller godkjenner i ein app, sjå etter tre ting:',
          se: draft('Ovdal go čálát koda dahje dohkkehat áppas, geahča golbma ášši:'),
          en: 'Before you type a code or approve in an app, look for three things:',
        },
      ],
      points: [
        {
          nb: 'Var det du som begynte? Godkjenn aldri noe du ikke startet selv.',
          nn: 'Var det du som byrja? Godkjenn aldri noko du ikkje starta sjølv.',
          se: draft('Ledjetgo don gii álgget? Ale goassege dohkket maidege maid it ieš álggahan.'),
          en: 'Was it you who began? Never approve anything you did not start yourself.',
        },
        {
          nb: 'Står navnet på tjenesten du skulle til, på siden?',
          nn: 'Står namnet på tenesta du skulle til, på sida?',
          se: draft('Leago siiddus dan bálvalusa namma gosa áigot?'),
          en: 'Does the page show the name of the service you were going to?',
        },
        {
          nb: 'Er adressen i nettleseren den samme som du pleier å se? Skriv heller adressen til tjenesten selv enn å følge en lenke.',
          nn: 'Er adressa i nettlesaren den same som du pleier å sjå? Skriv heller adressa til tenesta sjølv enn å følgje ei lenkje.',
          se: draft(
            'Leago neahttalohkki čujuhus seamma go dat maid dábálaččat oainnát? Čále baicce ieš bálvalusa čujuhusa go ahte čuovvut liŋkka.',
          ),
          en: 'Is the address in the browser the one you usually see? Rather type the address of the service yourself than follow a link.',
        },
      ],
    },
    {
      id: 'password',
      heading: {
        nb: 'Ha et godt passord',
        nn: 'Ha eit godt passord',
        se: draft('Ane buori beassansáni'),
        en: 'Have a good password',
      },
      paragraphs: [
        {
          nb: 'Bruk et langt passord som du ikke bruker andre steder. Et passordprogram kan lage og huske det for deg. Det går fint å lime inn passordet her.',
          nn: 'Bruk eit langt passord som du ikkje bruker andre stader. Eit passordprogram kan lage og hugse det for deg. Det går fint å lime inn passordet her.',
          se: draft(
            'Geavat guhkes beassansáni maid it geavat eará sajiin. Beassansátneprográmma sáhttá ráhkadit ja muitit dan du ovddas. Dás sáhtát liibmet beassansáni.',
          ),
          en: 'Use a long password that you use nowhere else. A password manager can make it and remember it for you. Pasting the password here is fine.',
        },
      ],
    },
    {
      id: 'shared',
      heading: {
        nb: 'Logg ut på maskiner du deler',
        nn: 'Logg ut på maskiner du deler',
        se: draft('Čálit iežat olggos dihtoriin maid juogat'),
        en: 'Log out on computers you share',
      },
      paragraphs: [
        {
          nb: 'Trykk på «Logg ut» i tjenesten og lukk nettleseren når du er ferdig. La aldri nettleseren huske passordet på en maskin som ikke er din.',
          nn: 'Trykk på «Logg ut» i tenesta og lukk nettlesaren når du er ferdig. La aldri nettlesaren hugse passordet på ei maskin som ikkje er di.',
          se: draft(
            'Deaddil «Čálit olggos» bálvalusas ja gidde neahttalohkki go leat geargan. Ale goassege divtte neahttalohkki muitit beassansáni dihtoris mii ii leat du.',
          ),
          en: 'Choose "Log out" in the service and close the browser when you are done. Never let the browser remember the password on a computer that is not yours.',
        },
      ],
    },
    {
      id: 'lost',
      heading: {
        nb: 'Mistet noe? Sperr med en gang',
        nn: 'Mista noko? Sperr med ein gong',
        se: draft('Leatgo massán juoidá? Gidde dakkaviđe'),
        en: 'Lost something? Block it at once',
      },
      paragraphs: [
        {
          nb: 'Har du mistet telefonen, kodebrikken eller et kort, eller tror du at noen kjenner passordet ditt: kontakt den som har gitt deg eID-en, og be dem sperre den. Det er alltid riktig å ringe en gang for mye.',
          nn: 'Har du mista telefonen, kodebrikka eller eit kort, eller trur du at nokon kjenner passordet ditt: kontakt den som har gitt deg eID-en, og be dei sperre han. Det er alltid rett å ringje ein gong for mykje.',
          se: draft(
            'Jus leat massán telefovnna, kodabihtá dahje koartta, dahje jus jáhkát ahte muhtun diehtá du beassansáni: váldde oktavuođa singuin geat leat addán dutnje eID, ja bivdde sin giddet dan. Álo lea rivttes čuojahit oktii beare.',
          ),
          en: 'If you have lost your phone, code device or card, or think that someone knows your password: contact whoever issued the eID and ask them to block it. It is always right to call once too often.',
        },
      ],
    },
  ],
}
