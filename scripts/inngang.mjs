#!/usr/bin/env node
/** The operator's command: `npx inngang --help`. Starts src/cli.ts the way the programs are started. */
process.argv.splice(2, 0, 'src/cli.ts')
await import('./start.mjs')
