/**
 * Knows RSA keys that Infineon's chips made wrongly (ROCA, CVE-2017-15361; Nemec et al., ACM CCS 2017, §3): their primes are
 * powers of 65537 modulo many small primes, and so is the modulus. A sound
 * modulus passes for one about once in two hundred million.
 */

const generator = 65_537
const smallPrimes = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113,
  127, 131, 137, 139, 149, 151, 157, 163, 167,
] as const

function powersModulo(prime: number): ReadonlySet<number> {
  const powers = new Set<number>()
  for (let power = 1; !powers.has(power); power = (power * generator) % prime) powers.add(power)
  return powers
}

const fingerprint = smallPrimes.map((prime) => ({ prime: BigInt(prime), powers: powersModulo(prime) }))

/** @param modulus as in a JWK's `n` */
export function isRoca(modulus: string): boolean {
  const n = BigInt(`0x${Buffer.from(modulus, 'base64url').toString('hex')}`)
  return fingerprint.every(({ prime, powers }) => powers.has(Number(n % prime)))
}
