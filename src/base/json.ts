/** JSON from outside. */

/** Levels. More than anything that is sent here has. */
const deepest = 64

/** The character NUL, as JSON writes it: nobody means it, and PostgreSQL keeps no text with it. */
const nul = /(?<!\\)(?:\\\\)*\\u0000/

/** Undefined: not JSON, nested so deep that whoever walks through it runs out of stack, or with the character NUL in it. */
export function parseJson(text: string): unknown {
  if (isDeep(text) || nul.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // The parser's words repeat what was sent.
    return undefined
  }
}

/** Of JSON; of anything else it says whatever it says. */
function isDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') at = endOfString(text, at)
    else if (sign === '{' || sign === '[') {
      if (++depth > deepest) return true
    } else if (sign === '}' || sign === ']') depth--
  }
  return false
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return text.length
}
