/**
 * The test eID: be any synthetic person, at any level, with no password. What ID-porten's test environment calls TestID.
 * It is part of the sandbox, so production cannot import it. Form fields (stable, programs fill them in): `number`, `level`.
 */
import type { Clock } from '#base/clock.ts'
import { NationalId } from '#base/national-id.ts'
import type { Language } from '#i18n/text.ts'
import { higher, isLevel, type Level, reaches, readAcr } from '#login/levels.ts'
import type { Door, Leg, Method, MethodPage, MethodProof } from '#login/method.ts'
import type { Persons } from '#persons/persons.ts'
import { kindTexts } from '#sandbox/people-texts.ts'
import type { Person } from '#sandbox/population/person.ts'
import type { Population } from '#sandbox/population/population.ts'
import { levelMissing, type NumberFaultHere, numberFaults, testEidTexts as texts } from '#sandbox/test-eid-texts.ts'
import { errorSummary, form, link, primaryButton, textField } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface TestEidDeps {
  readonly population: Population
  readonly persons: Pick<Persons, 'ensure'>
  readonly clock: Clock
}

/** What the form offers; `level0` to `level2` belong to other methods. */
const offered = ['low', 'substantial', 'high'] as const satisfies readonly Level[]

/** People to start with, by index: one of most kinds. */
const personas = [0, 2, 3, 4, 6, 7, 9, 14]

export function testEid(deps: TestEidDeps): Method {
  return {
    id: 'test',
    highest: 'high',
    name: texts.name,
    needs: texts.needs,
    mark: 'T',
    mount(routes, door) {
      routes.get('/', async (c) => {
        const leg = await door.current(c)
        return door.show(
          c,
          leg,
          ask(deps, door, leg, {
            typed: leg.prefilledNumber ?? '',
            level: usual(leg),
            fault: undefined,
          }),
        )
      })
      routes.post('/', async (c) => {
        const { leg, form } = await door.posted(c)
        // A persona's button sends its own number, whatever was typed.
        const typed = form.get('persona') ?? form.get('number') ?? ''
        const level = readLevel(form.get('level'), usual(leg))
        const read = readPerson(deps.population, typed)
        if (level !== undefined && typeof read !== 'string')
          return door.proved(c, leg, await proofOf(deps, read, level))
        const fault = typeof read === 'string' ? read : undefined
        return door.show(c, leg, ask(deps, door, leg, { typed, level, fault }))
      })
    },
    async headless(hint) {
      if (!hint.startsWith('testid:')) return undefined
      const [, digits = '', acr = ''] = /^testid:(\d{11})_(.+)$/.exec(hint) ?? []
      const read = readPerson(deps.population, digits)
      if (typeof read === 'string') return { error: `login_hint: ${headlessFaults[read]}` }
      const level = readAcr(acr)?.level
      if (level === undefined) return { error: 'login_hint: no such level after the number' }
      return { proof: await proofOf(deps, read, level) }
    },
  }
}

interface Found {
  readonly number: NationalId
  readonly person: Person
}

function readPerson(population: Population, text: string): Found | NumberFaultHere {
  const number = NationalId.read(text)
  if (typeof number === 'string') return number
  if (!number.synthetic) return 'real'
  const person = population.find(number.reveal('sandbox'))
  return person === undefined ? 'unknown' : { number, person }
}

/** For the integrator's program: protocol words, and never the number itself. */
const headlessFaults: Readonly<Record<NumberFaultHere, string>> = {
  length: 'must be testid:<11 digits>_<acr>',
  date: 'the number is not an identity number',
  'check-digits': 'the number is not an identity number',
  real: 'the number may be a real one; use a synthetic one (month + 80)',
  unknown: 'nobody has this number; /sandbox/people lists those who are here',
}

async function proofOf(deps: TestEidDeps, { number, person }: Found, level: Level): Promise<MethodProof> {
  const { id, numberHash } = await deps.persons.ensure(number)
  const name = { given: person.given, family: person.family }
  return { person: id, numberHash, level, amr: ['TestID'], at: deps.clock.now(), name }
}

/** What is marked on the page: enough for the service, and not less than most eIDs give. */
const usual = (leg: Leg): Level => higher(leg.atLeast, 'substantial')

/** Our own names (`high`) and the ones on the wire (`idporten-loa-high`) will both do. */
const readLevel = (text: string | undefined, otherwise: Level): Level | undefined =>
  text === undefined ? otherwise : isLevel(text) ? text : readAcr(text)?.level

interface Filled {
  readonly typed: string
  /** Undefined: something that is no level came. */
  readonly level: Level | undefined
  readonly fault: NumberFaultHere | undefined
}

function ask(deps: TestEidDeps, door: Door, leg: Leg, { typed, level, fault }: Filled): MethodPage {
  const l = leg.language
  const numberFault = fault === undefined ? undefined : numberFaults[fault][l]
  const levelFault = level === undefined ? levelMissing[l] : undefined
  const summary = [
    ...(numberFault === undefined ? [] : [{ field: 'number', text: numberFault }]),
    ...(levelFault === undefined ? [] : [{ field: 'level-high', text: levelFault }]),
  ]
  const number = textField({
    id: 'number',
    label: texts.number[l],
    hint: texts.hint[l],
    value: typed,
    error: numberFault,
    autocomplete: 'off',
    inputmode: 'numeric',
    width: 'medium',
  })
  // The main button comes before the personas' buttons: Enter in the field presses the first one.
  const fields = html`${door.stamp(leg)}${number}${levelField(l, level ?? usual(leg), leg.atLeast, levelFault)}
<div class="i-actions">${primaryButton(texts.submit[l])}</div>
<fieldset class="ds-fieldset"><legend class="ds-label">${texts.or[l]}</legend>
<ul class="i-plain">${personas.map((index) => personaButton(deps.population.at(index), l))}</ul></fieldset>`
  return {
    title: texts.title,
    leaves: true,
    faulty: summary.length > 0,
    body: html`${errorSummary(l, summary)}${form(leg.path, undefined, fields)}
<p class="ds-paragraph">${link('/sandbox/people', texts.everybody[l])}</p>`,
  }
}

function levelField(l: Language, marked: Level, needed: Level, fault: string | undefined): Html {
  return html`<fieldset class="ds-fieldset"><legend class="ds-label">${texts.level[l]}</legend>
${fault === undefined ? '' : html`<div><p class="ds-validation-message">${fault}</p></div>`}
${offered.map(
  (
    level,
  ) => html`<div class="ds-field"><input class="ds-input" type="radio" id="level-${level}" name="level" value="${level}"${level === marked ? html` checked` : ''}>
<label class="ds-label" for="level-${level}">${texts[level][l]} (${reaches(level, needed) ? texts.enough[l] : texts.tooLow[l]})</label></div>`,
)}</fieldset>`
}

const personaButton = (person: Person, l: Language): Html =>
  html`<li><button class="ds-button" type="submit" data-variant="secondary" name="persona" value="${person.number}">${person.given} ${person.family} <span>${kindTexts[person.kind][l]}</span></button></li>`
