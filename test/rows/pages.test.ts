/** Rows E7 and M11 on every page in every state and language: what a page owes its reader, whatever it is about. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Language, languages } from '#i18n/text.ts'
import { shellTexts } from '#ui/texts.ts'
import { formsIn, textOf, type Visit } from '../browser.ts'
import { everyPage } from '../pages.ts'
import type { Shown } from '../walk.ts'

type Pages = ReadonlyMap<Language, readonly Shown[]>

/** Walked once, when the first test asks: a hook of this file would run before those of others. */
let walked: Promise<Pages> | undefined
const pagesOnce = (): Promise<Pages> => (walked ??= walkAll())

async function walkAll(): Promise<Pages> {
  const pages = new Map<Language, readonly Shown[]>()
  for (const language of languages) pages.set(language, await everyPage(language))
  return pages
}

/** Says the page's name with what is wrong, and goes on to the next page: one run tells everything. */
async function onEvery(check: (shown: Shown, language: Language) => void): Promise<void> {
  const faults: string[] = []
  for (const [language, shown] of await pagesOnce()) {
    for (const one of shown) {
      try {
        check(one, language)
      } catch (error) {
        if (!(error instanceof assert.AssertionError)) throw error
        faults.push(`${language}, ${one.name}: ${error.message}`)
      }
    }
  }
  assert.deepEqual(faults, [])
}

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((found) => found[1] ?? '')
const tags = (visit: Visit, name: string): string[] =>
  [...visit.body.matchAll(new RegExp(`<${name}\\b[^>]*>`, 'g'))].map(String)
const has = (tag: string, attribute: string): boolean => new RegExp(`\\s${attribute}(?:[\\s=>])`).test(tag)
const valueOf = (tag: string, attribute: string): string | undefined =>
  new RegExp(`\\s${attribute}="([^"]*)"`).exec(tag)?.[1]
const headingOf = ({ visit }: Shown): string =>
  textOf({ ...visit, body: /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(visit.body)?.[1] ?? '' })
const serviceOf = ({ visit }: Shown): string | undefined => /<p class="i-service">(.*?)<\/p>/.exec(visit.body)?.[1]

test('house: the same pages are walked to in every language, and there are many', async () => {
  const names = [...(await pagesOnce()).values()].map((shown) => shown.map(({ name }) => name))
  for (const list of names) assert.deepEqual(list, names[0])
  assert.ok((names[0]?.length ?? 0) > 70)
})

test('E7 every page is a whole one, in the language asked for', async () => {
  await onEvery(({ visit }, language) => {
    assert.equal(valueOf(tags(visit, 'html')[0] ?? '', 'lang'), language)
    assert.equal(visit.headers.get('content-type'), 'text/html; charset=utf-8')
    assert.equal(visit.headers.get('cache-control'), 'no-store')
    assert.ok(visit.body.endsWith('</html>\n'))
    assert.doesNotMatch(visit.body, /undefined|\[object|\bNaN\b/)
  })
})

test('E7 no page says the same in two languages', async () => {
  const main = ({ visit }: Shown): string =>
    textOf({ ...visit, body: /<main[\s\S]*<\/main>/.exec(visit.body)?.[0] ?? '' })
  const pages = await pagesOnce()
  const [first = []] = pages.values()
  const same = first.flatMap(({ name }, index) => {
    const texts = [...pages.values()].flatMap((shown) => shown.slice(index, index + 1)).map(main)
    return new Set(texts).size === languages.length ? [] : [name]
  })
  assert.deepEqual(same, [])
})

test('pages: one heading, and a title of step, service, gateway', async () => {
  await onEvery((shown, language) => {
    const { kind, visit } = shown
    const heading = headingOf(shown)
    assert.equal(tags(visit, 'h1').length, 1)
    assert.notEqual(heading, '')
    const title = textOf({ ...visit, body: /<title>(.*?)<\/title>/.exec(visit.body)?.[1] ?? '' })
    const [step, ...rest] = title.split(' – ')
    const faulty = shellTexts.faulty[language]
    assert.ok(step === heading || `${step} ` === faulty + heading || step === `${faulty.trim()} ${heading}`, title)
    assert.equal(rest.at(-1), 'Inngang')
    if (kind === 'login') {
      assert.equal(rest.length, 2)
      assert.ok(serviceOf(shown)?.includes(rest[0] ?? '-'), 'the page names the service that its title names')
    }
  })
})

test('M11 every page has the language switch, help, privacy and safe use; a login its way out', async () => {
  await onEvery(({ kind, visit }, language) => {
    const links = tags(visit, 'a').map((tag) => valueOf(tag, 'href') ?? '')
    for (const one of languages)
      assert.equal(links.filter((href) => href.startsWith(`/language/${one}?back=%2F`)).length, 1)
    const current = tags(visit, 'a').filter((tag) => /\/language\/\w+\?back=%2F.* aria-current="true"/.test(tag))
    assert.deepEqual(
      current.map((tag) => valueOf(tag, 'lang')),
      [language],
    )
    for (const path of ['/help', '/privacy', '/safe-use'])
      assert.ok(
        links.some((href) => href.startsWith(path)),
        path,
      )
    const cancels = formsIn(visit).filter(({ action }) => /^\/login\/att_[\w-]{22}\/cancel$/.test(action))
    assert.equal(cancels.length, kind === 'login' ? 1 : 0)
  })
})

const policy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
/** What a page may lead to or show besides us; every other page may nothing. */
const more: Readonly<Record<string, string>> = {
  'logged out': '; frame-src https://told.example.no',
  'logged out, everybody told': ' https:; frame-src https://told.example.no',
  'logout, asked': ' https:',
  'logout, no': ' https:',
  'logged out, told directly': ' https:',
  'form post': ' https:',
}

test('pages: the content security policy is ours to the letter', async () => {
  await onEvery(({ name, kind, visit }) => {
    const expected = policy + (kind === 'login' ? ' https:' : (more[name] ?? ''))
    assert.equal(visit.headers.get('content-security-policy'), expected)
  })
})

test('pages: nothing runs or is styled inline, nothing is fetched from others', async () => {
  await onEvery(({ visit }) => {
    assert.doesNotMatch(visit.body, /<style|javascript:/i)
    for (const tag of visit.body.matchAll(/<[a-z][^>]*>/g)) assert.doesNotMatch(tag[0], /\s(?:style|on[a-z]+)=/)
    for (const script of all(visit.body, /<script\b([^>]*)>/g)) assert.match(script, /src="\/assets\//)
    assert.doesNotMatch(visit.body, /<script\b[^>]*>[^<]/)
    for (const tag of [...tags(visit, 'link'), ...tags(visit, 'script'), ...tags(visit, 'img')])
      assert.match(valueOf(tag, 'href') ?? valueOf(tag, 'src') ?? '', /^(?:\/(?!\/)|data:image\/)/)
  })
})

/**
 * Before an errand there is no state to stamp: the request's origin alone says that its first form is ours (security.md 15), as it does
 * of what waits behind a link in a message. What only explains changes nothing.
 */
const unstamped = /^\/minid\/[a-z]+$|^\/sandbox\/explain$/

test('pages: every form of ours carries its stamp; every field its label and what a password manager looks for', async () => {
  await onEvery(({ visit }) => {
    for (const { action, method, fields } of formsIn(visit))
      if (method === 'post' && action.startsWith('/') && !unstamped.test(action))
        assert.ok((fields.get('stamp') ?? '').length > 20, action)
    const labelled = new Set(tags(visit, 'label').map((tag) => valueOf(tag, 'for')))
    for (const tag of tags(visit, 'input').filter((one) => valueOf(one, 'type') !== 'hidden')) {
      assert.ok(labelled.has(valueOf(tag, 'id')), `a label for ${tag}`)
      if (!['radio', 'file'].includes(valueOf(tag, 'type') ?? '')) assert.ok(has(tag, 'autocomplete'), tag)
    }
  })
})

const wanted: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  number: [['inputmode', 'numeric']],
  password: [
    ['autocomplete', 'current-password'],
    ['autocapitalize', 'off'],
  ],
  code: [
    ['autocomplete', 'one-time-code'],
    ['autocapitalize', 'characters'],
  ],
}

/** The same field elsewhere: a letter's code never comes by SMS, an app's has digits alone. */
const wantedOn: readonly (readonly [page: RegExp, code: (typeof wanted)[string]])[] = [
  [
    /^letter/,
    [
      ['autocomplete', 'off'],
      ['autocapitalize', 'characters'],
    ],
  ],
  [
    /^app/,
    [
      ['autocomplete', 'one-time-code'],
      ['inputmode', 'numeric'],
    ],
  ],
]
const wantedOf = (page: string, id: string): (typeof wanted)[string] | undefined =>
  (id === 'code' ? wantedOn.find(([pages]) => pages.test(page))?.[1] : undefined) ?? wanted[id]

test('pages: the fields of a login help the one who fills them in, and take spaces', async () => {
  const seen = new Set<string>()
  await onEvery(({ name: page, visit, kind }) => {
    if (kind !== 'login') return
    for (const tag of tags(visit, 'input')) {
      const id = valueOf(tag, 'id') ?? ''
      for (const [name, value] of wantedOf(page, id) ?? []) assert.equal(valueOf(tag, name), value, id)
      if (wanted[id] !== undefined && !has(tag, 'maxlength')) seen.add(id)
    }
  })
  assert.deepEqual([...seen].toSorted(), Object.keys(wanted).toSorted())
})

test('pages: ids stand once, and all that points to one on the page finds it', async () => {
  await onEvery(({ visit }) => {
    const ids = all(visit.body, /\sid="([^"]*)"/g)
    assert.equal(new Set(ids).size, ids.length, ids.toSorted().join(' '))
    const pointers = [
      ...all(visit.body, /\s(?:for|aria-describedby|aria-labelledby)="([^"]*)"/g).flatMap((list) => list.split(' ')),
      ...all(visit.body, /\shref="#([^"]*)"/g),
    ]
    for (const pointer of pointers) assert.ok(ids.includes(pointer), `#${pointer}`)
  })
})

test('pages: a page with a fault says so first, in its title and above the form', async () => {
  const faulty = new Map<string, number>()
  await onEvery(({ name, visit }, language) => {
    const said = visit.body.includes(`<title>${shellTexts.faulty[language]}`)
    const shown = /class="ds-error-summary"|class="ds-alert" data-color="danger"/.test(visit.body)
    if (name.startsWith('MinID,') || name.startsWith('code,') || name.startsWith('test eID,'))
      faulty.set(name, (faulty.get(name) ?? 0) + (said ? 1 : 0))
    if (said) assert.ok(shown, 'the title says that there is a fault, the page does not')
    const summary = /<div class="ds-error-summary"[^>]*>[\s\S]*?<\/div>/.exec(visit.body)?.[0]
    if (summary !== undefined) {
      assert.ok(said)
      assert.ok(visit.body.indexOf(summary) < visit.body.indexOf('<form'))
      assert.match(summary, /<a class="ds-link" href="#[\w-]+">/)
    }
  })
  const silent = [...faulty].filter(([, times]) => times !== languages.length).map(([name]) => name)
  assert.deepEqual(silent, ['code, new one too soon', 'code, renewed', 'code, none left'])
})

test('I6 no address on a page holds an identity number', async () => {
  await onEvery(({ visit }) => {
    for (const address of all(visit.body, /\s(?:href|action|src)="([^"]*)"/g))
      assert.doesNotMatch(decodeURIComponent(address), /(?<![\d+])\d{11}(?!\d)/)
  })
})
