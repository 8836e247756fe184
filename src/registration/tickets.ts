/** Initial access tokens (RFC 7591 §3): the operator hands one to whoever may let a client register itself, for one organisation. Kept as hashes. */
import { randomToken, sha256 } from '#base/secrets.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Profile } from '#oidc/client.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-registration-ticket',
    async up(tx, column) {
      await tx.schema
        .createTable('registration_ticket')
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('owner', 'text', (c) => c.notNull())
        .addColumn('profile', 'text', (c) => c.notNull())
        .addColumn('uses_left', column.integer, (c) => c.notNull())
        .addColumn('expires', column.integer, (c) => c.notNull())
        .execute()
    },
  },
]

export interface Ticket {
  readonly hash: string
  /** Whose clients it makes. */
  readonly owner: string
  /** The profile of clients that name none. */
  readonly profile: Profile
  readonly usesLeft: number
  /** Milliseconds. */
  readonly expires: number
}

export interface NewTicket {
  /** Shown once. */
  readonly token: string
  readonly ticket: Ticket
}

export function newTicket(ticket: Omit<Ticket, 'hash'>): NewTicket {
  const token = randomToken(32)
  return { token, ticket: { ...ticket, hash: sha256(token) } }
}

const insert = written(
  'insert into registration_ticket (hash, owner, profile, uses_left, expires) values ($1, $2, $3, $4, $5)',
)
// The condition is the single use: of two at once, one finds none left.
const use = written(
  'update registration_ticket set uses_left = uses_left - 1 where hash = $1 and uses_left > 0 and expires > $2',
)

export const ticketSpent = 'ticket-spent'

export const insertTicket = ({ hash, owner, profile, usesLeft, expires }: Ticket): Step => ({
  query: insert(hash, owner, profile, usesLeft, expires),
})

/** A guard: fails as `ticket-spent`. */
export const useTicket = (hash: string, now: number): Step => ({ query: use(hash, now), must: ticketSpent })

/** One that still counts. */
export async function findTicket(database: Database, token: string, now: number): Promise<Ticket | undefined> {
  const [row] = await database.raw<{ owner: string; profile: Profile; uses_left: number; expires: number }>(
    'select owner, profile, uses_left, expires from registration_ticket where hash = $1 and uses_left > 0 and expires > $2',
    [sha256(token), now],
  )
  return (
    row && {
      hash: sha256(token),
      owner: row.owner,
      profile: row.profile,
      usesLeft: row.uses_left,
      expires: row.expires,
    }
  )
}

/** Removes what nobody can use any more. */
export async function sweepTickets(database: Database, now: number): Promise<void> {
  await database.raw('delete from registration_ticket where expires < $1 or uses_left < 1', [now])
}
