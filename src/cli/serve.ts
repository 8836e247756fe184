/** `inngang serve`. */
import { run } from '#process.ts'
import type { Verb } from '#cli/verb.ts'

export const serveNow: Verb = {
  words: ['serve'],
  usage: 'serve',
  sentence: 'runs the gateway in production (the twin is started by npm start)',
  run: async ({ entry, say }) => {
    if (entry === 'twin') {
      say('The twin is a program of its own, so that production cannot become one: npm start.')
      return 2
    }
    await run('production')
    return 0
  },
}
