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

/** As it is read: `900 00 047`, and foreign numbers with their plus alone. For its owner's eyes. */
export const inGroups = (mobile: string): string => mobile.replace(/^\+47(\d{3})(\d{2})(\d{3})$/, '$1 $2 $3')
