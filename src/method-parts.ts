/** The eIDs: cards, issuers elsewhere, plug-ins, MinID, and what the world outside brings. */
import { type Cards, withCards } from '#cards.ts'
import { type EidsAround, eidsOf } from '#eids.ts'
import { addressOf } from '#http/address.ts'
import { cookieRules } from '#http/cookies.ts'
import type { HumanCheck } from '#human/human.ts'
import type { Letters } from '#letters/letters.ts'
import type { Method } from '#login/method.ts'
import type { RunningOutbox } from '#messages/courier.ts'
import { minid } from '#methods/minid/minid.ts'
import { openPasswordRules, type PasswordRules } from '#methods/minid/passwords/rules.ts'
import { minidLimits } from '#minid-limits.ts'
import type { Outside } from '#outside.ts'
import type { Parts } from '#parts.ts'
import { type PluginsAround, pluginsOf } from '#plugins.ts'
import type { Stores } from '#stores.ts'

export type MethodParts = EidsAround &
  PluginsAround &
  Pick<Parts, 'config' | 'clock' | 'database' | 'hot' | 'vault' | 'audit' | 'persons' | 'log'> & {
    readonly outbox: RunningOutbox
    readonly letters: Letters
    readonly human: HumanCheck
    readonly passwordRules: PasswordRules
    readonly cards: Cards | undefined
  }

/** The house's own eID methods, then those from outside. */
export async function methodsOf(parts: MethodParts, outside: Outside): Promise<readonly Method[]> {
  const { config, clock, database, hot, vault, audit, persons, outbox, letters } = parts
  const own = {
    db: database,
    persons,
    hot,
    vault,
    clock,
    audit,
    outbox,
    log: parts.log,
    letters,
    addressOf: addressOf(config.trustedProxies),
    host: new URL(config.issuer).host,
    issuer: config.issuer,
    cookies: cookieRules(config.issuer),
    helpPhone: config.helpPhone,
    human: { check: parts.human, from: config.minidHumanFrom },
    passwordRules: parts.passwordRules,
    waitDays: config.minidWaitDays,
    ...minidLimits(config),
  }
  const elsewhere = withCards(await eidsOf(parts, outside.eids), parts.cards)
  const given = elsewhere.map(({ id }) => id)
  const plugged = await pluginsOf(parts, config.plugins, given)
  return [
    ...elsewhere,
    ...plugged,
    minid({ ...own, ...outside.minid, hashCost: outside.cost?.hash }),
    ...(outside.methods?.({ clock, persons }) ?? []),
  ]
}

/** What a new password may be. */
export function passwordRulesOf({ config, clock, log, metrics }: Stores): PasswordRules {
  const url = config.minidBreachedPasswords
  const breached = url === undefined ? undefined : { url, allow: config.outboundAllow }
  return openPasswordRules({
    clock,
    log: log.log,
    count: metrics.count,
    shortest: config.minidPasswordShortest,
    breached,
  })
}
