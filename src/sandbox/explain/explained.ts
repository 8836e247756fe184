/** What an explanation is made of, whatever was explained. Sentences in English. */

export interface Finding {
  readonly good: boolean
  readonly says: string
  /** How to put it right. */
  readonly mend?: string | undefined
}

export interface Part {
  readonly name: string
  readonly value: string
  readonly means: string
  /** It was not sent but registered. */
  readonly registered?: true
}

export interface Explained {
  readonly heading: string
  /** What is wrong first. */
  readonly findings: readonly Finding[]
  readonly parts: readonly Part[]
}

export const good = (says: string): Finding => ({ good: true, says })
export const bad = (says: string, mend?: string): Finding => ({ good: false, says, mend })

export const ordered = (findings: readonly Finding[]): readonly Finding[] => [
  ...findings.filter((one) => !one.good),
  ...findings.filter((one) => one.good),
]
