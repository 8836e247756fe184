/** Addresses out of the register's document, sealed at once. What cannot be written on an envelope as it stands is refused, never guessed. */
import {
  type Addresses,
  type Graded,
  type Place,
  type PlaceAbroad,
  sealAddresses,
} from '#registers/population/addresses.ts'
import {
  currentOf,
  type Fields,
  MalformedDocument,
  needed,
  own,
  partIn,
  textIn,
} from '#registers/population/document.ts'
import { readGrading } from '#registers/population/read-person.ts'
import type { SealedAddresses } from '#registers/population/sealed.ts'

export const addressParts = ['bostedsadresse', 'oppholdsadresse', 'postadresse', 'postadresseIUtlandet'] as const

export const readAddresses = (document: Fields): SealedAddresses => {
  const at = (name: (typeof addressParts)[number]) => currentOf(document, name)[0]
  const addresses: Addresses = {
    residential: graded(at('bostedsadresse'), placeOf),
    present: graded(at('oppholdsadresse'), placeOf),
    postal: graded(at('postadresse'), postalOf),
    postalAbroad: graded(at('postadresseIUtlandet'), abroadOf),
  }
  return sealAddresses(addresses)
}

function graded<P>(element: Fields | undefined, read: (element: Fields) => P | undefined): Graded<P> | undefined {
  const place = element && read(element)
  if (element === undefined || place === undefined) return undefined
  return { grading: readGrading(textIn(element, 'adressegradering')?.replace(/[\s_]/g, '')), place }
}

/** Where somebody lives, or stays. */
function placeOf(element: Fields): Place | undefined {
  const street = partIn(element, 'vegadresse')
  if (street !== undefined) return streetOf(street, element)
  const property = partIn(element, 'matrikkeladresse')
  if (property !== undefined) return { form: 'property', ...aside(property, element), ...townOf(property) }
  if (present(element, 'ukjentBosted')) return { form: 'unknown' }
  // A stay abroad, or in no place that has an address: no letter is sent by it.
  if (present(element, 'utenlandskAdresse') || present(element, 'oppholdAnnetSted')) return undefined
  throw new MalformedDocument('an address has no form that we know')
}

function postalOf(element: Fields): Place {
  const box = partIn(element, 'postboksadresse')
  if (box !== undefined) {
    const holder = textIn(box, 'postbokseier')
    const number = needed(box, 'postboks')
    return { form: 'box', ...(holder === undefined ? {} : { holder }), box: number, ...townOf(box) }
  }
  const street = partIn(element, 'vegadresse')
  if (street !== undefined) return streetOf(street, element)
  const free = partIn(element, 'postadresseIFrittFormat')
  if (free === undefined) throw new MalformedDocument('a postal address has no form that we know')
  return { form: 'lines', lines: linesOf(free), ...townOf(free) }
}

function streetOf(street: Fields, element: Fields): Place {
  const number = partIn(street, 'adressenummer')
  const house = number && `${textIn(number, 'husnummer') ?? ''}${textIn(number, 'husbokstav') ?? ''}`
  return {
    form: 'street',
    ...aside(street, element),
    street: needed(street, 'adressenavn'),
    ...(house === undefined || house === '' ? {} : { house }),
    ...townOf(street),
  }
}

/** Care of whom, and the farm's or building's name. */
function aside(place: Fields, element: Fields): { readonly careOf?: string; readonly extra?: string } {
  const careOf = textIn(place, 'coAdressenavn') ?? textIn(element, 'coAdressenavn')
  const extra = textIn(place, 'adresseTilleggsnavn')
  return { ...(careOf === undefined ? {} : { careOf }), ...(extra === undefined ? {} : { extra }) }
}

/** An object of its own, or (in free format) two texts beside the lines. */
function townOf(place: Fields): { readonly postcode: string; readonly town: string } {
  const inner = own(place, 'poststed')
  const [postcode, town] =
    typeof inner === 'string'
      ? [needed(place, 'postnummer'), needed(place, 'poststed')]
      : ((fields: Fields) => [needed(fields, 'postnummer'), needed(fields, 'poststedsnavn')] as const)(
          partIn(place, 'poststed') ?? {},
        )
  if (!/^\d{4}$/.test(postcode)) throw new MalformedDocument('postnummer is not four digits')
  return { postcode, town }
}

const mostLines = 6

function linesOf(free: Fields): readonly string[] {
  const list = own(free, 'adresselinje')
  if (!Array.isArray(list) || list.length > mostLines) throw new MalformedDocument('adresselinje is no list of lines')
  const lines = list
    .map((line: unknown) => textIn({ adresselinje: line }, 'adresselinje'))
    .filter((line) => line !== undefined)
  if (lines.length === 0) throw new MalformedDocument('adresselinje is empty')
  return lines
}

function abroadOf(element: Fields): PlaceAbroad {
  const fields = partIn(element, 'utenlandskAdresse')
  if (fields !== undefined) {
    const inside = ['bygning', 'etasjenummer', 'boenhet'].map((name) => textIn(fields, name)).filter(Boolean)
    const lines = [textIn(fields, 'adressenavn'), inside.join(' '), textIn(fields, 'postboks')]
    const region = [textIn(fields, 'distriktsnavn'), textIn(fields, 'region')].filter(Boolean).join(', ')
    return {
      ...inTown(
        lines.filter((line) => line !== undefined).filter((line) => line !== ''),
        fields,
      ),
      ...(region === '' ? {} : { region }),
    }
  }
  const free = partIn(element, 'utenlandskAdresseIFrittFormat')
  if (free === undefined) throw new MalformedDocument('an address abroad has no form that we know')
  return inTown(linesOf(free), free)
}

function inTown(lines: readonly string[], fields: Fields): PlaceAbroad {
  const country = needed(fields, 'landkode').toUpperCase()
  if (!/^[A-Z]{2}$/.test(country)) throw new MalformedDocument('landkode is not two letters')
  const postcode = textIn(fields, 'postkode')
  const town = textIn(fields, 'byEllerStedsnavn')
  if (lines.length === 0 && town === undefined) throw new MalformedDocument('an address abroad has no place')
  return {
    lines,
    ...(postcode === undefined ? {} : { postcode }),
    ...(town === undefined ? {} : { town }),
    country,
  }
}

const present = (element: Fields, name: string): boolean =>
  own(element, name) !== undefined && own(element, name) !== null
