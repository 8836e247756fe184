/** An address that came from outside and may be gone to: a path of ours, nothing that a browser could read as another host. */

// One slash, then letters, digits and what our own addresses use. No second slash anywhere, no backslash, no control character.
const safe = /^\/(?:[\w\-.~%?=&+:,]|\/(?!\/))*$/

export function localPath(value: string | undefined): string | undefined {
  if (value === undefined || value.length > 1000 || value.startsWith('//')) return undefined
  return safe.test(value) ? value : undefined
}
