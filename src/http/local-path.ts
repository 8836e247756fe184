/** An address that came from outside and may be gone to: a path of ours, nothing that a browser could read as another host. */

// One slash, then what our own paths are written with: nothing encoded, so nothing can hide; no second slash, no backslash.
const path = /^(?:\/[\w\-.~]+)+\/?$|^\/$/
const query = /^[\w\-.~%&=+:,/]*$/

/** The address, unchanged, or undefined. */
export function localPath(value: string | undefined): string | undefined {
  if (value === undefined || value.length > 1000) return undefined
  const at = value.indexOf('?')
  if (at < 0) return path.test(value) ? value : undefined
  return path.test(value.slice(0, at)) && query.test(value.slice(at + 1)) ? value : undefined
}
