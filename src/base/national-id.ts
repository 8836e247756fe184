/**
 * National identity numbers and D numbers: structure, check digits, synthetic kinds.
 * Source: Skatteetaten's description of the numbers, with the relaxed first check digit that applies from 2032.
 */

export type NumberKind = 'national-identity-number' | 'd-number'
/** Where the number comes from: a real one, or one of the three synthetic series (month + 80, + 40, + 65). */
export type NumberWorld = 'real' | 'tenor' | 'nav' | 'nhn'

/** Why a text is no identity number. */
export type NumberFault = 'length' | 'date' | 'check-digits'

/** Proof that a text was checked. Prints as `[nin]` everywhere; only `reveal` gives the digits. */
export class NationalId {
  readonly #digits: string
  readonly kind: NumberKind
  readonly world: NumberWorld

  private constructor(digits: string, kind: NumberKind, world: NumberWorld) {
    this.#digits = digits
    this.kind = kind
    this.world = world
  }

  /** Reads what a person typed: spaces, dots and dashes between the digits are fine. */
  static read(text: string): NationalId | NumberFault {
    const digits = text.replace(/[\s.\u00a0\u2013-]/g, '')
    if (!/^\d{11}$/.test(digits)) return 'length'
    const date = readDate(digits)
    if (date === undefined) return 'date'
    if (!checkDigitsHold(digits)) return 'check-digits'
    return new NationalId(digits, date.kind, date.world)
  }

  get synthetic(): boolean {
    return this.world !== 'real'
  }

  /** The eleven digits. `purpose` is read by the house test that lists every place that needs them. */
  reveal(_purpose: 'claim' | 'look-up' | 'seal' | 'display-to-owner' | 'display-back' | 'sandbox'): string {
    return this.#digits
  }

  toString(): string {
    return '[nin]'
  }

  toJSON(): string {
    return '[nin]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[nin]'
  }
}

const firstWeights = [3, 7, 6, 1, 8, 9, 4, 5, 2]
const secondWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]

const weighted = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0)

/** The two check digits for nine digits, or undefined where the old rule gives none (a remainder of 10). */
export function checkDigits(nine: string): string | undefined {
  const first = (11 - (weighted(nine, firstWeights) % 11)) % 11
  if (first === 10) return undefined
  const second = (11 - (weighted(nine + first, secondWeights) % 11)) % 11
  return second === 10 ? undefined : `${first}${second}`
}

function checkDigitsHold(digits: string): boolean {
  // Numbers issued from 2032 may leave a remainder of 0 to 3 at the first check digit; both kinds live side by side.
  const first = (weighted(digits, firstWeights) + Number(digits[9])) % 11
  const second = (weighted(digits, secondWeights) + Number(digits[10])) % 11
  return first <= 3 && second === 0
}

function readDate(digits: string): { kind: NumberKind; world: NumberWorld } | undefined {
  const rawDay = Number(digits.slice(0, 2))
  const rawMonth = Number(digits.slice(2, 4))
  const kind: NumberKind = rawDay > 40 ? 'd-number' : 'national-identity-number'
  const day = rawDay > 40 ? rawDay - 40 : rawDay
  const [world, offset] = worldOf(rawMonth)
  if (world === undefined || !dayExists(day, rawMonth - offset, Number(digits.slice(4, 6)))) return undefined
  return { kind, world }
}

function worldOf(month: number): [NumberWorld, number] | [undefined, 0] {
  if (month >= 1 && month <= 12) return ['real', 0]
  if (month >= 41 && month <= 52) return ['nav', 40]
  if (month >= 66 && month <= 77) return ['nhn', 65]
  if (month >= 81 && month <= 92) return ['tenor', 80]
  return [undefined, 0]
}

function dayExists(day: number, month: number, year: number): boolean {
  // The century is not read from the number (it cannot be, from 2032): 29 February is accepted when any century has it.
  const longest = [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day >= 1 && day <= (longest[month - 1] ?? 0)
}
