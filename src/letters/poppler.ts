/** For tests: what a PDF says and where, by Debian's poppler-utils. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

export interface Word {
  readonly text: string
  readonly page: number
  /** Millimetres from the page's upper left corner. */
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Undefined: it is here. */
export const noPoppler = existsSync('/usr/bin/pdftotext') ? undefined : 'poppler-utils is not installed'

const run = (program: string, options: readonly string[], pdf: Uint8Array): Buffer =>
  execFileSync(program, [...options, '-', ...(program === 'pdftotext' ? ['-'] : [])], {
    input: pdf,
    stdio: ['pipe', 'pipe', 'ignore'],
  })

/** In the order that it is drawn: what a screen reader reads. */
export const textOf = (pdf: Uint8Array): string => run('pdftotext', ['-raw'], pdf).toString('utf8')

export const infoOf = (pdf: Uint8Array): string => run('pdfinfo', [], pdf).toString('utf8')

export function wordsOf(pdf: Uint8Array): readonly Word[] {
  const pages = run('pdftotext', ['-bbox'], pdf).toString('utf8').split('<page ').slice(1)
  const word = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g
  const mm = (points: string | undefined): number => (Number(points) * 25.4) / 72
  return pages.flatMap((text, page) =>
    [...text.matchAll(word)].map(([, left, top, right, bottom, said = '']) => ({
      text: said,
      page: page + 1,
      left: mm(left),
      top: mm(top),
      right: mm(right),
      bottom: mm(bottom),
    })),
  )
}

/** Dots of the first page, one a millimetre: true where there is ink. */
export function inkOf(pdf: Uint8Array): (x: number, y: number) => boolean {
  const image = run('pdftoppm', ['-r', '25.4', '-gray', '-f', '1', '-l', '1'], pdf)
  const [head = '', columns = ''] = /^P5\s+(\d+)\s+\d+\s+255\s/.exec(image.subarray(0, 40).toString('latin1')) ?? []
  return (x, y) => (image[head.length + y * Number(columns) + x] ?? 255) < 250
}

/** The codes by number, as somebody with the letter reads them. */
export function codesOn(pdf: Uint8Array): readonly string[] {
  const codes: string[] = []
  for (const [, number, code = ''] of textOf(pdf).matchAll(/^(\d{1,2})[ \n]([2-9A-HJKMNP-Z]{5})$/gm))
    codes[Number(number) - 1] = code
  return codes
}
