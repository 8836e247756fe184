/** So much of a number or an address that its owner knows which is meant, and nobody else learns it. */

/** The number's last two digits. */
export const lastTwo = (mobile: string): string => mobile.slice(-2)

/** `kari.nordmann@example.no` → `k…@e….no`: always as long, and no name, neither a person's nor a workplace's, stands in it. */
export function maskedEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@')
  const [first = ''] = [...local]
  const [host = ''] = [...domain]
  return `${first}…@${host}….${domain.split('.').at(-1) ?? ''}`
}
