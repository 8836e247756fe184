/** A text as SMS carry it (3GPP TS 23.038, 23.040): seven-bit alphabet or UCS-2, cut into parts where it is long. */
import { sha256 } from '#base/secrets.ts'
import { GatewayTrouble } from '#messages/trouble.ts'

export interface SmsParts {
  /** SMPP 3.4 §5.2.19 `data_coding`: the gateway's default alphabet, or UCS-2. */
  readonly coding: 0 | 8
  /** What stands before each part: the user data header, empty where there is one part alone. */
  readonly parts: readonly { readonly header: Buffer; readonly body: Buffer }[]
}

/** TS 23.038 §6.2.1, by position. Position 27 leads to the extension table. */
const alphabet =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** TS 23.038 §6.2.1.1. */
const extension: Readonly<Record<string, number>> = {
  '\f': 10,
  '^': 20,
  '{': 40,
  '}': 41,
  '\\': 47,
  '[': 60,
  '~': 61,
  ']': 62,
  '|': 64,
  '€': 101,
}
const escape = 27

const septets = new Map<string, readonly number[]>([
  ...[...alphabet].map((character, position) => [character, [position]] as const),
  ...Object.entries(extension).map(([character, position]) => [character, [escape, position]] as const),
])
septets.delete('\u001b')

/** TS 23.040 §9.2.3.24.1: 140 octets, six of them the header of a part. One septet fills an octet on the way to the gateway. */
const room = { seven: { alone: 160, part: 153 }, ucs2: { alone: 140, part: 134 } }
const mostParts = 10

/**
 * `id` is the message's: a message that is sent twice has the same parts, so that a telephone can put them together.
 * @throws GatewayTrouble
 */
export function smsParts(text: string, id: string): SmsParts {
  const characters = [...text]
  const seven = characters.map((character) => septets.get(character))
  const isSeven = seven.every((one) => one !== undefined)
  const units = isSeven ? seven.map((one) => Buffer.from(one ?? [])) : characters.map(ucs2)
  const bodies = cut(units, isSeven ? room.seven : room.ucs2)
  if (bodies.length > mostParts) throw new GatewayTrouble('refused', 'too-long')
  const reference = Buffer.from(sha256(id), 'base64url')[0] ?? 0
  return {
    coding: isSeven ? 0 : 8,
    parts: bodies.map((body, index) => ({
      // An information element of three octets: the reference, how many, which.
      header: bodies.length === 1 ? Buffer.alloc(0) : Buffer.from([5, 0, 3, reference, bodies.length, index + 1]),
      body,
    })),
  }
}

/** A character outside the basic plane is two units that stay together. */
const ucs2 = (character: string): Buffer => Buffer.from(character, 'utf16le').swap16()

function cut(units: readonly Buffer[], { alone, part }: { readonly alone: number; readonly part: number }): Buffer[] {
  const whole = Buffer.concat(units)
  if (whole.length <= alone) return [whole]
  const bodies: Buffer[][] = [[]]
  let length = 0
  for (const unit of units) {
    if (length + unit.length > part) {
      bodies.push([])
      length = 0
    }
    bodies.at(-1)?.push(unit)
    length += unit.length
  }
  return bodies.map((body) => Buffer.concat(body))
}
