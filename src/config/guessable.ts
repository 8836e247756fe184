/** Whether a secret can be guessed. Judges what is written down, not how it was made: random ones of 32 characters always pass. */

const leastLength = 32
const leastDifferent = 10
const known = /change.?me|change.?this|password|passord|example|secret|hemmelig|test.?test|12345678|abcdef/i

/** The rest of a sentence about the secret, or undefined when it is good enough for production. */
export function guessable(secret: string): string | undefined {
  if (secret.length < leastLength)
    return `must have at least ${leastLength} characters in production; make one with "openssl rand -base64 33"`
  if (new Set(secret).size < leastDifferent) return 'repeats the same few characters: it must be random in production'
  if (known.test(secret)) return 'looks like a default or an example: it must be random in production'
  return undefined
}
