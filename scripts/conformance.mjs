/** Tries an eID from outside: `npm run conformance -- ../my-eid/trial.ts`. What the module must export stands in test/methods/trial.ts. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { needNode26 } from './node.mjs'

needNode26()
const [trial, ...flags] = process.argv.slice(2)
if (trial === undefined || !existsSync(trial)) {
  console.error(
    trial === undefined ? 'Usage: npm run conformance -- <path of the trial>' : `There is nothing at ${trial}.`,
  )
  process.exit(1)
}
const child = spawn(process.execPath, ['--test', '--test-reporter=spec', ...flags, 'test/methods/plugin.test.ts'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: { ...process.env, INNGANG_TRIAL: resolve(trial) },
  stdio: 'inherit',
})
child.on('close', (code) => process.exit(code ?? 1))
