/**
 * A letter as it goes to the printer: A4 for a C5 window envelope, tagged (PDF/UA) in the person's language. The codes stand on
 * the lower half, which the fold turns inside.
 */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Language } from '#i18n/text.ts'
import type { BookName, LetterId } from '#letters/books.ts'
import { addressBlock, type Box, priorityMark } from '#letters/envelope.ts'
import { drawQr } from '#letters/qr.ts'
import { bookTitles, texts } from '#letters/texts.ts'

export interface LetterContent {
  readonly id: LetterId
  readonly book: BookName
  readonly language: Language
  /** Name first. */
  readonly address: readonly string[]
  /** Number n at n − 1. */
  readonly codes: readonly string[]
  /** Milliseconds. */
  readonly made: number
  /** The first code must be used before this. */
  readonly expires: number
  /** What the QR code opens; the id is part of it and opens nothing. */
  readonly url: string
}

/** What is the same on every letter. */
export interface LetterHead {
  readonly gateway: string
  readonly help: { readonly phone?: string | undefined; readonly url?: string | undefined }
  /** The body that what comes back goes to (row M4), on the back of the sheet; empty: it is printed on the envelopes. */
  readonly back: readonly string[]
}

export interface RenderedLetter {
  readonly pdf: Uint8Array
  readonly pages: number
}

/** Cut, it might bring the letter to somebody else. */
export class AddressTooLong extends Error {
  override readonly name = 'AddressTooLong'
}

type Pdf = PDFKit.PDFDocument

const mm = (millimetres: number): number => (millimetres * 72) / 25.4
const left = 20
const width = 170
const fonts = { plain: '400Regular/Inter_400Regular.ttf', bold: '700Bold/Inter_700Bold.ttf' } as const

let fontFiles: Promise<readonly [plain: Buffer, bold: Buffer]> | undefined
const fontFile = (path: string): Promise<Buffer> =>
  readFile(fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${path}`)))

export async function renderLetter(letter: LetterContent, head: LetterHead): Promise<RenderedLetter> {
  const { default: PDFDocument } = await import('pdfkit')
  const [plain, bold] = await (fontFiles ??= Promise.all([fontFile(fonts.plain), fontFile(fonts.bold)]))
  const title = texts.title[letter.language](bookTitles[letter.book])
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    lang: letter.language,
    displayTitle: true,
    tagged: true,
    // The library knows it (ISO 14289-1); its types do not.
    subset: 'PDF/UA' as 'PDF/A-2a',
    pdfVersion: '1.7',
    info: { Title: title, Author: head.gateway, CreationDate: new Date(letter.made), ModDate: new Date(letter.made) },
  })
  const whole = gather(doc)
  doc.registerFont('plain', plain)
  doc.registerFont('bold', bold)
  const root = doc.struct('Document')
  doc.addStructure(root)
  await drawFront(doc, root, letter, head, title)
  if (head.back.length > 0) drawBack(doc, root, letter.language, head.back)
  root.end()
  doc.end()
  return { pdf: await whole, pages: head.back.length > 0 ? 2 : 1 }
}

function gather(doc: Pdf): Promise<Uint8Array> {
  const parts: Buffer[] = []
  return new Promise((done, failed) => {
    doc.on('data', (part: Buffer) => parts.push(part))
    doc.on('end', () => done(Buffer.concat(parts)))
    doc.on('error', failed)
  })
}

type Parent = PDFKit.PDFStructureElement

/** What is drawn is read aloud as this kind of element, in the order that it is drawn. */
const tagged = (doc: Pdf, parent: Parent, type: string, draw: () => void, options: { alt?: string } = {}): void =>
  void parent.add(doc.struct(type, options, draw))

async function drawFront(
  doc: Pdf,
  root: Parent,
  letter: LetterContent,
  head: LetterHead,
  title: string,
): Promise<void> {
  const { language } = letter
  tagged(doc, root, 'P', () => drawAddress(doc, letter.address))
  tagged(doc, root, 'P', () => {
    doc
      .font('bold')
      .fontSize(11)
      .text(head.gateway, mm(130), mm(15), { width: mm(60), align: 'right' })
    doc
      .font('plain')
      .fontSize(9)
      .text(dateText(language, letter.made), { width: mm(60), align: 'right' })
  })
  tagged(
    doc,
    root,
    'H1',
    () =>
      void doc
        .font('bold')
        .fontSize(16)
        .text(title, mm(left), mm(92), { width: mm(width) }),
  )
  paragraph(doc, root, texts.intro[language], 103)
  paragraph(doc, root, `${texts.keep[language]} ${texts.notOrdered[language]}`)
  const expires = texts.validity[language](dateText(language, letter.expires - 1))
  paragraph(doc, root, `${expires} ${texts.older[language]}`)
  drawCodes(doc, root, language, letter.codes)
  await drawRegistration(doc, root, letter)
  drawHelp(doc, root, language, head)
}

function paragraph(doc: Pdf, root: Parent, text: string, top?: number): void {
  tagged(doc, root, 'P', () => {
    const y = top === undefined ? doc.y + 5 : mm(top)
    doc
      .font('plain')
      .fontSize(10.5)
      .text(text, mm(left), y, { width: mm(width), lineGap: 1.5 })
  })
}

function drawAddress(doc: Pdf, address: readonly string[]): void {
  const mark = 7
  const top = mm(addressBlock.top) + 2
  doc.font('bold').fontSize(mark).text(priorityMark, mm(addressBlock.left), top, { lineBreak: false })
  const { size, lines } = fitted(doc.font('plain'), address, {
    ...addressBlock,
    height: addressBlock.height - (mark * 1.5 * 25.4) / 72,
  })
  doc.fontSize(size)
  for (const [i, line] of lines.entries())
    doc.text(line, mm(addressBlock.left), top + mark * 1.5 + i * size * leading, { lineBreak: false })
}

const leading = 1.22

/** The largest letters at which all lines fit; what is too long for a line goes on in the next. */
function fitted(doc: Pdf, address: readonly string[], box: Box): { size: number; lines: readonly string[] } {
  for (let size = 10.5; size > 5; size -= 0.5) {
    const lines = address.flatMap((line) => wrapped(doc.fontSize(size), line, mm(box.width)))
    const fits = lines.every((line) => doc.widthOfString(line) <= mm(box.width))
    if (fits && lines.length * size * leading <= mm(box.height) - 2) return { size, lines }
  }
  throw new AddressTooLong('an address that fits no window')
}

function wrapped(doc: Pdf, line: string, longest: number): readonly string[] {
  const lines: string[] = []
  for (const word of line.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && doc.widthOfString(`${last} ${word}`) <= longest)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Below the fold. Down the columns, each with its number. */
function drawCodes(doc: Pdf, root: Parent, language: Language, codes: readonly string[]): void {
  const columns = codes.length > 20 ? 5 : 4
  const rows = Math.ceil(codes.length / columns)
  const step = { x: width / columns, y: Math.min(11, 62 / rows) }
  tagged(doc, root, 'H2', () => void doc.font('bold').fontSize(12).text(texts.codes[language], mm(left), mm(156)))
  const list = doc.struct('L')
  root.add(list)
  for (const [i, code] of codes.entries()) {
    const x = mm(left + Math.floor(i / rows) * step.x)
    const y = mm(166 + (i % rows) * step.y)
    const item = doc.struct('LI')
    list.add(item)
    tagged(doc, item, 'Lbl', () => {
      doc
        .font('plain')
        .fontSize(10)
        .text(String(i + 1), x, y + 2.5, { width: mm(8), align: 'right' })
    })
    tagged(doc, item, 'LBody', () => {
      doc
        .font('bold')
        .fontSize(13)
        .text(code, x + mm(11), y, { lineBreak: false })
    })
    item.end()
  }
  list.end()
}

async function drawRegistration(doc: Pdf, root: Parent, { language, id, url }: LetterContent): Promise<void> {
  const size = 30
  const qr = await drawQr(url)
  tagged(doc, root, 'Figure', () => qr(doc, { left: mm(left), top: mm(236), size: mm(size) }), {
    alt: texts.qr[language],
  })
  const x = mm(left + size + 8)
  const options = { width: mm(width - size - 8), lineGap: 1.5 }
  tagged(doc, root, 'P', () => void doc.font('plain').fontSize(10.5).text(texts.newUser[language], x, mm(236), options))
  tagged(doc, root, 'P', () => void doc.fontSize(10.5).text(url.split('?')[0] ?? url, x, doc.y + 4, options))
  tagged(doc, root, 'P', () => {
    doc.text(`${texts.letterId[language]}: `, x, doc.y + 4, { ...options, continued: true })
    doc.font('bold').text(id, { continued: false })
  })
}

function drawHelp(doc: Pdf, root: Parent, language: Language, { help }: LetterHead): void {
  const ways = [help.phone, help.url].filter((one) => one !== undefined).join(' · ')
  if (ways === '') return
  const at = mm(272)
  tagged(
    doc,
    root,
    'P',
    () =>
      void doc
        .font('plain')
        .fontSize(9)
        .text(texts.help[language](ways), mm(left), at, { width: mm(width) }),
  )
}

/** The back of the sheet's upper half: outside where the sheet is its own envelope. */
function drawBack(doc: Pdf, root: Parent, language: Language, back: readonly string[]): void {
  doc.addPage()
  tagged(doc, root, 'P', () => {
    doc.font('plain').fontSize(8).text(texts.sender[language], mm(left), mm(20))
    for (const line of back) doc.fontSize(10).text(line, mm(left))
  })
}

function dateText(language: Language, at: number): string {
  const locale = language === 'en' ? 'en-GB' : language
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Europe/Oslo' }).format(at)
}
