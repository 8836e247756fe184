/** Row M4: the letter, read back and measured. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { type Language, languages } from '#i18n/text.ts'
import { drawCodes, newLetterId } from '#letters/books.ts'
import { alwaysSeen, type Box, sheet, sometimesSeen } from '#letters/envelope.ts'
import { AddressTooLong, type LetterContent, type LetterHead, renderLetter } from '#letters/pdf.ts'
import { codesOn, infoOf, inkOf, noPoppler, textOf, wordsOf } from '#letters/poppler.ts'
import { texts } from '#letters/texts.ts'

if (noPoppler !== undefined && process.env['INNGANG_TEST_PEERS'] === 'required')
  test('poppler-utils', () => assert.fail(`${noPoppler}, and all peers are required`))
const withPoppler = noPoppler === undefined ? {} : { skip: `${noPoppler} (INNGANG_TEST_PEERS=required asks for it)` }

const head: LetterHead = {
  gateway: 'Inngang',
  help: { phone: '800 00 000', url: 'https://login.example/help' },
  back: [],
}
function letter(language: Language, address: readonly string[], codes = 20): LetterContent {
  const id = newLetterId()
  const made = Date.UTC(2026, 10, 24)
  const url = `https://login.example/minid/register?letter=${id}`
  return {
    id,
    book: 'minid',
    language,
    address,
    codes: drawCodes(codes),
    made,
    expires: made + 30 * 24 * 3600_000,
    url,
  }
}

const home = ['Máret Ánne Áŋŋel', 'Solbakken 12B', '9520 KAUTOKEINO']
const longest = [
  'Nikolai Emanuel Johannes-Sebastian Theodor Thorvaldsen-Øvregård Schwartzenbergerstrømsnes',
  'c/o Karl-Alexander Bjørnstjerne',
  'Måltrostveien 112',
  '00-001 WARSZAWA',
  'Województwo mazowieckie',
  'SAINT VINCENT AND THE GRENADINES',
]

const inside = (
  box: Box,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
): boolean => left >= box.left && top >= box.top && right <= box.left + box.width && bottom <= box.top + box.height
const touches = (
  box: Box,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
): boolean => right > box.left && left < box.left + box.width && bottom > box.top && top < box.top + box.height

for (const [what, address, codes] of [
  ['an address at home', home, 20],
  ['the longest there is, and thirty codes', longest, 30],
] as const)
  for (const language of languages)
    test(
      `M4 ${language}: ${what} stands in the window however the sheet slides, and nothing else does`,
      withPoppler,
      async () => {
        const { pdf, pages } = await renderLetter(letter(language, address, codes), head)
        assert.equal(pages, 1)
        const words = wordsOf(pdf)
        const seen = words.filter((word) => touches(sometimesSeen, word))
        assert.equal(seen.map(({ text }) => text).join(' '), `A-PRIORITAIRE ${address.join(' ')}`)
        for (const word of seen) assert.ok(inside(alwaysSeen, word), word.text)
        // Ink too: a line, a logo or a QR code is no word.
        const ink = inkOf(pdf)
        for (let x = sometimesSeen.left; x < sometimesSeen.left + sometimesSeen.width; x++)
          for (let y = sometimesSeen.top; y < sometimesSeen.top + sometimesSeen.height; y++)
            if (ink(x, y)) assert.ok(inside(alwaysSeen, { left: x, top: y, right: x + 1, bottom: y + 1 }), `${x}, ${y}`)
        for (const word of words)
          assert.ok(inside({ left: 10, top: 10, width: sheet.width - 20, height: sheet.height - 20 }, word))
      },
    )

for (const language of languages)
  test(
    `M4 ${language}: every code is read back by its number, below the fold, with the letter's id and the words`,
    withPoppler,
    async () => {
      const content = letter(language, home)
      const { pdf } = await renderLetter(content, head)
      assert.deepEqual(codesOn(pdf), content.codes)
      for (const word of wordsOf(pdf))
        if (content.codes.includes(word.text)) assert.ok(word.top > sheet.fold, word.text)
      const text = textOf(pdf).replace(/\s+/g, ' ')
      for (const said of [
        content.id,
        texts.intro[language],
        texts.keep[language],
        texts.notOrdered[language],
        '800 00 000',
      ])
        assert.ok(text.includes(said), said)
    },
  )

test('M4 tagged for those who listen: language, title, headings and a picture with words', withPoppler, async () => {
  const { pdf } = await renderLetter(letter('nn', home), head)
  assert.match(infoOf(pdf), /Title: +Eingongskodar til MinID\n/)
  assert.match(infoOf(pdf), /Tagged: +yes/)
  assert.match(infoOf(pdf), /Page size: +595\.28 x 841\.89 pts \(A4\)/)
  const raw = Buffer.from(pdf).toString('latin1')
  for (const part of [
    '/Lang (nn)',
    '/StructTreeRoot',
    '/S /H1',
    '/S /H2',
    '/S /L\n',
    '/S /LBody',
    '/S /Figure',
    '/Alt ',
    'pdfuaid',
  ])
    assert.ok(raw.includes(part), part)
})

test("M4 the sender's address is on the back where the envelope does not have it", withPoppler, async () => {
  const back = ['Prøvedirektoratet', 'Postboks 1', '0001 OSLO']
  const { pdf, pages } = await renderLetter(letter('nb', home), { ...head, back })
  assert.equal(pages, 2)
  const onBack = wordsOf(pdf).filter(({ page }) => page === 2)
  assert.equal(onBack.map(({ text }) => text).join(' '), `Avsender ${back.join(' ')}`)
})

test('an address that no window could show is refused, not cut', async () => {
  const address = Array.from({ length: 20 }, (_, i) => `Linje ${i}`)
  await assert.rejects(renderLetter(letter('nb', address), head), AddressTooLong)
})
