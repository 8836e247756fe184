/** One order becomes a letter: person, address, codes, PDF, sealed. The codes are in clear in this function's hands alone. */
import { NationalId } from '#base/national-id.ts'
import { hmac } from '#base/secrets.ts'
import type { AuditEvent } from '#audit/events.ts'
import { addressOf, type Addressed, type Envelope } from '#letters/address.ts'
import { drawCodes, type LetterId, newLetterId } from '#letters/books.ts'
import { codeText } from '#letters/codes.ts'
import { numberPlace } from '#letters/order.ts'
import { AddressTooLong, renderLetter, type RenderedLetter } from '#letters/pdf.ts'
import type { PrintDeps } from '#letters/print.ts'
import type { Printed, TakenOrder } from '#letters/run-store.ts'
import type { NewSheet } from '#letters/sheets.ts'
import { dayOf } from '#letters/workdays.ts'

const day = 24 * 3600_000

type Why = Extract<AuditEvent, { type: 'letter.undeliverable' }>['why']

export type Made =
  | { readonly ok: true; readonly printed: Omit<Printed, 'run'>; readonly sheet: NewSheet }
  | { readonly ok: false; readonly why: Why }

/** @throws RegisterAway, with nothing made */
export async function makeLetter(deps: PrintDeps, order: TakenOrder): Promise<Made> {
  const number = numberOf(deps, order)
  const registered = await deps.register.person(number)
  const now = deps.clock.now()
  const rule = { minimumAge: deps.rule.minimumAge, year: Number(dayOf(now).slice(0, 4)) }
  const addressed: Addressed = addressOf(registered, rule)
  if (!addressed.ok) return addressed
  const addressHash = hashOf(deps, addressed)
  if (await deps.store.cameBackFrom(order, addressHash, now - deps.rule.returnedDays * day))
    return { ok: false, why: 'returned-before' }
  const letter = newLetterId()
  const codes = drawCodes(deps.rule.codes[order.book])
  const expires = now + deps.rule.activationDays * day
  const language = registered?.language ?? order.language
  const content = {
    id: letter,
    book: order.book,
    language,
    address: addressed.lines,
    codes,
    made: now,
    expires,
    url: deps.url(letter),
  }
  const rendered = await rendering(renderLetter(content, deps.head))
  if (rendered === undefined) return { ok: false, why: 'too-long' }
  // The number in use: one that was replaced since it was ordered by makes nobody a second time.
  const { id: person } = await deps.persons.ensure(registered?.number ?? number)
  const sealed = await deps.seal(rendered.pdf, content)
  const hashes = await hashed(deps, order, letter, codes)
  return {
    ok: true,
    printed: { order: order.id, letter, person, addressHash, pages: rendered.pages, sealed },
    sheet: { letter, book: order.book, person, made: now, expires, hashes },
  }
}

async function rendering(work: Promise<RenderedLetter>): Promise<RenderedLetter | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AddressTooLong) return undefined
    throw error
  }
}

function numberOf({ vault }: PrintDeps, order: TakenOrder): NationalId {
  const number = NationalId.read(vault.decrypt(numberPlace(order.id), order.numberCipher))
  if (typeof number === 'string') throw new Error('what was stored is no identity number')
  return number
}

/** Without the name, which may change where the address does not. */
const hashOf = ({ vault }: PrintDeps, { lines }: Envelope): string =>
  hmac(vault.macKey('letter address'), lines.slice(1).join('\n'))

const hashed = (
  { hashes }: PrintDeps,
  { book }: TakenOrder,
  letter: LetterId,
  codes: readonly string[],
): Promise<string[]> =>
  Promise.all(codes.map((code, i) => hashes.hash(codeText(book, { letter, number: i + 1 }, code))))
