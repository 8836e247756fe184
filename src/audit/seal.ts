/** A seal: a signed statement that these rows, after those seals, were all there was at a time. */
import { type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { sha256 } from '#base/secrets.ts'
import { merkleRoot } from '#audit/merkle.ts'
import { type AuditRow, leafHash } from '#audit/row.ts'

export type Seal = {
  /** 1, 2, 3 … without a hole. */
  readonly no: number
  /** The hash of the seal before; empty for the first. */
  readonly previous: string
  /** JSON: `[[strand, from, to], …]`, both numbers included. */
  readonly ranges: string
  readonly count: number
  /** Over the rows in the order of the ranges. */
  readonly root: string
  /** Milliseconds; never before the seal before. */
  readonly at: number
  /** Ed25519. */
  readonly signature: string
}

/** One strand's part of a seal. */
export type Range = readonly [strand: string, from: number, to: number]

const rangesShape = z.array(z.tuple([z.string(), z.int().positive(), z.int().positive()]))
const sealShape = z.strictObject({
  no: z.int().positive(),
  previous: z.string(),
  ranges: z.string(),
  count: z.int().nonnegative(),
  root: z.string(),
  at: z.int(),
  signature: z.string(),
})

/** Undefined: the text is no list of ranges. */
export const readRanges = (text: string): readonly Range[] | undefined => rangesShape.safeParse(readJson(text)).data

/** A line of the second place. Undefined: it is none. */
export const readSeal = (text: string): Seal | undefined => sealShape.safeParse(readJson(text)).data

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Damaged or half written: the caller's shape refuses it.
    return undefined
  }
}

export const rootOf = (rows: readonly AuditRow[]): string => merkleRoot(rows.map(leafHash)).toString('base64url')

export const sealHash = (seal: Seal): string => sha256(`${signedText(seal).toString('utf8')}.${seal.signature}`)

/** What is signed; the first line keeps the key from signing anything that could be read as something else. */
const signedText = (seal: Omit<Seal, 'signature'>): Buffer =>
  Buffer.from(
    `inngang audit seal 1\n${JSON.stringify([seal.no, seal.previous, seal.ranges, seal.count, seal.root, seal.at])}`,
  )

export interface Sealed {
  readonly rows: readonly AuditRow[]
  readonly ranges: readonly Range[]
}

export function makeSeal(key: KeyObject, before: Seal | undefined, { rows, ranges }: Sealed, now: number): Seal {
  const seal = {
    no: (before?.no ?? 0) + 1,
    previous: before === undefined ? '' : sealHash(before),
    ranges: JSON.stringify(ranges),
    count: rows.length,
    root: rootOf(rows),
    at: Math.max(now, before?.at ?? 0),
  }
  return { ...seal, signature: sign(null, signedText(seal), key).toString('base64url') }
}

export const signatureHolds = (key: KeyObject, seal: Seal): boolean =>
  verify(null, signedText(seal), key, Buffer.from(seal.signature, 'base64url'))
