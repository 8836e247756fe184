/** Production's process. Nothing that it imports reaches the sandbox. */
import { run } from '#process.ts'

await run('production')
