/** What is different between two versions of what was declared, in words for whoever applies it. No secret is in it. */
import type { Language, Text } from '#i18n/text.ts'

/** The fields that are not the same, each as `field a → b`, `list -gone +come ~other`. */
export const differences = <T extends object>(from: T, to: T): readonly string[] =>
  ([...new Set([...Object.keys(from), ...Object.keys(to)])] as (keyof T & string)[])
    .filter((field) => !same(from[field], to[field]))
    .map((field) => difference(field, from[field], to[field]))

function difference(field: string, from: unknown, to: unknown): string {
  if (field === 'client_secret_sha256')
    return `client_secret ${from === undefined ? 'set' : to === undefined ? 'removed' : 'changed'}`
  if (Array.isArray(from) && Array.isArray(to)) return `${field}${listChange(from, to)}`
  const [was, is] = [shown(field, from), shown(field, to)]
  return was === is ? `${field} changed (${is})` : `${field} ${was} → ${is}`
}

/** Lists by what came, went and is another; the order of addresses means nothing. */
function listChange(from: readonly unknown[], to: readonly unknown[]): string {
  const gone = from.filter((one) => !to.some((other) => same(one, other))).map(nameOf)
  const come = to.filter((one) => !from.some((other) => same(one, other))).map(nameOf)
  const signs = [
    ...gone.filter((name) => !come.includes(name)).map((name) => ` -${name}`),
    ...come.map((name) => ` ${gone.includes(name) ? '~' : '+'}${name}`),
  ]
  return signs.length === 0 ? ' in another order' : signs.join('')
}

/** By which of its members something in a list is known. */
const names = ['value', 'name', 'type', 'kid', 'supplier'] as const

function nameOf(one: unknown): string {
  if (typeof one !== 'object' || one === null) return String(one)
  const found = names.map((name) => (one as Readonly<Record<string, unknown>>)[name])
  return found.find((name) => typeof name === 'string') ?? JSON.stringify(one)
}

function shown(field: string, value: unknown): string {
  if (value === undefined) return '(none)'
  if (field === 'jwks') return (value as { readonly keys: readonly unknown[] }).keys.map(nameOf).join(', ')
  if (field === 'client_name' || field === 'name') return quoted(value as Text)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const quoted = (text: Text): string => {
  const all = Object.values(text)
  return all.every((one) => one === all[0])
    ? `"${text.nb}"`
    : (Object.entries(text) as [Language, string][]).map(([language, one]) => `${language} "${one}"`).join(' ')
}

/** Key by key, whatever their order. */
export function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
}
