/** A client's JWK Set as it lies at its own address (RFC 7517 §5): read whole or not at all, each key judged for itself. */
import type { WrittenKey } from '#keys/public-jwk.ts'
import { isForEncryption, readClientEncryptionKey, readClientKey } from '#oidc/client-jwk.ts'
import type { ClientEncryptionKey, ClientKey, ClientKeySet } from '#oidc/client.ts'

/** A registration has five. At an address keys of other uses may stand beside ours. */
const mostKeys = 20

/** What is wrong with it, as the rest of a sentence that begins with the document, or the keys. */
export function readKeySet(body: Buffer): ClientKeySet | string {
  const written = writtenKeys(body)
  if (written === undefined) return 'is no JWK Set (RFC 7517)'
  if (written.length > mostKeys) return `holds more than ${mostKeys} keys`
  const kids = written.flatMap(({ kid }) => (kid === undefined ? [] : [kid]))
  // RFC 7517 §4.5: whoever says kid must mean one key.
  if (new Set(kids).size < kids.length) return 'holds two keys with one kid'
  const keys: ClientKey[] = []
  const encryptionKeys: ClientEncryptionKey[] = []
  const faults: string[] = []
  for (const [place, jwk] of written.entries()) {
    const encrypts = isForEncryption(jwk)
    const read = encrypts ? readClientEncryptionKey(jwk) : readClientKey(jwk)
    // RFC 7517 §5: keys that are not understood, or not good enough, are as if they were not there.
    if (typeof read === 'string') faults.push(`keys[${place}] ${read}`)
    else if (encrypts) encryptionKeys.push(read as ClientEncryptionKey)
    else keys.push(read as ClientKey)
  }
  if (keys.length + encryptionKeys.length > 0) return { keys, encryptionKeys }
  const first = faults.find((fault) => sayable.test(fault))
  return `holds no key that can be used${first === undefined ? '' : `: ${first}`}`
}

/** It becomes part of an `error_description` (RFC 6749 §5.2), and some faults repeat a word of the document. */
const sayable = /^[\x20\x21\x23-\x5b\x5d-\x7e]{1,200}$/

function writtenKeys(body: Buffer): readonly WrittenKey[] | undefined {
  const content = parse(body)
  const keys: unknown = isObject(content) ? content['keys'] : undefined
  return Array.isArray(keys) && keys.every(isObject) ? keys : undefined
}

const isObject = (value: unknown): value is WrittenKey =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body))
  } catch {
    // Not UTF-8, or not JSON.
    return undefined
  }
}
