/** Documents: a folder says what it is, links lead somewhere, and nothing speaks of one machine. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { population } from '#sandbox/population/population.ts'
import { checkServices } from '#services/file.ts'
import { root, sources } from './source.ts'

const skipped = /^(node_modules|\.git|artifacts|data|test\/vectors|bench\/node_modules)(\/|$)/
const texts = /(\.(md|ts|mjs|js|json|css|sh|yml|yaml)|\/run|LICENSE)$/

const files = walkFiles('').filter((file) => texts.test(`/${file}`) && !file.endsWith('package-lock.json'))
const pages = files.filter((file) => file.endsWith('.md'))
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

function walkFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name)
    if (skipped.test(name)) return []
    return entry.isDirectory() ? walkFiles(name) : [name]
  })
}

test('house: every folder of the source says what it is, in 3 to 12 lines', () => {
  const folders = new Set(
    sources()
      .map((source) => path.posix.dirname(source.path))
      .filter((folder) => folder !== 'src'),
  )
  const faults = [...folders].flatMap((folder) => {
    const page = `${folder}/README.md`
    if (!existsSync(path.join(root, page))) return [`${page} is missing`]
    const lines = read(page).trimEnd().split('\n').length
    return lines >= 3 && lines <= 12 ? [] : [`${page} has ${lines} lines`]
  })
  assert.deepEqual(faults, [])
})

test('house: links between pages lead somewhere', () => {
  const faults = pages.flatMap((page) =>
    [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !leads(page, link))
      .map((link) => `${page} → ${link}`),
  )
  assert.deepEqual(faults, [])
})

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, '')

function leads(page: string, link: string): boolean {
  if (/^(https?|mailto):/.test(link)) return true
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file)
  if (!existsSync(path.join(root, target))) return false
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(target).includes(anchor)
}

/** As GitHub and GitLab make them from headings. */
const anchorsOf = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

test('house: files that pages name by their path are there', () => {
  const named = /`((?:src|test|docs|scripts|bench|deploy|examples)\/[\w./-]+(?:\.\w+|\/))`/g
  // Made when they are needed, or by a part that says so itself.
  const made = /^(docs\/(configuration|errors)\.md|bench\/.*)$/
  const faults = pages.flatMap((page) =>
    [...read(page).matchAll(named)]
      .map(([, file = '']) => file)
      .filter((file) => !made.test(file) && !existsSync(path.join(root, file)))
      .map((file) => `${page} names ${file}`),
  )
  assert.deepEqual(faults, [])
})

// Put together here so that this file does not find itself.
const machine = new RegExp(
  [
    '/wo' + 'rk/',
    '/ro' + 'ot\\b',
    '/ho' + 'me/\\w',
    '[\'"` (]/tm' + 'p/',
    'registry\\.' + 'npm',
    '\\bissue' + ' #?\\d',
  ].join('|'),
  'i',
)

test('house: nothing speaks of one machine, a package registry or a ticket', () => {
  const faults = files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (machine.test(line) ? [`${file}:${index + 1} ${line.trim().slice(0, 100)}`] : [])),
  )
  assert.deepEqual(faults, [])
})

test('house: the person on the front page is one of the population, with that password', () => {
  const front = read('README.md')
  const person = population().find(/`(\d{11})`/.exec(front)?.[1] ?? '')
  assert.ok(person !== undefined && front.includes(`(${person.given} ${person.family}, who does not exist)`))
  assert.equal(/password \| `([^`]+)`/.exec(front)?.[1], person.minid?.password)
})

test('house: the service that docs/integrate.md shows can be registered', () => {
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(read('docs/integrate.md')) ?? []
  const { owners } = JSON.parse(shown) as { owners: readonly unknown[] }
  assert.equal(checkServices(owners, { world: 'twin', eids: ['minid', 'test'] }).length, 1)
})

test('house: every decision stands in the list of decisions', () => {
  const list = read('docs/decisions/README.md')
  assert.deepEqual(
    pages.filter(
      (page) =>
        page.startsWith('docs/decisions/') && !page.endsWith('README.md') && !list.includes(`(${path.basename(page)})`),
    ),
    [],
  )
})

test('house: the front page names the two commands and fits one screen', () => {
  const front = read('README.md')
  assert.match(front, /npm ci && npm start/)
  assert.match(front, /npm ci && npm test/)
  assert.ok(front.split('\n').length <= 60)
})
