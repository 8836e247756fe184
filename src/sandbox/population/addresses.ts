/**
 * Addresses as the population register has them (its own key names; one current address of each type instead of lists
 * with their envelope). Places and postcodes exist; streets and house numbers are made up.
 */
import type { Draw } from '#sandbox/population/random.ts'

export type Grading = 'ugradert' | 'fortrolig' | 'strengtFortrolig'

interface Poststed {
  readonly poststedsnavn: string
  readonly postnummer: string
}
export interface Vegadresse {
  readonly kommunenummer: string
  readonly adressenavn: string
  readonly adressenummer: { readonly husnummer: string; readonly husbokstav?: string }
  readonly bruksenhetsnummer?: string
  readonly poststed: Poststed
}
export interface UtenlandskAdresse {
  readonly adressenavn: string
  readonly postkode: string
  readonly byEllerStedsnavn: string
  /** ISO 3166-1, two letters. */
  readonly landkode: string
}

export interface Addresses {
  readonly bostedsadresse?: { readonly vegadresse: Vegadresse; readonly adressegradering: Grading }
  readonly oppholdsadresse?: { readonly vegadresse: Vegadresse; readonly adressegradering: Grading }
  readonly postadresse?: {
    readonly postboksadresse: { readonly postboks: string; readonly poststed: Poststed }
    readonly adressegradering: Grading
  }
  readonly postadresseIUtlandet?: { readonly utenlandskAdresse: UtenlandskAdresse; readonly adressegradering: Grading }
}

const places = [
  ['0301', '0150', 'OSLO'],
  ['0301', '0588', 'OSLO'],
  ['4601', '5003', 'BERGEN'],
  ['5001', '7011', 'TRONDHEIM'],
  ['1103', '4006', 'STAVANGER'],
  ['4204', '4611', 'KRISTIANSAND S'],
  ['1804', '8006', 'BODØ'],
  ['5501', '9008', 'TROMSØ'],
  ['3403', '2317', 'HAMAR'],
  ['1508', '6002', 'ÅLESUND'],
  ['4647', '6800', 'FØRDE'],
  ['5607', '9800', 'VADSØ'],
] as const
const samiPlaces = [
  ['5612', '9520', 'KAUTOKEINO'],
  ['5610', '9730', 'KARASJOK'],
  ['5628', '9845', 'TANA'],
] as const
// oxfmt-ignore
const streets = [
  'Bjørkeveien', 'Elvegata', 'Fjellbakken', 'Granstubben', 'Havnegata', 'Kirkebakken', 'Lyngsvingen', 'Måltrostveien',
  'Nedre Skoglia', 'Prøveveien', 'Rognelia', 'Solbakken', 'Testbakken', 'Øvre Mølleveg',
] as const
const abroad = [
  ['Provgatan', '111 00', 'STOCKHOLM', 'SE'],
  ['Prøvevej', '1000', 'KØBENHAVN K', 'DK'],
  ['ul. Próbna', '00-001', 'WARSZAWA', 'PL'],
  ['Bandomoji g.', '01001', 'VILNIUS', 'LT'],
  ['Musterstraße', '10115', 'BERLIN', 'DE'],
  ['Calle de la Prueba', '03001', 'ALICANTE', 'ES'],
] as const

export function street(draw: Draw, sami = false): Vegadresse {
  const [kommunenummer, postnummer, poststedsnavn] = sami ? draw.pick(samiPlaces) : draw.pick(places)
  const husnummer = String(1 + draw.below(120))
  return {
    kommunenummer,
    adressenavn: draw.pick(streets),
    adressenummer: draw.chance(20) ? { husnummer, husbokstav: 'B' } : { husnummer },
    ...(draw.chance(40) ? { bruksenhetsnummer: `H0${1 + draw.below(5)}0${1 + draw.below(4)}` } : {}),
    poststed: { poststedsnavn, postnummer },
  }
}

export function postbox(draw: Draw, adressegradering: Grading): NonNullable<Addresses['postadresse']> {
  const [, postnummer, poststedsnavn] = draw.pick(places)
  return {
    postboksadresse: { postboks: String(1 + draw.below(900)), poststed: { poststedsnavn, postnummer } },
    adressegradering,
  }
}

export function foreign(draw: Draw): NonNullable<Addresses['postadresseIUtlandet']> {
  const [adressenavn, postkode, byEllerStedsnavn, landkode] = draw.pick(abroad)
  return {
    utenlandskAdresse: { adressenavn: `${adressenavn} ${1 + draw.below(80)}`, postkode, byEllerStedsnavn, landkode },
    adressegradering: 'ugradert',
  }
}
