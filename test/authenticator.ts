/** An authenticator in software, as WebAuthn sees one: makes a passkey, answers challenges, and lies where a test wants it to. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export interface CreationOptions {
  readonly rp: { readonly id: string }
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
  readonly challenge: string
  readonly excludeCredentials: readonly { readonly id: string }[]
  readonly authenticatorSelection: Readonly<Record<string, string>>
  readonly attestation: string
}

export interface RequestOptions {
  readonly rpId: string
  readonly challenge: string
  readonly allowCredentials: readonly { readonly id: string }[]
  readonly userVerification: string
}

/** What is said otherwise than it is. */
export interface Lies {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly counter?: number
  /** UP, UV. */
  readonly flags?: number
  readonly userHandle?: string
  readonly id?: string
  readonly key?: KeyObject
  readonly crossOrigin?: boolean
}

export interface SoftPasskey {
  readonly id: string
  readonly key: KeyObject
  readonly handle: string
  counter: number
}

const present = 0x01
export const verified = 0x04
const attested = 0x40

const hash = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest()
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

const clientData = (type: string, challenge: string, origin: string, lies: Lies): string =>
  b64(
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    ),
  )

const authenticatorData = (rpId: string, flags: number, counter: number, more = Buffer.alloc(0)): Buffer =>
  Buffer.concat([hash(rpId), Buffer.from([flags]), u32(counter), more])

/** CBOR, as little of it as there is here. */
const cbor = {
  bytes: (value: Uint8Array): Buffer =>
    Buffer.concat([
      value.length < 24
        ? Buffer.from([0x40 + value.length])
        : value.length < 256
          ? Buffer.from([0x58, value.length])
          : Buffer.from([0x59, value.length >> 8, value.length & 0xff]),
      value,
    ]),
  text: (value: string): Buffer => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]),
}

/** COSE_Key of a P-256 key (RFC 9053 §7.1.1): kty EC2, alg ES256, crv, x, y. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    cbor.bytes(Buffer.from(x, 'base64url')),
    Buffer.from([0x22]),
    cbor.bytes(Buffer.from(y, 'base64url')),
  ])
}

/** As the page's script writes it into the form. `counts`: 0 for one that has no counter. */
export function createPasskey(
  { rp, user, challenge }: CreationOptions,
  origin: string,
  lies: Lies = {},
  counter = 0,
): { readonly passkey: SoftPasskey; readonly response: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = lies.id === undefined ? randomBytes(16) : Buffer.from(lies.id, 'base64url')
  const length = Buffer.from([id.length >> 8, id.length & 0xff])
  const data = authenticatorData(
    lies.rpId ?? rp.id,
    (lies.flags ?? present | verified) | attested,
    counter,
    Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]),
  )
  const attestation = Buffer.concat([
    Buffer.from([0xa3]),
    cbor.text('fmt'),
    cbor.text('none'),
    cbor.text('attStmt'),
    Buffer.from([0xa0]),
    cbor.text('authData'),
    cbor.bytes(data),
  ])
  const passkey = { id: b64(id), key: privateKey, handle: user.id, counter }
  const response = JSON.stringify({
    id: passkey.id,
    rawId: passkey.id,
    type: 'public-key',
    response: {
      clientDataJSON: clientData('webauthn.create', challenge, origin, lies),
      attestationObject: b64(attestation),
      transports: ['internal'],
    },
  })
  return { passkey, response }
}

export function answerWith(
  passkey: SoftPasskey,
  { rpId, challenge }: RequestOptions,
  origin: string,
  lies: Lies = {},
): string {
  const counter = lies.counter ?? passkey.counter
  const data = authenticatorData(lies.rpId ?? rpId, lies.flags ?? present | verified, counter)
  const client = clientData('webauthn.get', challenge, origin, lies)
  const signed = Buffer.concat([data, hash(Buffer.from(client, 'base64url'))])
  const id = lies.id ?? passkey.id
  return JSON.stringify({
    id,
    rawId: id,
    type: 'public-key',
    response: {
      clientDataJSON: client,
      authenticatorData: b64(data),
      signature: b64(sign('sha256', signed, lies.key ?? passkey.key)),
      userHandle: lies.userHandle ?? passkey.handle,
    },
  })
}

/** What the page hands its script. */
export function optionsOn<Options>({ body }: { readonly body: string }): Options {
  const found = / data-options="([^"]*)"/.exec(body)?.[1]
  if (found === undefined) throw new Error('no passkey is asked for on the page')
  return JSON.parse(found.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Options
}
