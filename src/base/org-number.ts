/** Organisation numbers of the register of legal entities: nine digits, the last one a check digit (modulus 11). */

declare const brand: unique symbol
/** Proof that the digits were checked. */
export type OrgNumber = string & { readonly [brand]: 'organisation-number' }

const weights = [3, 2, 7, 6, 5, 4, 3, 2]

/** The number, or undefined when the text is none. Spaces between the digits are fine. */
export function readOrgNumber(text: string): OrgNumber | undefined {
  const digits = text.replace(/[\s\u00a0]/g, '')
  if (!/^[1-9]\d{8}$/.test(digits)) return undefined
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  // A remainder of 1 would need the check digit 10: such numbers are never issued.
  return (11 - (sum % 11)) % 11 === Number(digits[8]) ? (digits as OrgNumber) : undefined
}

/** Real numbers begin with 8 or 9; the tax administration's synthetic entities with 2 or 3. */
export const isSyntheticOrg = (number: OrgNumber): boolean => !/^[89]/.test(number)
