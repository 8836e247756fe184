/**
 * Takes out of a text what could be personal or secret, by its shape. The last line of defence behind the list of fields in
 * `log.ts`: for the words of thrown errors, which quote what they stumbled over.
 */

const shapes: readonly (readonly [RegExp, string])[] = [
  // What an error quotes is what somebody sent.
  [/"[^"]*"|'[^']*'|`[^`]*`|«[^»]*»/g, '"…"'],
  [/[^\s@,;:<>()]+@[^\s@,;:<>()]+/g, '[mail]'],
  // Identity numbers, phones, account numbers: six digits or more, however they are grouped.
  [/\+?\d(?:[ .-]?\d){5,}/g, '[digits]'],
  // Tokens, codes, hashes: long runs without a space that mix cases or digits.
  [/(?=[\w-]*\d)[\w-]{20,}|eyJ[\w.-]+/g, '[token]'],
  [/([?#])[^\s)]+/g, '$1…'],
]

const longest = 300

export function scrub(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  return shapes.reduce((scrubbed, [shape, instead]) => scrubbed.replace(shape, instead), short)
}

/** A path with its ids taken out: what cannot be a word of a route. */
export const patternOf = (path: string): string =>
  path
    .replace(/[?#].*$/s, '')
    .split('/')
    .map((part) => (/^[a-z][a-z.-]{0,30}$/.test(part) || part === '' ? part : ':id'))
    .slice(0, 8)
    .join('/')

export interface ScrubbedError {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: readonly string[]
  readonly cause?: ScrubbedError
}

const deepest = 5

/** What may be told of an error: its name, its scrubbed words, its code, and where it was thrown. */
export function scrubError(error: unknown, depth = 0): ScrubbedError {
  if (typeof error === 'string') return { name: 'thrown', message: scrub(error) }
  if (typeof error !== 'object' || error === null) return { name: 'thrown', message: typeof error }
  const { name, message, code, stack, cause } = error as Readonly<Record<string, unknown>>
  return {
    name: typeof name === 'string' ? scrub(name) : 'thrown',
    message: typeof message === 'string' ? scrub(message) : '',
    ...(typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? { code } : {}),
    ...(stack === undefined ? {} : { stack: framesOf(stack) }),
    ...(cause === undefined || cause === null || depth >= deepest ? {} : { cause: scrubError(cause, depth + 1) }),
  }
}

/** Only "at file:line:column": the first lines of a stack repeat the message. */
function framesOf(stack: unknown): readonly string[] {
  const lines = Array.isArray(stack)
    ? stack.filter((line) => typeof line === 'string')
    : typeof stack === 'string'
      ? stack.split('\n')
      : []
  return lines
    .map((line) => line.trim())
    .filter((line) => /^at [^"'`]*$/.test(line))
    .slice(0, 20)
}
