/** Names to choose from. Each list stands alone: given and family names are put together by the index. */

// oxfmt-ignore
export const women = [
  'Anne', 'Astrid', 'Berit', 'Bodil', 'Camilla', 'Dagny', 'Elin', 'Elise', 'Eva', 'Frida', 'Gerd', 'Grete', 'Guro',
  'Hanne', 'Hedda', 'Heidi', 'Helga', 'Ida', 'Ingeborg', 'Ingrid', 'Johanne', 'Kaja', 'Kari', 'Karoline', 'Kirsten',
  'Kristin', 'Lena', 'Linn', 'Liv', 'Magnhild', 'Mari', 'Marit', 'Marte', 'Mona', 'Nina', 'Nora', 'Oda', 'Ragnhild',
  'Randi', 'Ronja', 'Signe', 'Sigrid', 'Siri', 'Solveig', 'Sunniva', 'Synnøve', 'Tiril', 'Tone', 'Torill', 'Tuva',
  'Turid', 'Unni', 'Vigdis', 'Vilde', 'Ylva', 'Åse', 'Åshild', 'Amina', 'Fatima', 'Maryam',
] as const

// oxfmt-ignore
export const men = [
  'Anders', 'Arne', 'Asbjørn', 'Aslak', 'Bjarne', 'Bjørn', 'Brage', 'Egil', 'Einar', 'Eirik', 'Espen', 'Even',
  'Finn', 'Fredrik', 'Gaute', 'Geir', 'Gunnar', 'Halvor', 'Haakon', 'Harald', 'Henrik', 'Håvard', 'Ivar', 'Jens', 'Jonas',
  'Jørgen', 'Karsten', 'Kjell', 'Knut', 'Kristian', 'Lars', 'Leif', 'Magnus', 'Morten', 'Nils', 'Odd', 'Oddvar', 'Ola',
  'Olav', 'Ole', 'Pål', 'Per', 'Petter', 'Ragnar', 'Roar', 'Rolf', 'Rune', 'Sigurd', 'Sindre', 'Snorre', 'Stein',
  'Sverre', 'Terje', 'Torbjørn', 'Tore', 'Trygve', 'Vegard', 'Øystein', 'Ali', 'Omar',
] as const

// oxfmt-ignore
export const families = [
  'Aasen', 'Bakken', 'Berge', 'Bjerke', 'Brekke', 'Bråten', 'Dahle', 'Eide', 'Eikeland', 'Engen', 'Fjelde', 'Fossum',
  'Furuseth', 'Grønvold', 'Hagen', 'Haugland', 'Hegge', 'Holm', 'Hovland', 'Huseby', 'Kleppe', 'Kvamme', 'Langeland',
  'Lervik', 'Lie', 'Lunde', 'Lyngstad', 'Løken', 'Midtbø', 'Moen', 'Myhre', 'Mæland', 'Nesheim', 'Nordby', 'Nygård',
  'Opsahl', 'Rognstad', 'Ruud', 'Rødland', 'Sagen', 'Sandvik', 'Skoglund', 'Solbakken', 'Solheim', 'Steinsland', 'Strand',
  'Sunde', 'Sætre', 'Sørli', 'Tangen', 'Teigen', 'Tveit', 'Ulvestad', 'Vangen', 'Vik', 'Viken', 'Voll', 'Ødegård',
  'Østby', 'Åsheim',
] as const

/** Northern Sámi: among them every letter that Norwegian lacks (á č đ ŋ š ŧ ž). */
// oxfmt-ignore
export const samiWomen = ['Áile', 'Biret', 'Čáppa', 'Elle Máret', 'Inga Rávdná', 'Láilá', 'Máret Ánne', 'Rávdná', 'Sárá', 'Uŋŋá'] as const
// oxfmt-ignore
export const samiMen = ['Ánte', 'Áslat', 'Beaivváš', 'Čuđi', 'Issát', 'Jovnna', 'Mihkkal', 'Niillas', 'Ođđmund', 'Piera Ánde'] as const
// oxfmt-ignore
export const samiFamilies = [
  'Áŋŋel', 'Báhčči', 'Čoavddaš', 'Gáddjá', 'Guŧŧorbm', 'Máđiid', 'Ráššu', 'Ruoŧŧar', 'Skuvvá', 'Vuolážži',
] as const

/** As long as the register's fields allow and people in fact are called: they break layouts, so they are here. */
export const longWomen = [
  'Anna-Margrethe Wilhelmine Christiane Josefine',
  'Elisabeth Alexandra Marie-Louise Konstanse',
] as const
export const longMen = [
  'Karl-Alexander Maximilian Christoffer Fredrik',
  'Nikolai Emanuel Johannes-Sebastian Theodor',
] as const
export const longFamilies = [
  'Bjørnstjerne-Gyllenhammer Rosenvinge-Kristoffersen',
  'Nordre-Rognebakken av Søndre Steinkjerringstadlien',
  'Thorvaldsen-Øvregård Schwartzenbergerstrømsnes',
] as const

/** People from abroad, most with a D number. */
// oxfmt-ignore
export const foreignWomen = ['Agnieszka', 'Chiara', 'Daiva', 'Élodie', 'Katarzyna', 'Lucía', 'Ngozi', 'Oksana', 'Petra', 'Zuzana'] as const
// oxfmt-ignore
export const foreignMen = ['Andrzej', 'Darius', 'Giorgos', 'João', 'Krzysztof', 'László', 'Matthias', 'Mikael', 'Óscar', 'Vytautas'] as const
// oxfmt-ignore
export const foreignFamilies = [
  'Álvarez', 'Björklund', 'Ferrari', 'Grabowski', 'Kazlauskas', 'Lindqvist', 'Müller', 'Nováková', 'O’Sullivan', 'Szabó', 'Wójcik',
] as const

/** Words for passwords: plain letters, easy to type on any keyboard. */
// oxfmt-ignore
export const passwordWords = [
  'ansikt', 'banan', 'bekk', 'bever', 'blomst', 'brygge', 'dal', 'dronning', 'eik', 'elg', 'fjell', 'fjord', 'fossen', 'furu',
  'gaupe', 'glass', 'gran', 'gulrot', 'hage', 'hammer', 'hare', 'havre', 'hest', 'himmel', 'humle', 'isbre', 'jerv', 'kaffe',
  'kanel', 'kart', 'katt', 'kirke', 'klokke', 'knapp', 'kopp', 'kvist', 'lampe', 'lerke', 'linje', 'lyng', 'maur', 'molte',
  'mose', 'natt', 'nypon', 'oter', 'papir', 'pil', 'regn', 'rev', 'rogn', 'sag', 'seil', 'sild', 'skog', 'skygge', 'smie',
  'sommer', 'spade', 'stol', 'storm', 'svane', 'tind', 'trane', 'trapp', 'ugle', 'vind', 'vinter',
] as const

/** Letters that are letters of their own, so that taking the marks away (NFD) does not touch them. */
const letters: Readonly<Record<string, string>> = { æ: 'ae', ø: 'o', đ: 'd', ŋ: 'n', ŧ: 't', ß: 'ss' }

/** A name as it is typed on a keyboard without the letters: `Áŋŋel` → `annel`. */
export const unmarked = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[æøđŋŧß]/g, (letter) => letters[letter] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
