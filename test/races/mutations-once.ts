/** The checks that let something count once: assertions, proofs of possession, sessions of the REST door. */
import { change, type Mutation } from './mutation.ts'

export const once: readonly Mutation[] = [
  {
    name: 'one use of a client assertion',
    against: 'an assertion that somebody copied',
    changes: [change('oidc/assertion-use.ts', 'if (!isFirst) return usedBefore', '')],
    behind: ['one use of an assertion by a clock ahead, in the database'],
    sees: 'a client assertion was taken twice',
  },
  {
    name: 'one use of an assertion by a clock ahead, in the database',
    against: 'the same, after the hot store was lost',
    changes: [change('oidc/assertion-use.ts', 'return mayBeOlder && ', 'return !mayBeOlder && mayBeOlder && ')],
    behind: ['one use of a client assertion'],
    sees: 'a client assertion was taken twice',
  },
  {
    name: 'one use of a proof of possession',
    against: 'a proof that was copied with its token',
    changes: [change('oidc/dpop.ts', 'if (!isFirst) throw', 'if (!isFirst && deps === undefined) throw')],
    sees: 'a proof of possession was taken twice',
  },
  {
    name: 'the one end of a REST session',
    against: 'one session answered for two people, or after its server cancelled it',
    changes: [change('rest/store.ts', `and status in ('CREATED', 'WAITING_FOR_USER') and`, 'and')],
    sees: 'a REST session had two ends',
  },
  {
    name: 'the key behind a nonce',
    against: 'nonces that only the process knows that gave them out',
    changes: [
      change(
        'oidc/dpop-nonce.ts',
        `hmac(vault.macKey('dpop nonce'), time)`,
        `hmac(vault.macKey('x'), time + process.pid)`,
      ),
    ],
    sees: 'a nonce of one process',
    peers: true,
  },
  {
    name: 'the token’s key to what it stands for',
    against: 'a store that hands out one access token’s record in the place of another’s',
    changes: [change('oidc/tokens/opaque.ts', 'deriveKey(Buffer.from(token),', `deriveKey(Buffer.from('any'),`)],
    behind: ['the place in every seal'],
    sees: 'an access token’s record in another’s place was opened',
  },
]
