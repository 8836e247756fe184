/** How tokens name an organisation (ISO 6523): Norway's register of legal entities is 0192. */
export interface NamedOrganisation {
  readonly authority: 'iso6523-actorid-upis'
  readonly ID: string
}

export const namedOrganisation = (number: string): NamedOrganisation => ({
  authority: 'iso6523-actorid-upis',
  ID: `0192:${number}`,
})
