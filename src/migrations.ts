/** Every change of the schema, each owner's own list in the order of the layers. */
import { migrations as audit } from '#audit/store.ts'
import type { Migration } from '#db/db.ts'
import { migrations as guessing } from '#guessing/store.ts'
import { migrations as keys } from '#keys/store.ts'
import { migrations as letters } from '#letters/migrations.ts'
import { migrations as login } from '#login/store.ts'
import { migrations as switches } from '#login/switches/store.ts'
import { migrations as messages } from '#messages/store.ts'
import { migrations as minid } from '#methods/minid/store.ts'
import { migrations as logout } from '#oidc/logout/store.ts'
import { migrations as oidc } from '#oidc/store.ts'
import { migrations as persons } from '#persons/store.ts'
import { migrations as contact } from '#registers/contact/store.ts'
import { migrations as registration } from '#registration/tickets.ts'
import { migrations as rest } from '#rest/store.ts'
import { migrations as services } from '#services/store.ts'

export const migrations: readonly Migration[] = [
  ...keys,
  ...audit,
  ...oidc,
  ...logout,
  ...guessing,
  ...persons,
  ...contact,
  ...messages,
  ...letters,
  ...login,
  ...switches,
  ...minid,
  ...services,
  ...rest,
  ...registration,
]
