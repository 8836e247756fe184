/** Texts in the four languages, side by side beside the feature that shows them, so that a missing one does not compile. */

export const languages = ['nb', 'nn', 'se', 'en'] as const
export type Language = (typeof languages)[number]

/** A sentence in four languages. */
export type Text = Readonly<Record<Language, string>>
/** A sentence with something to fill in. */
export type TextOf<A extends readonly unknown[]> = Readonly<Record<Language, (...filled: A) => string>>

export const isLanguage = (value: string): value is Language => (languages as readonly string[]).includes(value)

/**
 * Marks a Northern Sámi text that no speaker has read yet. `npm run texts` counts them; a speaker's review removes the mark.
 * Takes the text or the function that makes it, and gives it back unchanged.
 */
export const draft = <T extends string | ((...filled: never[]) => string)>(text: T): T => text
