/**
 * Starts an entry file in this same process: `node scripts/start.mjs src/twin.ts`. Plain JavaScript that any Node from
 * 18 on can load, so that a Node too old gets a sentence instead of a syntax error.
 */
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { needNode26 } from './node.mjs'

needNode26()
const root = fileURLToPath(new URL('..', import.meta.url))
const entry = process.argv[2] ?? 'src/twin.ts'
const url = pathToFileURL(`${root}${entry}`)
if (!existsSync(url)) {
  console.error(`${entry} is not here: name src/twin.ts or src/main.ts.`)
  process.exit(1)
}
// Compiled code is kept between starts: the second start reads no TypeScript. NODE_COMPILE_CACHE, if set, says where.
module.enableCompileCache(process.env.NODE_COMPILE_CACHE ?? `${root}node_modules/.cache/compiled`)
if (process.env.npm_lifecycle_event !== undefined) leaveWithNpm()
// The entry file sees itself as if it had been called by name.
process.argv.splice(1, 2, fileURLToPath(url))
await import(url.href)

/** npm runs us in a shell, and not every shell hands a signal on: it dies of it and leaves us behind. */
function leaveWithNpm() {
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250).unref()
}
