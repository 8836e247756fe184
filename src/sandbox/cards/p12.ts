/**
 * A certificate with its key as a file that every browser and system imports (PKCS #12, RFC 7292). Encrypted as the oldest of them
 * still want it, 3DES and SHA-1: its password stands on the page beside it, and nothing that it opens is anybody's.
 */
import { createCipheriv, createHash, createHmac, createPrivateKey } from 'node:crypto'
import { randomPart } from '#base/secrets.ts'
import type { MadeCertificate } from '#sandbox/ca/certificate.ts'
import { der, explicit, integer, nothing, octets, oid, sequence, set } from '#sandbox/ca/der.ts'

const oids = {
  data: oid('1.2.840.113549.1.7.1'),
  encryptedData: oid('1.2.840.113549.1.7.6'),
  shroudedKey: oid('1.2.840.113549.1.12.10.1.2'),
  certificate: oid('1.2.840.113549.1.12.10.1.3'),
  x509: oid('1.2.840.113549.1.9.22.1'),
  friendlyName: oid('1.2.840.113549.1.9.20'),
  localKeyId: oid('1.2.840.113549.1.9.21'),
  tripleDes: oid('1.2.840.113549.1.12.1.3'),
  sha1: oid('1.3.14.3.2.26'),
}
const rounds = 2048

export interface P12Wish {
  readonly certificate: MadeCertificate
  /** What stands between it and its root, for those that want to show it. */
  readonly chain: readonly MadeCertificate[]
  readonly name: string
  readonly password: string
}

export function writeP12({ certificate, chain, name, password }: P12Wish): Buffer {
  const secret = bmp(`${password}\0`)
  const about = set(
    sequence(oids.friendlyName, set(der(0x1e, bmp(name)))),
    sequence(oids.localKeyId, set(octets(certificate.keyId))),
  )
  const certificates = sequence(
    certificateBag(certificate.der, [about]),
    ...chain.map((one) => certificateBag(one.der, [])),
  )
  const [algorithm, hidden] = encrypted(certificates, secret)
  const pkcs8 = createPrivateKey(certificate.keyPem).export({ format: 'der', type: 'pkcs8' })
  const keyBag = sequence(oids.shroudedKey, explicit(0, shrouded(pkcs8, secret)), about)
  // RFC 7292 §4: the certificates encrypted, the key's bag in plain sight with the key encrypted in it.
  const safe = sequence(
    sequence(oids.encryptedData, explicit(0, sequence(integer(0), sequence(oids.data, algorithm, der(0x80, hidden))))),
    sequence(oids.data, explicit(0, octets(sequence(keyBag)))),
  )
  return sequence(integer(3), sequence(oids.data, explicit(0, octets(safe))), seal(safe, secret))
}

const certificateBag = (raw: Buffer, about: readonly Buffer[]): Buffer =>
  sequence(oids.certificate, explicit(0, sequence(oids.x509, explicit(0, octets(raw)))), ...about)

function shrouded(key: Buffer, secret: Buffer): Buffer {
  const [algorithm, hidden] = encrypted(key, secret)
  return sequence(algorithm, octets(hidden))
}

function encrypted(content: Buffer, secret: Buffer): readonly [algorithm: Buffer, content: Buffer] {
  const salt = randomPart(8)
  const key = derived(1, secret, salt, 24)
  const cipher = createCipheriv('des-ede3-cbc', key, derived(2, secret, salt, 8))
  const hidden = Buffer.concat([cipher.update(content), cipher.final()])
  return [sequence(oids.tripleDes, sequence(octets(salt), integer(rounds))), hidden]
}

/** §5.1: whoever has the password can see that nothing was changed. */
function seal(safe: Buffer, secret: Buffer): Buffer {
  const salt = randomPart(8)
  const mac = createHmac('sha1', derived(3, secret, salt, 20))
    .update(safe)
    .digest()
  return sequence(sequence(sequence(oids.sha1, nothing), octets(mac)), octets(salt), integer(rounds))
}

/** Text in 16 bits, the high byte first. */
const bmp = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

const block = 64

/** RFC 7292 appendix B.2, with SHA-1. `use`: 1 a key, 2 an initial value, 3 a key to seal with. */
function derived(use: 1 | 2 | 3, secret: Buffer, salt: Buffer, length: number): Buffer {
  const diversifier = Buffer.alloc(block, use)
  let input = Buffer.concat([repeated(salt), repeated(secret)])
  const made: Buffer[] = []
  for (let have = 0; have < length; have += 20) {
    let hashed = createHash('sha1').update(diversifier).update(input).digest()
    for (let i = 1; i < rounds; i++) hashed = createHash('sha1').update(hashed).digest()
    made.push(hashed)
    input = added(input, repeated(hashed).subarray(0, block))
  }
  return Buffer.concat(made).subarray(0, length)
}

/** Filled up to whole blocks with itself. */
const repeated = (bytes: Buffer): Buffer => {
  const length = block * Math.ceil(bytes.length / block)
  return Buffer.alloc(length, bytes)
}

/** Each block of it, plus `more`, plus one. */
function added(input: Uint8Array, more: Uint8Array): Buffer<ArrayBuffer> {
  const sum = Buffer.from(input)
  for (let at = 0; at < sum.length; at += block) {
    let carry = 1
    for (let i = block - 1; i >= 0; i--) {
      carry += (sum[at + i] ?? 0) + (more[i] ?? 0)
      sum[at + i] = carry & 0xff
      carry >>= 8
    }
  }
  return sum
}
