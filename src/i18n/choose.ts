/** Which language a page is in: the user's own choice, then the service's wish, then the browser's, then Bokmål (row E7). */
import { isLanguage, type Language } from '#i18n/text.ts'

export interface LanguageWishes {
  /** What the user picked in the language switch (cookie). */
  readonly own?: string | undefined
  /** `ui_locales` of the service's request, best first. */
  readonly service?: readonly string[] | undefined
  /** The browser's `Accept-Language`. */
  readonly browser?: string | undefined
}

export function chooseLanguage(wishes: LanguageWishes): Language {
  if (wishes.own !== undefined && isLanguage(wishes.own)) return wishes.own
  const service = wishes.service === undefined ? undefined : firstKnown(wishes.service)
  const browser = wishes.browser === undefined ? undefined : firstKnown(byPreference(wishes.browser))
  return service ?? browser ?? 'nb'
}

// RFC 5646: only the primary subtag matters here; `no` is the macrolanguage of nb and nn, `sme` is se's three-letter code.
const aliases: Readonly<Record<string, Language>> = { no: 'nb', sme: 'se', nob: 'nb', nno: 'nn' }

function firstKnown(tags: readonly string[]): Language | undefined {
  for (const tag of tags) {
    const primary = tag.toLowerCase().split('-')[0] ?? ''
    if (isLanguage(primary)) return primary
    const alias = aliases[primary]
    if (alias !== undefined) return alias
  }
  return undefined
}

/** RFC 9110 §12.5.4, tags in falling order of weight. */
function byPreference(header: string): string[] {
  return header
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';')
      const weight = rest.map((r) => /^\s*q=([\d.]+)/.exec(r)?.[1]).find((q) => q !== undefined)
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}
