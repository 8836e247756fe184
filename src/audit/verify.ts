/**
 * Verifies the trail with nothing but its rows, its seals and the public key: no running gateway, no secret. With the MAC
 * key too, changed rows are named one by one, and those that no seal covers yet are checked as well.
 */
import type { KeyObject } from 'node:crypto'
import type { Database } from '#db/db.ts'
import type { AuditFault } from '#audit/faults.ts'
import { type AuditRow, macHolds } from '#audit/row.ts'
import { type Range, readRanges, rootOf, type Seal, sealHash, signatureHolds } from '#audit/seal.ts'
import type { SecondPlace } from '#audit/second-place.ts'
import { readRows, readSeals, readStrands } from '#audit/store.ts'

export interface AuditSource {
  /** In order of their numbers, from the first after `after`, at most `limit`. */
  seals(after: number, limit: number): Promise<readonly Seal[]>
  /** In order, both ends included, at most `limit`. */
  rows(strand: string, from: number, to: number, limit: number): Promise<readonly AuditRow[]>
  /** Every strand that has rows, with its least and its greatest number. */
  strands(): Promise<readonly { readonly strand: string; readonly first: number; readonly last: number }[]>
}

export const auditSource = (database: Database): AuditSource => ({
  seals: (after, limit) => readSeals(database, after, limit),
  rows: (strand, from, to, limit) => readRows(database, strand, from, to, limit),
  strands: () => readStrands(database),
})

export interface Verdict {
  readonly ok: boolean
  /** The first thousand. */
  readonly faults: readonly AuditFault[]
  readonly seals: number
  /** Rows under the seals. */
  readonly rows: number
  /** Rows after the newest seal: not a fault, nothing is known of them yet. */
  readonly unsealed: number
  readonly newest: { readonly no: number; readonly at: number } | undefined
}

export interface VerifyOptions {
  /** Read it before the database when the gateway is running. */
  readonly secondPlace?: SecondPlace
  /** `vault.macKey('audit')`. */
  readonly macKey?: KeyObject
}

const most = 1000
/** A row that is this much older than the newest one or the newest seal should have been sealed. Milliseconds. */
const sealedWithin = 5 * 60 * 1000

export async function verifyAudit(
  source: AuditSource,
  sealPublicKey: KeyObject,
  options: VerifyOptions = {},
): Promise<Verdict> {
  const faults: AuditFault[] = []
  const report = (fault: AuditFault): void => {
    if (faults.length < most) faults.push(fault)
  }
  const walk: Walk = { source, sealPublicKey, macKey: options.macKey, report, sealedTo: new Map() }
  const { newest, seals, rows } = await checkSeals(walk, options.secondPlace)
  const unsealed = await checkTails(walk, newest?.at ?? 0)
  return {
    ok: faults.length === 0,
    faults,
    seals,
    rows,
    unsealed,
    newest: newest && { no: newest.no, at: newest.at },
  }
}

interface Walk {
  readonly source: AuditSource
  readonly sealPublicKey: KeyObject
  readonly macKey: KeyObject | undefined
  readonly report: (fault: AuditFault) => void
  /** How far each strand is sealed, by the seals seen so far. */
  readonly sealedTo: Map<string, number>
}

interface Sums {
  readonly newest: Seal | undefined
  readonly seals: number
  readonly rows: number
}

async function checkSeals(walk: Walk, second: SecondPlace | undefined): Promise<Sums> {
  let before: Seal | undefined
  let seals = 0
  let rows = 0
  for (;;) {
    const some = await walk.source.seals(before?.no ?? 0, 500)
    if (some.length === 0) break
    for (const seal of some) {
      checkSeal(walk, seal, before)
      if (second?.newest?.no === seal.no) compare(walk, seal, second.newest)
      rows += await checkSealed(walk, seal)
      seals += 1
      before = seal
    }
  }
  if (second !== undefined) checkSecondPlace(walk, second, before)
  return { newest: before, seals, rows }
}

function checkSeal({ report, sealPublicKey }: Walk, seal: Seal, before: Seal | undefined): void {
  const expected = (before?.no ?? 0) + 1
  if (seal.no !== expected) report({ kind: 'seal-missing', from: expected, to: seal.no - 1 })
  if (!signatureHolds(sealPublicKey, seal)) report({ kind: 'seal-changed', no: seal.no })
  // After a gap the hash before is unknown; the gap is the fault.
  else if (seal.no === expected && seal.previous !== (before === undefined ? '' : sealHash(before))) {
    report({ kind: 'seal-does-not-follow', no: seal.no })
  } else if (before !== undefined && seal.at < before.at) report({ kind: 'seal-does-not-follow', no: seal.no })
}

function compare({ report }: Walk, seal: Seal, copy: Seal): void {
  if (sealHash(seal) !== sealHash(copy)) report({ kind: 'second-place-differs', no: seal.no })
}

function checkSecondPlace(
  { report, sealPublicKey }: Walk,
  { newest, unreadable }: SecondPlace,
  last: Seal | undefined,
): void {
  if (newest === undefined) {
    if (unreadable > 0 || last !== undefined) report({ kind: 'second-place-unreadable', lines: unreadable })
  } else if (!signatureHolds(sealPublicKey, newest)) report({ kind: 'second-place-differs', no: newest.no })
  else if (newest.no > (last?.no ?? 0)) report({ kind: 'seals-cut-off', from: (last?.no ?? 0) + 1, to: newest.no })
}

/** The rows that a seal covers. Gives how many there are. */
async function checkSealed(walk: Walk, seal: Seal): Promise<number> {
  const { report, sealedTo } = walk
  const ranges = readRanges(seal.ranges)
  if (ranges === undefined) {
    report({ kind: 'seal-changed', no: seal.no })
    return 0
  }
  const rows: AuditRow[] = []
  let complete = true
  for (const range of ranges) {
    const [strand, from, to] = range
    if (from !== (sealedTo.get(strand) ?? 0) + 1 || to < from)
      report({ kind: 'range-does-not-follow', no: seal.no, strand, from })
    sealedTo.set(strand, Math.max(to, sealedTo.get(strand) ?? 0))
    const found = await readRange(walk, range)
    complete = reportMissing(walk, seal, range, found) && complete
    rows.push(...found)
  }
  const whole = complete && rows.length === seal.count && rootOf(rows) === seal.root
  // A row that was forged before it was sealed shows by its MAC alone.
  const changed = reportChanged(walk, rows)
  if (!whole && complete && changed === 0) report({ kind: 'rows-changed', no: seal.no, ranges })
  return rows.length
}

async function readRange({ source }: Walk, [strand, from, to]: Range): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = []
  for (let next = from; next <= to;) {
    const some = await source.rows(strand, next, to, most)
    const last = some.at(-1)
    if (last === undefined) break
    rows.push(...some)
    next = last.n + 1
  }
  return rows
}

/** True when none is missing. */
function reportMissing({ report }: Walk, seal: Seal, [strand, from, to]: Range, rows: readonly AuditRow[]): boolean {
  let expected = from
  for (const n of [...rows.map((row) => row.n), to + 1]) {
    if (n > expected) report({ kind: 'row-missing', no: seal.no, strand, from: expected, to: n - 1 })
    expected = n + 1
  }
  return rows.length === to - from + 1
}

/** Rows whose MAC does not hold, by name. Gives how many; none without the key. */
function reportChanged({ report, macKey }: Walk, rows: readonly AuditRow[]): number {
  if (macKey === undefined) return 0
  const changed = rows.filter((row) => !macHolds(macKey, row))
  for (const { strand, n } of changed) report({ kind: 'row-changed', strand, n })
  return changed.length
}

/** What no seal covers: rows that are too new, and rows that should not be there. Gives how many are new. */
async function checkTails(walk: Walk, newestSeal: number): Promise<number> {
  const { source, report, sealedTo } = walk
  const tails: AuditRow[] = []
  for (const { strand, first, last } of await source.strands()) {
    if (first < 1) report({ kind: 'row-unsealed', strand, n: first })
    tails.push(...(await readRange(walk, [strand, (sealedTo.get(strand) ?? 0) + 1, last])))
  }
  reportChanged(walk, tails)
  const newest = tails.reduce((latest, { at }) => Math.max(latest, at), newestSeal)
  const late = tails.filter(({ at }) => newest - at > sealedWithin)
  for (const { strand, n } of late) report({ kind: 'row-unsealed', strand, n })
  return tails.length - late.length
}
