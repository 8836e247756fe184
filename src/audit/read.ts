/** Reading the trail back: for operators' commands, for what a citizen may see of it, and for tests. */
import type { PersonId } from '#base/ids.ts'
import type { Database } from '#db/db.ts'
import type { Vault } from '#keys/keys.ts'
import { decryptField } from '#keys/vault.ts'
import type { FieldValue } from '#audit/fields.ts'
import { unwrap } from '#audit/person-keys.ts'
import { payloadPlace } from '#audit/row.ts'
import { auditQueries, type OwnQuestion, type OwnRow, readOwnRows } from '#audit/store.ts'

export interface AuditRecord {
  readonly strand: string
  readonly n: number
  /** Milliseconds. */
  readonly at: number
  readonly type: string
  readonly person: PersonId | undefined
  /** `attempt`, `client` and the event's own fields; undefined: the person was erased. */
  readonly fields: Readonly<Record<string, FieldValue>> | undefined
}

export interface AuditQuestion {
  /** What the trail says of this person. Looks at every row: not for a page that many open. */
  readonly person?: PersonId
  readonly type?: string
  /** Milliseconds, included. */
  readonly since?: number
  readonly limit?: number
}

/** In the order of their times. */
export async function readAudit(
  { database, vault }: { readonly database: Database; readonly vault: Vault },
  { person, type, since = 0, limit = 1000 }: AuditQuestion = {},
): Promise<readonly AuditRecord[]> {
  const queries = auditQueries(database)
  let wanted = queries
    .selectFrom('audit_row')
    .selectAll()
    .where('at', '>=', since)
    .orderBy('at')
    .orderBy('strand')
    .orderBy('n')
  if (type !== undefined) wanted = wanted.where('type', '=', type)
  if (person !== undefined) {
    wanted = wanted.where('subject', 'in', (e) =>
      e.selectFrom('person_key').select('id').where('person_id', '=', person),
    )
  }
  const rows = await wanted.limit(limit).execute()
  return opened({ database, vault }, rows)
}

/** What a person may see of themselves, the newest first: what names them, of the types that are asked for. */
export async function readOwn(
  stores: { readonly database: Database; readonly vault: Vault },
  question: OwnQuestion,
): Promise<readonly AuditRecord[]> {
  return opened(stores, await readOwnRows(stores.database, question))
}

async function opened(
  { database, vault }: { readonly database: Database; readonly vault: Vault },
  rows: readonly OwnRow[],
): Promise<readonly AuditRecord[]> {
  const subjects = [...new Set(rows.flatMap(({ subject }) => (subject === null ? [] : [subject])))]
  const keys =
    subjects.length === 0
      ? []
      : await auditQueries(database).selectFrom('person_key').selectAll().where('id', 'in', subjects).execute()
  const known = new Map(keys.map((key) => [key.id, { person: key.person_id as PersonId, key: unwrap(vault, key) }]))
  return rows.map((row) => {
    const subject = row.subject === null ? undefined : known.get(row.subject)
    const { strand, n, at, type: what } = row
    return { strand, n, at, type: what, person: subject?.person, fields: fieldsOf(row, subject?.key) }
  })
}

function fieldsOf(row: OwnRow, key: Parameters<typeof decryptField>[0] | undefined): AuditRecord['fields'] {
  if (row.subject === null) return JSON.parse(row.payload) as AuditRecord['fields']
  if (key === undefined) return undefined
  return JSON.parse(decryptField(key, payloadPlace(row.strand, row.n), row.payload)) as AuditRecord['fields']
}
