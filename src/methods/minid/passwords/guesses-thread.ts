/** The thread behind `guesses.ts`. Knows nothing but what it is asked. */
import { parentPort } from 'node:worker_threads'
import { guessesOf } from '#methods/minid/passwords/estimate.ts'
import type { Answer, Question } from '#methods/minid/passwords/guesses.ts'

parentPort?.on('message', ({ id, text, known }: Question) => {
  parentPort?.postMessage({ id, guesses: guessesOf(text, known) } satisfies Answer)
})
