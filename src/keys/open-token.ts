/**
 * A token that was encrypted for us (RFC 7516 compact, RFC 7519 §5.2): opened with one of our keys, by the algorithm that is that key's
 * alone. It says nothing about who wrote it: what is inside must be signed.
 */
import { jweEncryptions, openJwe } from '#keys/jwe.ts'
import { isBase64url } from '#keys/jws.ts'
import { type Opener, openingAlgorithms, type SigningKeys } from '#keys/keys.ts'

/** Characters. A signed token of the longest kind, encrypted, with our longest key around it. */
const longest = 24 * 1024

/** Five parts, whatever they say. */
export const isEncrypted = (token: string): boolean => token.split('.', 6).length === 5

/** Undefined: not for us, not by our algorithms, or changed on the way. Which of it is told to nobody (RFC 7516 §11.5). */
export async function openToken(keys: Pick<SigningKeys, 'openers'>, token: string): Promise<string | undefined> {
  const parts = token.split('.', 6)
  if (token.length > longest || parts.length !== 5 || !parts.every(isBase64url)) return undefined
  const header = headerIn(parts[0] ?? '')
  for (const { privateKey, algorithm } of header === undefined ? [] : openersFor(keys, header)) {
    const plain = await opened(token, privateKey, algorithm)
    if (plain !== undefined) return plain
  }
  return undefined
}

type Header = Readonly<Record<string, unknown>>

function headerIn(part: string): Header | undefined {
  try {
    const header = JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown
    return typeof header === 'object' && header !== null && !Array.isArray(header) && understood(header as Header)
      ? (header as Header)
      : undefined
  } catch {
    // No JSON: not for us.
    return undefined
  }
}

/**
 * RFC 7516 §4.1.13: we understand no extensions. `zip` would let a small token become a large one (RFC 8725 §3.6). Around a signed
 * token stands `cty` JWT (RFC 7519 §5.2); some leave it out.
 */
const understood = ({ enc, cty, ...rest }: Header): boolean =>
  jweEncryptions.some((one) => one === enc) &&
  (cty === undefined || (typeof cty === 'string' && /^(?:application\/)?(?:oauth-authz-req\+)?jwt$/i.test(cty))) &&
  !('crit' in rest) &&
  !('zip' in rest)

/** By `kid`; who names none is tried with the newest ones. */
function openersFor(keys: Pick<SigningKeys, 'openers'>, { alg, kid }: Header): readonly Opener[] {
  const algorithm = openingAlgorithms.find((one) => one === alg)
  const all = algorithm === undefined ? [] : keys.openers(algorithm)
  return kid === undefined ? all.slice(0, 3) : all.filter((one) => one.kid === kid)
}

async function opened(token: string, key: Opener['privateKey'], algorithm: Opener['algorithm']) {
  try {
    return Buffer.from(await openJwe(key, token, [algorithm])).toString()
  } catch (error) {
    // Not with this key. A mistake of our own would be a TypeError or an error without a code.
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}
