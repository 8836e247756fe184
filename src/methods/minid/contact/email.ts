/** E-mail addresses, by practical rules: what a mail can be sent to, without the odd forms of RFC 5322 that nobody has and slips look like. */
import { domainToASCII } from 'node:url'

/** `local`, `domain`: what stands before the @, and after it. */
export type EmailFault = 'missing' | 'space' | 'at' | 'local' | 'domain' | 'long'

export type ReadEmail = { readonly email: string } | { readonly fault: EmailFault }

/** RFC 5321 §4.5.3.1: octets of what stands before the @, and of the whole as a path takes it. */
const limits = { local: 64, whole: 254 } as const

const atoms = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** As it was typed, without spaces around it. Names with other letters than English (`bjørn.example`) stay as they are. */
export function readEmail(typed: string): ReadEmail {
  const email = typed.normalize('NFC').trim()
  if (email === '') return { fault: 'missing' }
  if (/[\s\p{Cc}\p{Cf}]/u.test(email)) return { fault: 'space' }
  const [local = '', domain = '', ...more] = email.split('@')
  if (domain === '' || more.length > 0) return { fault: 'at' }
  const ascii = domainToASCII(domain)
  if (Math.max(Buffer.byteLength(email), local.length + 1 + ascii.length) > limits.whole) return { fault: 'long' }
  // Other letters would need RFC 6531 of every mail server on the way, and are nearly always a slip.
  if (!atoms.test(local)) return { fault: 'local' }
  if (local.length > limits.local) return { fault: 'long' }
  return isDomain(domain, ascii) ? { email } : { fault: 'domain' }
}

/** A name with a dot, as RFC 1123 §2.1 and IDNA have them. No address in brackets, no bare host. */
function isDomain(domain: string, ascii: string): boolean {
  // What the URL rules would read out of it is not what was typed.
  if (/[\\/:?#%[\]"<>,;()]/.test(domain)) return false
  const labels = ascii.split('.')
  const [top = ''] = labels.slice(-1)
  return labels.length > 1 && labels.every((one) => label.test(one)) && !/^\d/.test(top)
}
