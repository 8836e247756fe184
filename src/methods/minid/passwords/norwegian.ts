/** Norwegian words that turn up in passwords: collected for this, the likelier ones first. `norwegianWords` gives them as people write them. */

const first = `
passord passordet hemmelig hemmelighet sommer vinter norge nordmann høst vår kjærlighet elsker deg jegelskerdeg jegerbest jegerkul pappa mamma bestemor
bestefar farmor morfar mormor farfar familie familien barna barnebarn gutt gutten jente jenta jentene guttene baby skatten kjære kjæresten venn venner venninne hei heisann
hallo velkommen takk god morgen natt kveld dag uke måned år januar februar mars april mai juni juli august september oktober november desember mandag tirsdag onsdag
torsdag fredag lørdag søndag helg jul julaften julenissen nisse nissen nissefar påske pinse sankthans syttendemai 17mai grunnloven nasjonaldag gratulerer bursdag ferie
sommerferie hytte hytta hyttetur skitur fjellet fjelltur tur hest hesten hund hunden katt katten pus kattepus valp kanin fugl fisk fisken laks torsk ørret elg elgen rein
ulv bjørn rev ekorn hare mus rotte gris ku kalv sau lam geit høne hane kylling and gås svane ørn hauk ugle kråke måke spurv meis trost slange øgle frosk edderkopp bie humle
fotball håndball langrenn hopp skiskyting ski sykkel sykle svømming hockey ishockey trening jogging golf tennis sjakk spill speed data datamaskin maskin mobil telefon
internett nett bank konto penger lommebok gull sølv kobber olje gass bil bilen båt båten tog fly buss lastebil traktor moped motorsykkel sykkelen
skole skolen lærer elev barnehage jobb arbeid kontor sjef student universitet høyskole politi lege sykepleier snekker rørlegger bonde gård gården fjøs låve
kaffe te melk brød ost brunost gulost smør syltetøy vaffel vafler pannekaker kake bolle boller sjokolade is pølse pølser fårikål lutefisk pinnekjøtt ribbe lapskaus
rakfisk kjøttkaker fiskekaker potet poteter gulrot løk tomat agurk eple epler pære banan appelsin jordbær bringebær blåbær tyttebær multe moreller plomme druer øl vin brus
rød gul blå grønn svart hvit rosa lilla oransje brun grå gyllen rødt blått grønt hvitt
en to tre fire fem seks syv sju åtte ni ti elleve tolv tretten tjue tretti førti femti hundre tusen million
sol måne stjerne stjerner himmel sky regn snø is vind storm torden lyn tåke regnbue nordlys midnattssol hav havet sjø sjøen fjord elv bekk vann vannet foss skog skogen
tre trær gress blomst blomster rose tulipan løvetann blåveis hvitveis lyng mose sopp stein fjell dal ø øy øya strand brygge fyr bygd by byen land landet verden jorden
hus huset leilighet rom stue kjøkken bad seng stol bord dør vindu tak vegg gulv kjeller loft garasje hage hagen balkong nøkkel
hode hår øye øyne øre nese munn tann tenner arm hånd finger fot ben hjerte hjertet mage rygg kropp
glad lykke lykkelig trist sint sliten trøtt sulten tørst rik fattig stor liten lang kort tykk tynn høy lav gammel ung ny gammelt nytt god bra best bedre dårlig fin pen vakker
stygg deilig kul tøff snill slem dum smart rar gal sterk svak rask treg varm kald tung lett hard myk lys mørk
jeg du han hun vi dere de meg min mitt mine din ditt dine vår ikke alltid aldri kanskje ingen alle noen noe hva hvem hvor hvorfor når
være har kan vil skal må får går kommer ser hører lever dør spiser drikker sover drømmer leker løper synger danser ler gråter liker hater tror håper vet husker glemmer glemt
fuck faen helvete dritt jævla satan fanden kuk fitte pikk pupper rumpe sex sexy hore
drage dragen prinsesse prins konge kongen dronning ridder viking vikingen troll trollet huldra nøkken draugen tor odin loke freya balder mjølner valhall ragnarok yggdrasil
gud jesus kristus bibelen engel engelen djevel kirke kirken fred frihet håp tro ære ærlig sannhet rettferdighet drøm drømmen sjel livet liv død musikk sang gitar piano
trommer dans film bok bøker avis radio fjernsyn tv kjempe super mega ekstra kjempebra superkul
administrator admin bruker brukernavn innlogging logginn kode koden pinkode minid bankid buypass idporten altinn nav skatt skatteetaten helsenorge digipost
hemmeligpassord mittpassord nyttpassord byttpassord glemtpassord passord1 passord123 testpassord sommeren vinteren høsten våren sommer2020 qwertyåæø qwertyuiopå asdfghjkløæ
`

const names = `
ole lars kari anne per jan nils arne svein bjørn odd geir tor terje morten thomas rune knut erik kjell hans ivar leif johan harald magnus sigurd olav håkon haakon sverre
einar trond stian martin andreas kristian christian daniel henrik anders jonas marius fredrik espen øyvind tore helge steinar frode roar roger tom john rolf kåre tommy kenneth
kim robert stein jens ragnar asbjørn torbjørn vidar sondre eirik emil mathias markus tobias sander noah oskar oscar lucas lukas filip jakob jacob elias isak oliver liam
william aksel axel theo kasper sebastian benjamin adrian alexander aleksander mikkel mads simen vetle eivind håvard petter ludvig johannes felix theodor matheo odin even
brage storm birk ulrik gustav viktor victor gabriel samuel david adam leon max iver jørgen sigmund gunnar egil arvid alf finn tormod torstein halvor gaute vegard ketil
inger marit ingrid liv eva berit astrid bjørg hilde randi solveig marianne bente ida nina wenche elisabeth kristin tone anita mona heidi gunn trine silje camilla linda
hanne lene monica maria ellen anna else unni tove kirsten turid rita laila grete ruth aud jorunn sissel mette siri gro vigdis aslaug ragnhild gudrun borghild signe
thea emma nora norah sofie sophie emilie maja maya olivia ella sara sarah amalie linnea julie tuva vilde selma frida mia leah lea iben alma astri hedda ada tiril ronja
johanne jenny mathilde matilde victoria hannah hanna martine marte karoline caroline helene malin ingeborg synnøve åse ågot oddny gerd bodil torill reidun kjersti guri
mari anette annette lise lisbeth stine line tonje therese christine kristine charlotte elin eli ane aurora ellinor live eira hermine eline sunniva oda ylva tilde lykke
hansen johansen olsen larsen andersen pedersen nilsen kristiansen jensen karlsen johnsen pettersen eriksen berg haugen hagen johannessen andreassen jacobsen dahl jørgensen
halvorsen henriksen lund sørensen jakobsen moen gundersen iversen strand solberg svendsen eide knutsen martinsen paulsen bakken kristoffersen mathisen lie amundsen
rasmussen lunde solheim berge moe nygård bakke fredriksen lien holm andresen christensen hauge knudsen nordmann sæther haaland ødegaard solskjær bjørndalen dæhlie northug
klæbo johaug bjørgen aamodt jagland stoltenberg støre gerhardsen brundtland nansen amundsen ibsen grieg munch undset hamsun bjørnson heyerdahl vigeland nesbø
truls svarte petra fido rex bamse pelle trofast passop ludo balto kira luna bella molly tassen pusur mons felix tiger balder zorro nemo simba rocky
`

const places = `
oslo bergen trondheim stavanger kristiansand tromsø fredrikstad drammen sandnes sarpsborg skien ålesund sandefjord haugesund tønsberg moss porsgrunn bodø arendal hamar
larvik halden lillehammer molde harstad kongsberg gjøvik horten askøy moirana narvik kristiansund alta jessheim stjørdal elverum mandal farsund flekkefjord grimstad risør
kragerø levanger verdal verdalsøra steinkjer namsos røros oppdal voss odda førde florø måløy stryn geiranger lofoten vesterålen svolvær hammerfest honningsvåg
kirkenes vadsø vardø karasjok kautokeino finnmark troms nordland trøndelag møre romsdal vestland hordaland sognogfjordane rogaland agder telemark vestfold buskerud akershus
østfold hedmark oppland innlandet viken svalbard longyearbyen janmayen asker bærum sandvika lillestrøm lørenskog nordstrand grünerløkka majorstuen holmenkollen nesodden
drøbak ski ås kolbotn ullevål briskeby fana åsane laksevåg sotra bryggen fløyen ulriken lerkendal byåsen heimdal nidaros preikestolen kjerag trolltunga galdhøpiggen
hardangervidda jotunheimen dovre dovrefjell rondane hemsedal geilo trysil hafjell sjusjøen beitostølen norefjell gaustatoppen besseggen nordkapp hurtigruten nidarosdomen
norway norge norgenorge norske norsk noreg bokmål nynorsk samisk sápmi sverige danmark finland island tyskland england spania frankrike italia hellas amerika europa
rosenborg rbk brann skbrann vålerenga vif molde viking glimt bodøglimt lillestrøm lsk stabæk strømsgodset godset odd odds oddgrenland start tromsøil til sandefjordfotball
aalesund haugesund fkh sarpsborg08 hamkam mjøndalen lyn skeid kfum fredrikstadfk ffk bryne sogndal ranheim kristiansundbk stortinget slottet liverpool manchester united
arsenal chelsea tottenham everton leeds newcastle barcelona realmadrid juventus bayern kongesangen heiarosenborg heianorge heiabrann viking1899 brann1908
telenor telia equinor statoil hydro rema kiwi coop meny bunnpris vinmonopolet posten vipps finnno nrk tv2 dagbladet aftenposten
giitu bures buorre beaivi boazu eadni áhčči mánát sámi sámeálbmot ráhkis ráhkisvuohta giđđa geassi čakča dálvi
`

const spellings: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => word.replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('å', 'aa'),
  (word) => word.replaceAll('æ', 'e').replaceAll('ø', 'o').replaceAll('å', 'a'),
]

/** Each once, also as it is written on keyboards without æ, ø and å. A dictionary's order is its words' rank. */
export const norwegianWords = (): ReadonlySet<string> =>
  new Set(
    [first, names, places]
      .flatMap((list) => list.split(/\s+/))
      .filter((word) => word !== '')
      .flatMap((word) => spellings.map((spelled) => spelled(word))),
  )
