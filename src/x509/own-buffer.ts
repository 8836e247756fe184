/** What the library reads from: a copy, for a `Buffer`'s own memory holds its neighbours, too. */
import { readElements } from '#keys/der.ts'

/** @throws Error where there is anything but one element */
export function ownBuffer(der: Uint8Array): ArrayBuffer {
  if (readElements(Buffer.from(der.buffer, der.byteOffset, der.byteLength))?.length !== 1) throw new Error('not DER')
  return new Uint8Array(der).buffer
}
