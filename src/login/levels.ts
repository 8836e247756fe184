/** The order of the levels of assurance and their names on the wire (row E3). Two vocabularies, each answered in its own names. */

export const levels = ['level0', 'level1', 'level2', 'low', 'substantial', 'high'] as const
/** Inside the house; on the wire see `acrName`. */
export type Level = (typeof levels)[number]

/** How a service names levels. `idporten` is what is answered when it named none. */
export type Vocabulary = 'idporten' | 'loa' | 'altinn'

export const rank = (level: Level): number => levels.indexOf(level)
export const reaches = (level: Level, asked: Level): boolean => rank(level) >= rank(asked)
export const lower = (a: Level, b: Level): Level => (rank(a) <= rank(b) ? a : b)
export const higher = (a: Level, b: Level): Level => (rank(a) >= rank(b) ? a : b)
export const isLevel = (text: string): text is Level => (levels as readonly string[]).includes(text)

const names: Readonly<Record<Vocabulary, Partial<Record<Level, string>>>> = {
  idporten: { low: 'idporten-loa-low', substantial: 'idporten-loa-substantial', high: 'idporten-loa-high' },
  loa: { low: 'loa:low', substantial: 'loa:substantial', high: 'loa:high' },
  altinn: { level0: 'Level0', level1: 'Level1', level2: 'Level2', substantial: 'Level3', high: 'Level4' },
}

export interface KnownAcr {
  readonly level: Level
  readonly vocabulary: Vocabulary
}

const known: ReadonlyMap<string, KnownAcr> = new Map(
  (Object.keys(names) as Vocabulary[]).flatMap((vocabulary) =>
    levels.flatMap((level) => {
      const name = names[vocabulary][level]
      return name === undefined ? [] : [[name, { level, vocabulary }] as const]
    }),
  ),
)

/** Every name that a request may use. Case counts (OpenID Connect Core §2, `acr`). */
export const readAcr = (value: string): KnownAcr | undefined => known.get(value)

/** The level's name in a vocabulary; where that vocabulary has none, ID-porten's. */
export function acrName(level: Level, vocabulary: Vocabulary): string {
  const name = names[vocabulary][level] ?? names.idporten[level]
  if (name === undefined) throw new Error(`no name on the wire for ${level}`)
  return name
}

/** What discovery lists in `acr_values_supported`. */
export const acrValues: readonly string[] = [...known.keys()].filter((name) => !/^Level[012]$/.test(name))
