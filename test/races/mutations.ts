/**
 * Every check that binds a login to its browser, its person, its level and its one use: what it is, and the text that takes it
 * out. `npm run mutate` takes them out in turn and expects the race to say so; `docs/security.md` holds the table.
 */
import type { Change, Mutation } from './mutation.ts'
import { codes } from './mutations-codes.ts'
import { browser, eids } from './mutations-login.ts'
import { once } from './mutations-once.ts'
import { levels, people } from './mutations-people.ts'
import { refreshing } from './mutations-refresh.ts'

export const mutations: readonly Mutation[] = [
  ...browser,
  ...eids,
  ...people,
  ...levels,
  ...codes,
  ...once,
  ...refreshing,
]

/** All the changes of a mutation: its own, and those of the checks that it stands behind. */
export function changesOf(mutation: Mutation, alone = false): readonly Change[] {
  const others = alone ? [] : (mutation.behind ?? []).map(named)
  return [mutation, ...others].flatMap(({ changes }) => changes)
}

function named(name: string): Mutation {
  const found = mutations.find((mutation) => mutation.name === name)
  if (found === undefined) throw new Error(`no mutation is called: ${name}`)
  return found
}

const fileOf = ({ file }: Change): string => `\`${file.replace(/^src\//, '')}\``

/** The table of `docs/security.md`. */
export function table(): string {
  const rows = mutations.map(({ name, against, changes, behind, sees }) => {
    const where = [...new Set(changes.map(fileOf))].join(', ')
    const others = behind === undefined ? '' : `with ${behind.map((other) => `“${other}”`).join(' and ')}: `
    return `| ${name} | ${against} | ${where} | ${others}*${sees}* |`
  })
  return [
    '| check | what it keeps out | where | taken out, the race sees |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

/** The table as it stands in the page. */
export const tableIn = (page: string): string => /^\| check \| what it keeps out .*(?:\n\|.*)*/m.exec(page)?.[0] ?? ''
