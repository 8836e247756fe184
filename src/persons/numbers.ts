/**
 * Numbers that were replaced: a D number that became a national identity number, or one that was corrected (row R6). The person
 * stays who they are; the number that is told is the one in use, and those before it find them still.
 *
 * The register is believed about a number only when it was asked for that very number, and for a replacement only when it says the
 * same of both: that the new one stands in use, and the old one in its history. Nobody is ever merged with anybody.
 */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import { NationalId } from '#base/national-id.ts'
import { constantTimeEqual, hmac } from '#base/secrets.ts'
import type { Audit } from '#audit/audit.ts'
import type { Database, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Vault } from '#keys/keys.ts'
import type { AskNumbers, NumbersOfOne } from '#persons/persons.ts'

export interface NumbersDeps {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly audit: Pick<Audit, 'write'>
  readonly ask: AskNumbers
  /** Days after which somebody's national identity number is asked about again at a login; 0: never. D numbers: one. */
  readonly days: number
}

export interface KnownNumbers {
  settle(person: PersonId, numberHash: string): Promise<'theirs' | 'not-theirs'>
  /** A person who is here by a number that this one has replaced: from now on by this one, too. */
  adopt(number: NationalId): Promise<'adopted' | 'nobody' | 'away'>
}

const day = 24 * 3600_000

const selectPerson = `select number_cipher, number_hash, kind, created, number_checked from person where id = $1`
const selectNumbers = 'select hash, cipher from person_number where person_id = $1'
const selectOwner = 'select person_id from person_number where hash = $1'
const selectOlder = 'select 1 as one from person where created < $1 limit 1'
const setChecked = 'update person set number_checked = $2 where id = $1'
const setNumber = written(`update person set number_cipher = $3, number_hash = $4, kind = $5, number_checked = $6
  where id = $1 and number_hash = $2`)
const insertNumber = written('insert into person_number (person_id, kind, key_version, hash) values ($1, $2, $3, $4)')
const inUseAgain = written(
  'update person_number set replaced = null, seal = null, cipher = null where hash = $1 and person_id = $2',
)
const setReplaced = written(`update person_number set replaced = coalesce(replaced, cast($3 as bigint)), seal = $4,
  cipher = coalesce(cipher, $5) where hash = $1 and person_id = $2`)
const setSuperseded = written('update person set blocked = $2 where id = $1 and blocked is null')
const dropNumber = written('delete from person_number where hash = $1 and person_id = $2 and replaced is not null')

interface PersonRow {
  readonly number_cipher: string
  readonly number_hash: string
  readonly kind: string
  readonly created: number
  readonly number_checked: number | null
}

/** Somebody as they stand here. */
interface Standing {
  readonly person: PersonId
  readonly number: NationalId
  readonly hash: string
}

export const numberPlace = (person: PersonId): string => `person.number_cipher:${person}`
const formerPlace = (person: PersonId, hash: string): string => `person_number.cipher:${person}:${hash}`

/** Binds an old number to the one that replaced it: a row that is changed behind our back leads nowhere (security.md 10). */
const sealOf = (vault: Vault, person: PersonId, old: string, current: string): string =>
  hmac(vault.macKey('number replaced'), `${person}\n${old}\n${current}`)

/** Whether `old` is a number of this person's that `current` has replaced (look-up hashes both). */
export async function isReplaced(
  { database, vault }: Pick<NumbersDeps, 'database' | 'vault'>,
  person: PersonId,
  old: string,
  current: string,
): Promise<boolean> {
  const [row] = await database.raw<{ seal: string | null }>(
    'select seal from person_number where hash = $1 and person_id = $2',
    [old, person],
  )
  return typeof row?.seal === 'string' && constantTimeEqual(row.seal, sealOf(vault, person, old, current))
}

export function openNumbers(deps: NumbersDeps): KnownNumbers {
  return {
    settle: (person, numberHash) => settle(deps, person, numberHash),
    adopt: (number) => adopt(deps, number),
  }
}

async function settle(deps: NumbersDeps, person: PersonId, numberHash: string): Promise<'theirs' | 'not-theirs'> {
  const { database, clock } = deps
  const [row] = await database.raw<PersonRow>(selectPerson, [person])
  if (row === undefined || !isDue(deps, row, numberHash)) return 'theirs'
  const standing = standingOf(deps.vault, person, row)
  const proved = numberHash === row.number_hash ? standing.number : await formerNumber(deps, person, numberHash)
  if (proved === undefined) return 'theirs'
  const said = await deps.ask(proved)
  if (said === 'away') return 'theirs'
  const came = await judge(deps, standing, { hash: numberHash, said })
  if (came === 'kept') await database.raw(setChecked, [person, clock.now()])
  return came === 'withdrawn' ? 'not-theirs' : 'theirs'
}

/** D numbers are made to be replaced, and an old number is asked about again before it lets anybody in. */
function isDue({ clock, days }: NumbersDeps, row: PersonRow, numberHash: string): boolean {
  const often = row.kind === 'd-number' || row.number_hash !== numberHash
  if (often) return clock.now() >= (row.number_checked ?? 0) + day
  return days > 0 && clock.now() >= (row.number_checked ?? row.created) + days * day
}

type Came = 'kept' | 'replaced' | 'withdrawn' | 'superseded'

interface Proved {
  readonly hash: string
  readonly said: NumbersOfOne | undefined
}

async function judge(deps: NumbersDeps, standing: Standing, { hash, said }: Proved): Promise<Came> {
  const inUse = said?.inUse
  // Nobody, or none in use: it is no other's, and whether they may log in is asked elsewhere.
  if (inUse === undefined || hashOf(deps, inUse) === standing.hash) return 'kept'
  if (hash === standing.hash) return replaced(deps, standing, inUse)
  // An old number that leads to another one than ours: ours was replaced in its turn, or the old one is somebody else's now.
  const ours = await deps.ask(standing.number)
  if (ours === 'away') return 'kept'
  if (ours?.inUse !== undefined && hashOf(deps, ours.inUse) === hashOf(deps, inUse))
    return replaced(deps, standing, inUse)
  return withdraw(deps, standing.person, hash)
}

/** The register was asked for the old number and named this one. */
async function replaced(deps: NumbersDeps, standing: Standing, number: NationalId): Promise<Came> {
  const hash = hashOf(deps, number)
  const said = await deps.ask(number)
  if (said === 'away' || said?.inUse === undefined) return 'kept'
  const agreed = hashOf(deps, said.inUse) === hash && said.former.some((one) => hashOf(deps, one) === standing.hash)
  // Written down, or the next login would ask again; nothing is changed.
  if (!agreed || number.synthetic !== standing.number.synthetic) return 'kept'
  const owner = await ownerOf(deps, hash)
  if (owner !== undefined && owner !== standing.person) return supersede(deps, standing.person)
  if (await replace(deps, standing, number, owner !== undefined)) return 'replaced'
  // Somebody was first: with the same, or with a person of that number's own.
  const now = await ownerOf(deps, hash)
  return now === standing.person || now === undefined ? 'replaced' : supersede(deps, standing.person)
}

async function replace(
  deps: NumbersDeps,
  { person, hash: old, number: was }: Standing,
  number: NationalId,
  had: boolean,
) {
  const { database, vault, clock, audit } = deps
  const { version, hash } = vault.lookUp(number.reveal('look-up'))
  const now = clock.now()
  const cipher = vault.encrypt(numberPlace(person), number.reveal('seal'))
  const others = (await database.raw<{ hash: string; cipher: string | null }>(selectNumbers, [person])).filter(
    (one) => one.hash !== hash,
  )
  const formers: Step[] = others.map((one) => ({
    query: setReplaced(
      one.hash,
      person,
      now,
      sealOf(vault, person, one.hash, hash),
      one.hash === old ? vault.encrypt(formerPlace(person, old), was.reveal('seal')) : one.cipher,
    ),
  }))
  const own: Step = had
    ? { query: inUseAgain(hash, person), must: 'number-theirs' }
    : { query: insertNumber(person, number.kind, version, hash), must: 'number-free' }
  const changed = { query: setNumber(person, old, cipher, hash, number.kind, now), must: 'number-as-it-was' }
  const { ok } = await audit.write(
    [changed, own, ...formers],
    [{ type: 'person.number.replaced', person, was: was.kind, is: number.kind }],
  )
  return ok
}

/** Two people here of whom the register knows one: whoever has the number in use stays, and the other is nobody's way in. */
async function supersede({ audit, clock }: NumbersDeps, person: PersonId): Promise<Came> {
  await audit.write(
    [{ query: setSuperseded(person, clock.now()), must: 'not-blocked' }],
    [{ type: 'person.superseded', person }],
  )
  return 'superseded'
}

/** Somebody else has the number by now: it leads to this person no more. */
async function withdraw({ audit }: NumbersDeps, person: PersonId, hash: string): Promise<Came> {
  await audit.write(
    [{ query: dropNumber(hash, person), must: 'still-there' }],
    [{ type: 'person.number.withdrawn', person }],
  )
  return 'withdrawn'
}

/** Whom the register calls by another number, by and by: more than anybody has had. */
const mostFormer = 5

async function adopt(deps: NumbersDeps, number: NationalId): Promise<'adopted' | 'nobody' | 'away'> {
  const { database, clock, vault } = deps
  // A house that has just opened knows nobody by an older number.
  if ((await database.raw(selectOlder, [clock.now() - day])).length === 0) return 'nobody'
  const said = await deps.ask(number)
  if (said === 'away') return 'away'
  if (said?.inUse === undefined || hashOf(deps, said.inUse) !== hashOf(deps, number)) return 'nobody'
  const found = new Set<PersonId>()
  for (const former of said.former.slice(0, mostFormer)) {
    const owner = await ownerOf(deps, hashOf(deps, former))
    if (owner !== undefined) found.add(owner)
  }
  const [person, second] = [...found]
  // Two people here, one there: neither gets what is the other's.
  if (person === undefined || second !== undefined) return 'nobody'
  const [row] = await database.raw<PersonRow>(selectPerson, [person])
  if (row === undefined) return 'nobody'
  const standing = standingOf(vault, person, row)
  const ours = await deps.ask(standing.number)
  if (ours === 'away') return 'away'
  if (ours?.inUse === undefined || hashOf(deps, ours.inUse) !== hashOf(deps, number)) return 'nobody'
  return (await replaced(deps, standing, number)) === 'replaced' ? 'adopted' : 'nobody'
}

async function ownerOf({ database }: NumbersDeps, hash: string): Promise<PersonId | undefined> {
  const [row] = await database.raw<{ person_id: PersonId }>(selectOwner, [hash])
  return row?.person_id
}

const hashOf = ({ vault }: NumbersDeps, number: NationalId): string => vault.lookUp(number.reveal('look-up')).hash

function standingOf(vault: Vault, person: PersonId, { number_cipher: cipher, number_hash: hash }: PersonRow): Standing {
  return { person, hash, number: readBack(vault.decrypt(numberPlace(person), cipher)) }
}

async function formerNumber({ database, vault }: NumbersDeps, person: PersonId, hash: string) {
  const rows = await database.raw<{ hash: string; cipher: string | null }>(selectNumbers, [person])
  const cipher = rows.find((one) => one.hash === hash)?.cipher
  return typeof cipher === 'string' ? readBack(vault.decrypt(formerPlace(person, hash), cipher)) : undefined
}

function readBack(digits: string): NationalId {
  const number = NationalId.read(digits)
  if (typeof number === 'string') throw new Error('what was stored is no identity number')
  return number
}
