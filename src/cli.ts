#!/usr/bin/env node
/** The operator's commands: `inngang <verb> …`. Without `--twin` they work on production, as its settings say. */
import { parseArgs } from 'node:util'
import { auditVerify } from '#cli/audit.ts'
import { configCheck, configDocs } from '#cli/config.ts'
import { keyInit, keyList, keyRequest, keyRotate, keysVerbs } from '#cli/keys.ts'
import { eidVerbs } from '#cli/eids.ts'
import { letterVerbs } from '#cli/letters.ts'
import { logoutReport } from '#cli/logout.ts'
import { messageReport } from '#cli/messages.ts'
import { migrateNow } from '#cli/migrate.ts'
import { clientToken } from '#cli/client-token.ts'
import { clientVerbs, servicesVerbs } from '#cli/services.ts'
import { staffKeyVerb } from '#cli/staff.ts'
import type { Verb } from '#cli/verb.ts'
import { serveNow } from '#cli/serve.ts'
import { isOperators, wordsFor } from '#process.ts'

const verbs: readonly Verb[] = [
  serveNow,
  migrateNow,
  configCheck,
  configDocs,
  keyInit,
  keyList,
  keyRotate,
  keyRequest,
  ...servicesVerbs,
  clientToken,
  ...letterVerbs,
  staffKeyVerb,
  ...eidVerbs,
  logoutReport,
  messageReport,
  auditVerify,
]

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

function help(): void {
  const width = Math.max(...verbs.map(({ usage }) => usage.length)) + 2
  say('Inngang, a national login gateway. Usage: inngang <command> [options]\n')
  for (const { usage, sentence } of verbs) say(`  ${usage.padEnd(width)}${sentence}`)
  say('\n  --twin   work on a twin instead of production\n  --help   this page\n')
  say('Settings come from INNGANG_… in the environment and the file that INNGANG_CONFIG names: docs/configuration.md.')
}

/** The exit code: 0 done, 1 done and found at fault, 2 not understood. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      twin: { type: 'boolean' },
      now: { type: 'boolean' },
      plan: { type: 'boolean' },
      'second-place': { type: 'string' },
      client: { type: 'string' },
      message: { type: 'string' },
      since: { type: 'string' },
      uses: { type: 'string' },
      days: { type: 'string' },
      profile: { type: 'string' },
    },
  })
  const verb = [...verbs, ...clientVerbs, ...keysVerbs].find(({ words }) =>
    words.every((word, i) => positionals[i] === word),
  )
  if (values.help === true || positionals.length === 0) {
    help()
    return 0
  }
  if (verb === undefined) {
    process.stderr.write(`inngang ${positionals.join(' ')} is no command. inngang --help lists them.\n`)
    return 2
  }
  return verb.run({
    entry: values.twin === true ? 'twin' : 'production',
    rest: positionals.slice(verb.words.length),
    now: values.now ?? false,
    plan: values.plan ?? false,
    secondPlace: values['second-place'],
    client: values.client,
    message: values.message,
    since: values.since,
    uses: values.uses,
    days: values.days,
    profile: values.profile,
    say,
  })
}

// `inngang … | head`: whoever reads has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  process.exitCode = await main()
} catch (error) {
  const unknownOption = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  const lines = unknownOption ? [error.message] : wordsFor(error, 'Not done')
  for (const line of lines) process.stderr.write(`${line}\n`)
  process.exitCode = unknownOption ? 2 : isOperators(error) ? 78 : 1
}
