/**
 * An eID as a plug-in from outside. Imports are types alone and vanish before it runs; what it needs is lent to it by `open`. The form's
 * field is `code` (stable, programs fill it in).
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Door, EidPlugin, Leg, MethodPage, Parameters, PluginHouse, PluginMethod } from 'inngang/plugin'
import { texts } from './texts.ts'

/** SHA-256 of a card's code → whose it is. A code of 26 letters is guessed by nobody, so nothing counts the tries. */
type Cards = ReadonlyMap<string, string>

const digestOf = (code: string): string => createHash('sha256').update(code).digest('base64url')

/** As people type it: small letters and spaces do no harm. */
const codeIn = (form: Parameters): string => (form.get('code') ?? '').replaceAll(/[^a-z]/gi, '').toUpperCase()

/** Said to the operator at the start, so what is wrong is named and nothing of a card is. */
function cardsOf({ settings, folder }: PluginHouse): Cards {
  const path = typeof settings === 'object' && settings !== null && 'cards' in settings ? settings.cards : undefined
  if (typeof path !== 'string') throw new Error('settings need cards: the path of the file of cards')
  const read: unknown = JSON.parse(readFileSync(resolve(folder, path), 'utf8'))
  if (typeof read !== 'object' || read === null) throw new Error('the file of cards is no JSON object')
  const cards = Object.entries(read)
  if (!cards.every(([digest, number]) => /^[\w-]{43}$/.test(digest) && typeof number === 'string'))
    throw new Error('the file of cards has a line that is no card')
  return new Map(cards)
}

function open(house: PluginHouse): PluginMethod {
  const cards = cardsOf(house)
  return {
    highest: 'low',
    name: texts.name,
    needs: texts.needs,
    mark: 'LK',
    mount(routes, door) {
      routes.get('/', async (c) => {
        const leg = await door.current(c)
        return door.show(c, leg, page(house, door, leg))
      })
      routes.post('/', async (c) => {
        const { leg, form } = await door.posted(c)
        const number = cards.get(digestOf(codeIn(form)))
        const known = number === undefined ? undefined : await house.person(number)
        house.count(known === undefined ? 'unknown' : 'known')
        if (known === undefined)
          return door.show(
            c,
            leg,
            page(house, door, leg, { typed: form.get('code'), error: texts.unknown[leg.language] }),
          )
        return door.proved(c, leg, { ...known, level: 'low', amr: ['LibraryCard'], at: house.clock.now() })
      })
    },
  }
}

interface Filled {
  readonly typed?: string | undefined
  readonly error?: string
}

function page({ ui }: PluginHouse, door: Door, leg: Leg, { typed, error }: Filled = {}): MethodPage {
  const { language } = leg
  const field = ui.textField({
    id: 'code',
    label: texts.code[language],
    hint: texts.hint[language],
    error,
    // Nobody types 26 letters again for one that was wrong.
    value: typed,
    autocomplete: 'off',
    autocapitalize: 'characters',
    maxlength: 60,
  })
  const body = ui.form(
    leg.path,
    undefined,
    ui.html`${door.stamp(leg)}${error === undefined ? '' : ui.errorSummary(language, [{ field: 'code', text: error }])}${field}${ui.primaryButton(texts.on[language])}`,
  )
  // The answer to this form may lead to the service.
  return { title: texts.title, body, leaves: true, faulty: error !== undefined }
}

export const eid: EidPlugin = { contract: 1, open }
