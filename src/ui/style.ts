/** The one stylesheet: our theme, the components of Designsystemet that we use, our own layout, each in its layer. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What pages use; add a name here when a page needs another. */
const components = [
  'skip-link',
  'button',
  'heading',
  'paragraph',
  'link',
  'list',
  'label',
  'input',
  'field',
  'fieldset',
  'validation-message',
  'error-summary',
  'alert',
  'details',
  'tag',
  'table',
  'divider',
] as const

const read = (address: string): string => readFileSync(fileURLToPath(address), 'utf8').replace('@charset "UTF-8";', '')
const ours = (name: string): string => read(new URL(name, import.meta.url).href)
const theirs = (name: string): string => read(import.meta.resolve(`@digdir/designsystemet-css/${name}.css`))

/** About 3 ms, once at start. */
export const assembleStyle = (): string =>
  [
    '@layer ds.theme, ds.base, ds.components, inngang;',
    ours('theme/inngang.css'),
    theirs('base'),
    `@layer ds.components{${components.map(theirs).join('\n')}}`,
    `@layer inngang{${ours('layout.css')}}`,
  ].join('\n')
